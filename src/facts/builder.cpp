// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"

#include <functional>

namespace dealerlens::facts {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): spreads neighbouring numbers over all 64 bits.
std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

} // namespace

std::uint64_t keyOf(Index portal, char tag, std::int64_t id)
{
    const auto place = (static_cast<std::uint64_t>(portal) << 8) | static_cast<unsigned char>(tag);
    return mixed(mixed(place) ^ static_cast<std::uint64_t>(id));
}

std::uint64_t phoneKeyOf(Index portal, std::string_view phoneKey)
{
    return keyOf(portal, 'P', static_cast<std::int64_t>(std::hash<std::string_view>()(phoneKey)));
}

Builder::Builder(const store::Reader &reader, const base::CancelToken &cancel)
    : m_reader(reader)
    , m_cancel(cancel)
    , m_out(std::make_shared<Snapshot>())
{
    m_out->sources.push_back({});
    m_out->campaigns.push_back({});
    m_campaigns.emplace(std::string(), 0);
}

base::Result<> Builder::eachRow(model::EntityKind kind, std::initializer_list<std::string_view> columns, const RowUse &use)
{
    const std::span<const std::string_view> names(columns.begin(), columns.size());
    bool cancelled = false;
    std::uint32_t count = 0;
    model::PortalId lastId = 0;
    Index portal = kNone;
    const auto read = m_reader.each(kind, names, [&](const store::Reader::Row &row) {
        if ((++count & 0xfff) == 0 && m_cancel.isCancelled()) {
            cancelled = true;
            return false;
        }
        if (row.key.portal != lastId) {
            lastId = row.key.portal;
            portal = portalIndex(lastId);
        }
        if (portal != kNone)
            use(portal, row);
        return true;
    });
    if (!read)
        return std::unexpected(read.error());
    if (cancelled)
        return base::fail(base::ErrorKind::Cancelled, QStringLiteral("building of facts was cancelled"));
    return {};
}

base::Result<std::shared_ptr<Snapshot>> Builder::run(base::UtcSeconds now)
{
    using model::EntityKind;
    m_out->generation = m_reader.generation();
    m_out->builtAt = now;
    base::Result<> done = readPortals();
    const auto then = [&](const std::function<base::Result<>()> &step) {
        if (done && m_cancel.isCancelled())
            done = base::fail(base::ErrorKind::Cancelled, QStringLiteral("building of facts was cancelled"));
        if (done)
            done = step();
    };
    then([&] { return readCategories(); });
    then([&] { return readDirectories(); });
    then([&] { return readPeople(); });
    then([&] { return readItems(EntityKind::Lead); });
    then([&] { return readItems(EntityKind::Deal); });
    then([&] {
        orderItems();
        return readHistories(EntityKind::LeadHistory);
    });
    then([&] { return readHistories(EntityKind::DealHistory); });
    then([&] {
        fillItems();
        buildVisits();
        mapStages();
        return readActivities();
    });
    then([&] { return readCalls(); });
    then([&] { return readPoints(); });
    then([&] {
        matchTouches();
        return readJournal();
    });
    if (!done)
        return std::unexpected(done.error());
    return m_out;
}

base::Result<SnapshotPtr> build(const store::Reader &reader, const base::Clock &clock, const base::CancelToken &cancel)
{
    Builder builder(reader, cancel);
    auto built = builder.run(clock.now());
    if (!built)
        return std::unexpected(built.error());
    return SnapshotPtr(std::move(*built));
}

} // namespace dealerlens::facts
