// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/snapshotbuilder.h"
#include "viewmodels/rowsmodel.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::testing;
using namespace dealerlens::viewmodels;
using model::EntityKind;

namespace {

const base::UtcSeconds kMonday = utc("2025-06-02T09:00:00Z");

} // namespace

class TestRowsModel final : public QObject {
    Q_OBJECT

private:
    SnapshotBuilder b;
    facts::Index m_new = 0, m_work = 0, m_offer = 0, m_won = 0, m_lost = 0;
    base::SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<CardTexts> m_texts;

    facts::SnapshotPtr built(base::UtcSeconds now) { return std::make_shared<const facts::Snapshot>(b.build(now)); }

    static const ItemRow *rowOf(const RowsAnswer &answer, std::uint32_t item)
    {
        for (const ItemRow &row : answer.rows) {
            if (row.state.row == item)
                return &row;
        }
        return nullptr;
    }

private Q_SLOTS:

    void init()
    {
        b = SnapshotBuilder();
        const auto funnel = b.funnel(b.portal("one", "North"), EntityKind::Deal, "Sales");
        m_new = b.stage(funnel, "Fresh", 'P', "NEW");
        m_work = b.stage(funnel, "Busy", 'P', "WORK");
        m_offer = b.stage(funnel, "Offer", 'P', "KP");
        m_won = b.stage(funnel, "Won", 'S', "WON");
        m_lost = b.stage(funnel, "Lost", 'F', "LOST");
        if (!m_store) {
            auto opened = store::Store::open(m_folder.path(), { .clock = &m_clock });
            QVERIFY(opened.has_value());
            m_store = std::move(*opened);
            m_texts = std::make_unique<CardTexts>(*m_store);
        }
    }

    void pathsTellWhatHappened()
    {
        const base::UtcSeconds now = kMonday + 3 * kHour;
        const int straight = b.item({ .visits = { { m_new, kMonday }, { m_work, kMonday + kHour } } });
        const int jumped = b.item({ .visits = { { m_new, kMonday }, { m_offer, kMonday + kHour } } });
        const int back = b.item(
            { .visits = { { m_new, kMonday }, { m_work, kMonday + 600 }, { m_new, kMonday + 1200 }, { m_work, kMonday + 1800 } } });
        const int won = b.item({ .visits = { { m_new, kMonday }, { m_won, kMonday + kHour } } });
        const auto facts = built(now);
        const RowsAnswer answer = readRows(*facts, {}, { .which = reports::Rows::All });
        QCOMPARE(answer.rows.size(), size_t(4));
        const ItemRow *row = rowOf(answer, b.rowOf(straight));
        QVERIFY(row && !row->skipped && !row->reentered);
        QCOMPARE(row->path[0].kind, PathCell::Kind::AsPlanned);
        QCOMPARE(row->path[1].kind, PathCell::Kind::Now);
        QCOMPARE(row->path[2].kind, PathCell::Kind::Ahead);
        row = rowOf(answer, b.rowOf(jumped));
        QVERIFY(row && row->skipped);
        QCOMPARE(row->path[1].kind, PathCell::Kind::Skipped);
        QCOMPARE(row->path[2].kind, PathCell::Kind::Now);
        row = rowOf(answer, b.rowOf(back));
        QVERIFY(row && row->reentered && row->path[0].reentered);
        row = rowOf(answer, b.rowOf(won));
        QVERIFY(row && row->skipped);
        QCOMPARE(row->path[row->cells - 1].kind, PathCell::Kind::Skipped);
    }

    void scopeNarrows()
    {
        const base::UtcSeconds now = kMonday + 3 * kHour;
        b.item({ .visits = { { m_new, kMonday } } });
        b.item({ .visits = { { m_new, kMonday }, { m_work, kMonday + kHour } } });
        b.item({ .visits = { { m_new, kMonday }, { m_lost, kMonday + kHour } } });
        const auto facts = built(now);
        QCOMPARE(readRows(*facts, {}, { .which = reports::Rows::New }).rows.size(), size_t(3));
        QCOMPARE(readRows(*facts, {}, { .which = reports::Rows::Open }).rows.size(), size_t(2));
        QCOMPARE(readRows(*facts, {}, { .which = reports::Rows::Open, .stage = QStringLiteral("Busy") }).rows.size(), size_t(1));
        QCOMPARE(readRows(*facts, {}, { .which = reports::Rows::Open, .ageFrom = 2.5 * kHour }).rows.size(), size_t(1));
        QCOMPARE(readRows(*facts, {}, { .which = reports::Rows::New, .portals = { QStringLiteral("another") } }).rows.size(), size_t(0));
        // The rows behind a number are as many as the number says.
        const RowsAnswer answer = readRows(*facts, {}, { .which = reports::Rows::New });
        QCOMPARE(answer.measures.leads, std::int64_t(answer.rows.size()));
    }

    void filtersAndOrderKeepWhatIsHeld()
    {
        const base::UtcSeconds now = kMonday + 3 * kHour;
        b.item({ .visits = { { m_new, kMonday } } });
        const int late = b.item({ .visits = { { m_new, kMonday + kHour } } });
        b.item({ .visits = { { m_new, kMonday + 2 * kHour }, { m_lost, kMonday + 2 * kHour + 60 } } });
        const auto facts = built(now);
        RowsModel model(*m_texts);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAnswer(std::make_shared<const RowsAnswer>(readRows(*facts, {}, { .which = reports::Rows::New })), facts);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.count('F'), std::int64_t(1));
        QCOMPARE(model.count('P'), std::int64_t(2));
        QPersistentModelIndex held;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.rowAt(row)->state.row == b.rowOf(late))
                held = model.index(row, 0);
        }
        QCOMPARE(held.row(), 1);
        model.sort(RowsModel::CreatedColumn, Qt::AscendingOrder);
        QCOMPARE(held.row(), 1);
        model.setOutcome('P');
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(held.isValid());
        QCOMPARE(model.rowAt(held.row())->state.row, b.rowOf(late));
        model.setOutcome('F');
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!held.isValid());
        QCOMPARE(model.rowOf(model.keyAt(0)), 0);
        model.setFilter(QStringLiteral("busy"));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter(QStringLiteral("LOST"));
        QCOMPARE(model.rowCount(), 1);
    }

    void argumentsTravel()
    {
        RowsScope scope;
        scope.which = reports::Rows::Immature;
        scope.region = QStringLiteral("North");
        scope.milestone = 3;
        scope.late = 2;
        scope.overLimit = true;
        scope.ageFrom = 60;
        QCOMPARE(RowsScope::fromVariant(scope.toVariant()), scope);
        QCOMPARE(RowsScope::fromVariant({}), RowsScope());
        QCOMPARE(scope.narrow({}).lates.count(reports::Late::StageOverdue), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestRowsModel)
#include "tst_rowsmodel.moc"
