// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/dealerhealth.h"

#include "reports/parallel.h"

#include <algorithm>

namespace dealerlens::viewmodels {

using model::EntityKind;
using model::PortalHealth;

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr int kFewest = 5; // below it no share is shown (ui.md, rule 2)

void countStages(const facts::Snapshot &facts, std::vector<DealerFigures> &figures)
{
    for (const facts::StageFact &stage : facts.stages) {
        DealerFigures &mine = figures[static_cast<std::size_t>(stage.portal)];
        ++mine.stages;
        if (stage.milestone == facts::kNone)
            mine.unmapped.append(stage.name.isEmpty() ? stage.code : stage.name);
    }
}

void countOpen(const facts::Snapshot &facts, std::vector<DealerFigures> &figures)
{
    const auto &portals = facts.items.ranges();
    reports::inParallel(reports::threadsFor(facts.items.size()), portals.size(), [&](unsigned, std::size_t index) {
        const facts::RowRange &range = portals[index];
        std::int64_t open = 0;
        for (std::uint32_t row = range.first; row < range.last; ++row)
            open += facts.items.deleted[row] == base::kNever && facts.items.closed[row] == base::kNever ? 1 : 0;
        figures[static_cast<std::size_t>(range.portal)].openItems = static_cast<int>(open);
    });
}

void setTrend(const reports::NewByDay &trend, DealerFigures &mine)
{
    mine.trendFrom = trend.first;
    mine.knownDays = static_cast<int>(trend.days.size());
    mine.claims = trend.claimed;
    mine.evidenced = trend.evidenced;
    double sum = 0;
    for (std::size_t i = 0; i < trend.days.size(); ++i) {
        mine.perDay[i] = static_cast<double>(trend.days[i]);
        sum += *mine.perDay[i];
    }
    if (mine.knownDays > 0)
        mine.meanPerDay = sum / mine.knownDays;
}

// The older of the two; kNever when one was never complete.
base::UtcSeconds older(base::UtcSeconds one, base::UtcSeconds other)
{
    return std::min(one, other); // kNever is the smallest value
}

PortalHealth judge(const DealerHealth &dealer, std::int64_t freshnessLimit)
{
    const std::optional<base::Error> &problem = dealer.status.problem;
    if (problem) {
        switch (problem->kind) {
        case base::ErrorKind::Auth:
        case base::ErrorKind::Denied:
        case base::ErrorKind::NotFound:
            return PortalHealth::NoAccess;
        default:
            break;
        }
    }
    if (dealer.age < 0)
        return problem ? PortalHealth::Stale : PortalHealth::Never;
    if (dealer.age > freshnessLimit)
        return PortalHealth::Stale;
    const bool attention = problem || dealer.unmapped() > 0 || !dealer.deniedKinds.isEmpty() || dealer.status.methodTimeShare > 0.8
        || dealer.status.askPerson;
    return attention ? PortalHealth::Attention : PortalHealth::Fresh;
}

} // namespace

std::map<model::PortalId, DealerFigures> dealerFigures(const facts::Snapshot &facts, base::UtcSeconds now)
{
    std::vector<DealerFigures> figures(facts.portals.size());
    countStages(facts, figures);
    countOpen(facts, figures);
    const std::vector<reports::NewByDay> trends = reports::newByDay(facts, now, kTrendDays);
    std::map<model::PortalId, DealerFigures> result;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        setTrend(trends[i], figures[i]);
        result.emplace(facts.portals[i].portal.id, std::move(figures[i]));
    }
    return result;
}

std::optional<double> DealerHealth::callsVisible() const
{
    if (callsDenied() || figures.claims < kFewest)
        return std::nullopt;
    return static_cast<double>(figures.evidenced) / static_cast<double>(figures.claims);
}

std::optional<double> DealerHealth::expectedMissed() const
{
    if (!figures.meanPerDay || age < 0)
        return std::nullopt;
    return *figures.meanPerDay * static_cast<double>(age) / static_cast<double>(kDay);
}

RowsScope DealerHealth::trendRows(reports::Count count) const
{
    RowsScope scope;
    scope.count = count;
    scope.place = { .level = reports::TreeLevel::Dealer, .portal = portal.key };
    scope.days = { figures.trendFrom, figures.trendFrom.addDays(figures.knownDays) };
    scope.unfiltered = true;
    scope.crumbs = { portal.title.isEmpty() ? portal.key : portal.title };
    return scope;
}

DealerHealth dealerHealth(const HealthInputs &inputs)
{
    DealerHealth dealer;
    dealer.portal = *inputs.portal;
    dealer.hue = inputs.hue;
    dealer.status = inputs.status;
    if (inputs.figures) {
        dealer.figures = *inputs.figures;
        dealer.figuresKnown = true;
    }
    std::array<base::UtcSeconds, 256> marks;
    marks.fill(base::kNever);
    for (const model::SyncState &state : *inputs.states) {
        marks[static_cast<std::size_t>(state.kind)] = state.watermark;
        dealer.marks.push_back({ state.kind, state.watermark, state.denied });
        // Lines are closed to every webhook: no right that a dealer could give (reference 5.12).
        if (state.denied && state.kind != EntityKind::Line)
            dealer.deniedKinds.append(
                QString::fromLatin1(model::nameOf(state.kind).data(), static_cast<qsizetype>(model::nameOf(state.kind).size())));
        if (state.kind == EntityKind::Call)
            dealer.kinds[static_cast<std::size_t>(HealthKind::Calls)].denied = state.denied;
    }
    const auto mark = [&marks](EntityKind kind) { return marks[static_cast<std::size_t>(kind)]; };
    dealer.kinds[0].watermark = mark(EntityKind::Lead);
    dealer.kinds[1].watermark = mark(EntityKind::Deal);
    dealer.kinds[2].watermark = older(mark(EntityKind::LeadHistory), mark(EntityKind::DealHistory));
    dealer.kinds[3].watermark = mark(EntityKind::Call);
    for (KindHealth &kind : dealer.kinds)
        kind.stale = kind.watermark == base::kNever || inputs.now - kind.watermark > inputs.freshnessLimit;
    // As facts do: a kind that a missing right keeps from us does not hold the others back.
    bool first = true;
    for (const KindMark &each : dealer.marks) {
        const bool counts = each.kind == EntityKind::Lead || each.kind == EntityKind::Deal || each.kind == EntityKind::LeadHistory
            || each.kind == EntityKind::DealHistory;
        if (!counts || each.denied)
            continue;
        dealer.watermark = first ? each.watermark : older(dealer.watermark, each.watermark);
        first = false;
    }
    if (dealer.watermark != base::kNever)
        dealer.age = std::max<std::int64_t>(0, inputs.now - dealer.watermark);
    dealer.health = judge(dealer, inputs.freshnessLimit);
    return dealer;
}

int healthRank(const DealerHealth &dealer)
{
    if (dealer.portal.isRetired())
        return 5;
    switch (dealer.health) {
    case PortalHealth::NoAccess:
        return 0;
    case PortalHealth::Stale:
        return 1;
    case PortalHealth::Attention:
        return 2;
    case PortalHealth::Never:
        return 3;
    case PortalHealth::Fresh:
        break;
    }
    return 4;
}

bool sameOnScreen(const DealerHealth &one, const DealerHealth &other)
{
    const auto minutes = [](std::int64_t age) { return age < 0 ? -1 : age / 60; };
    const auto percent = [](double share) { return static_cast<int>(share * 100); };
    const auto naming
        = [](const model::Portal &p) { return std::tie(p.key, p.title, p.code, p.region, p.city, p.timeZone, p.endpoint, p.retiredAt); };
    const auto problem = [](const sync::PortalStatus &s) {
        return s.problem ? std::tuple(int(s.problem->kind), s.problem->code, s.problem->http) : std::tuple(-1, QByteArray(), 0);
    };
    return naming(one.portal) == naming(other.portal) && one.hue == other.hue && one.health == other.health
        && minutes(one.age) == minutes(other.age) && one.deniedKinds == other.deniedKinds && one.figures == other.figures
        && one.figuresKnown == other.figuresKnown && one.status.running == other.status.running
        && one.status.waiting == other.status.waiting && one.status.done == other.status.done
        && one.status.expected == other.status.expected && problem(one.status) == problem(other.status)
        && one.status.errors24h == other.status.errors24h && percent(one.status.methodTimeShare) == percent(other.status.methodTimeShare)
        && one.status.askPerson == other.status.askPerson && one.status.badRecords == other.status.badRecords
        && one.status.lastSuccess / 60 == other.status.lastSuccess / 60
        && std::equal(one.kinds.begin(), one.kinds.end(), other.kinds.begin(),
            [](const KindHealth &a, const KindHealth &b) { return a.denied == b.denied && a.stale == b.stale; });
}

} // namespace dealerlens::viewmodels
