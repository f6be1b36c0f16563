// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "model/standard.h"

#include <QDateTime>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace dealerlens::testing {

inline base::UtcSeconds utc(const char *iso) { return QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toSecsSinceEpoch(); }

inline constexpr std::int64_t kHour = 3'600;
inline constexpr std::int64_t kDay = 86'400;

// Writes a snapshot by hand: portals, stages and items with the stays they had. Items may be added in any order;
// rowOf() tells where one landed. Test side only: it shares nothing with the program's own reader of the store.
class SnapshotBuilder {
public:
    struct Item {
        model::EntityKind kind = model::EntityKind::Deal;
        facts::Index portal = 0;
        std::vector<std::pair<facts::Index, base::UtcSeconds>> visits = {}; // stage, entered
        facts::Index user = facts::kNone;
        facts::Index source = 0;
        facts::Index campaign = 0;
        std::int64_t amount = 0; // whole units of currency
        facts::Index currency = 0;
        int lead = -1; // number of the item it came from, as item() answered
        base::UtcSeconds attempt = base::kNever;
        base::UtcSeconds conversation = base::kNever;
        base::UtcSeconds deleted = base::kNever;
        std::int32_t closeDate = std::numeric_limits<std::int32_t>::min();
        std::uint8_t marks = 0;
        bool inferred = false; // without a row of history
    };

    struct Activity {
        int item = 0;
        base::UtcSeconds created = base::kNever;
        base::UtcSeconds deadline = base::kNever;
        base::UtcSeconds completed = base::kNever;
    };

    struct Change {
        int item = 0;
        base::UtcSeconds since = base::kNever;
        facts::Index user = facts::kNone;
        facts::Index before = facts::kNone;
    };

    SnapshotBuilder()
    {
        m_out.standard = model::defaultStandard();
        m_out.sources = { QString() };
        m_out.campaigns = { QString() };
        m_out.currencies = { m_out.standard.currency };
    }

    facts::Snapshot &raw()
    {
        m_out.derived.clear();
        return m_out;
    }

    facts::Index portal(const char *key, const char *region = "", const char *zone = "UTC")
    {
        facts::PortalFact fact;
        fact.portal.id = model::PortalId(m_out.portals.size()) + 1;
        fact.portal.key = QString::fromUtf8(key);
        fact.portal.title = fact.portal.key;
        fact.portal.region = QString::fromUtf8(region);
        fact.portal.timeZone = QString::fromLatin1(zone);
        fact.region = named(m_out.regions, fact.portal.region);
        m_out.portals.push_back(fact);
        return facts::Index(m_out.portals.size()) - 1;
    }

    facts::Index funnel(facts::Index portal, model::EntityKind kind, const char *name)
    {
        m_out.funnels.push_back({ portal, kind, std::int64_t(m_out.funnels.size()), QString::fromUtf8(name) });
        return facts::Index(m_out.funnels.size()) - 1;
    }

    // `milestone` by code; "" is none.
    facts::Index stage(facts::Index funnel, const char *name, char semantic = 'P', const char *milestone = "")
    {
        facts::StageFact fact;
        fact.portal = m_out.funnels[std::size_t(funnel)].portal;
        fact.funnel = funnel;
        fact.code = QString::fromUtf8(name).toUpper();
        fact.name = QString::fromUtf8(name);
        fact.sort = int(m_out.stages.size());
        fact.semantic = semantic;
        const auto &all = m_out.standard.milestones;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].code == QString::fromLatin1(milestone))
                fact.milestone = facts::Index(i);
        }
        m_out.stages.push_back(fact);
        return facts::Index(m_out.stages.size()) - 1;
    }

    facts::Index user(facts::Index portal, const char *name, facts::Index department = facts::kNone)
    {
        m_out.users.push_back({ portal, model::RecordId(m_out.users.size()) + 1, QString::fromUtf8(name), department, true });
        return facts::Index(m_out.users.size()) - 1;
    }

    facts::Index source(const char *name) { return named(m_out.sources, QString::fromUtf8(name)); }

    int item(Item item)
    {
        m_items.push_back(std::move(item));
        return int(m_items.size()) - 1;
    }

    void activity(Activity activity) { m_activities.push_back(activity); }

    void responsible(Change change) { m_changes.push_back(change); }

    void push(int item, base::UtcSeconds at) { m_pushes.emplace_back(item, at); }

    [[nodiscard]] std::uint32_t rowOf(int item) const { return m_rows[std::size_t(item)]; }

    // All portals are completely mirrored up to `now`, unless the caller set their watermarks.
    const facts::Snapshot &build(base::UtcSeconds now)
    {
        m_out.derived.clear();
        m_out.builtAt = now;
        for (facts::PortalFact &fact : m_out.portals) {
            if (fact.watermark == base::kNever && fact.neverComplete) {
                fact.watermark = now;
                fact.neverComplete = false;
            }
        }
        std::vector<std::size_t> order(m_items.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::stable_sort(order.begin(), order.end(),
            [this](std::size_t a, std::size_t b) { return m_items[a].visits.front().second < m_items[b].visits.front().second; });
        m_rows.resize(order.size());
        for (std::size_t row = 0; row < order.size(); ++row)
            m_rows[order[row]] = std::uint32_t(row);
        for (const std::size_t number : order)
            add(m_items[number], std::int64_t(number) + 1);
        addRest();
        return m_out;
    }

private:
    static facts::Index named(std::vector<QString> &names, const QString &name)
    {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end())
            return facts::Index(found - names.begin());
        names.push_back(name);
        return facts::Index(names.size()) - 1;
    }

    void add(const Item &item, model::RecordId id)
    {
        facts::ItemColumns &items = m_out.items;
        const std::uint32_t row = std::uint32_t(items.size());
        const facts::StageFact &last = m_out.stages[std::size_t(item.visits.back().first)];
        items.id.push_back(id);
        items.kind.push_back(item.kind);
        items.portal.push_back(item.portal);
        items.funnel.push_back(last.funnel);
        items.stage.push_back(item.visits.back().first);
        items.responsible.push_back(item.user);
        items.source.push_back(item.source);
        items.campaign.push_back(item.campaign);
        items.created.push_back(item.visits.front().second);
        items.closed.push_back(last.semantic == 'P' ? base::kNever : item.visits.back().second);
        items.deleted.push_back(item.deleted);
        items.amount.push_back(item.amount * model::Money::kScale);
        items.currency.push_back(item.currency);
        items.lead.push_back(item.lead < 0 ? facts::kNone : facts::Index(m_rows[std::size_t(item.lead)]));
        items.firstVisit.push_back(std::uint32_t(m_out.visits.size()));
        items.visitCount.push_back(std::uint32_t(item.visits.size()));
        items.attempt.push_back(item.attempt);
        items.conversation.push_back(item.conversation);
        items.attested.push_back(item.visits.size() > 1 ? item.visits[1].second : base::kNever);
        items.closeDate.push_back(item.closeDate);
        items.marks.push_back(item.marks);
        for (std::size_t i = 0; i < item.visits.size(); ++i) {
            m_out.visits.item.push_back(row);
            m_out.visits.stage.push_back(item.visits[i].first);
            m_out.visits.entered.push_back(item.visits[i].second);
            m_out.visits.left.push_back(i + 1 < item.visits.size() ? item.visits[i + 1].second : base::kNever);
            m_out.visits.historyId.push_back(item.inferred ? 0 : model::RecordId(m_out.visits.size()) + 1);
            base::UtcSeconds &from = m_out.portals[std::size_t(item.portal)].historyFrom[item.kind == model::EntityKind::Lead ? 0 : 1];
            if (!item.inferred && (from == base::kNever || item.visits[i].second < from))
                from = item.visits[i].second;
        }
    }

    void addRest()
    {
        for (const Activity &activity : m_activities) {
            m_out.activities.item.push_back(rowOf(activity.item));
            m_out.activities.created.push_back(activity.created);
            m_out.activities.deadline.push_back(activity.deadline);
            m_out.activities.completed.push_back(activity.completed);
        }
        std::sort(m_changes.begin(), m_changes.end(),
            [this](const Change &a, const Change &b) { return std::pair(rowOf(a.item), a.since) < std::pair(rowOf(b.item), b.since); });
        for (const Change &change : m_changes) {
            m_out.responsibles.item.push_back(rowOf(change.item));
            m_out.responsibles.since.push_back(change.since);
            m_out.responsibles.user.push_back(change.user);
            m_out.responsibles.before.push_back(change.before);
        }
        std::sort(m_pushes.begin(), m_pushes.end(),
            [this](const auto &a, const auto &b) { return std::pair(rowOf(a.first), a.second) < std::pair(rowOf(b.first), b.second); });
        for (const auto &[item, at] : m_pushes) {
            m_out.pushes.item.push_back(rowOf(item));
            m_out.pushes.at.push_back(at);
        }
    }

    facts::Snapshot m_out;
    std::vector<Item> m_items;
    std::vector<std::uint32_t> m_rows;
    std::vector<Activity> m_activities;
    std::vector<Change> m_changes;
    std::vector<std::pair<int, base::UtcSeconds>> m_pushes;
};

} // namespace dealerlens::testing
