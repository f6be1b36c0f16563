// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/stagetimesmodel.h"
#include "viewmodels/velocitytexts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using reports::StageTimes;

namespace {

constexpr double kDay = 86'400;
constexpr double kWorkDay = 8 * 3'600;

// Monday to Friday 09–17: working days of eight hours.
facts::SnapshotPtr network()
{
    auto facts = std::make_shared<facts::Snapshot>();
    for (int weekday = 1; weekday <= 5; ++weekday)
        facts->standard.calendar.week.push_back({ weekday, QTime(9, 0), QTime(17, 0), false });
    facts->standard.milestones
        = { { 1, QStringLiteral("NEW"), QStringLiteral("Новая"), QStringLiteral("New"), 10, 'P', model::EntityKind::Deal },
              { 2, QStringLiteral("KP"), QStringLiteral("КП"), QStringLiteral("Offer"), 20, 'P', model::EntityKind::Deal } };
    facts->regions = { QStringLiteral("Volga") };
    for (const char *key : { "alfa", "beta" }) {
        facts::PortalFact fact;
        fact.portal.key = QString::fromLatin1(key);
        fact.portal.title = fact.portal.key.toUpper();
        fact.region = 0;
        facts->portals.push_back(fact);
    }
    facts->users = { { 1, 7, QStringLiteral("Petrov"), facts::kNone, true } };
    return facts;
}

StageTimes stage(std::int32_t milestone, const char16_t *name, std::int64_t left, std::int64_t open, std::optional<double> medianDays)
{
    StageTimes times;
    times.stage = QString::fromUtf16(name);
    times.milestone = milestone;
    times.visits = left + open;
    times.items = times.visits;
    times.left = left;
    times.open = open;
    times.limit = 5 * kWorkDay;
    if (medianDays) {
        times.median = *medianDays * kDay;
        times.medianLow = times.median.value() - kDay;
        times.medianLeft = 3.5 * kDay;
    }
    return times;
}

std::shared_ptr<const reports::StageTimesAnswer> answer(std::int64_t offers = 40)
{
    auto result = std::make_shared<reports::StageTimesAnswer>();
    result->stages = { stage(1, u"Новая", 90, 10, 2.0), stage(2, u"КП", offers, 30, 6.0), stage(0, u"Своя", 4, 9, 1.0) };
    result->stages[1].overLimit = 21;
    return result;
}

QString cell(const StageTimesModel &model, int row, int column) { return model.index(row, column).data().toString(); }

} // namespace

class TestStageTimesModel final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void obeysTheRulesOfModels();
    void namesFollowTheLanguage();
    void daysFollowTheClock();
    void fewExitsAndUnreachedMediansAreNoNumbers();
    void newFactsKeepWhatIsHeld();
    void unknownSortsLast();
    void sentenceSaysWhatTheClosedAloneWouldSay();
    void pairsAreNamedFromThreeGroupsOn();
    void totalsAreOfClosedItems();
    void velocityIsALine();
    void groupsNarrowTheQuestion();
    void rowsNameTheirScope();
};

void TestStageTimesModel::obeysTheRulesOfModels()
{
    StageTimesModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setAnswer(answer(), network(), false);
    model.sort(StageTimesModel::MedianColumn, Qt::DescendingOrder);
    model.setFilter(QStringLiteral("нов"));
    QCOMPARE(model.rowCount(), 1);
    model.setFilter({});
    model.setAnswer(answer(50), network(), true);
    QCOMPARE(model.rowCount(), 3);
}

void TestStageTimesModel::namesFollowTheLanguage()
{
    StageTimesModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(answer(), network(), false);
    QCOMPARE(cell(model, 1, StageTimesModel::StageColumn), QStringLiteral("Offer"));
    QCOMPARE(cell(model, 2, StageTimesModel::StageColumn), QStringLiteral("Своя")); // unmapped: as the portal calls it
    model.setFmt(Fmt(Language::Russian));
    QCOMPARE(cell(model, 1, StageTimesModel::StageColumn), QStringLiteral("КП"));
}

void TestStageTimesModel::daysFollowTheClock()
{
    StageTimesModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(answer(), network(), false);
    QCOMPARE(cell(model, 1, StageTimesModel::MedianColumn), QStringLiteral("6.0"));
    QCOMPARE(model.texts().limitInDays(*model.at(model.index(1, 0))), std::nullopt); // no place among calendar days
    const QString limit = cell(model, 1, StageTimesModel::LimitColumn);
    model.setAnswer(answer(), network(), true);
    QCOMPARE(cell(model, 1, StageTimesModel::MedianColumn), QStringLiteral("18.0")); // 6 · 24 h in days of 8 h
    QCOMPARE(model.texts().limitInDays(*model.at(model.index(1, 0))), std::optional(5.0));
    QCOMPARE(cell(model, 1, StageTimesModel::LimitColumn), limit);
}

void TestStageTimesModel::pairsAreNamedFromThreeGroupsOn()
{
    const StageTexts texts(Fmt(Language::English), network(), false);
    reports::Comparison comparison;
    comparison.network = stage(2, u"КП", 90, 10, 5.0);
    for (const char16_t *name : { u"Kazan", u"Ufa", u"Perm" })
        comparison.groups.emplace_back(QString::fromUtf16(name), stage(2, u"КП", 30, 3, 5.0));
    comparison.pairs = { { 0, 1, 9.0, 0.003, 0.009 }, { 0, 2, 2.0, 0.15, 0.3 }, { 1, 2, 1.0, 0.3, 0.3 } };
    QVERIFY2(texts.pairs(comparison).contains(QStringLiteral("Kazan \u2013 Ufa ")), qPrintable(texts.pairs(comparison)));
    QVERIFY(!texts.pairs(comparison).contains(QStringLiteral("Perm")));
    QVERIFY(texts.sentence(comparison).contains(texts.pairs(comparison)));
    comparison.pairs[0].corrected = 0.06;
    QVERIFY(texts.pairs(comparison).contains(QStringLiteral("none differ")));
    comparison.groups.pop_back();
    QVERIFY(texts.pairs(comparison).isEmpty());
}

void TestStageTimesModel::totalsAreOfClosedItems()
{
    auto changed = std::make_shared<reports::StageTimesAnswer>(*answer());
    changed->stages[1].closedItems = 12;
    changed->stages[1].totalMean = 7.5 * kDay;
    changed->stages[1].reworkMean = 0.5 * kDay;
    changed->stages[0].closedItems = 4;
    changed->stages[0].totalMean = kDay;
    StageTimesModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(changed, network(), false);
    QCOMPARE(cell(model, 1, StageTimesModel::TotalColumn), QStringLiteral("7.5"));
    QCOMPARE(cell(model, 1, StageTimesModel::ReworkColumn), QStringLiteral("0.5"));
    QCOMPARE(cell(model, 0, StageTimesModel::TotalColumn), Fmt::dash()); // fewer than five
}

void TestStageTimesModel::velocityIsALine()
{
    reports::VelocityAnswer velocity;
    velocity.horizonDays = 60;
    velocity.now = { 40, 0.25, 500'000, 50, 100'000, 40 };
    const Fmt fmt(Language::English);
    const auto line = [&] { return VelocityTexts::line(velocity, QStringLiteral("RUB"), fmt); };
    QVERIFY2(line().contains(QStringLiteral("40 open")) && line().contains(QStringLiteral("50.0")), qPrintable(line()));
    QVERIFY(!line().contains(QStringLiteral("before")));
    velocity.before = { 20, 0.25, 500'000, 50, 50'000, 40 };
    velocity.change = { { 50'000, 0, 0, 0 } };
    QVERIFY2(line().contains(QStringLiteral("before")), qPrintable(line()));
    QCOMPARE(VelocityTexts::explain(velocity, QStringLiteral("RUB"), fmt).notes.size(), 1);
    velocity.now = { 40, std::nullopt, std::nullopt, std::nullopt, std::nullopt, 0 };
    QVERIFY2(line().contains(QStringLiteral("too few")), qPrintable(line()));
}

void TestStageTimesModel::fewExitsAndUnreachedMediansAreNoNumbers()
{
    auto facts = network();
    auto one = std::make_shared<reports::StageTimesAnswer>(*answer());
    one->stages[0].median.reset();
    StageTimesModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(one, facts, false);
    QCOMPARE(cell(model, 0, StageTimesModel::MedianColumn), QStringLiteral("NR"));
    QCOMPARE(cell(model, 2, StageTimesModel::MedianColumn), QStringLiteral("n<5"));
    QCOMPARE(cell(model, 1, StageTimesModel::OverColumn), Fmt(Language::English).percent(0.3)); // 21 of 70
}

void TestStageTimesModel::newFactsKeepWhatIsHeld()
{
    StageTimesModel model;
    model.setAnswer(answer(), network(), false);
    const QPersistentModelIndex held = model.index(1, StageTimesModel::OpenColumn);
    model.sort(StageTimesModel::VisitsColumn, Qt::DescendingOrder);
    model.setAnswer(answer(400), network(), false);
    QCOMPARE(held.row(), 0);
    QCOMPARE(held.column(), int(StageTimesModel::OpenColumn));
    QCOMPARE(model.at(held)->milestone, 2);
}

void TestStageTimesModel::unknownSortsLast()
{
    auto one = std::make_shared<reports::StageTimesAnswer>(*answer());
    one->stages[0].median.reset();
    StageTimesModel model;
    model.setAnswer(one, network(), false);
    for (const Qt::SortOrder order : { Qt::AscendingOrder, Qt::DescendingOrder }) {
        model.sort(StageTimesModel::MedianColumn, order);
        QCOMPARE(model.at(model.index(2, 0))->milestone, 1);
    }
}

void TestStageTimesModel::sentenceSaysWhatTheClosedAloneWouldSay()
{
    const StageTexts texts(Fmt(Language::English), network(), false);
    const QString said = texts.sentence(answer()->stages[1]);
    const auto words = { texts.days(6 * kDay), texts.days(3.5 * kDay), QString(Fmt(Language::English).count(70)), QStringLiteral("Offer") };
    for (const QString &word : words)
        QVERIFY2(said.contains(word), qPrintable(said));
}

void TestStageTimesModel::groupsNarrowTheQuestion()
{
    const auto facts = network();
    const auto dealers = compareChoices(*facts, {}, CompareBy::Dealer);
    QCOMPARE(dealers.size(), size_t(2));
    QCOMPARE(narrowTo({}, dealers[1].key).portals, std::vector<QString> { QStringLiteral("beta") });
    const auto regions = compareChoices(*facts, {}, CompareBy::Region);
    QCOMPARE(regions.size(), size_t(1));
    QCOMPARE(narrowTo({}, regions[0].key).regions, std::vector<QString> { QStringLiteral("Volga") });
    const auto people = compareChoices(*facts, {}, CompareBy::Employee);
    const auto narrowed = narrowTo({}, people.at(0).key).employees;
    QCOMPARE(narrowed.at(0).first, QStringLiteral("beta"));
    QCOMPARE(narrowed.at(0).second, model::RecordId(7));
    reports::Question alfa;
    alfa.portals = { QStringLiteral("alfa") };
    QVERIFY(compareChoices(*facts, alfa, CompareBy::Employee).empty());
}

void TestStageTimesModel::rowsNameTheirScope()
{
    StageTimesModel model;
    model.setAnswer(answer(), network(), false);
    const auto scope = model.rowsBehind(model.index(1, StageTimesModel::OpenColumn));
    QVERIFY(scope.has_value());
    QCOMPARE(scope->report, reports::Report::StageTimes);
    QCOMPARE(scope->count, reports::Count::Open);
    QCOMPARE(scope->stage->milestone, 2);
    QCOMPARE(model.rowsBehind(model.index(2, StageTimesModel::LeftColumn))->count, reports::Count::Left);
    QCOMPARE(model.rowsBehind(model.index(2, StageTimesModel::OverColumn))->stage->name, QStringLiteral("Своя"));
    QVERIFY(!model.rowsBehind(model.index(1, StageTimesModel::LimitColumn)).has_value());
    QCOMPARE(model.explain(model.index(1, StageTimesModel::LeftColumn))->rows, std::optional(answer()->stages[1].left));
}

QTEST_GUILESS_MAIN(TestStageTimesModel)
#include "tst_stagetimesmodel.moc"
