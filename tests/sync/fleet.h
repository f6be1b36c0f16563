// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/demogenerator.h"
#include "sync/simmirror.h"

#include <functional>

namespace dealerlens::testing {

inline constexpr std::int64_t kMinute = 60'000;

inline portalsim::World fleetWorld(int dealers, double scale)
{
    portalsim::DemoOptions options;
    options.dealers = dealers;
    options.seed = 3;
    options.now = 1'780'000'000;
    options.scale = scale;
    return portalsim::generateDemo(options);
}

// Many portals at once, the one whose turn comes first goes first.
class Fleet {
public:
    Fleet(int dealers, double scale)
        : m_world(fleetWorld(dealers, scale))
        , m_clock { makeClock() }
        , engine(m_world, m_clock, {})
    {
        std::uint64_t seed = 1;
        for (const auto &portal : m_world.portals)
            if (portal->kind == u"dealer")
                mirrors.push_back(std::make_unique<SimMirror>(engine, *portal, m_clock, seed++));
    }

    // Until then; `between` sees every moment.
    void run(std::int64_t untilMs, const std::function<void(std::int64_t nowMs)> &between = {})
    {
        for (;;) {
            const auto next = std::ranges::min_element(mirrors, {}, [](const auto &each) { return each->dueMs; });
            if ((*next)->dueMs >= untilMs)
                break;
            m_clock.ms = std::max(m_clock.ms, (*next)->dueMs);
            if (between)
                between(m_clock.ms);
            (*next)->event();
        }
        m_clock.ms = untilMs;
    }

    [[nodiscard]] portalsim::PortalData &portal(std::size_t index) { return *m_world.portals.at(index + 1); }

    // Ids of leads, deals and contacts are those of the portal.
    [[nodiscard]] QString difference(std::size_t index)
    {
        for (const auto &[kind, entity] :
            { std::pair(model::EntityKind::Lead, portalsim::Entity::Lead), std::pair(model::EntityKind::Deal, portalsim::Entity::Deal),
                std::pair(model::EntityKind::Contact, portalsim::Entity::Contact) }) {
            std::vector<model::RecordId> there;
            for (const portalsim::Record &row : portal(index).table(entity).rows)
                there.push_back(row.id);
            if (mirrors[index]->store.read({ .ids = { kind } }).ids[kind] != there)
                return QStringLiteral("kind %1 differs").arg(int(kind));
        }
        return {};
    }

private:
    static HeldClock makeClock()
    {
        HeldClock clock;
        clock.zero = 1'780'000'000;
        return clock;
    }

    portalsim::World m_world;
    HeldClock m_clock;

public:
    portalsim::Engine engine;
    std::vector<std::unique_ptr<SimMirror>> mirrors;
};

} // namespace dealerlens::testing
