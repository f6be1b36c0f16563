// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/actions.h"
#include "desk/commandpalette.h"
#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/pagehead.h"
#include "desk/screenshots.h"
#include "desk/settingspage.h"
#include "desk/singleinstance.h"
#include "desk/statekeeper.h"
#include "desk/textlabel.h"
#include "desk/theme.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::desk;

namespace {

// A page that remembers what happened to it.
class ProbePage final : public Page {
    Q_OBJECT

public:
    ProbePage(PageHost &host, QWidget *parent, QString name)
        : Page(host, parent)
        , m_name(std::move(name))
    {
        m_edit = new QLineEdit(this);
        setBody(m_edit);
        host.actions().add(
            { m_name + QStringLiteral(".next"), "Next", {}, {}, QStringLiteral("J"), {}, m_name }, this, [this] { ++jumps; });
    }

    QString title() const override { return m_name; }

    void setContext(const viewmodels::Context &context) override { contexts.append(context); }

    void retranslate() override { ++translated; }

    void activate(const QVariantMap &args) override { arguments = args; }

    QVariantMap saveState() const override { return { { QStringLiteral("text"), m_edit->text() } }; }

    void restoreState(const QVariantMap &state) override { m_edit->setText(state.value(QStringLiteral("text")).toString()); }

    QLineEdit *edit() const { return m_edit; }

    QList<viewmodels::Context> contexts;
    QVariantMap arguments;
    int translated = 0;
    int jumps = 0;

private:
    QString m_name;
    QLineEdit *m_edit;
};

void addProbes(MainWindow &window)
{
    for (const char *name : { "one", "two" }) {
        const QString id = QString::fromLatin1(name);
        window.addPage({ id, QStringLiteral("network"), name, true, false,
            [id](PageHost &host, QWidget *parent) { return new ProbePage(host, parent, id); } });
    }
    window.addPage({ QStringLiteral("settings"), QStringLiteral("settings"), "Settings", true, true,
        [](PageHost &host, QWidget *parent) { return new SettingsPage(host, {}, parent); } });
}

ProbePage *probe(const MainWindow &window, const char *id) { return static_cast<ProbePage *>(window.page(QString::fromLatin1(id))); }

QKeyEvent press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, quint32 scanCode = 0, const QString &text = {})
{
    return QKeyEvent(QEvent::KeyPress, key, modifiers, scanCode, 0, 0, text);
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void pagesAreBuiltOnFirstVisit();
    void historyBringsBackPlaceAndContext();
    void stateOfPagesSurvivesTheWindow();
    void languageSwitchesWhileRunning();
    void bareKeysAreMatchedByPlace_data();
    void bareKeysAreMatchedByPlace();
    void bareKeysLeaveTextInputsAlone();
    void actionsOfOtherPagesAreOff();
    void paletteFindsActionsInTheLanguageInForce();
    void labelsShowMarkupAsItIs();
    void everyFocusableWidgetHasAName();
    void secondDeskAsksTheFirst();
    void screenshotsOfEveryPage();

private:
    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<StateKeeper> m_state;
    std::unique_ptr<MainWindow> m_window;
    Dialogs m_dialogs;
};

void TestMainWindow::initTestCase()
{
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
}

void TestMainWindow::init()
{
    m_languages->setLanguage(viewmodels::Language::English);
    m_dir = std::make_unique<QTemporaryDir>();
    m_state = std::make_unique<StateKeeper>(m_dir->filePath(QStringLiteral("window.ini")));
    m_window = std::make_unique<MainWindow>(m_dialogs, *m_state);
    addProbes(*m_window);
    m_window->restore();
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestMainWindow::cleanup() { m_window.reset(); }

void TestMainWindow::pagesAreBuiltOnFirstVisit()
{
    QVERIFY(probe(*m_window, "one"));
    QVERIFY(!probe(*m_window, "two"));
    m_window->open({ QStringLiteral("two"), { { QStringLiteral("dealer"), 7 } } });
    QVERIFY(probe(*m_window, "two"));
    QCOMPARE(probe(*m_window, "two")->arguments.value(QStringLiteral("dealer")).toInt(), 7);
    QCOMPARE(m_window->windowTitle(), QStringLiteral("two — Dealerlens"));
    m_window->open({ QStringLiteral("no such page"), {} });
    QCOMPARE(m_window->currentPage()->title(), QStringLiteral("two"));
}

void TestMainWindow::historyBringsBackPlaceAndContext()
{
    viewmodels::Context first;
    first.portals = { 3 };
    m_window->setContext(first);
    m_window->open({ QStringLiteral("two"), {} });
    viewmodels::Context second = first;
    second.portals = { 3, 4 };
    m_window->setContext(second);
    m_window->goBack();
    QCOMPARE(m_window->currentPage()->title(), QStringLiteral("one"));
    QVERIFY(m_window->context() == first);
    QVERIFY(probe(*m_window, "one")->contexts.last() == first);
    m_window->goForward();
    QVERIFY(m_window->context() == second);
    m_window->goForward();
    QCOMPARE(m_window->currentPage()->title(), QStringLiteral("two"));
}

void TestMainWindow::stateOfPagesSurvivesTheWindow()
{
    probe(*m_window, "one")->edit()->setText(QStringLiteral("kept"));
    viewmodels::Context context;
    context.funnel = QStringLiteral("Sales");
    m_window->setContext(context);
    m_window->close();
    m_window = std::make_unique<MainWindow>(m_dialogs, *m_state);
    addProbes(*m_window);
    m_window->restore();
    QCOMPARE(probe(*m_window, "one")->edit()->text(), QStringLiteral("kept"));
    QVERIFY(m_window->context() == context);
}

void TestMainWindow::languageSwitchesWhileRunning()
{
    const int before = probe(*m_window, "one")->translated;
    QAction *back = m_window->actions().find(QStringLiteral("go.back"));
    QCOMPARE(back->iconText(), QStringLiteral("Back"));
    m_languages->setLanguage(viewmodels::Language::Russian);
    QTRY_COMPARE(back->iconText(), QStringLiteral("Назад"));
    QVERIFY(probe(*m_window, "one")->translated > before);
    QCOMPARE(fmt().language(), viewmodels::Language::Russian);
    m_languages->setLanguage(viewmodels::Language::English);
    QTRY_COMPARE(back->iconText(), QStringLiteral("Back"));
}

void TestMainWindow::bareKeysAreMatchedByPlace_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<quint32>("scanCode");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("J on a Latin layout") << int(Qt::Key_J) << 44U << int(Qt::NoModifier) << QStringLiteral("j") << QStringLiteral("J");
    QTest::newRow("О on a Cyrillic layout") << 0x041E << 44U << int(Qt::NoModifier) << QStringLiteral("о") << QStringLiteral("J");
    QTest::newRow("О without a place") << 0x041E << 0U << int(Qt::NoModifier) << QStringLiteral("о") << QStringLiteral("J");
    QTest::newRow("slash gives a point") << int(Qt::Key_Period) << 61U << int(Qt::NoModifier) << QStringLiteral(".") << QStringLiteral("/");
    QTest::newRow("bracket") << 0x0425 << 34U << int(Qt::NoModifier) << QStringLiteral("х") << QStringLiteral("[");
    QTest::newRow("shift") << int(Qt::Key_X) << 53U << int(Qt::ShiftModifier) << QStringLiteral("X") << QStringLiteral("Shift+X");
    QTest::newRow("with Ctrl") << int(Qt::Key_J) << 44U << int(Qt::ControlModifier) << QString() << QString();
    QTest::newRow("question mark") << int(Qt::Key_Question) << 16U << int(Qt::ShiftModifier) << QStringLiteral("?") << QStringLiteral("?");
}

void TestMainWindow::bareKeysAreMatchedByPlace()
{
    QFETCH(int, key);
    QFETCH(quint32, scanCode);
    QFETCH(int, modifiers);
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(bareKeyName(press(key, Qt::KeyboardModifiers(modifiers), scanCode, text)), name);
}

void TestMainWindow::bareKeysLeaveTextInputsAlone()
{
    m_window->activateWindow();
    ProbePage *page = probe(*m_window, "one");
    page->setFocusPolicy(Qt::StrongFocus);
    page->setFocus();
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(page));
    QKeyEvent cyrillic = press(0x041E, Qt::NoModifier, 44, QStringLiteral("о"));
    QApplication::sendEvent(page, &cyrillic);
    QCOMPARE(page->jumps, 1);
    page->edit()->setFocus();
    QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(page->edit()));
    QTest::keyClicks(page->edit(), QStringLiteral("jj"));
    QCOMPARE(page->jumps, 1);
    QCOMPARE(page->edit()->text(), QStringLiteral("jj"));
}

void TestMainWindow::actionsOfOtherPagesAreOff()
{
    QVERIFY(m_window->actions().byBareKey(QStringLiteral("J")));
    m_window->open({ QStringLiteral("settings"), {} });
    QVERIFY(!m_window->actions().byBareKey(QStringLiteral("J")));
}

void TestMainWindow::paletteFindsActionsInTheLanguageInForce()
{
    m_languages->setLanguage(viewmodels::Language::Russian);
    QTRY_COMPARE(m_window->actions().find(QStringLiteral("view.theme-dark"))->iconText(), QStringLiteral("Тёмные цвета"));
    m_window->showPalette(QStringLiteral(">тёмные"));
    auto *palette = m_window->findChild<CommandPalette *>();
    QVERIFY(palette->isVisible());
    auto *input = palette->findChild<QLineEdit *>();
    QCOMPARE(palette->findChild<QListWidget *>()->count(), 1);
    QTest::keyClick(input, Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(theme().isDark());
    m_themes->setMode(ThemeManager::Mode::Light);
}

void TestMainWindow::labelsShowMarkupAsItIs()
{
    const QString hostile = QStringLiteral("<b>Заречье</b><img src=x>");
    TextLabel label(hostile);
    QCOMPARE(label.text(), hostile);
    QCOMPARE(static_cast<QLabel &>(label).textFormat(), Qt::PlainText);
    QVERIFY(!plainTip(hostile).contains(QLatin1Char('<')));
    for (const QLabel *shown : m_window->findChildren<QLabel *>())
        QVERIFY2(shown->textFormat() == Qt::PlainText || shown->text().isEmpty(), qPrintable(shown->text()));
}

void TestMainWindow::everyFocusableWidgetHasAName()
{
    m_window->open({ QStringLiteral("settings"), {} });
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        const bool own = !widget->parentWidget()
            || (!qobject_cast<const ProbePage *>(widget->parentWidget()->parentWidget()) && !qobject_cast<const ProbePage *>(widget));
        if (!own || !widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)
            || widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        if (widget->inherits("QScrollArea") || widget->inherits("dealerlens::desk::Page"))
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
}

void TestMainWindow::secondDeskAsksTheFirst()
{
    SingleInstance first(m_dir->path());
    QVERIFY(first.claim());
    QSignalSpy asked(&first, &SingleInstance::activationRequested);
    SingleInstance second(m_dir->path());
    QVERIFY(!second.claim());
    QTRY_COMPARE(asked.size(), 1);
    QTemporaryDir other;
    SingleInstance elsewhere(other.path());
    QVERIFY(elsewhere.claim());
}

void TestMainWindow::screenshotsOfEveryPage()
{
    const QString folder = m_dir->filePath(QStringLiteral("shots"));
    Screenshots shots(*m_window, folder, QSize(1180, 680));
    QSignalSpy finished(&shots, &Screenshots::finished);
    shots.start();
    QVERIFY(finished.wait(30'000));
    QCOMPARE(finished.first().at(1).toStringList(), QStringList());
    // Three pages and one scene of the settings, two languages, two themes.
    QCOMPARE(finished.first().at(0).toInt(), 16);
    const QImage light(folder + QStringLiteral("/01-one-light-ru.png"));
    const QImage dark(folder + QStringLiteral("/01-one-dark-ru.png"));
    QCOMPARE(light.size(), QSize(1180, 680));
    QVERIFY(light.pixelColor(700, 40).lightness() > 200 && dark.pixelColor(700, 40).lightness() < 60);
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
