// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/targets.h"
#include "sync/plannerrun.h"

namespace dealerlens::fuzz {

// Whatever happens and fails between, one quiet cycle makes the mirror equal to the portal.
void planner(const QByteArray &bytes)
{
    constexpr int kActs = 20;
    Source source(bytes);
    testing::PlannerRun run(static_cast<std::uint64_t>(source.word()));
    run.portal.fillDirectories();
    for (const model::EntityKind kind : { model::EntityKind::Lead, model::EntityKind::Deal, model::EntityKind::Task })
        run.portal.fill(kind, source.byte() % 80);
    const auto chance = [&source](double most) { return most * source.byte() / 255; };
    const testing::Weather weather { chance(0.1), chance(0.1), chance(0.02), chance(0.1), chance(0.05) };
    for (int act = 0; act < kActs && !source.atEnd(); ++act) {
        switch (source.byte() % 4) {
        case 0:
            for (int i = source.byte() % 15; i > 0; --i)
                run.portal.happen();
            break;
        case 1:
            run.portal.changesBetweenQueries = chance(0.1);
            run.portal.pageFaults = chance(0.03);
            static_cast<void>(run.cycle(weather));
            break;
        case 2:
            run.planner.reset(); // the program was closed
            break;
        default:
            run.portal.now += source.word() % 4'000;
            break;
        }
    }
    run.portal.changesBetweenQueries = 0;
    run.portal.pageFaults = 0;
    static_cast<void>(run.cycle());
    run.planner->verify();
    const bool good = run.cycle();
    demand(!run.broken, "a cycle ends");
    demand(run.inventedDeletions == 0, "no deletion is invented");
    demand(
        run.planner->progress().wouldRemove > 0 || (good && testing::difference(run.portal, run.store).isEmpty()), "the mirror is equal");
}

} // namespace dealerlens::fuzz
