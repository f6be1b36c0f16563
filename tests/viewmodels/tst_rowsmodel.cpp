// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/chainnetwork.h"
#include "support/snapshotbuilder.h"
#include "viewmodels/rowsmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::testing;
using namespace dealerlens::viewmodels;
using model::EntityKind;

namespace {

const base::UtcSeconds kMonday = utc("2025-06-02T09:00:00Z");

RowsScope scopeOf(reports::Count count, reports::Report report = reports::Report::Tree)
{
    RowsScope scope;
    scope.report = report;
    scope.count = count;
    return scope;
}

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

    static std::optional<ItemRow> rowOf(const RowsAnswer &answer, std::uint32_t item)
    {
        for (size_t i = 0; i < answer.rows.size(); ++i) {
            if (answer.rows.item(i) == item)
                return answer.rows[i];
        }
        return {};
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

    // Whatever is wanted for the screen meanwhile, the whole comes, in portions, and says how far it is.
    void wholeNamesComeInPortions()
    {
        std::vector<model::RecordKey> keys;
        for (int id = 1; id <= 5'000; ++id)
            keys.push_back({ 1, EntityKind::Deal, id });
        CardTexts texts(*m_store);
        QSignalSpy read(&texts, &CardTexts::allRead);
        std::vector<std::pair<int, int>> told;
        connect(&texts, &CardTexts::progress, this, [&](int done, int total) { told.emplace_back(done, total); });
        texts.want({ keys.front() }); // the first row is on screen and being read
        texts.readAll(keys);
        texts.want({ keys.back() });
        QTRY_COMPARE(read.size(), 1);
        QVERIFY(told.size() >= 4);
        QCOMPARE(told.back(), std::pair(5'000, 5'000));
        for (const model::RecordKey &key : { keys.front(), keys[2'500], keys.back() })
            QVERIFY(texts.find(key));
        texts.readAll(keys); // all known
        QCOMPARE(read.size(), 2);
    }

    void readingOfTheWholeStops()
    {
        CardTexts texts(*m_store);
        QSignalSpy read(&texts, &CardTexts::allRead);
        std::vector<model::RecordKey> keys;
        for (int id = 1; id <= 5'000; ++id)
            keys.push_back({ 1, EntityKind::Deal, id });
        texts.readAll(keys);
        texts.stopAll();
        QTRY_VERIFY(!texts.isReading());
        QCOMPARE(read.size(), 0);
        QVERIFY(!texts.find(keys.front())); // portions are taken from the end
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
        const RowsAnswer answer = readRows(*facts, {}, scopeOf(reports::Count::All, reports::Report::Items));
        QCOMPARE(answer.rows.size(), size_t(4));
        std::optional<ItemRow> row = rowOf(answer, b.rowOf(straight));
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

    // Chips and filters go by marks, the row itself by the state of its item: now, and as it was while some had not moved.
    void marksTellWhatRowsTell()
    {
        b.item({ .visits = { { m_new, kMonday }, { m_work, kMonday + kHour }, { m_lost, kMonday + 3 * kHour } } });
        b.item({ .visits = { { m_new, kMonday }, { m_offer, kMonday + kHour }, { m_won, kMonday + 3 * kHour } } });
        b.item({ .visits = { { m_work, kMonday }, { m_new, kMonday + kHour }, { m_work, kMonday + 3 * kHour } } });
        b.item({ .visits = { { m_new, kMonday }, { m_won, kMonday + kHour }, { m_new, kMonday + 3 * kHour } } });
        b.item({ .visits = { { m_offer, kMonday } } });
        const auto facts = built(kMonday + 5 * kHour);
        for (const base::UtcSeconds at : { base::kNever, kMonday + 2 * kHour }) {
            const RowsAnswer answer = readRows(*facts, { .asOf = at }, scopeOf(reports::Count::All, reports::Report::Items));
            QCOMPARE(answer.rows.size(), size_t(5));
            QCOMPARE(answer.rows.count('P'), at == base::kNever ? 3 : 4);
            for (size_t i = 0; i < answer.rows.size(); ++i) {
                const ItemRow row = answer.rows[i];
                const RowMarks marks = answer.rows.marks(i);
                QCOMPARE(marks.outcome, row.state.outcome);
                QCOMPARE((marks.deviations & 1U << unsigned(Deviation::Skipped)) != 0, row.skipped);
                QCOMPARE((marks.deviations & 1U << unsigned(Deviation::Reentered)) != 0, row.reentered);
            }
        }
    }

    void scopeNarrows()
    {
        const base::UtcSeconds now = kMonday + 3 * kHour;
        b.item({ .visits = { { m_new, kMonday } } });
        b.item({ .visits = { { m_new, kMonday }, { m_work, kMonday + kHour } } });
        b.item({ .visits = { { m_new, kMonday }, { m_lost, kMonday + kHour } } });
        const auto facts = built(now);
        QCOMPARE(readRows(*facts, {}, scopeOf(reports::Count::New)).rows.size(), size_t(3));
        RowsScope open = scopeOf(reports::Count::Open);
        QCOMPARE(readRows(*facts, {}, open).rows.size(), size_t(2));
        open.stage = reports::StageKey { .name = QStringLiteral("Busy") };
        open.grouping = reports::StageGrouping::OwnStage;
        QCOMPARE(readRows(*facts, {}, open).rows.size(), size_t(1));
        RowsScope elsewhere = scopeOf(reports::Count::New);
        elsewhere.place = { .level = reports::TreeLevel::Dealer, .portal = QStringLiteral("another") };
        QCOMPARE(readRows(*facts, {}, elsewhere).rows.size(), size_t(0));
    }

    // A stay in the list shows its own stage and how long it took, not where the item stands now.
    void staysShowThemselves()
    {
        b.item({ .visits = { { m_new, kMonday }, { m_work, kMonday + kHour } } });
        const auto facts = built(kMonday + 5 * kHour);
        RowsScope left = scopeOf(reports::Count::Left, reports::Report::StageTimes);
        left.stage = reports::StageKey { .name = QStringLiteral("Fresh") };
        left.grouping = reports::StageGrouping::OwnStage;
        RowsModel model(*m_texts);
        model.setAnswer(std::make_shared<const RowsAnswer>(readRows(*facts, {}, left)), facts);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, RowsModel::StageColumn).data().toString(), QStringLiteral("Fresh"));
        QCOMPARE(model.index(0, RowsModel::AgeColumn).data(Qt::EditRole).toDouble(), double(kHour));
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
        model.setAnswer(std::make_shared<const RowsAnswer>(readRows(*facts, {}, scopeOf(reports::Count::New))), facts);
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

    // What a question has found out about a row is what any other one would.
    void marksAreThoseOfAnyQuestion()
    {
        size_t compared = 0;
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            ChainNetwork network { seed };
            const facts::Snapshot &facts = network.facts();
            for (int i = 0; i < 20; ++i) {
                const reports::Question first = network.question();
                const reports::Question second = network.question();
                (void)readRows(facts, first, scopeOf(reports::Count::New));
                const RowsAnswer after = readRows(facts, second, scopeOf(reports::Count::New));
                facts.derived.clear();
                const RowsAnswer alone = readRows(facts, second, scopeOf(reports::Count::New));
                QCOMPARE(after.rows.size(), alone.rows.size());
                for (size_t row = 0; row < alone.rows.size(); ++row)
                    QCOMPARE(after.rows.marks(row).toNote(), alone.rows.marks(row).toNote());
                QCOMPARE(after.rows.count('P'), alone.rows.count('P'));
                QCOMPARE(after.rows.count(Deviation::Skipped), alone.rows.count(Deviation::Skipped));
                compared += alone.rows.size();
            }
        }
        QVERIFY(compared > 1'000);
    }

    // A view is told of the first rows, of all when it comes to their end, and at once when it holds one of the others.
    void viewsAreToldOfTheFirstRows()
    {
        for (int i = 0; i < 9; ++i)
            b.item({ .visits = { { m_new, kMonday + i * kHour } } });
        const auto facts = built(kMonday + 20 * kHour);
        const auto answer = std::make_shared<const RowsAnswer>(readRows(*facts, {}, scopeOf(reports::Count::New)));
        RowsModel model(*m_texts, nullptr, 4);
        auto tester = std::make_unique<QAbstractItemModelTester>(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        tester->setUseFetchMore(false);
        const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setAnswer(answer, facts);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.shown(), size_t(9));
        QCOMPARE(model.rowOf(model.keyAt(7)), 7);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        QCOMPARE(model.rowCount(), 9);
        QCOMPARE(inserted.size(), 1);
        QVERIFY(!model.canFetchMore({}));
        tester.reset(); // it holds rows
        model.setOutcome('P');
        QCOMPARE(model.rowCount(), 4);
        model.fetchMore({});
        const QPersistentModelIndex held = model.index(6, 0);
        const model::RecordKey key = model.keyAt(6);
        model.setAnswer(answer, facts);
        QCOMPARE(model.rowCount(), 9);
        QCOMPARE(model.keyAt(held.row()), key);
        model.sort(RowsModel::CreatedColumn, Qt::AscendingOrder);
        QCOMPARE(held.row(), 2);
        QCOMPARE(model.rowCount(), 4);
    }

    void argumentsTravel()
    {
        RowsScope scope = scopeOf(reports::Count::Left, reports::Report::StageTimes);
        scope.place
            = { .level = reports::TreeLevel::Employee, .region = QStringLiteral("North"), .portal = QStringLiteral("one"), .user = 7 };
        scope.stage = reports::StageKey { QStringLiteral("Fresh"), 3, QString(), EntityKind::Lead };
        scope.grouping = reports::StageGrouping::OwnStage;
        scope.visits = reports::VisitsCounted::All;
        scope.finalStages = true;
        scope.lates = { reports::Late::ActivityOverdue, reports::Late::StageOverdue };
        scope.days = { QDate(2025, 6, 1), QDate(2025, 7, 1) };
        scope.conversionDays = 0;
        scope.crumbs = { QStringLiteral("North") };
        QCOMPARE(RowsScope::fromVariant(scope.toVariant()), scope);
        RowsScope group = scopeOf(reports::Count::Won, reports::Report::Groups);
        group.dimension = reports::Dimension::Employee;
        group.group = QString();
        QCOMPARE(RowsScope::fromVariant(group.toVariant()), group);
        RowsScope funnel = scopeOf(reports::Count::Inferred, reports::Report::Funnel);
        funnel.mode = reports::FunnelMode::Strict;
        funnel.path = { QStringLiteral("START"), QString() };
        QCOMPARE(RowsScope::fromVariant(funnel.toVariant()), funnel);
        QCOMPARE(RowsScope::fromVariant({}), RowsScope());
        QVERIFY(scope.title() != group.title() && !funnel.title().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRowsModel)
#include "tst_rowsmodel.moc"
