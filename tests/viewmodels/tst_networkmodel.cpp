// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/networkmodel.h"
#include "viewmodels/problemtext.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using model::EntityKind;
using model::PortalHealth;

namespace {

constexpr base::UtcSeconds kNow = 1'763'769'600; // 22 Nov 2025 00:00 UTC
constexpr std::int64_t kHour = 3'600;

struct Dealer {
    model::Portal portal;
    std::vector<model::SyncState> states;
    sync::PortalStatus status;
    DealerFigures figures;
};

Dealer dealer(int id, const char *title, std::int64_t age, const char *region = "Volga")
{
    Dealer made;
    made.portal.id = id;
    made.portal.key = QStringLiteral("d%1").arg(id);
    made.portal.title = QString::fromUtf8(title);
    made.portal.region = QString::fromUtf8(region);
    for (const EntityKind kind :
        { EntityKind::Lead, EntityKind::Deal, EntityKind::LeadHistory, EntityKind::DealHistory, EntityKind::Call }) {
        model::SyncState state;
        state.portal = id;
        state.kind = kind;
        state.watermark = age < 0 ? base::kNever : kNow - age;
        made.states.push_back(state);
    }
    return made;
}

DealerHealth health(const Dealer &dealer)
{
    HealthInputs inputs;
    inputs.portal = &dealer.portal;
    inputs.states = &dealer.states;
    inputs.figures = &dealer.figures;
    inputs.status = dealer.status;
    inputs.now = kNow;
    return dealerHealth(inputs);
}

QStringList titles(const NetworkModel &model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row) {
        const DealerHealth *each = model.dealerAt(row);
        result.append(each ? each->portal.title : QStringLiteral("#"));
    }
    return result;
}

} // namespace

class NetworkModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void judgesHealth()
    {
        QCOMPARE(health(dealer(1, "A", 120)).health, PortalHealth::Fresh);
        QCOMPARE(health(dealer(1, "A", 2 * kHour)).health, PortalHealth::Stale);
        QCOMPARE(health(dealer(1, "A", -1)).health, PortalHealth::Never);
        Dealer refused = dealer(1, "A", 120);
        refused.status.problem = base::Error { base::ErrorKind::Auth, base::Retry::AfterAuth, {}, "expired_token", 401 };
        QCOMPARE(health(refused).health, PortalHealth::NoAccess);
        Dealer unpaired = dealer(1, "A", 120);
        unpaired.figures.unmapped = { QStringLiteral("Думает") };
        QCOMPARE(health(unpaired).health, PortalHealth::Attention);
        Dealer busy = dealer(1, "A", 120);
        busy.status.methodTimeShare = 0.81;
        QCOMPARE(health(busy).health, PortalHealth::Attention);
        Dealer asking = dealer(1, "A", 120);
        asking.status.askPerson = true;
        QCOMPARE(health(asking).health, PortalHealth::Attention);
    }

    void oldestKindDecidesTheAge()
    {
        Dealer one = dealer(1, "A", 120);
        one.states[2].watermark = kNow - 3 * kHour; // history of leads
        const DealerHealth made = health(one);
        QCOMPARE(made.age, 3 * kHour);
        QVERIFY(made.kinds[static_cast<std::size_t>(HealthKind::Histories)].stale);
        QVERIFY(!made.kinds[static_cast<std::size_t>(HealthKind::Leads)].stale);
    }

    void deniedKindDoesNotHoldOthersBack()
    {
        Dealer one = dealer(1, "A", 120);
        one.states[0].watermark = base::kNever;
        one.states[0].denied = true;
        one.states[4].denied = true;
        const DealerHealth made = health(one);
        QCOMPARE(made.age, 120);
        QCOMPARE(made.health, PortalHealth::Attention);
        QVERIFY(made.callsDenied());
        QVERIFY(!made.callsVisible());
    }

    void everyProblemIsJudgedAndNamed_data()
    {
        using base::ErrorKind;
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("http");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, ErrorKind kind, const char *code, int http, PortalHealth state, const char *words) {
            QTest::newRow(name) << int(kind) << QByteArray(code) << http << int(state) << QString::fromLatin1(words);
        };
        row("wrong address", ErrorKind::NotFound, "", 404, PortalHealth::NoAccess, "There is no portal at this address");
        row("wrong secret", ErrorKind::Auth, "INVALID_CREDENTIALS", 401, PortalHealth::NoAccess, "does not accept the key");
        row("no key here", ErrorKind::Auth, "KEY", 0, PortalHealth::NoAccess, "key of this portal is not on this computer");
        row("missing scope", ErrorKind::Denied, "insufficient_scope", 403, PortalHealth::NoAccess, "lacks a right");
        row("no plan", ErrorKind::Denied, "ACCESS_DENIED", 403, PortalHealth::NoAccess, "plan does not allow");
        row("portal deleted", ErrorKind::NotFound, "PORTAL_DELETED", 410, PortalHealth::NoAccess, "was deleted");
        row("moved", ErrorKind::Auth, "MOVED", 302, PortalHealth::NoAccess, "has moved");
        row("dead host", ErrorKind::Network, "REFUSED", 0, PortalHealth::Attention, "cannot be reached");
        row("unknown host", ErrorKind::Network, "HOST_NOT_FOUND", 0, PortalHealth::Attention, "host name is not known");
        row("fault of the portal", ErrorKind::Network, "", 500, PortalHealth::Attention, "internal fault");
        row("silent host", ErrorKind::Timeout, "DEADLINE", 0, PortalHealth::Attention, "did not answer in time");
        row("certificate", ErrorKind::Tls, "TLS", 0, PortalHealth::Attention, "certificate is not valid");
        row("no JSON", ErrorKind::Protocol, "JSON", 200, PortalHealth::Attention, "not what a portal sends");
        row("503", ErrorKind::Limit, "QUERY_LIMIT_EXCEEDED", 503, PortalHealth::Attention, "asks to slow down");
        row("429", ErrorKind::Limit, "OPERATION_TIME_LIMIT", 429, PortalHealth::Attention, "asks to slow down");
        row("full disk", ErrorKind::Full, "", 0, PortalHealth::Attention, "The disk is full");
    }

    // What is fresh stays fresh for its time; the problem is shown beside it, with what to do.
    void everyProblemIsJudgedAndNamed()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, code);
        QFETCH(int, http);
        QFETCH(int, state);
        QFETCH(QString, words);
        Dealer one = dealer(1, "A", 120);
        one.status.problem = base::Error { base::ErrorKind(kind), base::Retry::Later, {}, code, http };
        QCOMPARE(int(health(one).health), state);
        const ProblemText text = ProblemText::of(*one.status.problem);
        QVERIFY2(text.title.contains(words), qPrintable(text.title));
        QVERIFY(text.advice.size() > 20 && !text.shortText.isEmpty());
    }

    void shareNeedsFiveClaims()
    {
        Dealer one = dealer(1, "A", 120);
        one.figures.claims = 4;
        one.figures.evidenced = 4;
        QVERIFY(!health(one).callsVisible());
        one.figures.claims = 8;
        QCOMPARE(health(one).callsVisible().value(), 0.5);
    }

    // Whole days of the dealer's zone before today; the number opens exactly the inquiries that it counts.
    void daysOfTheTrendOpenTheirRows()
    {
        testing::SnapshotBuilder b;
        const auto portal = b.portal("seven", "Volga", "Asia/Yekaterinburg"); // kNow is 05:00 of the 22nd there
        const auto leads = b.funnel(portal, EntityKind::Lead, "");
        const auto fresh = b.stage(leads, "New");
        const auto busy = b.stage(leads, "Busy");
        const auto deals = b.funnel(portal, EntityKind::Deal, "Sales");
        const auto first = b.stage(deals, "New");
        b.raw().portals[0].watermark = kNow - 3 * 24 * kHour; // 05:00 of the 19th: the 18th is the last known day
        b.raw().portals[0].neverComplete = false;
        const auto add = [&](base::UtcSeconds created, base::UtcSeconds moved, base::UtcSeconds attempt) {
            testing::SnapshotBuilder::Item item { .kind = EntityKind::Lead, .visits = { { fresh, created } }, .attempt = attempt };
            if (moved != base::kNever)
                item.visits.emplace_back(busy, moved);
            return b.item(item);
        };
        const base::UtcSeconds of17th = kNow - 4 * 24 * kHour - 6 * kHour; // 23:00 of the 17th
        const int lead = add(of17th, of17th + 60, of17th + 30);
        add(of17th + 600, of17th + 700, base::kNever); // claimed only
        for (int i = 0; i < 4; ++i)
            add(of17th + kHour, of17th + 2 * kHour, of17th + kHour + 60); // 00:00 of the 18th
        b.item({ .visits = { { first, of17th + 100 } }, .lead = lead }); // came from a lead: not new
        add(kNow - 3 * 24 * kHour - 4 * kHour, base::kNever, base::kNever); // 01:00 of the 19th, a day not known
        add(kNow - 40 * 24 * kHour, base::kNever, base::kNever); // before the thirty days
        b.item({ .kind = EntityKind::Lead, .visits = { { fresh, of17th } }, .deleted = of17th + 5 });
        const facts::Snapshot &facts = b.build(kNow);
        const DealerFigures figures = dealerFigures(facts, kNow).at(1);
        QCOMPARE(figures.trendFrom, QDate(2025, 10, 23));
        QCOMPARE(figures.knownDays, 27);
        QCOMPARE(figures.perDay[25].value(), 2.0);
        QCOMPARE(figures.perDay[26].value(), 4.0);
        QVERIFY(!figures.perDay[27] && !figures.perDay[29]);
        QCOMPARE(figures.meanPerDay.value(), 6.0 / 27);
        QCOMPARE(figures.claims, 6);
        QCOMPARE(figures.evidenced, 5);
        Dealer one = dealer(1, "A", 120);
        one.portal = facts.portals[0].portal;
        one.figures = figures;
        NetworkModel model;
        model.setDealers({ health(one) });
        const auto rows = [&](int column) {
            const auto scope = model.rowsBehind(model.index(0, column));
            // Whatever the context bar narrows: the screen counts without it.
            const reports::Question narrow { .asOf = kNow - 20 * 24 * kHour, .sources = { QStringLiteral("Fair") } };
            return scope ? reports::rowsOf(facts, narrow, RowsScope::fromVariant(scope->toVariant())).rows.size() : std::size_t(0);
        };
        QCOMPARE(rows(NetworkModel::PerDayColumn), std::size_t(6));
        QCOMPARE(rows(NetworkModel::TrendColumn), std::size_t(6));
        QCOMPARE(rows(NetworkModel::CallsColumn), std::size_t(5));
        QVERIFY(!model.rowsBehind(model.index(0, NetworkModel::ErrorsColumn)));
        QCOMPARE(model.explain(model.index(0, NetworkModel::PerDayColumn))->rows.value(), 6);
    }

    void problemsComeFirstAndFilterWorks()
    {
        NetworkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setDealers({ health(dealer(1, "Fresh", 60)), health(dealer(2, "Old", 5 * kHour)), health(dealer(3, "Older", 9 * kHour)) });
        QCOMPARE(titles(model), QStringList({ QStringLiteral("Older"), QStringLiteral("Old"), QStringLiteral("Fresh") }));
        model.setFilter(QStringLiteral("OLD"));
        QCOMPARE(titles(model), QStringList({ QStringLiteral("Older"), QStringLiteral("Old") }));
        model.setFilter({});
        model.setStateFilter(PortalHealth::Fresh);
        QCOMPARE(titles(model), QStringList { QStringLiteral("Fresh") });
        model.setStateFilter({});
        model.sort(NetworkModel::DealerColumn, Qt::AscendingOrder);
        QCOMPARE(titles(model).first(), QStringLiteral("Fresh"));
    }

    void newDataKeepsRowsAndTellsOnlyChanges()
    {
        NetworkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<DealerHealth> dealers { health(dealer(1, "A", 60)), health(dealer(2, "B", 60)), health(dealer(3, "C", 60)) };
        model.setDealers(dealers);
        const QPersistentModelIndex second = model.index(1, 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setDealers(dealers);
        QCOMPARE(changed.size(), 0);
        dealers[2].status.errors24h = 2;
        model.setDealers(dealers);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first()[0].toModelIndex().row(), 2);
        // C is worst now and moves up; the second row moves down with its index.
        dealers[2] = health(dealer(3, "C", 6 * kHour));
        model.setDealers(dealers);
        QCOMPARE(titles(model).first(), QStringLiteral("C"));
        QCOMPARE(second.row(), 2);
        dealers.erase(dealers.begin());
        model.setDealers(dealers);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(second.row(), 1);
        QCOMPARE(reset.size(), 0);
    }

    void groupsOpenAndClose()
    {
        NetworkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setDealers({ health(dealer(1, "A", 60, "Volga")), health(dealer(2, "B", 60, "Don")), health(dealer(3, "C", 60, "Volga")) });
        model.setArrangement(NetworkModel::Arrangement::ByRegion);
        QCOMPARE(titles(model),
            QStringList({ QStringLiteral("#"), QStringLiteral("B"), QStringLiteral("#"), QStringLiteral("A"), QStringLiteral("C") }));
        model.toggleGroup(2);
        QCOMPARE(titles(model), QStringList({ QStringLiteral("#"), QStringLiteral("B"), QStringLiteral("#") }));
        QVERIFY(!model.index(2, 0).data(NetworkModel::GroupOpenRole).toBool());
        model.toggleGroup(2);
        QCOMPARE(model.rowCount(), 5);
    }

    void headOfficeIsNoDealerWithoutRegion()
    {
        NetworkModel model;
        Dealer head = dealer(1, "Head", 60);
        head.portal.kind = model::PortalKind::Head;
        model.setDealers({ health(head), health(dealer(2, "A", 60, "Volga")), health(dealer(3, "B", 60, "")) });
        model.setArrangement(NetworkModel::Arrangement::ByRegion);
        QStringList heads;
        for (int row = 0; row < model.rowCount(); ++row)
            if (!model.dealerAt(row))
                heads += model.index(row, NetworkModel::DealerColumn).data().toString();
        QCOMPARE(heads,
            QStringList({ QStringLiteral("No region · 1 dealers"), QStringLiteral("Head office"), QStringLiteral("Volga · 1 dealers") }));
        const int row = model.rowOf(1);
        QCOMPARE(model.index(row, NetworkModel::RegionColumn).data().toString(), QStringLiteral("Head office"));
    }

    void manyDealersAreGroupedByState()
    {
        NetworkModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<DealerHealth> dealers;
        for (int i = 1; i <= 1'000; ++i)
            dealers.push_back(health(dealer(i, "D", i <= 3 ? 5 * kHour : 60)));
        model.setDealers(dealers);
        // Stale ones open, 997 fresh ones are one line.
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.count(PortalHealth::Fresh), 997);
    }

    void retiredOnesAreShownOnDemand()
    {
        NetworkModel model;
        Dealer gone = dealer(2, "Gone", 60);
        gone.portal.retiredAt = kNow - 100;
        model.setDealers({ health(dealer(1, "A", 60)), health(gone) });
        QCOMPARE(model.rowCount(), 1);
        model.setRetiredShown(true);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.count(PortalHealth::Fresh), 1);
    }

    void namesOfPortalsStayPlainInTips()
    {
        NetworkModel model;
        model.setDealers({ health(dealer(1, "<b>Bold</b>", 60)) });
        const QString tip = model.index(0, NetworkModel::DealerColumn).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("&lt;b&gt;")));
    }
};

QTEST_MAIN(NetworkModelTest)
#include "tst_networkmodel.moc"
