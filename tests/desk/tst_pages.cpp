// SPDX-License-Identifier: GPL-3.0-or-later
// Every page of the desk over a mirrored network whose portals hold hostile texts.
#include "desk/actions.h"
#include "desk/commandpalette.h"
#include "desk/contextbar.h"
#include "desk/funnels/boardview.h"
#include "desk/item/itemlinks.h"
#include "desk/language.h"
#include "desk/livedesk.h"
#include "desk/report/reporttree.h"
#include "desk/settings/marksbox.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "desk/theme.h"
#include "model/reordering.h"
#include "viewmodels/boardmodel.h"
#include "viewmodels/rowsscope.h"
#include "viewmodels/standarddraft.h"
#include "viewmodels/treemodel.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QProcess>
#include <QScrollBar>
#include <QTableView>
#include <QTextEdit>

using namespace dealerlens;
using namespace dealerlens::desk;
using dealerlens::testing::LiveDesk;
using viewmodels::TreeModel;

namespace {

constexpr int kLongMs = 30'000;

int rowsOf(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    const int here = model.rowCount(parent);
    int all = here;
    for (int row = 0; row < here; ++row)
        all += rowsOf(model, model.index(row, 0, parent));
    return all;
}

template <class Visit> void walk(const QAbstractItemModel &model, const QModelIndex &parent, const Visit &visit)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column)
            visit(model.index(row, column, parent));
        walk(model, model.index(row, 0, parent), visit);
    }
}

QString nameOf(const QWidget &widget)
{
    QStringList path;
    for (const QWidget *at = &widget; at && path.size() < 4; at = at->parentWidget())
        path.prepend(QString(QString::fromLatin1(at->metaObject()->className())
            + (at->objectName().isEmpty() ? QString() : QStringLiteral("#") + at->objectName())));
    return path.join(QStringLiteral(" > "));
}

QList<QWidget *> shownWidgets(const QWidget &root)
{
    QList<QWidget *> shown;
    for (QWidget *widget : root.findChildren<QWidget *>())
        if (widget->isVisible())
            shown.append(widget);
    return shown;
}

// Focusable widgets of `root` that a screen reader has no word for.
QStringList nameless(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : shownWidgets(root)) {
        const bool container = widget->inherits("QScrollArea") || widget->inherits("dealerlens::desk::Page")
            || widget->objectName().startsWith(QLatin1String("qt_"));
        if (container || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            found.append(nameOf(*widget));
    }
    return found;
}

// Markup of a portal in a text that is guessed to be rich.
bool isRendered(const QString &tip)
{
    return Qt::mightBeRichText(tip) && (tip.contains(QLatin1String("<b>x")) || tip.contains(QLatin1String("<img")));
}

void addRenderedTips(const QAbstractItemModel &model, const QWidget &owner, QStringList &found)
{
    walk(model, {}, [&](const QModelIndex &index) {
        if (isRendered(index.data(Qt::ToolTipRole).toString()))
            found.append(QStringLiteral("tip of %1 in column %2").arg(nameOf(owner)).arg(index.column()));
    });
}

// Places of `root` that would render markup instead of showing it.
QStringList rendering(const QWidget &root)
{
    QStringList found;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (const auto *label = qobject_cast<QLabel *>(widget); label && label->textFormat() != Qt::PlainText && !label->text().isEmpty())
            found.append(nameOf(*widget) + QStringLiteral(": ") + label->text().left(40));
        if (const auto *edit = qobject_cast<QTextEdit *>(widget); edit && edit->acceptRichText())
            found.append(nameOf(*widget) + QStringLiteral(" takes rich text"));
        if (isRendered(widget->toolTip()))
            found.append(nameOf(*widget) + QStringLiteral(" tip: ") + widget->toolTip().left(40));
        if (const auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model())
            addRenderedTips(*view->model(), *widget, found);
        if (const auto *box = qobject_cast<QComboBox *>(widget))
            addRenderedTips(*box->model(), *widget, found);
    }
    return found;
}

// Texts that would turn round what stands beside them.
QStringList reordering(const QWidget &root);

// Everything that `root` says, as a person or a screen reader gets it.
QString saidBy(const QWidget &root)
{
    QStringList said;
    for (const QWidget *widget : shownWidgets(root)) {
        said.append(widget->accessibleName());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            said.append(label->text());
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget); view && view->model())
            walk(*view->model(), {}, [&said](const QModelIndex &index) { said.append(index.data(Qt::DisplayRole).toString()); });
    }
    return said.join(QLatin1Char('\n'));
}

QStringList reordering(const QWidget &root)
{
    for (const QString &line : saidBy(root).split(u'\n'))
        if (std::any_of(line.begin(), line.end(), model::reorders))
            return { QStringLiteral("reorders: ") + line.left(60) };
    return {};
}

void closePopups()
{
    for (int i = 0; i < 5 && QApplication::activePopupWidget(); ++i)
        QApplication::activePopupWidget()->close();
    for (int i = 0; i < 5 && QApplication::activeModalWidget(); ++i)
        QApplication::activeModalWidget()->close();
}

// A letter key as a Cyrillic layout sends it; places are evdev codes + 8.
std::unique_ptr<QKeyEvent> cyrillicPress(QChar latin)
{
    struct Line {
        quint32 first;
        QString latin;
        QString cyrillic;
    };

    static const Line kLines[] { { 24, QStringLiteral("QWERTYUIOP[]"), QStringLiteral("йцукенгшщзхъ") },
        { 38, QStringLiteral("ASDFGHJKL"), QStringLiteral("фывапролд") }, { 52, QStringLiteral("ZXCVBNM"), QStringLiteral("ячсмить") },
        { 61, QStringLiteral("/"), QStringLiteral(".") } };
    for (const Line &line : kLines) {
        const qsizetype at = line.latin.indexOf(latin);
        if (at < 0)
            continue;
        const QChar typed = line.cyrillic[at];
        return std::make_unique<QKeyEvent>(
            QEvent::KeyPress, typed.toUpper().unicode(), Qt::NoModifier, line.first + static_cast<quint32>(at), 0, 0, QString(typed));
    }
    return nullptr;
}

int pdfPages(const QString &file)
{
    QFile pdf(file);
    if (!pdf.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray bytes = pdf.readAll();
    return bytes.startsWith("%PDF") ? static_cast<int>(bytes.count("/Type /Page\n") + bytes.count("/Type /Page ")) : 0;
}

// Rows below the head, counted by another program's readers.
int rowsOfFile(const QString &file)
{
    const QString script = file.endsWith(QLatin1String(".csv"))
        ? QStringLiteral(
              "import "
              "csv,sys\ncsv.field_size_limit(10**9)\nprint(len(list(csv.reader(open(sys.argv[1],encoding='utf-8-sig',newline=''))))-1)")
        : QStringLiteral("import sys,zipfile,xml.etree.ElementTree as E\nn='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'\n"
                         "s=E.fromstring(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/"
                         "sheet1.xml'))\nprint(len(s.find(n+'sheetData').findall(n+'row'))-1)");
    QProcess python;
    python.start(QStringLiteral("python3"), { QStringLiteral("-c"), script, file });
    if (!python.waitForFinished(kLongMs) || python.exitCode() != 0)
        return -2;
    return python.readAllStandardOutput().trimmed().toInt();
}

// Qt's complaints about painting, which would otherwise scroll by.
QStringList paintWarnings;
QtMessageHandler printMessage = nullptr;

void listenForPaintWarnings(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type != QtDebugMsg
        && (text.startsWith(QLatin1String("QPainter")) || text.startsWith(QLatin1String("QPaint"))
            || text.startsWith(QLatin1String("QPixmap"))))
        paintWarnings.append(text);
    printMessage(type, context, text);
}

// Nobody has written to a portal yet.
bool mayBeEmpty(const QString &where) { return where.startsWith(QStringLiteral("outbox")); }

} // namespace

class TestPages final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void everyPageOpensWithRows();
    void languageAndThemeSwitch();
    void everyFocusableWidgetHasAName();
    void nothingRendersPortalText();
    void hostileTextIsShownAsItIs();
    void newLeadLeavesTheReportInPlace();
    void newLeadLeavesTheBoardInPlace();
    void exportsEveryRow_data();
    void exportsEveryRow();
    void printsEveryPage();
    void printPreviewOpens();
    void fitsTheSmallestScreen();
    void keysOpenSections();
    void paletteFindsAClient();
    void f5Syncs();
    void altLeftGoesBack();
    void bareKeysWorkOnACyrillicLayout();
    void worksScaled_data();
    void worksScaled();
    void testsAndJunkAreAsked();
    void marksAreWrittenIntoTheStandard();
    void nobodyAskedTheListener();

private:
    [[nodiscard]] MainWindow &window() const { return *m_desk->window; }

    // Pages of the rail and those that open from others, each with arguments that show something.
    [[nodiscard]] QList<Location> places() const;
    void listed(const QStringList &offenders, const QString &where);
    [[nodiscard]] bool nobodyOffends() const; // prints each offender
    // Runs `check` on every place, in its scenes too.
    void everywhere(bool scenes, const std::function<void(Page &page, const QString &where)> &check);

    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<LiveDesk> m_desk;
    QStringList m_offenders;
};

void TestPages::initTestCase()
{
    // Head office's day has begun wherever a dealer's has: what comes now lies in its periods, whatever the hour.
    qputenv("TZ", "Pacific/Kiritimati");
    printMessage = qInstallMessageHandler(listenForPaintWarnings);
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
    m_languages->setLanguage(viewmodels::Language::English);
    m_themes->setMode(ThemeManager::Mode::Light);
    m_desk = std::make_unique<LiveDesk>();
    QVERIFY(m_desk->listening);
    const QString problem = m_desk->build();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestPages::init()
{
    m_offenders.clear();
    closePopups();
    window().resize(1440, 900);
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void TestPages::cleanup()
{
    const QStringList warnings = std::exchange(paintWarnings, {});
    QVERIFY2(warnings.isEmpty(), qPrintable(warnings.value(0)));
}

QList<Location> TestPages::places() const
{
    QList<Location> found;
    for (const QString &id : window().pageIds()) {
        QVariantMap args;
        if (id == QLatin1String("rows"))
            args = viewmodels::RowsScope {}.toVariant();
        if (id == QLatin1String("item"))
            args = itemLocation({ m_desk->dealer().id, model::EntityKind::Lead, m_desk->hostileLead }).args;
        found.append({ id, args });
    }
    return found;
}

// Once each, with the first place where it was met.
void TestPages::listed(const QStringList &offenders, const QString &where)
{
    for (const QString &offender : offenders) {
        const QString end = QStringLiteral(": ") + offender;
        if (std::none_of(m_offenders.begin(), m_offenders.end(), [&end](const QString &known) { return known.endsWith(end); }))
            m_offenders.append(where + end);
    }
}

bool TestPages::nobodyOffends() const
{
    for (const QString &offender : m_offenders)
        qWarning("%s", qPrintable(offender));
    return m_offenders.isEmpty();
}

void TestPages::everywhere(bool scenes, const std::function<void(Page &page, const QString &where)> &check)
{
    for (const Location &place : places()) {
        Page *page = m_desk->ready(place.page, place.args);
        if (!page) {
            m_offenders.append(place.page + QStringLiteral(" is not ready"));
            continue;
        }
        check(*page, place.page);
        if (!scenes)
            continue;
        for (const Page::Scene &scene : page->scenes()) {
            scene.prepare();
            const QString where = place.page + QLatin1Char('/') + scene.name;
            if (!m_desk->settle(place.page))
                m_offenders.append(where + QStringLiteral(" is not ready"));
            check(*page, where);
            closePopups();
        }
    }
}

void TestPages::everyPageOpensWithRows()
{
    everywhere(false, [this](Page &page, const QString &where) {
        const QAbstractItemModel *table = page.exportTable();
        qInfo("%s: %d rows", qPrintable(where), table ? rowsOf(*table) : -1);
        if (table && rowsOf(*table) == 0 && !mayBeEmpty(where))
            m_offenders.append(where + QStringLiteral(" has no rows"));
        if (page.title().isEmpty() || page.grab().isNull())
            m_offenders.append(where + QStringLiteral(" is empty"));
    });
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::languageAndThemeSwitch()
{
    const auto check = [this](const char *look) {
        everywhere(false, [this, look](Page &page, const QString &where) {
            const QAbstractItemModel *table = page.exportTable();
            if (page.grab().isNull() || (table && rowsOf(*table) == 0 && !mayBeEmpty(where)))
                m_offenders.append(where + QStringLiteral(" is broken in ") + QString::fromLatin1(look));
        });
    };
    Page *report = m_desk->ready(QStringLiteral("report"));
    QVERIFY(report);
    const QString english = report->title();
    m_languages->setLanguage(viewmodels::Language::Russian);
    m_themes->setMode(ThemeManager::Mode::Dark);
    QTRY_VERIFY(report->title() != english);
    check("Russian, dark");
    QVERIFY(theme().isDark());
    m_themes->setDensity(Density::Compact);
    check("Russian, dark, compact");
    m_themes->setDensity(Density::Normal);
    m_languages->setLanguage(viewmodels::Language::English);
    m_themes->setMode(ThemeManager::Mode::Light);
    QTRY_COMPARE(report->title(), english);
    check("English, light");
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::everyFocusableWidgetHasAName()
{
    everywhere(true, [this](Page &, const QString &where) { listed(nameless(window()), where); });
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::nothingRendersPortalText()
{
    everywhere(true, [this](Page &, const QString &where) {
        listed(rendering(window()), where);
        listed(reordering(window()), where);
    });
    // The popovers of the context bar name dealers, employees, funnels and sources.
    QVERIFY(m_desk->ready(QStringLiteral("report")));
    auto *bar = window().findChild<ContextBar *>();
    QVERIFY(bar);
    int opened = 0;
    for (QAbstractButton *chip : bar->findChildren<QAbstractButton *>()) {
        if (!chip->isVisible() || !chip->isEnabled())
            continue;
        const Location before { window().currentPage()->objectName(), {} };
        chip->click();
        QCoreApplication::processEvents();
        for (const QWidget *top : QApplication::topLevelWidgets()) {
            opened += top->isVisible() && top != &window();
            if (top->isVisible() && top != &window()) {
                listed(rendering(*top), chip->accessibleName());
                listed(nameless(*top), chip->accessibleName());
            }
        }
        closePopups();
        window().open(before);
    }
    QVERIFY(opened > 2);
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::hostileTextIsShownAsItIs()
{
    const QString markup = m_desk->texts[0];
    Page *item
        = m_desk->ready(QStringLiteral("item"), itemLocation({ m_desk->dealer().id, model::EntityKind::Lead, m_desk->hostileLead }).args);
    QVERIFY(item);
    QVERIFY2(saidBy(*item).contains(markup), qPrintable(saidBy(*item).left(500)));
    Page *rows = m_desk->ready(QStringLiteral("rows"), viewmodels::RowsScope {}.toVariant());
    QVERIFY(rows);
    QString names;
    QTRY_VERIFY_WITH_TIMEOUT((names = saidBy(*rows)).contains(markup), kLongMs);
    viewmodels::Context context = window().context();
    context.funnel = QStringLiteral("leads");
    window().setContext(context);
    Page *funnels = m_desk->ready(QStringLiteral("funnels"));
    auto *view = funnels->findChild<BoardView *>();
    auto *board = qobject_cast<viewmodels::BoardModel *>(funnels->exportTable());
    const qint64 lead = m_desk->createLead(m_desk->dealer().key, markup);
    QVERIFY(lead > 0 && m_desk->sync());
    viewmodels::BoardModel::Place card;
    QTRY_VERIFY_WITH_TIMEOUT((card = board->placeOf({ m_desk->dealer().id, model::EntityKind::Lead, lead })).row >= 0, kLongMs);
    view->setCurrent(card);
    QTRY_VERIFY2_WITH_TIMEOUT(view->currentSentence().contains(markup), qPrintable(view->currentSentence().left(300)), kLongMs);
    context.funnel.clear();
    window().setContext(context);
    // The dealer named so by head office.
    QVERIFY(saidBy(*m_desk->ready(QStringLiteral("network"))).contains(markup));
    QVERIFY(saidBy(*m_desk->ready(QStringLiteral("report"))).contains(markup));
}

void TestPages::newLeadLeavesTheReportInPlace()
{
    Page *page = m_desk->ready(QStringLiteral("report"));
    QVERIFY(page);
    auto *tree = page->findChild<ReportTree *>();
    auto *model = qobject_cast<TreeModel *>(page->exportTable());
    QVERIFY(tree && model);
    window().resize(1366, 700);
    tree->expandAll();
    QString wanted = QStringLiteral("p:") + m_desk->dealer().key;
    const QModelIndex dealer = model->indexOfKey(wanted);
    QVERIFY2(dealer.isValid(), qPrintable(wanted));
    tree->collapse(dealer);
    tree->setCurrentIndex(dealer.siblingAtColumn(TreeModel::ConversionColumn));
    tree->verticalScrollBar()->setValue(tree->verticalScrollBar()->maximum() / 2);
    tree->selectionModel()->select(dealer, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    const QStringList expanded = tree->expandedKeys();
    const int scroll = tree->verticalScrollBar()->value();
    QVERIFY(!expanded.isEmpty());
    const int before = model->networkIndex().siblingAtColumn(TreeModel::NewColumn).data(Qt::EditRole).toInt();
    QSignalSpy reset(model, &QAbstractItemModel::modelReset);
    QVERIFY(m_desk->createLead(m_desk->dealer().key, QStringLiteral("Lead of now")) > 0);
    QVERIFY(m_desk->sync());
    QTRY_COMPARE_WITH_TIMEOUT(model->networkIndex().siblingAtColumn(TreeModel::NewColumn).data(Qt::EditRole).toInt(), before + 1, kLongMs);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(tree->currentIndex().data(TreeModel::KeyRole).toString(), wanted);
    QCOMPARE(tree->currentIndex().column(), int(TreeModel::ConversionColumn));
    QVERIFY(tree->selectionModel()->isRowSelected(model->indexOfKey(wanted).row(), model->indexOfKey(wanted).parent()));
    QStringList after = tree->expandedKeys();
    QStringList kept = expanded;
    after.sort();
    kept.sort();
    QCOMPARE(after, kept);
    QCOMPARE(tree->verticalScrollBar()->value(), scroll);
}

void TestPages::newLeadLeavesTheBoardInPlace()
{
    viewmodels::Context context = window().context();
    context.funnel = QStringLiteral("leads");
    window().setContext(context);
    Page *page = m_desk->ready(QStringLiteral("funnels"), { { QStringLiteral("lanes"), 1 } });
    QVERIFY(page);
    window().resize(1366, 700);
    auto *view = page->findChild<BoardView *>();
    auto *model = qobject_cast<viewmodels::BoardModel *>(page->exportTable());
    QVERIFY(view && model && model->rowCount() > 1);
    const auto count = [model] {
        qint64 all = 0;
        for (int row = 0; row < model->rowCount(); ++row)
            all += model->at(row).sum.count;
        return all;
    };
    viewmodels::BoardModel::Place place;
    for (int row = model->rowCount() - 1; row >= 0 && place.row < 0; --row)
        for (int column = 0; column < model->stages() && place.row < 0; ++column)
            if (!model->cards(row, column).empty() && model->at(row).open)
                place = { row, column, 0 };
    QVERIFY(place.row >= 0);
    view->setCurrent(place);
    view->toggleSelected();
    QVERIFY(m_desk->settle(QStringLiteral("funnels")));
    const auto key = view->currentKey();
    const auto selection = view->selection();
    QVERIFY(key.has_value());
    QCOMPARE(selection.size(), std::size_t(1));
    const QPoint scroll(view->horizontalScrollBar()->value(), view->verticalScrollBar()->value());
    const qint64 before = count();
    QSignalSpy reset(model, &QAbstractItemModel::modelReset);
    QVERIFY(m_desk->createLead(m_desk->portals().back().key, QStringLiteral("Lead on the board")) > 0);
    QVERIFY(m_desk->sync());
    QTRY_COMPARE_WITH_TIMEOUT(count(), before + 1, kLongMs);
    QVERIFY(m_desk->settle(QStringLiteral("funnels")));
    QCOMPARE(reset.count(), 0);
    QVERIFY(view->currentKey() == key);
    QVERIFY(view->selection() == selection);
    QCOMPARE(QPoint(view->horizontalScrollBar()->value(), view->verticalScrollBar()->value()), scroll);
    context.funnel.clear();
    window().setContext(context);
}

void TestPages::exportsEveryRow_data()
{
    QTest::addColumn<QString>("ending");
    QTest::newRow("csv") << QStringLiteral("csv");
    QTest::newRow("xlsx") << QStringLiteral("xlsx");
    QTest::newRow("pdf") << QStringLiteral("pdf");
}

void TestPages::exportsEveryRow()
{
    QFETCH(QString, ending);
    const bool isPdf = ending == QLatin1String("pdf");
    everywhere(false, [&](Page &page, const QString &where) {
        const QAbstractItemModel *model = page.exportTable();
        if (!model || (isPdf && !TableTools::current(page)))
            return;
        m_desk->dialogs.file = m_desk->dir.filePath(where + QLatin1Char('.') + ending);
        window().actions().find(QStringLiteral("file.export"))->trigger();
        if (!QTest::qWaitFor([this] { return QFile::exists(m_desk->dialogs.file); }, kLongMs)) {
            m_offenders.append(where + QStringLiteral(" wrote nothing: ") + m_desk->dialogs.asked.join(QLatin1Char(' ')));
            return;
        }
        const int written = isPdf ? pdfPages(m_desk->dialogs.file) : rowsOfFile(m_desk->dialogs.file);
        const int wanted = isPdf ? std::max(written, 1) : rowsOf(*model);
        qInfo("%s.%s: %d", qPrintable(where), qPrintable(ending), written);
        if (written != wanted)
            m_offenders.append(where + QStringLiteral(": %1 rows written, the model has %2").arg(written).arg(wanted));
    });
    m_desk->dialogs.file.clear();
    QVERIFY2(m_desk->dialogs.asked.isEmpty(), qPrintable(m_desk->dialogs.asked.join(QLatin1Char('\n'))));
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::printsEveryPage()
{
    everywhere(false, [this](Page &page, const QString &where) {
        const QString file = m_desk->dir.filePath(where + QStringLiteral("-print.pdf"));
        QPrinter printer;
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setOutputFileName(file);
        printer.setPageOrientation(QPageLayout::Landscape);
        {
            QPainter painter(&printer);
            exporting::paint(page.printout(), printer, painter);
        }
        constexpr qint64 kBlank = 3'000; // bytes of a sheet with nothing on it
        qInfo("%s: %d sheets, %lld bytes", qPrintable(where), pdfPages(file), static_cast<long long>(QFileInfo(file).size()));
        if (pdfPages(file) < 1 || QFileInfo(file).size() < kBlank)
            m_offenders.append(where + QStringLiteral(" prints nothing"));
    });
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::printPreviewOpens()
{
    QVERIFY(m_desk->ready(QStringLiteral("report")));
    window().actions().find(QStringLiteral("file.print"))->trigger();
    QPointer<QPrintPreviewDialog> dialog;
    QTRY_VERIFY((dialog = window().findChild<QPrintPreviewDialog *>()));
    dialog->reject();
    QTRY_VERIFY(!dialog);
}

void TestPages::fitsTheSmallestScreen()
{
    const QSize small(1366, 768);
    for (const viewmodels::Language language : { viewmodels::Language::Russian, viewmodels::Language::English }) {
        m_languages->setLanguage(language);
        everywhere(true, [this, small](Page &page, const QString &where) {
            window().resize(small);
            QCoreApplication::processEvents();
            if (window().size() != small)
                m_offenders.append(where + QStringLiteral(" needs %1x%2").arg(window().width()).arg(window().height()));
            if (page.grab().isNull())
                m_offenders.append(where + QStringLiteral(" is empty"));
        });
    }
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::keysOpenSections()
{
    int number = 0;
    for (const QString &id : window().pageIds()) {
        const QAction *action = window().actions().find(QStringLiteral("go.") + id);
        if (!action || action->shortcut().isEmpty())
            continue;
        ++number;
        QCOMPARE(action->shortcut(), QKeySequence(QStringLiteral("Ctrl+%1").arg(number)));
        QTest::keyClick(&window(), static_cast<Qt::Key>(Qt::Key_0 + number), Qt::ControlModifier);
        QCOMPARE(window().currentPage()->objectName(), id);
    }
    QVERIFY(number >= 3);
}

void TestPages::paletteFindsAClient()
{
    QVERIFY(m_desk->ready(QStringLiteral("report")));
    QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
    auto *palette = window().findChild<CommandPalette *>();
    QVERIFY(palette->isVisible());
    auto *input = palette->findChild<QLineEdit *>();
    auto *list = palette->findChild<QListWidget *>();
    QVERIFY(input->hasFocus());
    QTest::keyClicks(input, m_desk->client.toLower());
    const auto found = [&] {
        for (int row = 0; row < list->count(); ++row)
            if (list->item(row)->data(Qt::AccessibleTextRole).toString().contains(m_desk->client))
                return row;
        return -1;
    };
    QTRY_COMPARE_WITH_TIMEOUT(found(), 0, kLongMs);
    QTest::keyClick(input, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(window().currentPage()->objectName(), QStringLiteral("item"));
    QVERIFY(m_desk->settle(QStringLiteral("item")));
    QVERIFY2(saidBy(*window().currentPage()).contains(m_desk->client), qPrintable(saidBy(*window().currentPage()).left(500)));
}

void TestPages::f5Syncs()
{
    QVERIFY(m_desk->ready(QStringLiteral("network")));
    QSignalSpy cycles(&m_desk->session->engine(), &sync::Engine::cycleFinished);
    QTest::keyClick(&window(), Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(cycles.count() >= int(m_desk->portals().size()), kLongMs);
}

void TestPages::altLeftGoesBack()
{
    QVERIFY(m_desk->ready(QStringLiteral("network")));
    QVERIFY(m_desk->ready(QStringLiteral("funnels")));
    QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(window().currentPage()->objectName(), QStringLiteral("network"));
    QTest::keyClick(&window(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(window().currentPage()->objectName(), QStringLiteral("funnels"));
}

void TestPages::bareKeysWorkOnACyrillicLayout()
{
    int pressed = 0;
    everywhere(false, [&](Page &page, const QString &where) {
        const Location here { where, places()[window().pageIds().indexOf(where)].args };
        for (const Actions::Entry &entry : window().actions().entries(where)) {
            const QString key = entry.info.bareKey;
            const std::unique_ptr<QKeyEvent> press = key.size() == 1 ? cyrillicPress(key.front()) : nullptr;
            // A page's own key stands before one of every page.
            if (!press || window().actions().byBareKey(key) != entry.action)
                continue;
            page.setFocus();
            QSignalSpy triggered(entry.action, &QAction::triggered);
            QApplication::sendEvent(&page, press.get());
            ++pressed;
            if (triggered.count() != 1)
                m_offenders.append(where + QStringLiteral(": ") + key + QStringLiteral(" does nothing: ") + entry.info.id);
            closePopups();
            window().open(here);
        }
    });
    qInfo("%d keys", pressed);
    QVERIFY(pressed > 5);
    QVERIFY2(nobodyOffends(), qPrintable(m_offenders.value(0)));
}

void TestPages::worksScaled_data()
{
    QTest::addColumn<QString>("factor");
    QTest::newRow("150 %") << QStringLiteral("1.5");
    QTest::newRow("200 %") << QStringLiteral("2");
}

void TestPages::worksScaled()
{
    QFETCH(QString, factor);
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_SCALE_FACTOR"), factor);
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(
        QCoreApplication::applicationFilePath(), { QStringLiteral("everyPageOpensWithRows"), QStringLiteral("fitsTheSmallestScreen") });
    QVERIFY(child.waitForFinished(2 * LiveDesk::kLongMs));
    QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0, child.readAll().right(2'000).constData());
}

// The chip of the context bar reaches the question.
void TestPages::testsAndJunkAreAsked()
{
    viewmodels::Context context;
    QVERIFY(!m_desk->session->question(context).withTests);
    context.conditions = { { QStringLiteral("marks"), { QStringLiteral("tests") } } };
    QVERIFY(m_desk->session->question(context).withTests);
    QVERIFY(!m_desk->session->question(context).withoutJunk);
    context.conditions = { { QStringLiteral("marks"), { QStringLiteral("no-junk") } } };
    QVERIFY(!m_desk->session->question(context).withTests);
    QVERIFY(m_desk->session->question(context).withoutJunk);
}

void TestPages::marksAreWrittenIntoTheStandard()
{
    model::Standard standard;
    standard.junkStages = { QStringLiteral("JUNK"), QStringLiteral("spam") };
    viewmodels::StandardDraft draft(standard);
    MarksBox box(draft, nullptr);
    const QList<QLineEdit *> lines = box.findChildren<QLineEdit *>();
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[2]->text(), QStringLiteral("JUNK, spam"));
    lines[1]->setFocus();
    QTest::keyClicks(lines[1], QStringLiteral("test, check ,"));
    QCOMPARE(draft.standard().testTitles, std::vector<QString>({ QStringLiteral("test"), QStringLiteral("check") }));
    QCOMPARE(lines[1]->text(), QStringLiteral("test, check ,")); // as typed
    draft.undo();
    QVERIFY(lines[1]->text().isEmpty());
}

void TestPages::nobodyAskedTheListener()
{
    QCoreApplication::processEvents();
    QCOMPARE(m_desk->requests, 0);
}

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    TestPages test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pages.moc"
