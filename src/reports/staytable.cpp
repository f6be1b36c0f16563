// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/staytable.h"

#include "reports/parallel.h"
#include "reports/stagegroups.h"
#include "reports/treeshape.h"

#include <algorithm>
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
        std::ranges::sort(m_rows, {}, [](const Row &row) { return std::pair(row.seconds, row.entered); });
        std::size_t row = 0;
        for (std::size_t bin = 0; bin < StayTable::kBins; ++bin) {
            out.bins[bin] = std::uint32_t(row);
            while (row < m_rows.size() && StayTable::binOf(m_rows[row].seconds) == bin)
                ++row;
        }
        out.bins[StayTable::kBins] = std::uint32_t(m_rows.size());
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (out.codes[m_rows[i].code].isDeleted)
                out.deleted.emplace_back(std::uint32_t(i), second(m_population.facts().items.deleted[m_rows[i].item]));
        }
        for (const auto &[deletedRow, since] : out.deleted)
            out.lastDeleted = std::max(out.lastDeleted, since);
    }

    void moveTo(StayTable &table)
    {
        for (const Row &row : m_rows) {
            table.entered.push_back(row.entered);
            table.seconds.push_back(row.seconds);
            table.code.push_back(std::uint16_t(row.code));
        }
        table.portals.push_back(std::move(out));
        m_rows = {};
    }

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

    [[nodiscard]] bool fits() const { return out.codes.size() <= kMostCodes; }

    StayTable::Portal out;

private:
    struct Row {
        std::uint32_t seconds = 0;
        Second entered = 0;
        std::uint32_t code = 0;
        std::uint32_t item = 0;
    };

    void add(std::uint32_t item, const GroupVisit &visit)
    {
        const facts::ItemColumns &items = m_population.facts().items;
        StayTable::Code code;
        code.user = m_population.userAt(item, visit.entered);
        code.leaf = std::uint16_t(m_shape.localLeaf(m_portal, code.user));
        code.source = std::max(items.source[item], 0);
        code.campaign = std::max(items.campaign[item], 0);
        code.funnel = visit.stage < 0 ? facts::kNone : m_population.facts().stages[std::size_t(visit.stage)].funnel;
        code.isDeleted = items.deleted[item] != base::kNever;
        const auto [known, isNew] = m_codes.try_emplace(code, std::uint32_t(out.codes.size()));
        if (isNew)
            out.codes.push_back(code);
        m_rows.push_back({ std::uint32_t(std::clamp<std::int64_t>(visit.left - visit.entered, 0, kNoSecond)), second(visit.entered),
            known->second, item });
        out.lastLeft = std::max(out.lastLeft, second(visit.left));
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const TreeShape &m_shape;
    const facts::Index m_portal;
    std::vector<Row> m_rows;
    std::map<StayTable::Code, std::uint32_t> m_codes;
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
    });
    if (!std::ranges::all_of(portals, &PortalStays::fits))
        return {};
    const auto table = std::make_shared<StayTable>();
    std::size_t rows = 0;
    for (const PortalStays &own : portals)
        rows += own.size();
    table->entered.reserve(rows);
    table->seconds.reserve(rows);
    table->code.reserve(rows);
    for (PortalStays &own : portals) {
        const auto first = std::uint32_t(table->seconds.size());
        for (std::uint32_t &row : own.out.bins)
            row += first;
        for (auto &[row, since] : own.out.deleted)
            row += first;
        own.moveTo(*table);
    }
    return { table };
}

} // namespace

std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts)
{
    const auto shape = treeShape(facts); // before: what is derived asks for nothing derived
    return facts.derived.get<KeptStays>([&] { return derive(facts, *shape); })->table;
}

} // namespace dealerlens::reports
