// SPDX-License-Identifier: GPL-3.0-or-later
// Leads and deals as columns, and what the journal knows of them.
#include "facts/builder.h"
#include "model/marks.h"
#include "model/reordering.h"

#include <QDate>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace dealerlens::facts {

using model::EntityKind;
using model::toInt;
using model::toText;

namespace {

base::UtcSeconds instant(const model::Value &value) { return toInt(value, base::kNever); }

std::int64_t numberOf(const std::string &text)
{
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Journal texts of dates are days since 1970 or ISO 8601.
std::optional<QDate> dateOf(const std::string &text)
{
    const QString plain = QString::fromStdString(text);
    const QDate iso = QDate::fromString(plain.left(10), Qt::ISODate);
    if (iso.isValid())
        return iso;
    bool isNumber = false;
    const qint64 days = plain.toLongLong(&isNumber);
    return isNumber ? std::optional(QDate(1970, 1, 1).addDays(days)) : std::nullopt;
}

base::UtcSeconds happenedAt(const store::JournalEntry &entry) { return entry.happenedAt != base::kNever ? entry.happenedAt : entry.seenAt; }

bool isMonthPush(const store::JournalEntry &entry)
{
    const auto before = dateOf(entry.before);
    const auto after = dateOf(entry.after);
    if (!before || !after)
        return false;
    return std::pair(after->year(), after->month()) > std::pair(before->year(), before->month());
}

} // namespace

void Builder::heard(Index portal, base::UtcSeconds at)
{
    base::UtcSeconds &newest = m_out->portals[static_cast<std::size_t>(portal)].newestData;
    newest = std::max(newest, at);
}

base::Result<> Builder::readItems(EntityKind kind)
{
    if (kind == EntityKind::Deal)
        m_deals = m_raw.size();
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        const auto &v = row.values;
        RawItem item;
        item.id = row.key.id;
        item.kind = kind;
        item.portal = portal;
        const std::int64_t category = kind == EntityKind::Lead ? 0 : toInt(v[0]);
        item.funnel = funnelOf(portal, kind, category);
        item.stage = stageOf(portal, kind, category, toText(v[1]), toText(v[2]));
        item.responsible = userOf(portal, toInt(v[3]));
        item.moved = instant(v[5]);
        item.modified = instant(v[6]);
        item.created = instant(v[4]);
        if (item.created == base::kNever)
            item.created = std::max<base::UtcSeconds>(0, item.moved != base::kNever ? item.moved : item.modified);
        item.deleted = row.deletedAt;
        item.closeDate = static_cast<std::int32_t>(toInt(v[7], INT32_MIN));
        item.amount = toInt(v[8]);
        const std::string &currency = toText(v[9]);
        const auto [money, newMoney] = m_currencies.try_emplace(currency, static_cast<Index>(m_out->currencies.size()));
        if (newMoney)
            m_out->currencies.push_back(currency.empty() ? m_out->standard.currency : QString::fromStdString(currency));
        item.currency = money->second;
        item.source = sourceOf(portal, toText(v[10]));
        const auto [campaign, newCampaign] = m_campaigns.try_emplace(toText(v[11]), static_cast<Index>(m_out->campaigns.size()));
        if (newCampaign)
            m_out->campaigns.push_back(model::withoutReordering(QString::fromStdString(toText(v[11]))));
        item.campaign = campaign->second;
        item.contact = toInt(v[12]);
        item.company = toInt(v[13]);
        item.lead = toInt(v[14]);
        item.test = model::isTest(m_out->standard, toText(v[15]), toText(v[16]), toText(v[17]));
        heard(portal, std::max(item.created, item.modified));
        m_raw.push_back(item);
    };
    const auto read = eachRow(kind,
        { "category_id", "stage_id", "semantic", "assigned_by_id", "created", "moved", "modified", "close_date", "amount", "currency",
            "source_id", "utm_campaign", "contact_id", "company_id", "lead_id", "originator_id", "origin_id", "title" },
        use);
    return read;
}

// Rows in the order of creation; lookups by (portal, kind, id) go through the reading order, which is sorted.
void Builder::orderItems()
{
    m_order.resize(m_raw.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::ranges::sort(m_order, {}, [&](std::uint32_t at) {
        const RawItem &item = m_raw[at];
        return std::tuple(item.created, item.portal, item.kind, item.id);
    });
    m_rows.resize(m_order.size());
    for (std::size_t row = 0; row < m_order.size(); ++row)
        m_rows[m_order[row]] = static_cast<std::uint32_t>(row);
}

std::int64_t Builder::rowOf(Index portal, EntityKind kind, model::RecordId id) const
{
    const auto begin = m_raw.begin() + (kind == EntityKind::Lead ? 0 : static_cast<std::ptrdiff_t>(m_deals));
    const auto end = kind == EntityKind::Lead ? m_raw.begin() + static_cast<std::ptrdiff_t>(m_deals) : m_raw.end();
    const auto found = std::lower_bound(
        begin, end, std::pair(portal, id), [](const RawItem &item, const auto &key) { return std::pair(item.portal, item.id) < key; });
    if (found == end || found->portal != portal || found->id != id)
        return -1;
    return m_rows[static_cast<std::size_t>(found - m_raw.begin())];
}

void Builder::fillItems()
{
    ItemColumns &items = m_out->items;
    const std::size_t n = m_raw.size();
    const auto column = [&](auto &target, auto field) {
        target.resize(n);
        for (std::size_t row = 0; row < n; ++row)
            target[row] = m_raw[m_order[row]].*field;
    };
    column(items.id, &RawItem::id);
    column(items.kind, &RawItem::kind);
    column(items.portal, &RawItem::portal);
    column(items.funnel, &RawItem::funnel);
    column(items.stage, &RawItem::stage);
    column(items.responsible, &RawItem::responsible);
    column(items.source, &RawItem::source);
    column(items.campaign, &RawItem::campaign);
    column(items.created, &RawItem::created);
    column(items.deleted, &RawItem::deleted);
    column(items.amount, &RawItem::amount);
    column(items.currency, &RawItem::currency);
    column(items.closeDate, &RawItem::closeDate);
    items.closed.assign(n, base::kNever);
    items.attempt.assign(n, base::kNever);
    items.conversation.assign(n, base::kNever);
    items.attested.assign(n, base::kNever);
    items.marks.assign(n, 0);
    items.lead.assign(n, kNone);
    for (std::size_t row = 0; row < n; ++row) {
        const RawItem &item = m_raw[m_order[row]];
        items.marks[row] = item.test ? kTestMark : 0;
        if (item.kind == EntityKind::Deal && item.lead > 0)
            items.lead[row] = static_cast<Index>(rowOf(item.portal, EntityKind::Lead, item.lead));
    }
}

base::Result<> Builder::readJournal()
{
    ResponsibleColumns &out = m_out->responsibles;

    struct Change {
        std::uint32_t item;
        base::UtcSeconds since;
        Index user;
        Index before;
    };

    std::vector<Change> changes;
    const auto itemOf = [&](const store::JournalEntry &entry) {
        const Index portal = portalIndex(entry.record.portal);
        const bool isItem = entry.record.kind == EntityKind::Lead || entry.record.kind == EntityKind::Deal;
        return portal == kNone || !isItem ? std::int64_t(-1) : rowOf(portal, entry.record.kind, entry.record.id);
    };
    auto read = m_reader.eachJournalEntry("assigned_by_id", [&](const store::JournalEntry &entry) {
        const std::int64_t row = itemOf(entry);
        if (row < 0)
            return;
        const Index portal = portalIndex(entry.record.portal);
        changes.push_back({ static_cast<std::uint32_t>(row), happenedAt(entry), userOf(portal, numberOf(entry.after)),
            userOf(portal, numberOf(entry.before)) });
    });
    if (!read)
        return read;
    std::ranges::stable_sort(changes, {}, [](const Change &change) { return std::pair(change.item, change.since); });
    for (const Change &change : changes) {
        out.item.push_back(change.item);
        out.since.push_back(change.since);
        out.user.push_back(change.user);
        out.before.push_back(change.before);
    }
    return readPushes(itemOf);
}

base::Result<> Builder::readPushes(const std::function<std::int64_t(const store::JournalEntry &)> &itemOf)
{
    std::vector<std::pair<std::uint32_t, base::UtcSeconds>> pushes;
    const auto read = m_reader.eachJournalEntry("close_date", [&](const store::JournalEntry &entry) {
        const std::int64_t row = itemOf(entry);
        if (row >= 0 && isMonthPush(entry))
            pushes.emplace_back(static_cast<std::uint32_t>(row), happenedAt(entry));
    });
    std::ranges::sort(pushes);
    for (const auto &[item, at] : pushes) {
        m_out->pushes.item.push_back(item);
        m_out->pushes.at.push_back(at);
    }
    return read;
}

} // namespace dealerlens::facts
