// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/actions.h"
#include "desk/dialogs.h"
#include "desk/explainpopover.h"
#include "desk/language.h"
#include "desk/page.h"
#include "desk/statekeeper.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "desk/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::desk;

namespace {

// Answers every question for a file with the one given.
class AnswerDialogs final : public Dialogs {
public:
    void ask(QWidget *, Kind, const QString &text, const QString &, const QStringList &, std::function<void(int)>) override
    {
        asked.append(text);
    }

    void saveFile(QWidget *, const QString &, const QString &name, const QStringList &, std::function<void(QString)> then) override
    {
        proposed = name;
        then(file);
    }

    QString file;
    QString proposed;
    QStringList asked;
};

class ProbeHost final : public PageHost {
public:
    explicit ProbeHost(QWidget *window, const QString &folder)
        : m_actions(window)
        , m_state(folder + QStringLiteral("/window.ini"))
    {
    }

    void open(const Location &) override { }

    void setContext(const viewmodels::Context &) override { }

    [[nodiscard]] const viewmodels::Context &context() const override { return m_context; }

    void setStatus(const QString &text, int) override { status = text; }

    [[nodiscard]] Actions &actions() override { return m_actions; }

    [[nodiscard]] AnswerDialogs &dialogs() override { return m_dialogs; }

    [[nodiscard]] StateKeeper &state() override { return m_state; }

    QString status;

private:
    Actions m_actions;
    AnswerDialogs m_dialogs;
    StateKeeper m_state;
    viewmodels::Context m_context;
};

} // namespace

class TestTableTools final : public QObject {
    Q_OBJECT

    // What is read does not move when rows come in above it; at the top what is new is seen.
    void rowInSightStays()
    {
        for (int row = 3; row < 200; ++row)
            m_model->appendRow(new QStandardItem(QStringLiteral("Dealer %1").arg(row)));
        m_view->resize(400, 300);
        m_window->show();
        const auto top = [this] { return m_view->indexAt({ 1, 1 }).siblingAtColumn(0).data().toString(); };
        QTRY_VERIFY(m_view->verticalScrollBar()->maximum() > 100);
        m_view->verticalScrollBar()->setValue(50);
        const QString read = top();
        m_model->insertRow(0, new QStandardItem(QStringLiteral("New")));
        m_model->removeRows(10, 5);
        QCoreApplication::processEvents();
        QCOMPARE(top(), read);
        QCOMPARE(m_view->verticalScrollBar()->value(), 46);
        m_view->horizontalHeader()->setSortIndicator(1, Qt::DescendingOrder);
        QCoreApplication::processEvents();
        QCOMPARE(m_view->verticalScrollBar()->value(), 0);
        m_model->insertRow(0, new QStandardItem(QStringLiteral("Newer")));
        QCoreApplication::processEvents();
        QCOMPARE(top(), QStringLiteral("Newer"));
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<ProbeHost> m_host;
    QStandardItemModel *m_model = nullptr;
    QTableView *m_view = nullptr;
    TableTools *m_tools = nullptr;

private Q_SLOTS:

    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_host = std::make_unique<ProbeHost>(m_window.get(), m_folder.path());
        m_view = new QTableView(m_window.get());
        m_model = new QStandardItemModel(3, 3, m_view);
        m_model->setHorizontalHeaderLabels({ QStringLiteral("Dealer\nname"), QStringLiteral("New"), QStringLiteral("Won") });
        for (int row = 0; row < 3; ++row) {
            m_model->setData(m_model->index(row, 0), QStringLiteral("=Dealer\t%1").arg(row));
            m_model->setData(m_model->index(row, 1), 10 * row);
            m_model->setData(m_model->index(row, 2), row);
        }
        m_view->setModel(m_model);
        m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
        m_view->resize(600, 200);
        m_tools = new TableTools(*m_host, m_view, QStringLiteral("probe"), m_window.get());
        m_tools->setTitle(QStringLiteral("Report: a/b"));
        m_tools->setColumns({ 300, 100, 100 }, { 1, 2 }, 0);
        m_window->resize(640, 240);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup()
    {
        delete m_tools; // before the host
        m_host.reset(); // its actions are children of the window
        m_window.reset();
    }

    void copiesWhatIsSelected()
    {
        QCOMPARE(m_tools->selectionAsTsv(false).count(QLatin1Char('\n')), 3); // nothing selected: all
        m_view->selectRow(1);
        QCOMPARE(m_tools->selectionAsTsv(false), QStringLiteral("=Dealer 1\t10\t1\n"));
        QCOMPARE(m_tools->selectionAsTsv(true), QStringLiteral("Dealer name\tNew\tWon\n=Dealer 1\t10\t1\n"));
        m_view->horizontalHeader()->moveSection(2, 1);
        QCOMPARE(m_tools->selectionAsTsv(false), QStringLiteral("=Dealer 1\t1\t10\n"));
        m_host->actions().setPage(QStringLiteral("probe"));
        QAction *copy = m_host->actions().find(QStringLiteral("probe.copy"));
        QVERIFY(copy);
        copy->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("=Dealer 1\t1\t10\n"));
    }

    void dropsWhatDoesNotFit()
    {
        m_view->resize(theme().px(400), 200);
        m_tools->fit();
        QVERIFY(!m_view->isColumnHidden(0));
        QVERIFY(!m_view->isColumnHidden(1)); // 250 + 100 fit
        QVERIFY(m_view->isColumnHidden(2)); // the last of the list goes first
        m_view->resize(theme().px(700), 200);
        m_tools->fit();
        QVERIFY(!m_view->isColumnHidden(2));
    }

    void stateComesBack()
    {
        m_tools->setHiddenAtFirst({ 1 });
        QVERIFY(m_view->isColumnHidden(1));
        m_view->horizontalHeader()->moveSection(2, 0);
        const QVariantMap state = m_tools->saveState();
        m_tools->setHiddenAtFirst({});
        m_view->horizontalHeader()->moveSection(0, 2);
        QVERIFY(!m_view->isColumnHidden(1));
        m_tools->restoreState(state);
        QVERIFY(m_view->isColumnHidden(1));
        QCOMPARE(m_view->horizontalHeader()->logicalIndex(0), 2);
    }

    void writesTheChosenFile()
    {
        QSignalSpy written(m_tools, &TableTools::exported);
        m_host->dialogs().file = m_folder.filePath(QStringLiteral("out.csv"));
        m_tools->exportTable();
        QTRY_COMPARE(written.count(), 1);
        QCOMPARE(m_host->dialogs().proposed, QStringLiteral("Report a b.xlsx"));
        QFile file(m_host->dialogs().file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("'=Dealer"), text.constData()); // no formula for a spreadsheet
        QVERIFY(text.contains(",20,2"));
        m_host->dialogs().file = m_folder.filePath(QStringLiteral("no/such/folder/out.csv"));
        m_tools->exportTable();
        QTRY_COMPARE(m_host->dialogs().asked.size(), 1);
    }

    void numbersExplainThemselvesAndOpen()
    {
        int opened = -1;
        m_tools->setOpen([&opened](const QModelIndex &index) { opened = index.row(); });
        m_tools->setExplain([](const QModelIndex &index) -> std::optional<viewmodels::Explanation> {
            if (index.column() == 0)
                return std::nullopt;
            viewmodels::Explanation explanation;
            explanation.title = QStringLiteral("<b>New</b>");
            explanation.formula = QStringLiteral("counted");
            explanation.waterfall = reports::Waterfall { .all = 5, .deleted = 1, .counted = 4 };
            explanation.rows = 4;
            return explanation;
        });
        m_view->setCurrentIndex(m_model->index(2, 0));
        m_tools->explainCurrent();
        QVERIFY(!m_view->findChild<ExplainPopover *>());
        m_view->setCurrentIndex(m_model->index(2, 1));
        m_tools->explainCurrent();
        auto *popover = m_view->findChild<ExplainPopover *>();
        QVERIFY(popover);
        const QList<TextLabel *> labels = popover->findChildren<TextLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
            [](const TextLabel *label) { return label->text() == QLatin1String("<b>New</b>") && label->textFormat() == Qt::PlainText; }));
        popover->close();
        m_view->setFocus();
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(opened, 2);
    }

    void filterIsToldAndLeft()
    {
        QSignalSpy told(m_tools, &TableTools::filterChanged);
        QLineEdit *field = m_tools->filterField();
        field->show();
        field->setText(QStringLiteral("abc"));
        QCOMPARE(told.last().first().toString(), QStringLiteral("abc"));
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(told.last().first().toString(), QString());
    }
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    ThemeManager themes(app);
    LanguageManager languages(app);
    languages.setLanguage(viewmodels::Language::English);
    TestTableTools test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tabletools.moc"
