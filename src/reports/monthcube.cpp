// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/monthcube.h"

#include <algorithm>
#include <mutex>

namespace dealerlens::reports {
namespace {

constexpr std::size_t kMostBytes = 256U << 20; // of the cells

// Bits of MonthCube::m_old below the beginning, which days that begin in full minutes do not need.
constexpr Second kInTime = 1;
constexpr Second kAssumed = 2;
constexpr Second kOldBits = 3;

// What was asked last, and its cube when that was asked before.
struct MonthCubes {
    struct Kept {
        std::mutex mutex;
        std::optional<MonthCube::Key> asked;
        std::shared_ptr<const MonthCube> cube;
    };

    std::shared_ptr<Kept> kept = std::make_shared<Kept>();
};

bool isMonthStart(const std::optional<QDate> &day) { return !day || day->day() == 1; }

} // namespace

TreeFrame::TreeFrame(const Population &population)
    : visits(mappedVisits(population))
    , coverage(population.coverageByPortal(visits))
{
    for (std::size_t i = 0; i < coverage.size(); ++i)
        allowed.push_back(population.portal(facts::Index(i)).allowed ? 1 : 0);
}

// Fills the cells, a dealer at a time.
class MonthCube::Maker final {
public:
    Maker(MonthCube &cube, const Population &population, const ChainColumns &columns)
        : m_cube(cube)
        , m_population(population)
        , m_columns(columns)
        , m_width(cube.m_calendar.width())
    {
    }

    void run(const base::CancelToken &cancel)
    {
        const MonthCounting counting { .population = m_population,
            .columns = m_columns,
            .shape = *m_cube.m_shape,
            .calendar = m_cube.m_calendar,
            .conversionDays = m_cube.m_key.conversionDays,
            .eachInItsMonth = true,
            .kept = { false, false, true } };
        m_cube.m_waterfall = counting.run(
            [this](facts::Index portal, const std::vector<MonthCell> &cells, Tally &tally) { take(portal, cells, tally); }, cancel);
        const auto earlier = std::span(m_cube.m_leaves.all).subspan(m_cube.m_leaves.width, m_cube.m_leaves.width);
        m_cube.m_hasEarlier = std::ranges::any_of(earlier, &MonthCell::isSomething);
    }

private:
    void take(facts::Index portal, const std::vector<MonthCell> &cells, Tally &tally)
    {
        const auto [first, end] = m_cube.m_shape->leavesOf[std::size_t(portal)];
        tally.sortBeginnings();
        for (std::uint32_t i = 0; i < end - first; ++i) {
            MonthCell sum;
            for (std::uint32_t slot = 0; slot < m_width; ++slot) {
                const bool hasMonth = slot != m_cube.m_calendar.noMonth();
                MonthCell &cell = m_cube.m_leaves.at(slot + 1, first + i);
                cell.add(cells[i * m_width + slot]);
                if (hasMonth)
                    sum.add(cell);
                cell = hasMonth ? sum : cell;
            }
            takeOld(tally, i, first + i);
        }
    }

    void takeOld(const Tally &tally, std::uint32_t local, std::uint32_t leaf)
    {
        const auto began = tally.beginnings().seconds(local * m_width, (local + 1) * m_width);
        const auto bits = tally.beginnings().ended(local * m_width, (local + 1) * m_width);
        std::vector<Second> &old = m_cube.m_old[leaf];
        old.reserve(began.size());
        for (std::size_t i = 0; i < began.size(); ++i)
            old.push_back((Second(std::clamp<base::UtcSeconds>(began[i], 0, kNoSecond - 1)) & ~kOldBits) | bits[i]);
        std::ranges::sort(old);
    }

    MonthCube &m_cube;
    const Population &m_population;
    const ChainColumns &m_columns;
    const std::uint32_t m_width;
};

MonthCube::MonthCube(const Population &population, std::shared_ptr<const TreeShape> shape, MonthCalendar calendar, const Key &key)
    : m_shape(std::move(shape))
    , m_frame(population)
    , m_calendar(std::move(calendar))
    , m_key(key)
    , m_old(m_shape->leaves.size())
{
    const std::size_t runs = m_calendar.width() + 1;
    m_dealers.width = m_shape->departments - m_shape->dealers;
    m_leaves.width = m_shape->leaves.size();
    m_dealers.all.resize(m_dealers.width * runs);
    m_leaves.all.resize(m_leaves.width * runs);
}

void MonthCube::addUp()
{
    for (std::size_t run = 0; run <= m_calendar.width(); ++run) {
        for (std::size_t dealer = 0; dealer < m_dealers.width; ++dealer) {
            const TreeShape::Node &node = m_shape->nodes[m_shape->dealers + dealer];
            for (std::uint32_t leaf = node.from; leaf < node.to; ++leaf)
                m_dealers.at(run, dealer).add(m_leaves.at(run, leaf));
        }
    }
}

void MonthCube::addDays()
{
    const std::size_t days = m_calendar.days();
    m_days.resize((days + 1) * m_dealers.width);
    m_untilJournal.resize(m_dealers.width);
    for (std::size_t dealer = 0; dealer < m_dealers.width; ++dealer) {
        const TreeShape::Node &node = m_shape->nodes[m_shape->dealers + dealer];
        const ZoneMonths &zone = m_calendar.of(m_shape->leaves[node.from].portal);
        for (std::uint32_t leaf = node.from; leaf < node.to; ++leaf) {
            for (const Second each : m_old[leaf]) {
                Old &old = m_days[std::size_t(zone.dayOf(each & ~kOldBits) + 1) * m_dealers.width + dealer];
                ++old.chains;
                old.converted += each & kInTime;
                m_untilJournal[dealer] += (each & kAssumed) != 0 ? 1 : 0;
            }
        }
    }
    for (std::size_t i = m_dealers.width; i < m_days.size(); ++i) {
        m_days[i].chains += m_days[i - m_dealers.width].chains;
        m_days[i].converted += m_days[i - m_dealers.width].converted;
    }
}

std::shared_ptr<const MonthCube> MonthCube::make(const facts::Snapshot &facts, const Key &key, const base::CancelToken &cancel)
{
    const Question question { .itemKind = key.kind };
    const Population population(facts, question);
    const auto columns = chainColumns(facts);
    const auto calendar = columns ? monthsOf(population, *columns) : std::nullopt;
    auto shape = treeShape(facts);
    if (!calendar || shape->leaves.size() * calendar->width() * sizeof(MonthCell) > kMostBytes)
        return nullptr;
    const std::shared_ptr<MonthCube> cube(new MonthCube(population, std::move(shape), *calendar, key));
    Maker(*cube, population, *columns).run(cancel);
    if (cancel.isCancelled())
        return nullptr;
    cube->addUp();
    cube->addDays();
    return cube;
}

bool MonthCube::suits(const Question &question, const TreeOptions &options)
{
    Question plain { .from = question.from, .to = question.to, .itemKind = question.itemKind };
    plain.businessTime = question.businessTime; // of durations
    return question == plain && isMonthStart(question.from) && isMonthStart(question.to) && !options.wanted.lates
        && !options.wanted.durations && !options.wanted.stays && options.depth != TreeLevel::Month;
}

std::shared_ptr<const MonthCube> MonthCube::of(
    const facts::Snapshot &facts, const Question &question, const TreeOptions &options, const base::CancelToken &cancel)
{
    if (!suits(question, options))
        return nullptr;
    const auto kept = facts.derived.get<MonthCubes>([] { return MonthCubes {}; })->kept;
    const std::lock_guard lock(kept->mutex);
    const Key key { question.itemKind, options.conversionDays };
    if (kept->asked != key) {
        kept->asked = key;
        kept->cube = nullptr;
        return nullptr;
    }
    if (!kept->cube)
        kept->cube = make(facts, key, cancel);
    return kept->cube;
}

std::optional<MonthCube::Range> MonthCube::rangeOf(const Question &question) const
{
    const QDate first = m_calendar.first();
    const std::uint32_t end = m_calendar.noMonth();
    const auto runOf = [&](QDate day) {
        const int months = (day.year() - first.year()) * 12 + day.month() - first.month();
        return std::uint32_t(std::clamp(months, 0, int(m_calendar.months()))) + 1;
    };
    const bool isEarly = (question.from && *question.from < first) || (question.to && *question.to < first);
    Range range { .from = question.from ? runOf(*question.from) : 0, .to = question.to ? runOf(*question.to) : end };
    range.to = std::max(range.from, range.to);
    if (m_hasEarlier && isEarly)
        return std::nullopt;
    if (!question.from || !question.to)
        return range;
    const std::int64_t from = first.daysTo(*question.from);
    const std::int64_t length = question.from->daysTo(*question.to);
    if (m_hasEarlier && from - length < 0)
        return std::nullopt;
    range.before = std::pair(from - length, from);
    return range;
}

Tally::Counts MonthCube::between(const Cells &cells, std::size_t thing, const Range &range)
{
    Tally::Counts counts;
    cells.at(range.to, thing).addTo(counts);
    cells.at(range.from, thing).takeFrom(counts);
    cells.all[cells.all.size() - cells.width + thing].addTo(counts); // what has no month
    return counts;
}

Tally::Counts MonthCube::ofDealer(std::uint32_t node, const Range &range) const
{
    const std::size_t dealer = node - m_shape->dealers;
    Tally::Counts counts = between(m_dealers, dealer, range);
    addOthers(counts);
    if (!range.before)
        return counts;
    const auto until = [&](std::int64_t day) {
        const auto days = std::int64_t(m_days.size() / m_dealers.width) - 1;
        return m_days[std::size_t(std::clamp<std::int64_t>(day, 0, days)) * m_dealers.width + dealer];
    };
    const Old first = until(range.before->first);
    const Old second = until(range.before->second);
    const std::uint32_t journal = m_untilJournal[dealer];
    counts.of[std::size_t(Count::Before)] = second.chains - first.chains;
    counts.of[std::size_t(Count::BeforeConverted)] = second.converted - first.converted;
    counts.assumed += std::min(second.chains, journal) - std::min(first.chains, journal);
    return counts;
}

Tally::Counts MonthCube::ofLeaves(std::uint32_t from, std::uint32_t to, const Range &range) const
{
    Tally::Counts counts;
    for (std::uint32_t leaf = from; leaf < to; ++leaf) {
        counts.add(between(m_leaves, leaf, range));
        counts.add(before(leaf, range));
    }
    addOthers(counts);
    return counts;
}

Tally::Counts MonthCube::before(std::uint32_t leaf, const Range &range) const
{
    Tally::Counts counts;
    if (!range.before)
        return counts;
    const ZoneMonths &zone = m_calendar.of(m_shape->leaves[leaf].portal);
    const std::vector<Second> &old = m_old[leaf];
    const auto bound = [&](std::int64_t day) {
        if (day <= 0)
            return old.begin();
        if (day >= std::int64_t(m_calendar.days()))
            return old.end();
        return std::ranges::lower_bound(old, Second(zone.startOf(std::size_t(day))));
    };
    const auto end = bound(range.before->second);
    for (auto each = bound(range.before->first); each != end; ++each) {
        ++counts.of[std::size_t(Count::Before)];
        counts.of[std::size_t(Count::BeforeConverted)] += *each & kInTime;
        counts.assumed += (*each & kAssumed) != 0 ? 1 : 0;
    }
    return counts;
}

// Every chain is counted, too young, or outside the period.
Waterfall MonthCube::waterfall(const Measures &root) const
{
    Waterfall waterfall = m_waterfall;
    waterfall.outsideFilter += waterfall.counted + waterfall.immature - root.leads;
    waterfall.counted = root.conversion.n;
    waterfall.immature = root.immature;
    waterfall.junk = root.junk;
    return waterfall;
}

} // namespace dealerlens::reports
