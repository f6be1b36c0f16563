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

    // Linked to an item, -1: to none.
    void missed(facts::Index portal, model::RecordId call, base::UtcSeconds at, base::UtcSeconds returned, int item = -1)
    {
        m_missed.emplace_back(portal, facts::PortalRows::Missed { call, at, returned, facts::Index(item) });
    }

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
        makeRuns(order);
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

    // Rows of a portal are neighbours; m_rows becomes their positions within the portal, then the rows of the snapshot.
    void makeRuns(const std::vector<std::size_t> &order)
    {
        std::vector<facts::PortalRows> rows(m_out.portals.size());
        for (const std::size_t number : order) {
            auto &items = rows[std::size_t(m_items[number].portal)].items;
            m_rows[number] = std::uint32_t(items.size());
            items.emplace_back();
        }
        for (const std::size_t number : order)
            add(m_items[number], std::int64_t(number) + 1, rows[std::size_t(m_items[number].portal)], m_rows[number]);
        addRest(rows);
        const auto store = std::make_shared<facts::ColumnStore>();
        m_out.runs.clear();
        for (std::size_t portal = 0; portal < rows.size(); ++portal)
            m_out.runs.push_back(*store->put(facts::Index(portal), rows[portal]));
        m_out.show(*store);
        for (std::size_t number = 0; number < m_items.size(); ++number)
            m_rows[number] += m_out.runs[std::size_t(m_items[number].portal)]->range(facts::PortalRun::Items).first;
    }

    void add(const Item &item, model::RecordId id, facts::PortalRows &rows, std::uint32_t row)
    {
        const facts::StageFact &last = m_out.stages[std::size_t(item.visits.back().first)];
        facts::PortalRows::Item &out = rows.items[row];
        out.id = id;
        out.kind = item.kind;
        out.responsible = item.user;
        out.source = item.source;
        out.campaign = item.campaign;
        out.created = item.visits.front().second;
        out.closed = last.semantic == 'P' ? base::kNever : item.visits.back().second;
        out.deleted = item.deleted;
        out.amount = item.amount * model::Money::kScale;
        out.currency = item.currency;
        out.lead = item.lead < 0 ? facts::kNone : facts::Index(m_rows[std::size_t(item.lead)]);
        out.firstVisit = std::uint32_t(rows.visits.size());
        out.visitCount = std::uint32_t(item.visits.size());
        out.attempt = item.attempt;
        out.conversation = item.conversation;
        out.closeDate = item.closeDate;
        out.marks = item.marks;
        for (const auto &[stage, entered] : item.visits) {
            rows.visits.push_back({ stage, entered, item.inferred });
            base::UtcSeconds &from = m_out.portals[std::size_t(item.portal)].historyFrom[item.kind == model::EntityKind::Lead ? 0 : 1];
            if (!item.inferred && (from == base::kNever || entered < from))
                from = entered;
        }
    }

    void addRest(std::vector<facts::PortalRows> &rows)
    {
        const auto of = [&](int item) -> facts::PortalRows & { return rows[std::size_t(m_items[std::size_t(item)].portal)]; };
        for (const Activity &each : m_activities)
            of(each.item).activities.push_back({ rowOf(each.item), each.created, each.deadline, each.completed });
        for (const Change &each : m_changes)
            of(each.item).handOvers.push_back({ rowOf(each.item), each.since, each.user, each.before });
        for (const auto &[item, at] : m_pushes)
            of(item).pushes.push_back({ rowOf(item), at });
        for (auto [portal, missed] : m_missed) {
            missed.item = missed.item < 0 ? facts::kNone : facts::Index(rowOf(missed.item));
            rows[std::size_t(portal)].missed.push_back(missed);
        }
        const auto byItem = [](const auto &each) { return each.item; };
        for (facts::PortalRows &each : rows) {
            std::ranges::stable_sort(each.activities, {}, byItem);
            std::ranges::sort(each.handOvers, {}, [](const auto &change) { return std::pair(change.item, change.since); });
            std::ranges::sort(each.pushes, {}, [](const auto &push) { return std::pair(push.item, push.at); });
            std::ranges::stable_sort(each.missed, {}, [](const auto &missed) { return missed.at; });
        }
    }

    facts::Snapshot m_out;
    std::vector<Item> m_items;
    std::vector<std::uint32_t> m_rows;
    std::vector<Activity> m_activities;
    std::vector<Change> m_changes;
    std::vector<std::pair<int, base::UtcSeconds>> m_pushes;
    std::vector<std::pair<facts::Index, facts::PortalRows::Missed>> m_missed;
};

} // namespace dealerlens::testing
