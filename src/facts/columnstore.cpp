// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/columnstore.h"

#include "facts/mappedmemory.h"

#include <new>

#include <sys/mman.h>

namespace dealerlens::facts {
namespace {

// Rows that a family has address space for; the memory is not there before it is written.
constexpr std::size_t kMostItems = std::size_t(1) << 27;
constexpr std::size_t kMostVisits = std::size_t(1) << 29;

constexpr std::size_t alignedUp(std::size_t bytes) { return (bytes + kHugePage - 1) & ~(kHugePage - 1); }

} // namespace

PortalRun::PortalRun(std::shared_ptr<ColumnStore> store, std::array<RowRange, 6> ranges)
    : m_store(std::move(store))
    , m_ranges(ranges)
{
}

PortalRun::~PortalRun() { m_store->giveBack(m_ranges); }

ColumnStore::Family::~Family()
{
    if (base)
        munmap(base, bytes);
}

template <class Columns> void ColumnStore::Family::reserve(Columns &columns, std::size_t most)
{
    rows = most;
    bytes = kHugePage; // so that columns begin with one
    columns.eachStored([&](auto &column) { bytes += alignedUp(most * sizeof(*column.data())); });
    void *space = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (space == MAP_FAILED)
        throw std::bad_alloc();
    base = static_cast<std::byte *>(space);
    std::uintptr_t at = alignedUp(reinterpret_cast<std::uintptr_t>(space));
    columns.eachStored([&](auto &column) {
        using Stored = std::remove_cvref_t<decltype(*column.data())>;
        column.pointTo(reinterpret_cast<const Stored *>(at)); // pages are aligned for every type
        at += alignedUp(most * sizeof(Stored));
    });
}

// The first hole that is large enough, or new rows.
std::optional<std::uint32_t> ColumnStore::Family::take(std::uint32_t count)
{
    for (auto hole = free.begin(); hole != free.end(); ++hole) {
        const auto [first, length] = *hole;
        if (length < count)
            continue;
        free.erase(hole);
        if (length > count)
            free.emplace(first + count, length - count);
        return first;
    }
    if (rows - used < count)
        return {};
    const std::uint32_t first = used;
    used += count;
    return first;
}

void ColumnStore::Family::give(std::uint32_t first, std::uint32_t count)
{
    if (count == 0)
        return;
    const auto after = free.lower_bound(first);
    if (after != free.end() && after->first == first + count) {
        count += after->second;
        free.erase(after);
    }
    const auto next = free.lower_bound(first);
    if (next != free.begin()) {
        const auto before = std::prev(next);
        if (before->first + before->second == first) {
            before->second += count;
            return;
        }
    }
    free.emplace(first, count);
}

ColumnStore::ColumnStore()
{
    m_families[PortalRun::Items].reserve(m_items, kMostItems);
    m_families[PortalRun::Visits].reserve(m_visits, kMostVisits);
    m_families[PortalRun::Activities].reserve(m_activities, kMostItems);
    m_families[PortalRun::Responsibles].reserve(m_responsibles, kMostItems);
    m_families[PortalRun::Pushes].reserve(m_pushes, kMostItems);
    m_families[PortalRun::Missed].reserve(m_missed, kMostItems);
    m_visits.link();
    m_items.link(m_visits);
}

ItemColumns ColumnStore::items() const { return m_items; }

VisitColumns ColumnStore::visits() const { return m_visits; }

ActivityColumns ColumnStore::activities() const { return m_activities; }

ResponsibleColumns ColumnStore::responsibles() const { return m_responsibles; }

PushColumns ColumnStore::pushes() const { return m_pushes; }

MissedColumns ColumnStore::missed() const { return m_missed; }

base::Result<RowRange> ColumnStore::take(PortalRun::Family family, Index portal, std::size_t count)
{
    const std::lock_guard lock(m_mutex);
    const auto first = count < kMostVisits ? m_families[family].take(static_cast<std::uint32_t>(count)) : std::optional<std::uint32_t>();
    if (!first)
        return base::fail(base::ErrorKind::Full, QStringLiteral("more rows than facts have room for"));
    return RowRange { *first, *first + static_cast<std::uint32_t>(count), portal };
}

void ColumnStore::giveBack(const std::array<RowRange, 6> &ranges)
{
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < ranges.size(); ++i)
        m_families[i].give(ranges[i].first, ranges[i].size());
}

base::Result<std::shared_ptr<const PortalRun>> ColumnStore::put(Index portal, const PortalRows &rows)
{
    if (AsIndex<std::uint16_t>::narrow(portal) == AsIndex<std::uint16_t>::kNothing)
        return base::fail(base::ErrorKind::Full, QStringLiteral("more portals than facts have numbers for"));
    std::array<RowRange, 6> ranges;
    const std::array<std::size_t, 6> counts { rows.items.size(), rows.visits.size(), rows.activities.size(), rows.handOvers.size(),
        rows.pushes.size(), rows.missed.size() };
    for (std::uint8_t family = 0; family < ranges.size(); ++family) {
        const auto taken = take(static_cast<PortalRun::Family>(family), portal, counts[family]);
        if (!taken) {
            giveBack(ranges);
            return std::unexpected(taken.error());
        }
        ranges[family] = *taken;
    }
    auto run = std::make_shared<const PortalRun>(shared_from_this(), ranges);
    const std::shared_lock lock(rowsBeingWritten());
    writeVisits(ranges[PortalRun::Visits], rows);
    writeItems(ranges[PortalRun::Items], ranges[PortalRun::Visits], rows);
    writeRest(ranges, rows);
    return run;
}

void ColumnStore::writeVisits(const RowRange &visits, const PortalRows &rows)
{
    std::uint32_t at = visits.first;
    for (const PortalRows::Visit &visit : rows.visits) {
        m_visits.stage.setStored(at, static_cast<std::uint32_t>(visit.stage) | (visit.inferred ? VisitColumns::kInferred : 0U));
        m_visits.entered.set(at++, visit.entered);
    }
    for (const PortalRows::Item &item : rows.items) {
        const std::uint32_t last = visits.first + item.firstVisit + item.visitCount - 1;
        m_visits.stage.setStored(last, m_visits.stage.data()[last] | VisitColumns::kLast);
    }
}

void ColumnStore::writeItems(const RowRange &items, const RowRange &visits, const PortalRows &rows)
{
    std::uint32_t row = items.first;
    for (const PortalRows::Item &item : rows.items) {
        const unsigned kind = item.kind == model::EntityKind::Deal ? ItemColumns::kDeal : 0U;
        m_items.id.set(row, item.id);
        m_items.flags.set(row, static_cast<std::uint8_t>(kind | item.marks));
        m_items.portal.set(row, items.portal);
        m_items.responsible.set(row, item.responsible);
        m_items.source.set(row, item.source);
        m_items.campaign.set(row, item.campaign);
        m_items.created.set(row, item.created);
        m_items.closed.set(row, item.closed);
        m_items.deleted.set(row, item.deleted);
        m_items.amount.set(row, item.amount);
        m_items.currency.set(row, item.currency);
        m_items.lead.set(row, item.lead < 0 ? kNone : static_cast<Index>(items.first) + item.lead);
        m_items.firstVisit.set(row, visits.first + item.firstVisit);
        m_items.visitsStored.set(row, static_cast<std::uint8_t>(std::min<std::uint32_t>(item.visitCount, ItemVisits::kMany)));
        m_items.attempt.set(row, item.attempt);
        m_items.conversation.set(row, item.conversation);
        m_items.closeDate.set(row, item.closeDate);
        ++row;
    }
    const auto mark = [&](std::uint32_t item, std::uint8_t bit) {
        const std::uint32_t at = items.first + item;
        m_items.flags.set(at, static_cast<std::uint8_t>(m_items.flags[at] | bit));
    };
    for (const PortalRows::HandOver &handOver : rows.handOvers)
        mark(handOver.item, ItemColumns::kHandedOver);
    for (const PortalRows::Push &push : rows.pushes)
        mark(push.item, ItemColumns::kPushed);
}

void ColumnStore::writeRest(const std::array<RowRange, 6> &ranges, const PortalRows &rows)
{
    const std::uint32_t items = ranges[PortalRun::Items].first;
    std::uint32_t at = ranges[PortalRun::Activities].first;
    for (const PortalRows::Activity &activity : rows.activities) {
        m_activities.item.set(at, items + activity.item);
        m_activities.created.set(at, activity.created);
        m_activities.deadline.set(at, activity.deadline);
        m_activities.completed.set(at++, activity.completed);
    }
    at = ranges[PortalRun::Responsibles].first;
    for (const PortalRows::HandOver &handOver : rows.handOvers) {
        m_responsibles.item.set(at, items + handOver.item);
        m_responsibles.since.set(at, handOver.since);
        m_responsibles.user.set(at, handOver.user);
        m_responsibles.before.set(at++, handOver.before);
    }
    at = ranges[PortalRun::Pushes].first;
    for (const PortalRows::Push &push : rows.pushes) {
        m_pushes.item.set(at, items + push.item);
        m_pushes.at.set(at++, push.at);
    }
    at = ranges[PortalRun::Missed].first;
    for (const PortalRows::Missed &missed : rows.missed) {
        m_missed.call.set(at, missed.call);
        m_missed.portal.set(at, ranges[PortalRun::Missed].portal);
        m_missed.at.set(at, missed.at);
        m_missed.returned.set(at, missed.returned);
        m_missed.item.set(at++, missed.item < 0 ? kNone : static_cast<Index>(items) + missed.item);
    }
}

std::vector<Section> ColumnStore::sections()
{
    std::vector<Section> sections;
    const auto add = [&](auto &columns, PortalRun::Family family) {
        columns.eachStored([&](auto &column) {
            using Stored = std::remove_cvref_t<decltype(*column.data())>;
            auto *data = const_cast<Stored *>(column.data());
            sections.push_back({ reinterpret_cast<std::byte *>(data), m_families[family].used * sizeof(Stored) });
        });
    };
    add(m_items, PortalRun::Items);
    add(m_visits, PortalRun::Visits);
    add(m_activities, PortalRun::Activities);
    add(m_responsibles, PortalRun::Responsibles);
    add(m_pushes, PortalRun::Pushes);
    add(m_missed, PortalRun::Missed);
    return sections;
}

std::array<std::uint32_t, 6> ColumnStore::used() const
{
    std::array<std::uint32_t, 6> rows;
    std::ranges::transform(m_families, rows.begin(), &Family::used);
    return rows;
}

bool ColumnStore::setUsed(const std::array<std::uint32_t, 6> &rows)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] > m_families[i].rows)
            return false;
        m_families[i].used = rows[i];
    }
    return true;
}

std::vector<std::shared_ptr<const PortalRun>> ColumnStore::adopt(std::span<const std::array<RowRange, 6>> runs)
{
    std::vector<std::shared_ptr<const PortalRun>> adopted;
    for (const std::array<RowRange, 6> &ranges : runs)
        adopted.push_back(std::make_shared<const PortalRun>(shared_from_this(), ranges));
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < m_families.size(); ++i) {
        std::vector<RowRange> taken;
        for (const std::array<RowRange, 6> &ranges : runs)
            if (ranges[i].size() > 0)
                taken.push_back(ranges[i]);
        std::ranges::sort(taken, {}, &RowRange::first);
        std::uint32_t end = 0;
        for (const RowRange &range : taken) {
            m_families[i].give(end, range.first - end);
            end = range.last;
        }
        m_families[i].give(end, m_families[i].used - end);
    }
    return adopted;
}

void ColumnStore::lieIn(std::uint64_t file, std::span<const std::shared_ptr<const PortalRun>> runs)
{
    for (const auto &run : runs)
        if (run)
            run->m_file = file;
}

} // namespace dealerlens::facts
