// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/staytable.h"

#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/stagegroups.h"
#include "reports/treeshape.h"

#include <algorithm>
#include <array>
#include <map>

namespace dealerlens::reports {
namespace {

constexpr std::size_t kMostCodes = std::numeric_limits<std::uint16_t>::max();

Second second(base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond - 1)); }

// The stays of one portal.
class PortalStays final {
public:
    PortalStays(const Population &population, const StageGroups &groups, const TreeShape &shape, facts::Index portal)
        : m_population(population)
        , m_groups(groups)
        , m_shape(shape)
        , m_portal(portal)
    {
    }

    void take(std::uint32_t item)
    {
        if (m_population.isTest(item))
            return; // whoever counts tests scans
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (visit.left != base::kNever)
                add(item, visit);
        });
    }

    void sort()
    {
        sortByDigits<64>(m_rows, [](const Row &row) { return std::uint64_t { row.leaf } << 32 | row.seconds; });
    }

    // Codes were numbered as they came.
    void orderCodes()
    {
        std::vector<std::uint32_t> places(m_codes.size());
        for (const auto &[code, number] : m_codes) {
            if (out.codes.empty() || out.codes.back().source != code.source)
                out.sources.emplace_back(code.source, std::uint16_t(out.codes.size()));
            places[number] = std::uint32_t(out.codes.size());
            out.codes.push_back(code);
        }
        for (Row &row : m_rows)
            row.code = places[row.code];
        m_codes = {};
    }

    // As the next leaves of the tree.
    void moveTo(StayTable &table)
    {
        const auto [first, last] = m_shape.leavesOf[std::size_t(m_portal)];
        auto row = m_rows.begin();
        const facts::ItemColumns &items = m_population.facts().items;
        for (std::uint32_t leaf = 0; leaf < last - first; ++leaf) {
            for (StayTable::Rows *rows : { &table.leads, &table.deals, &table.deleted })
                rows->begin[first + leaf] = std::uint32_t(rows->seconds.size());
            for (; row != m_rows.end() && row->leaf == leaf; ++row) {
                const base::UtcSeconds deleted = items.deleted[row->item];
                StayTable::Rows &rows = deleted != base::kNever        ? table.deleted
                    : items.kind[row->item] == model::EntityKind::Lead ? table.leads
                                                                       : table.deals;
                rows.entered.push_back(row->entered);
                rows.seconds.push_back(row->seconds);
                rows.code.push_back(std::uint16_t(row->code));
                if (deleted != base::kNever)
                    table.deletedSince.push_back(second(deleted));
            }
        }
        m_rows = {};
    }

    [[nodiscard]] bool fits() const { return out.codes.size() <= kMostCodes; }

    StayTable::Portal out;

private:
    struct Row {
        std::uint32_t seconds = 0;
        Second entered = 0;
        std::uint32_t leaf = 0; // among those of the portal
        std::uint32_t code = 0;
        std::uint32_t item = 0;
    };

    void add(std::uint32_t item, const GroupVisit &visit)
    {
        const facts::ItemColumns &items = m_population.facts().items;
        StayTable::Code code;
        code.source = std::max(items.source[item], 0);
        code.campaign = std::max(items.campaign[item], 0);
        code.funnel = visit.stage < 0 ? facts::kNone : m_population.facts().stages[std::size_t(visit.stage)].funnel;
        code.kind = items.kind[item];
        if (m_codes.empty() || code != m_last) { // the stays of an item are mostly alike
            m_lastPlace = m_codes.try_emplace(code, std::uint32_t(m_codes.size())).first->second;
            m_last = code;
        }
        m_rows.push_back({ std::uint32_t(std::clamp<std::int64_t>(visit.left - visit.entered, 0, kNoSecond)), second(visit.entered),
            m_shape.localLeaf(m_portal, m_population.userAt(item, visit.entered)), m_lastPlace, item });
        out.lastLeft = std::max(out.lastLeft, second(visit.left));
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const TreeShape &m_shape;
    const facts::Index m_portal;
    std::vector<Row> m_rows;
    std::map<StayTable::Code, std::uint32_t> m_codes;
    StayTable::Code m_last;
    std::uint32_t m_lastPlace = 0;
};

struct KeptStays {
    std::shared_ptr<const StayTable> table;
};

KeptStays derive(const facts::Snapshot &facts, const TreeShape &shape)
{
    const Question all;
    const Population population(facts, all);
    const StageGroups groups(population, StageGrouping::OwnStage);
    std::vector<PortalStays> portals;
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        portals.emplace_back(population, groups, shape, facts::Index(i));
    const auto &ranges = facts.items.ranges();
    inParallel(threadsFor(facts.visits.size()), ranges.size(), [&](unsigned, std::size_t i) {
        PortalStays &own = portals[std::size_t(ranges[i].portal)];
        for (std::uint32_t item = ranges[i].first; item < ranges[i].last; ++item)
            own.take(item);
        own.sort();
        own.orderCodes();
    });
    if (!std::ranges::all_of(portals, &PortalStays::fits))
        return {};
    const auto table = std::make_shared<StayTable>();
    const std::array families { &table->leads, &table->deals, &table->deleted };
    for (StayTable::Rows *rows : families)
        rows->begin.resize(shape.leaves.size() + 1);
    for (std::uint32_t leaf = 0; leaf < shape.leaves.size();) { // in the order of the leaves
        const auto portal = std::size_t(shape.leaves[leaf].portal);
        portals[portal].moveTo(*table);
        leaf = shape.leavesOf[portal].second;
    }
    for (StayTable::Rows *rows : families) {
        rows->begin.back() = std::uint32_t(rows->seconds.size());
        rows->entered.shrink_to_fit();
        rows->seconds.shrink_to_fit();
        rows->code.shrink_to_fit();
    }
    for (PortalStays &own : portals)
        table->portals.push_back(std::move(own.out));
    return { table };
}

} // namespace

std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts)
{
    const auto shape = treeShape(facts); // before: what is derived asks for nothing derived
    return facts.derived.get<KeptStays>([&] { return derive(facts, *shape); })->table;
}

} // namespace dealerlens::reports
