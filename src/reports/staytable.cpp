// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/staytable.h"

#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "reports/roominess.h"
#include "reports/stagegroups.h"
#include "reports/treeshape.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <span>
#include <utility>

namespace dealerlens::reports {
namespace {

constexpr std::size_t kMostCodes = std::numeric_limits<std::uint16_t>::max();

Second second(base::UtcSeconds at) { return Second(std::clamp<base::UtcSeconds>(at, 0, kNoSecond - 1)); }

constexpr std::array kFamilies { &StayTable::leads, &StayTable::deals, &StayTable::deleted };

void growRows(StayTable::Rows &rows, std::size_t size, bool isOfDeleted)
{
    growTo(rows.entered, size);
    growTo(rows.seconds, size);
    growTo(rows.code, size);
    if (isOfDeleted)
        growTo(rows.deletedSince, size);
}

// The stays of portals, one after the other. On the stack of one thread.
class PortalStays final {
public:
    PortalStays(const Population &population, const StageGroups &groups, const TreeShape &shape)
        : m_population(population)
        , m_groups(groups)
        , m_shape(shape)
        , m_items(population.facts().items)
    {
    }

    void run(const facts::RowRange &range)
    {
        m_portal = range.portal;
        m_rows.clear();
        m_codes.clear();
        m_out = {};
        m_out.now = m_population.portal(m_portal).now;
        for (std::uint32_t item = range.first; item < range.last; ++item)
            take(item);
        sortByDigits(m_rows, [](const Row &row) { return std::uint64_t { row.leaf } << 32 | row.seconds; });
        orderCodes();
    }

    // In place of those of the portal that are there.
    void moveTo(StayTable &table)
    {
        if (!m_out.fits)
            m_rows.clear();
        std::array<std::uint32_t, kFamilies.size()> next {};
        for (const Row &row : m_rows)
            ++next[familyOf(row)];
        for (std::size_t i = 0; i < kFamilies.size(); ++i)
            next[i] = placeFor(table.*kFamilies[i], next[i], kFamilies[i] == &StayTable::deleted);
        const auto [first, last] = m_shape.leavesOf[std::size_t(m_portal)];
        auto row = m_rows.begin();
        for (std::uint32_t leaf = first; leaf < last; ++leaf) {
            for (std::size_t i = 0; i < kFamilies.size(); ++i)
                (table.*kFamilies[i]).begin[leaf] = next[i];
            for (; row != m_rows.end() && row->leaf == leaf - first; ++row)
                write(*row, table.*kFamilies[familyOf(*row)], next[familyOf(*row)]++);
            for (std::size_t i = 0; i < kFamilies.size(); ++i)
                (table.*kFamilies[i]).end[leaf] = next[i];
        }
        table.portals[std::size_t(m_portal)] = std::move(m_out);
    }

private:
    struct Row {
        std::uint32_t seconds = 0;
        Second entered = 0;
        std::uint32_t leaf = 0; // among those of the portal
        std::uint32_t code = 0;
        std::uint32_t item = 0;
    };

    void take(std::uint32_t item)
    {
        const facts::VisitColumns &visits = m_population.facts().visits;
        const std::uint32_t first = m_items.firstVisit[item];
        for (std::uint32_t visit = first; visit < first + m_items.visitCount[item]; ++visit)
            m_out.lastEntered = std::max(m_out.lastEntered, visits.entered[visit]);
        if (m_population.isTest(item))
            return; // whoever counts tests scans
        eachGroupVisit(m_population, m_groups, item, [&](const GroupVisit &visit) {
            if (visit.left != base::kNever)
                add(item, visit);
        });
    }

    void add(std::uint32_t item, const GroupVisit &visit)
    {
        StayTable::Code code;
        code.source = std::max(m_items.source[item], 0);
        code.campaign = std::max(m_items.campaign[item], 0);
        code.funnel = visit.stage < 0 ? facts::kNone : m_population.facts().stages[std::size_t(visit.stage)].funnel;
        code.kind = m_items.kind[item];
        if (m_codes.empty() || code != m_last) { // the stays of an item are mostly alike
            m_lastPlace = m_codes.try_emplace(code, std::uint32_t(m_codes.size())).first->second;
            m_last = code;
        }
        m_rows.push_back({ std::uint32_t(std::clamp<std::int64_t>(visit.left - visit.entered, 0, kNoSecond)), second(visit.entered),
            m_shape.localLeaf(m_portal, m_population.userAt(item, visit.entered)), m_lastPlace, item });
        m_out.lastLeft = std::max(m_out.lastLeft, second(visit.left));
    }

    // Codes were numbered as they came.
    void orderCodes()
    {
        std::vector<std::uint32_t> places(m_codes.size());
        for (const auto &[code, number] : m_codes) {
            if (m_out.codes.empty() || m_out.codes.back().source != code.source)
                m_out.sources.emplace_back(code.source, std::uint16_t(m_out.codes.size()));
            places[number] = std::uint32_t(m_out.codes.size());
            m_out.codes.push_back(code);
        }
        for (Row &row : m_rows)
            row.code = places[row.code];
        m_out.fits = m_out.codes.size() <= kMostCodes;
    }

    [[nodiscard]] std::size_t familyOf(const Row &row) const
    {
        if (m_items.deleted[row.item] != base::kNever)
            return 2;
        return m_items.kind[row.item] == model::EntityKind::Lead ? 0 : 1;
    }

    // The first of so many rows.
    [[nodiscard]] std::uint32_t placeFor(StayTable::Rows &rows, std::uint32_t count, bool isOfDeleted) const
    {
        StayTable::Rows::Place &place = rows.places[std::size_t(m_portal)];
        place.rows = count;
        if (count <= place.room)
            return place.row;
        const std::size_t room = roomFor(count, place.room == 0);
        rows.unused += place.room;
        place.row = std::uint32_t(rows.seconds.size());
        place.room = std::uint32_t(room);
        growRows(rows, rows.seconds.size() + room, isOfDeleted);
        return place.row;
    }

    void write(const Row &row, StayTable::Rows &rows, std::uint32_t at) const
    {
        rows.entered[at] = row.entered;
        rows.seconds[at] = row.seconds;
        rows.code[at] = std::uint16_t(row.code);
        if (!rows.deletedSince.empty())
            rows.deletedSince[at] = second(m_items.deleted[row.item]);
    }

    const Population &m_population;
    const StageGroups &m_groups;
    const TreeShape &m_shape;
    const facts::ItemColumns &m_items;
    facts::Index m_portal = facts::kNone;
    StayTable::Portal m_out;
    std::vector<Row> m_rows;
    std::map<StayTable::Code, std::uint32_t> m_codes;
    StayTable::Code m_last;
    std::uint32_t m_lastPlace = 0;
};

// Puts the stays of some portals, `ranges`, in place of those that there are.
void deriveAll(StayTable &table, const Population &population, const TreeShape &shape, const std::vector<facts::RowRange> &ranges)
{
    const StageGroups groups(population, StageGrouping::OwnStage);
    std::size_t items = 0;
    for (const facts::RowRange &range : ranges)
        items += range.size();
    const unsigned threads = threadsFor(items);
    std::vector<PortalStays> stays(threads, PortalStays(population, groups, shape));
    std::mutex mutex; // of the table
    inParallel(threads, ranges.size(), [&](unsigned thread, std::size_t i) {
        stays[thread].run(ranges[i]);
        const std::lock_guard lock(mutex);
        stays[thread].moveTo(table);
    });
}

// For all leaves and portals; what belongs to those that have been there stays with them.
void fit(StayTable &table, const TreeShape &shape)
{
    const std::size_t known = std::min(table.leavesOf.size(), shape.leavesOf.size());
    for (const auto family : kFamilies) {
        StayTable::Rows &rows = table.*family;
        rows.places.resize(shape.leavesOf.size());
        for (std::vector<std::uint32_t> *bounds : { &rows.begin, &rows.end }) {
            std::vector<std::uint32_t> moved(shape.leaves.size(), 0);
            for (std::size_t portal = 0; portal < known; ++portal) {
                const auto [from, to] = table.leavesOf[portal];
                const auto [first, last] = shape.leavesOf[portal];
                std::copy_n(bounds->begin() + from, std::min(to - from, last - first), moved.begin() + first);
            }
            *bounds = std::move(moved);
        }
    }
    table.portals.resize(shape.leavesOf.size());
    table.people.clear();
    for (const Leaf &leaf : shape.leaves)
        table.people.push_back(leaf.user);
    table.leavesOf = shape.leavesOf;
}

// All that there may be.
void makeRoom(StayTable &table, const facts::Snapshot &facts)
{
    std::array<std::size_t, 2> left {};
    for (const std::uint32_t item : facts.items.rows())
        left[facts.items.kind[item] == model::EntityKind::Lead ? 0 : 1] += facts.items.visitCount[item] - 1;
    for (std::size_t i = 0; i < left.size(); ++i) {
        StayTable::Rows &rows = table.*kFamilies[i];
        const std::size_t room = roomOfAll(left[i], facts.portals.size());
        rows.entered.reserve(room);
        rows.seconds.reserve(room);
        rows.code.reserve(room);
    }
}

void tidy(StayTable::Rows &rows, const TreeShape &shape)
{
    if (!isWasteful(rows.unused, rows.seconds.size()))
        return;
    std::vector<RowMove> moves;
    std::size_t row = 0;
    for (std::size_t portal = 0; portal < rows.places.size(); ++portal) {
        StayTable::Rows::Place &place = rows.places[portal];
        moves.push_back({ place.row, row, place.rows });
        const auto [first, last] = shape.leavesOf[portal];
        for (std::uint32_t leaf = first; leaf < last; ++leaf) {
            rows.begin[leaf] += std::uint32_t(row) - place.row;
            rows.end[leaf] += std::uint32_t(row) - place.row;
        }
        place.row = std::uint32_t(std::exchange(row, row + place.room));
    }
    moveRows(rows.entered, row, moves);
    moveRows(rows.seconds, row, moves);
    moveRows(rows.code, row, moves);
    moveRows(rows.deletedSince, row, moves);
    rows.unused = 0;
}

StayTable derive(const facts::Snapshot &facts, const TreeShape &shape)
{
    const Question all;
    const Population population(facts, all);
    StayTable table;
    fit(table, shape);
    makeRoom(table, facts);
    deriveAll(table, population, shape, facts.items.ranges());
    return table;
}

// What happens after effective now is in no stay: it matters which now it is when something does.
bool isSameNow(const StayTable::Portal &portal, base::UtcSeconds now)
{
    return portal.now == now || portal.lastEntered <= std::min(portal.now, now);
}

StayTable takeOver(StayTable table, const facts::Same &same, const facts::Snapshot &facts, const TreeShape &shape)
{
    const Question all;
    const Population population(facts, all);
    std::vector<char> isKept(facts.portals.size(), 0);
    for (std::size_t portal = 0; portal < table.portals.size() && portal < isKept.size(); ++portal) {
        const auto people
            = [&](const auto &leaves, auto range) { return std::span(leaves).subspan(range.first, range.second - range.first); };
        isKept[portal] = same.of(portal) && isSameNow(table.portals[portal], population.portal(facts::Index(portal)).now)
            && std::ranges::equal(
                people(table.people, table.leavesOf[portal]), people(shape.leaves, shape.leavesOf[portal]), {}, {}, &Leaf::user);
    }
    fit(table, shape);
    std::vector<facts::RowRange> changed;
    for (const facts::RowRange &range : facts.items.ranges())
        if (isKept[std::size_t(range.portal)] == 0)
            changed.push_back(range);
    for (std::size_t portal = 0; portal < isKept.size(); ++portal) { // so that those without rows have none
        if (isKept[portal] != 0)
            continue;
        table.portals[portal] = {};
        for (const auto family : kFamilies) {
            StayTable::Rows &rows = table.*family;
            rows.places[portal].rows = 0;
            const auto [first, last] = shape.leavesOf[portal];
            std::fill(rows.begin.begin() + first, rows.begin.begin() + last, 0);
            std::fill(rows.end.begin() + first, rows.end.begin() + last, 0);
        }
    }
    deriveAll(table, population, shape, changed);
    for (const auto family : kFamilies)
        tidy(table.*family, shape);
    return table;
}

} // namespace

std::shared_ptr<const StayTable> stayTable(const facts::Snapshot &facts)
{
    const auto shape = treeShape(facts); // before: what is derived asks for nothing derived
    auto table = facts.derived.get<StayTable>([&] { return derive(facts, *shape); },
        [&](StayTable &&earlier, const facts::Same &same) { return takeOver(std::move(earlier), same, facts, *shape); });
    return std::ranges::all_of(table->portals, &StayTable::Portal::fits) ? std::move(table) : nullptr;
}

} // namespace dealerlens::reports
