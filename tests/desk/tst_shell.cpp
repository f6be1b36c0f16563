// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/actions.h"
#include "desk/demonetwork.h"
#include "desk/deskwindows.h"
#include "desk/item/itemlinks.h"
#include "desk/language.h"
#include "desk/panelarea.h"
#include "desk/portals/portalsdialog.h"
#include "desk/portals/portalsstep.h"
#include "desk/theme.h"
#include "livedesk.h"
#include "viewmodels/networkfeed.h"
#include "viewmodels/standarddraft.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QProcess>
#include <QPushButton>

using namespace dealerlens;
using namespace dealerlens::desk;
using testing::LiveDesk;

namespace {

// The keys that ui.md promises for what is built, by page; "" is everywhere.
struct Promise {
    const char *page;
    QStringList keys;
};

const Promise kPromises[] {
    { "",
        { QStringLiteral("Ctrl+K"), QStringLiteral("Ctrl+1"), QStringLiteral("Ctrl+2"), QStringLiteral("Ctrl+3"), QStringLiteral("Ctrl+4"),
            QStringLiteral("Ctrl+F"), QStringLiteral("Ctrl+E"), QStringLiteral("Ctrl+P"), QStringLiteral("Ctrl+B"), QStringLiteral("F5"),
            QStringLiteral("F6"), QStringLiteral("Shift+F6"), QStringLiteral("Ctrl+Shift+N"), QStringLiteral("?") } },
    { "network",
        { QStringLiteral("Shift+F5"), QStringLiteral("J"), QStringLiteral("K"), QStringLiteral("R"), QStringLiteral("Ctrl+O"),
            QStringLiteral("G"), QStringLiteral("/"), QStringLiteral("X"), QStringLiteral("Shift+X"), QStringLiteral("F1"),
            QStringLiteral("Ctrl+C"), QStringLiteral("Ctrl+Shift+C") } },
    { "funnels",
        { QStringLiteral("X"), QStringLiteral("Ctrl+Shift+L"), QStringLiteral("Alt+1"), QStringLiteral("Alt+7"), QStringLiteral("V"),
            QStringLiteral("["), QStringLiteral("]") } },
    { "report",
        { QStringLiteral("V"), QStringLiteral("F1"), QStringLiteral("/"), QStringLiteral("J"), QStringLiteral("K"), QStringLiteral("["),
            QStringLiteral("]"), QStringLiteral("Ctrl+Shift+C") } },
    { "stages",
        { QStringLiteral("["), QStringLiteral("]"), QStringLiteral("C"), QStringLiteral("B"), QStringLiteral("V"), QStringLiteral("Alt+T"),
            QStringLiteral("F1"), QStringLiteral("/") } },
    { "rows",
        { QStringLiteral("J"), QStringLiteral("K"), QStringLiteral("X"), QStringLiteral("Shift+X"), QStringLiteral("/"),
            QStringLiteral("Ctrl+C") } },
    { "item", { QStringLiteral("Ctrl+O") } },
};

QString pdfText(const QString &file)
{
    QProcess program;
    program.start(QStringLiteral("pdftotext"), { QStringLiteral("-layout"), file, QStringLiteral("-") });
    return program.waitForFinished(30'000) ? QString::fromUtf8(program.readAllStandardOutput()) : QString();
}

QString allTexts(const QWidget &of)
{
    QStringList texts { of.windowTitle() };
    for (const QWidget *widget : of.findChildren<QWidget *>()) {
        texts.append(widget->accessibleName());
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            texts.append(button->text());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            texts.append(label->text());
    }
    return texts.join(QLatin1Char('\n'));
}

} // namespace

// The window around the pages, over a mirrored network.
class ShellTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_themes = std::make_unique<ThemeManager>(*qApp);
        m_languages = std::make_unique<LanguageManager>(*qApp);
        m_languages->setLanguage(viewmodels::Language::English);
        m_desk = std::make_unique<LiveDesk>();
        const QString failure = m_desk->build();
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }

    void cleanupTestCase()
    {
        m_desk.reset();
        m_languages.reset();
        m_themes.reset();
    }

    void everyPromisedKeyDoesSomething()
    {
        for (const QString &id : m_desk->window->pageIds()) {
            QVERIFY2(m_desk->ready(id), qPrintable(id));
            const auto entries = m_desk->window->actions().entries(id);
            for (const Promise &promise : kPromises) {
                if (*promise.page != 0 && id != QLatin1StringView(promise.page))
                    continue;
                for (const QString &key : promise.keys) {
                    const bool found = std::any_of(entries.begin(), entries.end(), [&](const Actions::Entry &entry) {
                        return entry.action->isVisible() && entry.action->isEnabled()
                            && (entry.info.bareKey == key || entry.info.key.toString() == key);
                    });
                    QVERIFY2(found, qPrintable(QString(id + QLatin1Char(' ') + key)));
                }
            }
        }
    }

    void noKeyIsGivenTwice()
    {
        for (const QString &id : m_desk->window->pageIds()) {
            QMap<QString, QString> owners;
            for (const Actions::Entry &entry : m_desk->window->actions().entries(id)) {
                // A page's own bare key stands before one of every page.
                const QString key = entry.info.key.isEmpty() ? QString() : entry.info.key.toString();
                if (key.isEmpty())
                    continue;
                QVERIFY2(!owners.contains(key), qPrintable(QString(id + QLatin1Char(' ') + key + QLatin1Char(' ') + entry.info.id)));
                owners.insert(key, entry.info.id);
            }
        }
    }

    void everyPageBecomesPdf_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("network") << QStringLiteral("network") << QStringList { QStringLiteral("Network health") };
        QTest::newRow("funnels") << QStringLiteral("funnels") << QStringList { QStringLiteral("Funnels"), QStringLiteral("Dealers") };
        QTest::newRow("report") << QStringLiteral("report")
                                << QStringList { QStringLiteral("Whole network"), QStringLiteral("Period"), QStringLiteral("Dealers") };
        QTest::newRow("stages") << QStringLiteral("stages") << QStringList { QStringLiteral("Stage times"), QStringLiteral("Period") };
        QTest::newRow("rows") << QStringLiteral("rows") << QStringList { QStringLiteral("Period"), QStringLiteral("Page 2 of") };
        QTest::newRow("item") << QStringLiteral("item")
                              << QStringList { QStringLiteral("Path"), QStringLiteral("Events and evidence"), QStringLiteral("Fields"),
                                     QStringLiteral("Responsible") };
        QTest::newRow("settings") << QStringLiteral("settings") << QStringList { QStringLiteral("Settings") };
    }

    void everyPageBecomesPdf()
    {
        QFETCH(QString, page);
        QFETCH(QStringList, words);
        const QVariantMap args = page == QLatin1String("item")
            ? itemLocation({ m_desk->dealer().id, model::EntityKind::Lead, m_desk->hostileLead }).args
            : QVariantMap();
        QVERIFY(m_desk->ready(page, args));
        m_desk->dialogs.file = m_desk->dir.filePath(page + QStringLiteral(".pdf"));
        m_desk->window->actions().find(QStringLiteral("file.export"))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_desk->dialogs.file), 60'000);
        QVERIFY2(m_desk->dialogs.asked.isEmpty(), qPrintable(m_desk->dialogs.asked.join(QLatin1Char('\n'))));
        const QString text = pdfText(m_desk->dialogs.file);
        for (const QString &word : std::as_const(words))
            QVERIFY2(text.contains(word), qPrintable(QString(word + QStringLiteral(" is not in\n") + text.left(4'000))));
        const qsizetype pages = text.count(QChar(0x0c));
        QVERIFY(text.contains(QStringLiteral("Page %1 of %1").arg(pages)));
        m_desk->dialogs.file.clear();
    }

    void paperTakesEveryRow()
    {
        QVERIFY(m_desk->ready(QStringLiteral("rows")));
        const Page *page = m_desk->window->page(QStringLiteral("rows"));
        const exporting::Printout printout = page->printout();
        QCOMPARE(printout.parts.size(), std::size_t { 1 });
        const auto &table = std::get<exporting::PrintTable>(printout.parts.front().content);
        QCOMPARE(int(table.rows.size()), page->exportTable()->rowCount());
    }

    void panelLiesOverANarrowPage()
    {
        MainWindow &window = *m_desk->window;
        QVERIFY(m_desk->ready(QStringLiteral("network")));
        Page *page = window.currentPage();
        page->setPanelVisible(true);
        auto *area = page->findChild<PanelArea *>();
        window.resize(theme().px(1366), theme().px(768));
        QTRY_VERIFY(area->childAt(1, 1)->width() > 0);
        const auto bodyWidth = [area] {
            int widest = 0;
            for (const QObject *child : area->children()) {
                const auto *widget = qobject_cast<const QWidget *>(child);
                widest = widget && widget->x() == 0 ? std::max(widest, widget->width()) : widest;
            }
            return widest;
        };
        QTRY_VERIFY(bodyWidth() < area->width());
        window.resize(theme().px(1280), theme().px(720));
        QTRY_COMPARE(bodyWidth(), area->width());
        QVERIFY(page->isPanelVisible());
        window.setFocus();
        page->setFocus();
        QTest::keyClick(area, Qt::Key_Escape);
        QVERIFY(!page->isPanelVisible());
        page->setPanelVisible(true);
        window.resize(1440, 900);
    }

    void furtherWindowsAreRemembered()
    {
        StateKeeper state(m_desk->dir.filePath(QStringLiteral("windows.ini")));
        {
            DeskWindows windows(*m_desk->session, m_desk->dialogs, state);
            windows.restore();
            windows.show();
            QCOMPARE(windows.all().size(), std::size_t { 1 });
            windows.first().open({ QStringLiteral("report"), {} });
            windows.first().actions().find(QStringLiteral("file.new-window"))->trigger();
            QCOMPARE(windows.all().size(), std::size_t { 2 });
            MainWindow *second = windows.all().back();
            QCOMPARE(second->currentPage()->objectName(), QStringLiteral("report"));
            second->open({ QStringLiteral("stages"), {} });
            MainWindow *third = windows.open({ QStringLiteral("network"), {} }, {});
            third->close();
            QTRY_COMPARE(windows.all().size(), std::size_t { 2 }); // closed while others stay: forgotten
            Q_EMIT windows.first().quitRequested();
            QSignalSpy closed(&windows, &DeskWindows::allClosed);
            windows.first().close();
            second->close();
            QTRY_COMPARE(closed.count(), 1);
        }
        DeskWindows windows(*m_desk->session, m_desk->dialogs, state);
        windows.restore();
        QCOMPARE(windows.all().size(), std::size_t { 2 });
        QCOMPARE(windows.first().currentPage()->objectName(), QStringLiteral("report"));
        QCOMPARE(windows.all().back()->currentPage()->objectName(), QStringLiteral("stages"));
    }

    void openDialogChangesItsLanguage()
    {
        viewmodels::NetworkFeed feed(*m_desk->session);
        viewmodels::StandardDraft draft(*m_desk->session);
        PortalsDialog dialog({ *m_desk->session, feed, draft, m_desk->dialogs }, true, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.portals().addLinks(QStringLiteral("https://portal.example/rest/1/k3y/"));
        dialog.show();
        const QString english = allTexts(dialog);
        m_languages->setLanguage(viewmodels::Language::Russian);
        QCoreApplication::processEvents();
        const QString russian = allTexts(dialog);
        for (const char *word : { "First run", "Paste links", "Try the demo", "Next", "Back", "Stages", "Working day" }) {
            QVERIFY2(english.contains(QString::fromLatin1(word)), word);
            QVERIFY2(!russian.split(QLatin1Char('\n')).contains(QString::fromLatin1(word)), word);
        }
        QCOMPARE(dialog.portals().drafts().rowCount(), 1); // what was entered stays
        m_languages->setLanguage(viewmodels::Language::English);
    }

    void demoStandsApartAndGoesWithItsWindow()
    {
        const QString folder = m_desk->dir.filePath(QStringLiteral("demo"));
        DemoNetwork demo({ .folder = folder, .program = QStringLiteral(DEALERLENS_BIN_DIR "/portalsim"), .dealers = 2 }, m_desk->dialogs);
        QSignalSpy opened(&demo, &DemoNetwork::opened);
        QSignalSpy failed(&demo, &DemoNetwork::failed);
        QSignalSpy ended(&demo, &DemoNetwork::ended);
        const std::size_t before = m_desk->session->facts()->portals.size();
        demo.start();
        QTRY_VERIFY2_WITH_TIMEOUT(opened.count() == 1 || failed.count() == 1, "the demo does not open", 60'000);
        QVERIFY2(failed.isEmpty(), qPrintable(failed.isEmpty() ? QString() : failed.first().first().toString()));
        MainWindow *window = demo.window();
        QVERIFY(window && window->isVisible());
        QVERIFY(window->windowTitle().contains(QStringLiteral("Demo")));
        QCOMPARE(window->currentPage()->objectName(), QStringLiteral("network"));
        QTRY_VERIFY_WITH_TIMEOUT(window->currentPage()->isReady() && window->currentPage()->exportTable()->rowCount() > 0, 60'000);
        QCOMPARE(m_desk->session->facts()->portals.size(), before); // nothing of it in the real data
        QVERIFY(QFile::exists(folder + QStringLiteral("/portals.csv")));
        window->actions().find(QStringLiteral("demo.remove"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 20'000);
        QVERIFY(!QFile::exists(folder));
    }

    void missingSimulatorIsTold()
    {
        for (const QString &program : { QString(), m_desk->dir.filePath(QStringLiteral("no-such-program")) }) {
            DemoNetwork demo({ .folder = m_desk->dir.filePath(QStringLiteral("none")), .program = program }, m_desk->dialogs);
            QSignalSpy failed(&demo, &DemoNetwork::failed);
            demo.start();
            QTRY_COMPARE(failed.count(), 1);
            QVERIFY(failed.first().first().toString().contains(QStringLiteral("demo network")));
            QVERIFY(!demo.window());
        }
    }

private:
    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<LiveDesk> m_desk;
};

QTEST_MAIN(ShellTest)
#include "tst_shell.moc"
