// SPDX-License-Identifier: GPL-3.0-or-later
// Reading of the outbox: writes from the ledger, names and answers from the mirror.
#include "model/reordering.h"
#include "reports/zones.h"
#include "viewmodels/cardtexts.h"
#include "viewmodels/outboxfeed.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using model::EntityKind;
using model::Write;
using model::WriteKind;
using model::WriteState;

bool OutboxItem::waitsForPerson() const
{
    return write.state == WriteState::Conflict || write.state == WriteState::Rejected
        || (write.state == WriteState::Uncertain && write.needsPerson);
}

bool OutboxItem::waitsForAnswer() const
{
    return write.state == WriteState::Confirmed && (write.kind == WriteKind::Comment || write.kind == WriteKind::Task) && write.result != 0
        && write.opposes.isEmpty() && answer.at == base::kNever && write.sent != base::kNever;
}

std::int64_t OutboxItem::wallSeconds(base::UtcSeconds now) const
{
    const base::UtcSeconds until = answer.at == base::kNever ? now : answer.at;
    return write.sent == base::kNever ? 0 : std::max<std::int64_t>(0, until - write.sent);
}

namespace {

// A value that the portal has confirmed and the mirror does not show a day later was changed there since.
constexpr std::int64_t kArrivesWithin = 86'400;

class OutboxReading final {
public:
    OutboxReading(store::Reader &reader, const facts::SnapshotPtr &facts, base::UtcSeconds now)
        : m_reader(reader)
        , m_facts(facts)
        , m_now(now)
    {
    }

    [[nodiscard]] base::Result<std::vector<OutboxItem>> read()
    {
        auto writes = m_reader.writes({});
        if (!writes)
            return std::unexpected(writes.error());
        auto portals = m_reader.portals();
        if (!portals)
            return std::unexpected(portals.error());
        auto standard = m_reader.standard();
        if (!standard)
            return std::unexpected(standard.error());
        m_standard = std::move(*standard);
        for (const model::Portal &portal : *portals)
            m_portals.emplace(portal.id, portal);
        for (std::size_t i = 0; m_facts && i < m_facts->portals.size(); ++i)
            m_places.emplace(m_facts->portals[i].portal.id, facts::Index(i));
        std::vector<OutboxItem> items;
        for (Write &write : *writes) {
            auto item = describe(std::move(write));
            if (!item)
                return std::unexpected(item.error());
            items.push_back(std::move(*item));
        }
        const auto named = nameClients(items);
        return named ? base::Result<std::vector<OutboxItem>>(std::move(items)) : std::unexpected(named.error());
    }

private:
    base::Result<OutboxItem> describe(Write write)
    {
        OutboxItem item;
        const model::PortalId portal = write.target.portal;
        if (const auto found = m_portals.find(portal); found != m_portals.end()) {
            item.dealer = found->second.title;
            item.code = found->second.code;
        }
        if (const auto place = m_places.find(portal); place != m_places.end())
            item.hue = place->second;
        if (write.kind == WriteKind::Task)
            item.person = person(portal, write.person);
        for (const model::FieldChange &each : write.fields) {
            OutboxField field { each.field, label(write.target, each.field), shown(portal, each.field, each.before),
                shown(portal, each.field, each.after), shown(portal, each.field, each.found), false };
            field.conflicts = write.state == WriteState::Conflict && each.found != each.before;
            item.fields.push_back(std::move(field));
        }
        const auto arriving = isArriving(write);
        if (!arriving)
            return std::unexpected(arriving.error());
        item.arriving = *arriving;
        auto answer = sync::answerTo(m_reader, write);
        if (!answer)
            return std::unexpected(answer.error());
        item.answer = std::move(*answer);
        if (item.answer.at != base::kNever)
            item.answeredBy = person(portal, item.answer.author);
        item.write = std::move(write);
        item.workingSeconds = working(item);
        return item;
    }

    std::int64_t working(const OutboxItem &item) const
    {
        const model::PortalId portal = item.write.target.portal;
        const auto found = m_portals.find(portal);
        if (item.write.sent == base::kNever || found == m_portals.end())
            return 0;
        const auto own = m_standard.dealerCalendars.find(portal);
        const auto calendar
            = reports::calendarOf(own == m_standard.dealerCalendars.end() ? m_standard.calendar : own->second, found->second.timeZone);
        return calendar->biz(item.write.sent, item.answer.at == base::kNever ? m_now : item.answer.at);
    }

    base::Result<bool> isArriving(const Write &write) const
    {
        if (write.state != WriteState::Confirmed || m_now - write.changed > kArrivesWithin)
            return false;
        model::RecordKey key = write.target;
        if (write.kind == WriteKind::Comment || write.kind == WriteKind::Task || write.kind == WriteKind::Create) {
            if (write.result == 0)
                return false;
            key.id = write.result;
            key.kind = write.kind == WriteKind::Comment ? EntityKind::Comment
                : write.kind == WriteKind::Task         ? EntityKind::Task
                                                        : EntityKind::Lead;
        }
        const auto record = m_reader.record(key);
        if (!record)
            return std::unexpected(record.error());
        if (write.kind == WriteKind::Withdraw)
            return *record && (*record)->deletedAt == base::kNever;
        if (write.kind != WriteKind::Change)
            return !*record;
        if (!*record || model::toInt((*record)->value("modified")) > write.changed)
            return false; // the mirror is newer
        return std::ranges::any_of(write.fields, [&](const model::FieldChange &each) {
            const auto now = model::fieldText(key.kind, (*record)->values, (*record)->extra, each.field.toStdString());
            return now && *now == each.before && each.before != each.after;
        });
    }

    QString person(model::PortalId portal, model::RecordId id) const
    {
        const auto user = m_reader.record({ portal, EntityKind::User, id });
        return user && *user ? personName(**user) : QString::number(id);
    }

    // Stages, funnels and people by name, everything else as it is.
    QString shown(model::PortalId portal, const QString &field, const QString &value) const
    {
        const auto place = m_places.find(portal);
        if (value.isEmpty() || place == m_places.end())
            return value;
        if (field == QLatin1String("ASSIGNED_BY_ID"))
            return person(portal, value.toLongLong());
        if (field == QLatin1String("STATUS_ID") || field == QLatin1String("STAGE_ID")) {
            const auto stage = std::ranges::find_if(
                m_facts->stages, [&](const facts::StageFact &each) { return each.portal == place->second && each.code == value; });
            return stage == m_facts->stages.end() || stage->name.isEmpty() ? value : stage->name;
        }
        if (field == QLatin1String("CATEGORY_ID")) {
            const auto funnel = std::ranges::find_if(m_facts->funnels, [&](const facts::FunnelFact &each) {
                return each.portal == place->second && each.kind == EntityKind::Deal && each.categoryId == value.toLongLong();
            });
            return funnel == m_facts->funnels.end() || funnel->name.isEmpty() ? value : funnel->name;
        }
        return value;
    }

    QString label(const model::RecordKey &target, const QString &field)
    {
        if (!field.startsWith(QLatin1String("UF_")))
            return {};
        const auto known = m_labels.try_emplace({ target.portal, field });
        if (!known.second)
            return known.first->second;
        static constexpr std::string_view columns[] { "field", "label" };
        (void)m_reader.each(
            EntityKind::UserField, columns,
            [&](const store::Reader::Row &row) {
                if (model::toText(row.values[0]) != field.toStdString())
                    return true;
                known.first->second = model::withoutReordering(QString::fromStdString(model::toText(row.values[1])));
                return false;
            },
            target.portal);
        return known.first->second;
    }

    base::Result<> nameClients(std::vector<OutboxItem> &items) const
    {
        std::vector<model::RecordKey> keys;
        for (const OutboxItem &item : items)
            keys.push_back(clientKey(item.write));
        std::ranges::sort(keys);
        keys.erase(std::ranges::unique(keys).begin(), keys.end());
        const auto texts = readCardTexts(m_reader, keys);
        if (!texts)
            return std::unexpected(texts.error());
        for (OutboxItem &item : items) {
            if (const auto text = texts->find(clientKey(item.write)); text != texts->end())
                item.client = text->second.client;
            for (const model::FieldChange &each : item.write.fields) // a lead that is not there yet
                if (item.client.isEmpty() && item.write.kind == WriteKind::Create && each.field == QLatin1String("TITLE"))
                    item.client = each.after;
        }
        return {};
    }

    static model::RecordKey clientKey(const Write &write)
    {
        model::RecordKey key = write.item;
        if (write.kind == WriteKind::Create)
            key.id = write.result;
        return key;
    }

    store::Reader &m_reader;
    const facts::SnapshotPtr &m_facts;
    base::UtcSeconds m_now;
    model::Standard m_standard;
    std::map<model::PortalId, model::Portal> m_portals;
    std::map<model::PortalId, facts::Index> m_places;
    std::map<std::pair<model::PortalId, QString>, QString> m_labels;
};

} // namespace

base::Result<std::vector<OutboxItem>> readOutbox(store::Reader &reader, const facts::SnapshotPtr &facts, base::UtcSeconds now)
{
    return OutboxReading(reader, facts, now).read();
}

} // namespace dealerlens::viewmodels
