// SPDX-License-Identifier: GPL-3.0-or-later
// Small random networks in which everything happens that makes a chain hard to tell, questions about them, and answers
// as text, for tests that ask the same two ways.
#pragma once

#include "reports/answers.h"
#include "support/snapshotbuilder.h"

#include <random>

namespace dealerlens::testing {

using model::EntityKind;

inline const base::UtcSeconds kBegin = utc("2025-01-01T00:00:00Z");
inline constexpr std::int64_t kSpan = 120 * kDay;

// A small network in which everything happens that makes a chain hard to tell.
class ChainNetwork {
public:
    explicit ChainNetwork(std::uint32_t seed)
        : m_dice(seed)
    {
        m_snapshot = &build();
    }

    [[nodiscard]] const facts::Snapshot &facts() const { return *m_snapshot; }

    [[nodiscard]] reports::Question question();

    int below(int limit) { return int(std::uniform_int_distribution<>(0, limit - 1)(m_dice)); }

    bool chance(int percent) { return below(100) < percent; }

private:
    struct Dealer {
        facts::Index portal;
        std::vector<facts::Index> leads, deals, service; // stages; the last three are won, lost, junk
        std::vector<facts::Index> users;
    };

    const facts::Snapshot &build();
    Dealer dealer(int number);
    SnapshotBuilder::Item item(const Dealer &d, EntityKind kind, base::UtcSeconds from);
    void change(int number, const Dealer &d, base::UtcSeconds from);

    base::UtcSeconds later(base::UtcSeconds from) { return from + (chance(10) ? 0 : below(20 * kDay)); }

    std::mt19937 m_dice;
    SnapshotBuilder b;
    const facts::Snapshot *m_snapshot = nullptr;
};

inline ChainNetwork::Dealer ChainNetwork::dealer(int number)
{
    constexpr std::array kZones { "UTC", "Europe/Moscow", "Asia/Vladivostok" };
    Dealer d;
    d.portal = b.portal(qPrintable(QStringLiteral("d%1").arg(number)), number % 2 ? "North" : "South", kZones[std::size_t(number) % 3]);
    const auto leads = b.funnel(d.portal, EntityKind::Lead, "");
    const auto sales = b.funnel(d.portal, EntityKind::Deal, "Sales");
    const auto service = b.funnel(d.portal, EntityKind::Deal, "Service");
    const auto stages = [&](facts::Index funnel, std::vector<facts::Index> &out) {
        const auto add = [&](const char *name, char semantic) { out.push_back(b.stage(funnel, name, semantic)); };
        add("New", 'P');
        add("Work", 'P');
        add("Offer", 'P');
        add("Won", 'S');
        add("Lost", 'F');
        add("Junk", 'F');
        b.raw().stages[std::size_t(out.back())].junk = true;
    };
    stages(leads, d.leads);
    stages(sales, d.deals);
    stages(service, d.service);
    for (int i = 0; i < 3; ++i)
        d.users.push_back(b.user(d.portal, qPrintable(QStringLiteral("u%1").arg(i))));
    d.users.push_back(facts::kNone);
    return d;
}

inline SnapshotBuilder::Item ChainNetwork::item(const Dealer &d, EntityKind kind, base::UtcSeconds from)
{
    SnapshotBuilder::Item item { .kind = kind, .portal = d.portal };
    const auto *stages = kind == EntityKind::Lead ? &d.leads : chance(70) ? &d.deals : &d.service;
    const int steps = 1 + below(5);
    base::UtcSeconds at = from;
    for (int i = 0; i < steps; ++i) {
        if (kind == EntityKind::Deal && chance(5))
            stages = stages == &d.deals ? &d.service : &d.deals;
        const bool isEnd = i + 1 == steps ? chance(75) : chance(8);
        item.visits.emplace_back((*stages)[std::size_t(isEnd ? 3 + below(3) : below(3))], at);
        at = later(at + 1);
    }
    item.user = d.users[std::size_t(below(4))];
    item.source = below(4);
    item.campaign = below(3);
    item.amount = below(1000);
    item.currency = chance(80) ? 0 : below(3);
    if (chance(50))
        item.attempt = from - kDay + below(5 * kDay);
    if (chance(20))
        item.conversation = from + below(20 * kDay);
    if (chance(8))
        item.deleted = from - 5 * kDay + below(60 * kDay);
    if (chance(4))
        item.marks |= facts::kTestMark;
    if (chance(30))
        item.marks |= facts::kTwinMark;
    if (chance(40))
        item.closeDate = std::int32_t((from + below(40 * kDay)) / kDay);
    return item;
}

inline void ChainNetwork::change(int number, const Dealer &d, base::UtcSeconds from)
{
    if (chance(40))
        b.activity({ number, later(from), chance(80) ? later(from) : base::kNever, chance(60) ? later(from) : base::kNever });
    for (base::UtcSeconds at = from; chance(25);) {
        at = later(at);
        b.responsible({ number, at, d.users[std::size_t(below(4))], d.users[std::size_t(below(4))] });
    }
}

inline const facts::Snapshot &ChainNetwork::build()
{
    facts::Snapshot &raw = b.raw();
    raw.sources = { QString(), QStringLiteral("site"), QStringLiteral("call"), QStringLiteral("fair") };
    raw.campaigns = { QString(), QStringLiteral("a"), QStringLiteral("b") };
    raw.currencies = { QStringLiteral("RUB"), QStringLiteral("EUR"), QStringLiteral("USD") };
    raw.standard.rates = { { QStringLiteral("EUR"), QDate(2025, 2, 1), model::Money { 90 * model::Money::kScale } } };
    raw.standard.responseLimit = 1800;
    if (chance(50))
        raw.standard.calendar = {};
    const int dealers = 1 + below(4);
    for (int number = 0; number < dealers; ++number) {
        const Dealer d = dealer(number);
        b.raw().portals[std::size_t(d.portal)].portal.addedAt = kBegin + below(int(kSpan));
        if (chance(30))
            b.raw().portals[std::size_t(d.portal)].watermark = kBegin + below(int(kSpan));
        for (int i = below(60); i > 0; --i) {
            const base::UtcSeconds from = kBegin + below(int(kSpan));
            const bool isLead = chance(70);
            const int head = b.item(item(d, isLead ? EntityKind::Lead : EntityKind::Deal, from));
            change(head, d, from);
            for (int deals = isLead && chance(40) ? 1 + below(3) : 0; deals > 0; --deals) {
                const base::UtcSeconds begun = from - (chance(5) ? kDay : 0) + below(20 * kDay);
                SnapshotBuilder::Item deal = item(d, EntityKind::Deal, begun);
                deal.lead = head;
                change(b.item(deal), d, begun);
            }
        }
    }
    return b.build(kBegin + kSpan + 30 * kDay);
}

inline reports::Question ChainNetwork::question()
{
    reports::Question q;
    const QDate first(2025, 1, 1);
    if (chance(50))
        q.from = first.addDays(below(100));
    if (chance(50))
        q.to = q.from.value_or(first).addDays(below(60));
    if (chance(60))
        q.asOf = kBegin + below(int(kSpan));
    if (chance(20))
        q.portals = { QStringLiteral("d%1").arg(below(4)) };
    if (chance(15))
        q.regions = { QStringLiteral("North") };
    if (chance(20))
        q.employees = { { QStringLiteral("d0"), 1 + below(4) }, { QStringLiteral("d1"), 1 + below(8) } };
    if (chance(25)) {
        const std::vector<QString> names { QStringLiteral("leads"), QStringLiteral("Sales"), QStringLiteral("Service") };
        for (const QString &name : names)
            if (chance(50))
                q.funnels.push_back(name);
    }
    if (chance(25))
        q.sources = { QStringLiteral("site"), QString() };
    if (chance(15))
        q.campaigns = { QStringLiteral("a") };
    if (chance(30))
        q.itemKind = chance(50) ? EntityKind::Lead : EntityKind::Deal;
    q.responsibleAtEvent = chance(75);
    q.withTests = chance(15);
    q.withoutJunk = chance(25);
    return q;
}

inline QString figuresOf(const reports::Measures &m)
{
    QStringList list;
    const auto add
        = [&](const char *name, std::int64_t value) { list << QString::fromLatin1(name) + QLatin1Char(' ') + QString::number(value); };
    const auto share = [&](const char *name, const reports::Share &value) {
        add(name, value.k);
        add("of", value.n);
    };
    add("leads", m.leads);
    add("converted", m.converted);
    add("open", m.open);
    add("won", m.won);
    add("lost", m.lost);
    add("revenue", m.revenue.units);
    add("without rate", m.revenueWithoutRate);
    add("lost amount", m.lostAmount.units);
    add("immature", m.immature);
    add("junk", m.junk);
    add("conversions", m.conversions);
    add("asked", m.responseAsked);
    add("without evidence", m.withoutEvidence);
    add("evidenced", m.evidenced);
    add("untouched closed", m.untouchedClosed);
    add("assumed", m.responsibleAssumed);
    share("conversion", m.conversion);
    share("before", m.before);
    share("yield", m.yield);
    share("in limit", m.responseInLimit);
    for (const std::int64_t late : m.late)
        add("late", late);
    add("open old", m.openOld);
    for (const auto &seconds : { m.responseMedian, m.responseP75, m.responseP90, m.responseWallMedian, m.claimedMedian, m.cycleWonMean,
             m.cycleWonMedian, m.cycleWonP90 })
        list << (seconds ? QString::number(*seconds, 'f', 3) : QStringLiteral("-"));
    return list.join(QLatin1String(", "));
}

inline QString textOf(const reports::Question &q)
{
    QStringList list;
    if (q.from)
        list << QLatin1String("from ") + q.from->toString(Qt::ISODate);
    if (q.to)
        list << QLatin1String("to ") + q.to->toString(Qt::ISODate);
    if (q.asOf != base::kNever)
        list << QLatin1String("as of ") + QString::number(q.asOf);
    for (const auto *names : { &q.portals, &q.regions, &q.funnels, &q.sources, &q.campaigns })
        for (const QString &name : *names)
            list << QLatin1Char('"') + name + QLatin1Char('"');
    if (q.itemKind)
        list << (*q.itemKind == EntityKind::Lead ? QLatin1String("leads alone") : QLatin1String("deals alone"));
    const std::array<std::pair<bool, const char *>, 4> flags { { { !q.employees.empty(), "some employees" },
        { !q.responsibleAtEvent, "responsible now" }, { q.withTests, "with tests" }, { q.withoutJunk, "without junk" } } };
    for (const auto &[is, what] : flags)
        if (is)
            list << QString::fromLatin1(what);
    return list.join(QLatin1Char(' '));
}

inline QString waterfallOf(const reports::Waterfall &w)
{
    return QStringLiteral("all %1 deleted %2 test %3 spam %4 merged %5 outside %6 immature %7 counted %8 junk %9")
        .arg(w.all)
        .arg(w.deleted)
        .arg(w.test)
        .arg(w.spam)
        .arg(w.merged)
        .arg(w.outsideFilter)
        .arg(w.immature)
        .arg(w.counted)
        .arg(w.junk);
}

} // namespace dealerlens::testing
