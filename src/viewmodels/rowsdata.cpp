// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/rowsdata.h"

#include "reports/population.h"

#include <algorithm>
#include <map>

namespace dealerlens::viewmodels {

namespace {

// Places of the milestones in work, per kind of item, in the order of the standard.
class Places final {
public:
    explicit Places(const facts::Snapshot &facts)
        : m_facts(facts)
        , m_place(facts.standard.milestones.size(), -1)
    {
        std::vector<size_t> order;
        for (size_t i = 0; i < facts.standard.milestones.size(); ++i) {
            if (facts.standard.milestones[i].semantic == 'P')
                order.push_back(i);
        }
        std::stable_sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return facts.standard.milestones[a].sort < facts.standard.milestones[b].sort; });
        for (const size_t milestone : order) {
            int &count = m_counts[facts.standard.milestones[milestone].itemKind];
            if (count < kMostPathCells)
                m_place[milestone] = count++;
        }
    }

    [[nodiscard]] int count(model::EntityKind kind) const
    {
        const auto found = m_counts.find(kind);
        return found == m_counts.end() ? 0 : found->second;
    }

    // -1: not in work, or not paired.
    [[nodiscard]] int ofStage(facts::Index stage) const
    {
        const facts::Index milestone = stage < 0 ? facts::kNone : m_facts.stages[static_cast<size_t>(stage)].milestone;
        return milestone < 0 ? -1 : m_place[static_cast<size_t>(milestone)];
    }

private:
    const facts::Snapshot &m_facts;
    std::vector<int> m_place;
    std::map<model::EntityKind, int> m_counts;
};

void addPath(const reports::Population &population, const Places &places, ItemRow &row)
{
    const facts::Snapshot &facts = population.facts();
    const std::uint32_t item = row.state.row;
    row.cells = static_cast<std::uint8_t>(places.count(facts.items.kind[item]));
    const base::UtcSeconds now = population.nowOf(item);
    int furthest = row.state.outcome == 'S' ? row.cells - 1 : -1;
    std::array<int, kMostPathCells> visits {};
    const std::uint32_t first = facts.items.firstVisit[item];
    for (std::uint32_t visit = first; visit < first + facts.items.visitCount[item]; ++visit) {
        if (facts.visits.entered[visit] > now)
            break;
        const int place = places.ofStage(facts.visits.stage[visit]);
        if (place < 0)
            continue;
        const auto at = static_cast<size_t>(place);
        PathCell &cell = row.path[at];
        cell.kind = PathCell::Kind::AsPlanned;
        cell.reentered = ++visits[at] > 1;
        row.reentered = row.reentered || cell.reentered;
        furthest = std::max(furthest, place);
        const base::UtcSeconds left = facts.visits.left[visit];
        const base::UtcSeconds until = left == base::kNever ? now : std::min(left, now);
        const std::int64_t limit = population.limitOf(facts.visits.stage[visit]);
        cell.overLimit = cell.overLimit || (limit >= 0 && population.business(item, facts.visits.entered[visit], until) > limit);
    }
    const int here = row.state.outcome == 'P' ? places.ofStage(row.state.stage) : -1;
    for (int place = 0; place < row.cells; ++place) {
        PathCell &cell = row.path[static_cast<size_t>(place)];
        if (place == here)
            cell.kind = PathCell::Kind::Now;
        else if (place < furthest && cell.kind == PathCell::Kind::Ahead) {
            cell.kind = PathCell::Kind::Skipped;
            row.skipped = true;
        }
    }
    // A won item owes the last milestone too.
    if (row.state.outcome == 'S' && row.cells > 0 && visits[static_cast<size_t>(row.cells - 1)] == 0) {
        row.path[static_cast<size_t>(row.cells - 1)].kind = PathCell::Kind::Skipped;
        row.skipped = true;
    }
}

// The order in which the model shows rows at first: to sort a million of them there would hold the window up.
[[nodiscard]] std::vector<ItemRow> newestFirst(const std::vector<ItemRow> &rows, const facts::Snapshot &facts)
{
    std::vector<std::pair<base::UtcSeconds, std::uint32_t>> order;
    order.reserve(rows.size());
    for (const ItemRow &row : rows)
        order.emplace_back(-facts.items.created[row.state.row], static_cast<std::uint32_t>(order.size()));
    std::ranges::sort(order);
    std::vector<ItemRow> sorted;
    sorted.reserve(order.size());
    for (const auto &[created, row] : order)
        sorted.push_back(rows[row]);
    return sorted;
}

} // namespace

RowsAnswer readRows(
    const facts::Snapshot &facts, const reports::Question &question, const RowsScope &scope, const base::CancelToken &cancel)
{
    RowsAnswer answer;
    const reports::RowsAnswer counted = reports::rowsOf(facts, question, scope, cancel);
    answer.coverage = counted.coverage;
    answer.waterfall = counted.waterfall;
    const reports::Question asked = reports::questionOf(question, scope);
    const reports::Population population(facts, asked);
    const Places places(facts);
    for (const reports::CountedRow &each : counted.rows) {
        if (cancel.isCancelled())
            return answer;
        ItemRow row { .state = each.state, .stay = each.stay };
        addPath(population, places, row);
        answer.rows.push_back(row);
    }
    answer.rows = newestFirst(answer.rows, facts);
    if (scope.report != reports::Report::Tree && scope.report != reports::Report::Groups)
        return answer;
    const auto other = [&](reports::Count count) {
        reports::RowsScope same = scope;
        same.count = count;
        return static_cast<std::int64_t>(reports::rowsOf(facts, question, same, cancel).rows.size());
    };
    answer.conversion = reports::makeShare(other(reports::Count::ConvertedInTime), other(reports::Count::Mature));
    answer.immature = other(reports::Count::Immature);
    return answer;
}

} // namespace dealerlens::viewmodels
