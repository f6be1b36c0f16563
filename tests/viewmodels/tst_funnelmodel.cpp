// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/funnelmodel.h"
#include "viewmodels/pathsmodel.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using dealerlens::testing::SnapshotBuilder;
using dealerlens::testing::utc;

namespace {

const base::UtcSeconds kNow = utc("2025-11-24T09:00:00Z");
const auto kReporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

// One dealer. Two deals rest in NEW; one skipped WORK on its way to KP; one is won through all three.
struct Network {
    Network()
    {
        const facts::Index portal = builder.portal("d0", "Volga");
        const facts::Index funnel = builder.funnel(portal, model::EntityKind::Deal, "Sales");
        const facts::Index fresh = builder.stage(funnel, "Fresh", 'P', "NEW");
        const facts::Index work = builder.stage(funnel, "Busy", 'P', "WORK");
        const facts::Index offer = builder.stage(funnel, "Offer", 'P', "KP");
        const facts::Index won = builder.stage(funnel, "Done", 'S', "WON");
        deal(portal, { fresh });
        deal(portal, { fresh });
        deal(portal, { fresh, offer });
        deal(portal, { fresh, work, offer, won });
        facts = std::make_shared<facts::Snapshot>(builder.build(kNow));
    }

    void deal(facts::Index portal, const std::vector<facts::Index> &stages)
    {
        SnapshotBuilder::Item item;
        item.portal = portal;
        for (const facts::Index stage : stages)
            item.visits.emplace_back(stage, kNow - 864'000 + 3'600 * base::UtcSeconds(item.visits.size()));
        (void)builder.item(item);
    }

    [[nodiscard]] reports::FunnelAnswer funnel(reports::FunnelMode mode) const
    {
        return reports::funnel(*facts, {}, mode, reports::StageGrouping::Milestone);
    }

    SnapshotBuilder builder;
    facts::SnapshotPtr facts;
};

int rowOf(const QAbstractItemModel &model, const QString &name, int column = 0)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, column).data().toString() == name)
            return row;
    }
    return -1;
}

qlonglong number(const QAbstractItemModel &model, int row, int column) { return model.index(row, column).data(Qt::EditRole).toLongLong(); }

} // namespace

class TestFunnelModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresAreThoseCountedByHand();
    void languageAndModeKeepTheRows();
    void everyCountOpensItsRows();
    void pathsAndTransitions();
    void pathsChangeSingly();
};

void TestFunnelModel::figuresAreThoseCountedByHand()
{
    const Network network;
    FunnelModel model;
    QAbstractItemModelTester tester(&model, kReporting);
    model.setAnswer(network.funnel(reports::FunnelMode::Furthest), network.facts);
    model.setFmt(Fmt(Language::English));
    QCOMPARE(rowOf(model, QStringLiteral("New")), 0);
    QCOMPARE(number(model, 0, FunnelModel::CountColumn), 4);
    QCOMPARE(number(model, 0, FunnelModel::OpenColumn), 2);
    QCOMPARE(number(model, 0, FunnelModel::LostColumn), 0);
    QCOMPARE(number(model, 1, FunnelModel::CountColumn), 2); // one passed, one inferred
    QCOMPARE(number(model, 1, FunnelModel::InferredColumn), 1);
    QCOMPARE(model.share(1), std::optional(0.5));
    QCOMPARE(number(model, model.rowCount() - 1, FunnelModel::CountColumn), 1);
    QCOMPARE(model.index(0, FunnelModel::DropColumn).data(Qt::EditRole).toDouble(), 0.5);
    QVERIFY(model.dropText(0).contains(QLatin1String("still open 2")));
    QVERIFY(model.dropText(model.rowCount() - 1).isEmpty());
}

void TestFunnelModel::languageAndModeKeepTheRows()
{
    const Network network;
    FunnelModel model;
    model.setAnswer(network.funnel(reports::FunnelMode::Furthest), network.facts);
    QCOMPARE(model.stageName(0), QStringLiteral("Новая"));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setFmt(Fmt(Language::English));
    model.setAnswer(network.funnel(reports::FunnelMode::Visited), network.facts);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.stageName(0), QStringLiteral("New"));
    QCOMPARE(number(model, 1, FunnelModel::CountColumn), 1); // the one that skipped it is not counted
    QVERIFY(!model.index(1, FunnelModel::InferredColumn).data(Qt::EditRole).isValid());
}

void TestFunnelModel::everyCountOpensItsRows()
{
    const Network network;
    FunnelModel model;
    int opened = 0;
    for (const auto mode : { reports::FunnelMode::Furthest, reports::FunnelMode::Visited, reports::FunnelMode::Entries,
             reports::FunnelMode::Strict, reports::FunnelMode::Supposed }) {
        model.setAnswer(network.funnel(mode), network.facts);
        for (int row = 0; row < model.rowCount(); ++row) {
            for (const int column :
                { FunnelModel::CountColumn, FunnelModel::InferredColumn, FunnelModel::LostColumn, FunnelModel::OpenColumn }) {
                const QModelIndex index = model.index(row, column);
                const auto scope = model.rowsBehind(index);
                QCOMPARE(scope.has_value(), index.data(Qt::EditRole).isValid());
                if (!scope)
                    continue;
                QCOMPARE(qlonglong(reports::rowsOf(*network.facts, {}, *scope).rows.size()), index.data(Qt::EditRole).toLongLong());
                ++opened;
            }
        }
    }
    QVERIFY(opened > 20);
    QVERIFY(!model.rowsBehind(model.index(0, FunnelModel::DropColumn)));
    QVERIFY(model.explain(model.index(0, FunnelModel::CountColumn)));
    QVERIFY(!model.explain(model.index(0, FunnelModel::StageColumn)));
}

void TestFunnelModel::pathsAndTransitions()
{
    const Network network;
    const auto grouping = reports::StageGrouping::Milestone;
    PathsModel paths;
    QAbstractItemModelTester pathsTester(&paths, kReporting);
    paths.setFmt(Fmt(Language::English));
    paths.setAnswer(reports::paths(*network.facts, {}, grouping), network.facts);
    QCOMPARE(paths.rowCount(), 3);
    const int resting = rowOf(paths, QStringLiteral("New"));
    QVERIFY(resting >= 0);
    QCOMPARE(number(paths, resting, PathsModel::CountColumn), 2);
    QCOMPARE(number(paths, resting, PathsModel::StepsColumn), 1);
    QCOMPARE(paths.total(), 4);
    QCOMPARE(paths.listedShare(), 1.0);

    TransitionsModel transitions;
    QAbstractItemModelTester transitionsTester(&transitions, kReporting);
    transitions.setFmt(Fmt(Language::English));
    transitions.setAnswer(reports::transitions(*network.facts, {}, grouping), network.facts);
    for (int row = 0; row < transitions.rowCount(); ++row) {
        if (transitions.index(row, TransitionsModel::FromColumn).data().toString() != QLatin1String("New"))
            continue;
        // Four leave "New": two end there, one goes to each of the others.
        const qlonglong count = number(transitions, row, TransitionsModel::CountColumn);
        QCOMPARE(transitions.index(row, TransitionsModel::ShareColumn).data(Qt::EditRole).toDouble(), double(count) / 4);
    }
    QCOMPARE(number(transitions, rowOf(transitions, QStringLiteral("Beginning")), TransitionsModel::CountColumn), 4);
}

void TestFunnelModel::pathsChangeSingly()
{
    PathsModel model;
    QAbstractItemModelTester tester(&model, kReporting);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    model.setAnswer({ { { a }, 3, 0.6 }, { { a, b }, 2, 0.4 } }, nullptr);
    const QPersistentModelIndex kept = model.index(1, 0);
    model.setAnswer({ { { b }, 9, 0.6 }, { { a, b }, 6, 0.4 } }, nullptr);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data().toString(), QStringLiteral("a › b"));
    QCOMPARE(number(model, kept.row(), PathsModel::CountColumn), 6);
    QCOMPARE(resets.count(), 0);
}

QTEST_GUILESS_MAIN(TestFunnelModel)
#include "tst_funnelmodel.moc"
