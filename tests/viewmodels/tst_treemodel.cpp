// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/treemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::viewmodels;
using reports::TreeLevel;
using reports::TreeNode;

namespace {

facts::SnapshotPtr network()
{
    auto facts = std::make_shared<facts::Snapshot>();
    facts->regions = { QStringLiteral("Volga"), QStringLiteral("South") };
    const auto portal = [&](model::PortalId id, const char *key, const char *title, facts::Index region) {
        facts::PortalFact fact;
        fact.portal.id = id;
        fact.portal.key = QString::fromLatin1(key);
        fact.portal.title = QString::fromLatin1(title);
        fact.portal.code = QString::fromLatin1(key).left(2).toUpper();
        fact.region = region;
        facts->portals.push_back(fact);
    };
    portal(1, "alfa", "Alfa", 0);
    portal(2, "beta", "Beta", 0);
    portal(3, "gamma", "Gamma", 1);
    facts->departments = { { 0, 5, QStringLiteral("Sales"), facts::kNone } };
    facts->users = { { 0, 11, QStringLiteral("Ivanov"), 0, true }, { 0, 12, QStringLiteral("Petrov"), 0, true } };
    return facts;
}

TreeNode node(TreeLevel level, const char *name, std::int64_t leads, std::int64_t k, std::int64_t n)
{
    TreeNode result;
    result.level = level;
    result.name = QString::fromLatin1(name);
    result.measures.leads = leads;
    result.measures.conversion = { k, n, 0.1, 0.9 };
    result.coverage.portals = result.coverage.fresh = 1;
    result.coverage.oldest = 1'700'000'000;
    return result;
}

TreeNode dealer(const char *name, facts::Index region, facts::Index portal, std::int64_t leads, std::int64_t k, std::int64_t n)
{
    TreeNode result = node(TreeLevel::Dealer, name, leads, k, n);
    result.region = region;
    result.portal = portal;
    return result;
}

// Network → Volga (Alfa with two people, Beta), South (Gamma).
std::shared_ptr<reports::TreeAnswer> answer(std::int64_t alfaLeads = 30)
{
    auto result = std::make_shared<reports::TreeAnswer>();
    result->root = node(TreeLevel::Network, "", alfaLeads + 60, 30, 90);
    TreeNode volga = node(TreeLevel::Region, "Volga", alfaLeads + 20, 18, 50);
    volga.region = 0;
    TreeNode alfa = dealer("Alfa", 0, 0, alfaLeads, 10, 25);
    TreeNode sales = node(TreeLevel::Department, "Sales", alfaLeads, 10, 25);
    sales.region = 0;
    sales.portal = 0;
    sales.department = 0;
    for (facts::Index user = 0; user < 2; ++user) {
        TreeNode person = node(TreeLevel::Employee, user == 0 ? "Ivanov" : "Petrov", 10 + user, 2, user == 0 ? 3 : 20);
        person.region = 0;
        person.portal = 0;
        person.department = 0;
        person.user = user;
        sales.children.edit().push_back(person);
    }
    alfa.children.edit().push_back(sales);
    volga.children = { alfa, dealer("Beta", 0, 1, 20, 8, 25) };
    TreeNode south = node(TreeLevel::Region, "South", 40, 12, 40);
    south.region = 1;
    south.children = { dealer("Gamma", 1, 2, 40, 12, 40) };
    result->root.children = { volga, south };
    result->coverage.portals = result->coverage.fresh = 3;
    result->waterfall = { .all = 100, .deleted = 4, .counted = 96 };
    return result;
}

QStringList names(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(parent); ++row)
        result.append(model.index(row, 0, parent).data().toString());
    return result;
}

} // namespace

class TestTreeModel final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void obeysTheRulesOfModels();
    void sortsWithinParents();
    void monthsAreInOrderOfTime();
    void secondKeyDecidesTies();
    void newFactsKeepWhatIsHeld();
    void filterKeepsTheWayToMatches();
    void levelsThatSayNothingAreLeftOut();
    void fewAreNoPoint();
    void rowsBehindNameTheirScope();
    void everyNumberExplainsItself();
    void dealersHaveCities();
    void groupsAreRowsOfTheirOwn();
    void switchingKeepsTheRoot();
    void whatTheJournalDoesNotSayIsMarked();
};

void TestTreeModel::obeysTheRulesOfModels()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setAnswer(answer(), network(), 1'700'000'600);
    model.setSortKeys({ { TreeModel::NameColumn, Qt::AscendingOrder } });
    model.setFilter(QStringLiteral("iva"));
    model.setFilter({});
    model.setAnswer(answer(90), network(), 1'700'000'900);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.networkIndex()), 2);
    QCOMPARE(model.networkIndex().siblingAtColumn(TreeModel::NewColumn).data(Qt::EditRole).toInt(), 150);
}

void TestTreeModel::sortsWithinParents()
{
    TreeModel model;
    model.setAnswer(answer(), network(), 1'700'000'600);
    const QModelIndex root = model.networkIndex();
    QCOMPARE(names(model, root), QStringList({ QStringLiteral("Volga"), QStringLiteral("South") })); // most new first
    model.sort(TreeModel::NameColumn, Qt::AscendingOrder);
    QCOMPARE(names(model, model.networkIndex()), QStringList({ QStringLiteral("South"), QStringLiteral("Volga") }));
    model.sort(TreeModel::NewColumn, Qt::AscendingOrder);
    QCOMPARE(names(model, model.indexOfKey(QStringLiteral("r:Volga"))), QStringList({ QStringLiteral("Beta"), QStringLiteral("Alfa") }));
}

void TestTreeModel::monthsAreInOrderOfTime()
{
    const auto months = answer();
    TreeNode &person = months->root.children.edit()[0].children.edit()[0].children.edit()[0].children.edit()[1];
    for (const auto &[key, leads] : { std::pair("", 7), std::pair("2026-03", 1), std::pair("2026-04", 9) }) {
        TreeNode month = person;
        month.children = {};
        month.level = TreeLevel::Month;
        month.key = QString::fromLatin1(key);
        month.measures.leads = leads;
        person.children.edit().push_back(month);
    }
    TreeModel model;
    model.setAnswer(months, network(), 1'700'000'600);
    const auto rows = [&] { return names(model, model.indexOfKey(QStringLiteral("u:alfa/5/12"))); };
    const QStringList rising { QStringLiteral("Earlier"), Fmt().month(QDate(2026, 3, 1)), Fmt().month(QDate(2026, 4, 1)) };
    QCOMPARE(rows(), rising); // not by what is new, as the people are
    model.sort(TreeModel::NameColumn, Qt::DescendingOrder);
    QCOMPARE(rows(), QStringList(rising.rbegin(), rising.rend()));

    const QModelIndex april = model.index(0, TreeModel::WonColumn, model.indexOfKey(QStringLiteral("u:alfa/5/12")));
    const auto scope = RowsScope::fromVariant(model.rowsBehind(april).value().toVariant());
    QCOMPARE(scope.place.level, TreeLevel::Month);
    QCOMPARE(scope.place.month, QStringLiteral("2026-04"));
    QCOMPARE(scope.place.user, 12);
    QCOMPARE(scope.crumbs.last(), rising.last());
    QVERIFY(!model.rowsBehind(april.siblingAtRow(2))); // which month it was is not known
}

void TestTreeModel::dealersHaveCities()
{
    auto facts = std::make_shared<facts::Snapshot>(*network());
    facts->portals[0].portal.city = QStringLiteral("Samara");
    facts->portals[1].portal.title = QStringLiteral("Alfa");
    facts->portals[1].portal.city = QStringLiteral("Penza");
    facts->portals[2].portal.city = QStringLiteral("Rostov");
    TreeModel model;
    QCOMPARE(model.nameOf(dealer("Gamma", 1, 2, 1, 1, 1)), QStringLiteral("Gamma"));
    model.setAnswer(answer(), facts, 1'700'000'600);
    QCOMPARE(model.nameOf(dealer("Alfa", 0, 0, 1, 1, 1)), QStringLiteral("Alfa, Samara"));
    QCOMPARE(model.nameOf(dealer("Alfa", 0, 1, 1, 1, 1)), QStringLiteral("Alfa, Penza"));
    QCOMPARE(model.nameOf(dealer("Gamma", 1, 2, 1, 1, 1)), QStringLiteral("Gamma, Rostov"));
}

void TestTreeModel::secondKeyDecidesTies()
{
    TreeModel model;
    model.setAnswer(answer(20), network(), 1'700'000'600); // Alfa and Beta have 20 each
    model.setSortKeys({ { TreeModel::NewColumn, Qt::DescendingOrder }, { TreeModel::NameColumn, Qt::DescendingOrder } });
    QCOMPARE(names(model, model.indexOfKey(QStringLiteral("r:Volga"))), QStringList({ QStringLiteral("Beta"), QStringLiteral("Alfa") }));
    model.setSortKeys({ { TreeModel::NewColumn, Qt::DescendingOrder }, { TreeModel::NameColumn, Qt::AscendingOrder } });
    QCOMPARE(names(model, model.indexOfKey(QStringLiteral("r:Volga"))), QStringList({ QStringLiteral("Alfa"), QStringLiteral("Beta") }));
}

void TestTreeModel::newFactsKeepWhatIsHeld()
{
    TreeModel model;
    model.setAnswer(answer(), network(), 1'700'000'600);
    const QPersistentModelIndex alfa = model.indexOfPortal(0);
    const QPersistentModelIndex ivanov = model.indexOfKey(QStringLiteral("u:alfa/5/11"));
    QVERIFY(alfa.isValid());
    QVERIFY(ivanov.isValid());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setAnswer(answer(5), network(), 1'700'000'900); // Alfa falls behind Beta
    QCOMPARE(reset.count(), 0);
    QCOMPARE(alfa.data(TreeModel::KeyRole).toString(), QStringLiteral("p:alfa"));
    QCOMPARE(alfa.row(), 1);
    QCOMPARE(alfa.data(TreeModel::KeyRole).toString(),
        model.index(1, 0, model.indexOfKey(QStringLiteral("r:Volga"))).data(TreeModel::KeyRole).toString());
    QCOMPARE(ivanov.data().toString(), QStringLiteral("Ivanov"));
    auto without = answer();
    without->root.children.edit().erase(without->root.children.edit().begin());
    model.setAnswer(without, network(), 1'700'000'900);
    QVERIFY(!alfa.isValid());
}

void TestTreeModel::filterKeepsTheWayToMatches()
{
    TreeModel model;
    model.setAnswer(answer(), network(), 1'700'000'600);
    model.setFilter(QStringLiteral("PETR"));
    QCOMPARE(names(model, model.networkIndex()), QStringList({ QStringLiteral("Volga") }));
    QCOMPARE(names(model, model.indexOfKey(QStringLiteral("r:Volga"))), QStringList({ QStringLiteral("Alfa") }));
    QCOMPARE(names(model, model.indexOfKey(QStringLiteral("d:alfa/5"))), QStringList({ QStringLiteral("Petrov") }));
    model.setFilter(QStringLiteral("beta"));
    QVERIFY(!model.indexOfPortal(0).isValid());
    model.setFilter({});
    QCOMPARE(model.rowCount(model.networkIndex()), 2);
}

void TestTreeModel::levelsThatSayNothingAreLeftOut()
{
    auto one = answer();
    one->root.children.edit().erase(one->root.children.edit().begin() + 1);
    one->root.children.edit().front().children.edit().resize(1);
    TreeModel model;
    model.setAnswer(one, network(), 1'700'000'600);
    QCOMPARE(names(model, model.networkIndex()), QStringList({ QStringLiteral("Sales") })); // one dealer: its departments
    auto unnamed = answer();
    unnamed->root.children.edit().erase(unnamed->root.children.edit().begin() + 1);
    unnamed->root.children.edit().front().name.clear();
    model.setAnswer(unnamed, network(), 1'700'000'600);
    QCOMPARE(names(model, model.networkIndex()), QStringList({ QStringLiteral("Alfa"), QStringLiteral("Beta") }));
}

void TestTreeModel::fewAreNoPoint()
{
    TreeModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(answer(), network(), 1'700'000'600);
    const QModelIndex ivanov = model.indexOfKey(QStringLiteral("u:alfa/5/11"));
    QCOMPARE(ivanov.siblingAtColumn(TreeModel::ConversionColumn).data().toString(), QStringLiteral("n<5"));
    const QModelIndex petrov = model.indexOfKey(QStringLiteral("u:alfa/5/12"));
    QCOMPARE(petrov.siblingAtColumn(TreeModel::ConversionColumn).data().toString(), QStringLiteral("10%"));
    // No comparison without a period before.
    QCOMPARE(petrov.siblingAtColumn(TreeModel::ChangeColumn).data().toString(), Fmt::dash());
}

void TestTreeModel::rowsBehindNameTheirScope()
{
    TreeModel model;
    model.setAnswer(answer(), network(), 1'700'000'600);
    const auto person = model.rowsBehind(model.indexOfKey(QStringLiteral("u:alfa/5/12")).siblingAtColumn(TreeModel::WonColumn));
    QVERIFY(person);
    QCOMPARE(person->count, reports::Count::Won);
    const reports::Place petrov {
        .level = reports::TreeLevel::Employee, .region = QStringLiteral("Volga"), .portal = QStringLiteral("alfa"), .user = 12
    };
    QCOMPARE(person->place, petrov);
    QCOMPARE(person->crumbs,
        QStringList({ QStringLiteral("Volga"), QStringLiteral("Alfa"), QStringLiteral("Sales"), QStringLiteral("Petrov") }));
    QCOMPARE(RowsScope::fromVariant(person->toVariant()), *person);
    const auto region = model.rowsBehind(model.indexOfKey(QStringLiteral("r:South")).siblingAtColumn(TreeModel::OpenColumn));
    QVERIFY(region);
    QCOMPARE(region->place, reports::Place({ .level = reports::TreeLevel::Region, .region = QStringLiteral("South") }));
    QCOMPARE(region->count, reports::Count::Open);
    QVERIFY(!model.rowsBehind(model.networkIndex().siblingAtColumn(TreeModel::DataColumn)));
}

void TestTreeModel::everyNumberExplainsItself()
{
    TreeModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(answer(), network(), 1'700'000'600);
    for (int column = TreeModel::NewColumn; column < TreeModel::ColumnCount; ++column) {
        const auto explanation = model.explain(model.networkIndex().siblingAtColumn(column));
        QVERIFY2(explanation && !explanation->formula.isEmpty() && !explanation->title.isEmpty(), qPrintable(QString::number(column)));
    }
    const auto conversion = model.explain(model.networkIndex().siblingAtColumn(TreeModel::ConversionColumn));
    QVERIFY(!conversion->method.isEmpty());
    QVERIFY(conversion->waterfall);
    QVERIFY(conversion->scope && conversion->step(reports::Count::Deleted).count == reports::Count::Deleted);
    const auto lines = Explanation::lines(*conversion->waterfall, Fmt(Language::English));
    QCOMPARE(lines.size(), size_t(3)); // all, deleted, counted: steps of nothing are left out
    QCOMPARE(lines.back().number, QStringLiteral("96"));
    QVERIFY(!model.explain(model.networkIndex()));
}

// Network → Site (40), unknown (12).
std::shared_ptr<reports::TreeAnswer> sources()
{
    auto result = std::make_shared<reports::TreeAnswer>();
    result->dimension = reports::Dimension::Source;
    result->root = node(TreeLevel::Network, "", 52, 20, 50);
    TreeNode site = node(TreeLevel::Group, "Site", 40, 18, 40);
    site.key = site.name;
    result->root.children = { node(TreeLevel::Group, "", 12, 2, 10), site };
    result->waterfall = { .all = 60, .deleted = 8, .counted = 52 };
    return result;
}

void TestTreeModel::groupsAreRowsOfTheirOwn()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFmt(Fmt(Language::English));
    model.setAnswer(sources(), network(), 1'700'000'600);
    const QModelIndex root = model.networkIndex();
    QCOMPARE(names(model, root), QStringList({ QStringLiteral("Site"), QStringLiteral("Unknown source") })); // most new first
    model.setSortKeys({ { TreeModel::ConversionColumn, Qt::AscendingOrder } });
    QCOMPARE(names(model, model.networkIndex()).front(), QStringLiteral("Unknown source"));
    QCOMPARE(model.headerData(TreeModel::NameColumn, Qt::Horizontal).toString(), QStringLiteral("Source"));
    const QModelIndex unknown = model.indexOfKey(TreeModel::keyOfGroup({}));
    QVERIFY(unknown.isValid() && !model.hasChildren(unknown));
    const auto scope = model.rowsBehind(unknown.siblingAtColumn(TreeModel::WonColumn));
    QVERIFY(scope && scope->group && scope->group->isEmpty());
    QCOMPARE(scope->report, reports::Report::Groups);
    QCOMPARE(scope->count, reports::Count::Won);
    QCOMPARE(scope->crumbs, QStringList({ QStringLiteral("By source"), QStringLiteral("Unknown source") }));
    QCOMPARE(RowsScope::fromVariant(scope->toVariant()), *scope);
    QVERIFY(!model.rowsBehind(model.networkIndex().siblingAtColumn(TreeModel::WonColumn))->group);
    for (int column = TreeModel::NewColumn; column < TreeModel::ColumnCount; ++column) {
        const auto explanation = model.explain(unknown.siblingAtColumn(column));
        QVERIFY(explanation && explanation->subject.contains(QStringLiteral("Unknown source")));
    }
    const reports::Table table = reports::toTable(*model.answer(), *model.facts());
    QCOMPARE(table.columns.front().name, QStringLiteral("source"));
    QCOMPARE(table.rows.size(), size_t(2));
    // Months stand in the order of time, whatever their names are.
    auto months = sources();
    months->dimension = reports::Dimension::Month;
    months->root.children.edit()[0].key = months->root.children.edit()[0].name = QStringLiteral("2025-12");
    months->root.children.edit()[1].key = months->root.children.edit()[1].name = QStringLiteral("2026-01");
    model.setAnswer(months, network(), 1'700'000'600);
    model.setSortKeys({ { TreeModel::NameColumn, Qt::AscendingOrder } });
    const QStringList inTime = names(model, model.networkIndex());
    QCOMPARE(inTime.size(), 2);
    QVERIFY(inTime.front().contains(QStringLiteral("2025")));
}

// The frozen row of the network is held while what is below it changes.
void TestTreeModel::switchingKeepsTheRoot()
{
    TreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setAnswer(answer(), network(), 1'700'000'600);
    const QPersistentModelIndex root = model.networkIndex();
    const QPersistentModelIndex alfa = model.indexOfKey(QStringLiteral("p:alfa"));
    model.setAnswer(sources(), network(), 1'700'000'600);
    QVERIFY(root.isValid() && !alfa.isValid());
    QCOMPARE(model.rowCount(root), 2);
    model.setAnswer(answer(), network(), 1'700'000'600);
    QCOMPARE(model.rowCount(root), 2);
    QVERIFY(model.indexOfKey(QStringLiteral("p:alfa")).isValid());
}

void TestTreeModel::whatTheJournalDoesNotSayIsMarked()
{
    auto marked = answer();
    TreeNode &sales = marked->root.children.edit()[0].children.edit()[0].children.edit()[0];
    sales.children.edit()[0].measures.responsibleAssumed = 3;
    TreeModel model;
    model.setFmt(Fmt(Language::English));
    model.setAnswer(marked, network(), 1'700'000'600);
    const QModelIndex ivanov = model.indexOfKey(QStringLiteral("u:alfa/5/11"));
    QVERIFY(ivanov.data(TreeModel::AssumedRole).toBool());
    QVERIFY(ivanov.data(Qt::ToolTipRole).toString().contains(QStringLiteral("journal")));
    QVERIFY(ivanov.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("journal")));
    QVERIFY(!model.explain(ivanov.siblingAtColumn(TreeModel::NewColumn))->notes.isEmpty());
    QVERIFY(!model.indexOfKey(QStringLiteral("u:alfa/5/12")).data(TreeModel::AssumedRole).toBool());
}

QTEST_GUILESS_MAIN(TestTreeModel)
#include "tst_treemodel.moc"
