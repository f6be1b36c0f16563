// SPDX-License-Identifier: GPL-3.0-or-later
// What the window itself can do, on every page.
#include "desk/actions.h"
#include "desk/dialogs.h"
#include "desk/exportfiles.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/printing.h"
#include "desk/statekeeper.h"
#include "desk/tabletools.h"
#include "desk/theme.h"

#include <QAction>
#include <QApplication>

namespace dealerlens::desk {

void MainWindow::addActions()
{
    const auto add = [this](const char *id, const char *text, const char *iconName, const QKeySequence &key, const char *menu, auto run) {
        return m_actions->add(
            { QString::fromLatin1(id), text, QString::fromLatin1(iconName), key, {}, QString::fromLatin1(menu), {} }, this, run);
    };
    add("file.new-window", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "New window"), "view",
        QKeySequence(QStringLiteral("Ctrl+Shift+N")), "file", [this] {
            if (m_at >= 0)
                Q_EMIT newWindowRequested(m_history[static_cast<size_t>(m_at)].location);
        });
    add("file.export", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Export, save as PDF…"), "export",
        QKeySequence(QStringLiteral("Ctrl+E")), "file", [this] { exportPage(); });
    add("file.print", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Print…"), "print", QKeySequence(QStringLiteral("Ctrl+P")), "file",
        [this] { printPage(); });
    add("file.close", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Close window"), "close", QKeySequence(QStringLiteral("Ctrl+W")),
        "file", [this] { close(); });
    add("file.quit", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Quit"), "", QKeySequence(QStringLiteral("Ctrl+Q")), "file", [this] {
        Q_EMIT quitRequested();
        QApplication::closeAllWindows();
    });
    add("go.palette", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Search, go to, command…"), "search",
        QKeySequence(QStringLiteral("Ctrl+K")), "go", [this] { showPalette({}); });
    add("edit.filter", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Filter this page"), "filter", QKeySequence(QStringLiteral("Ctrl+F")),
        "edit", [this] { focusFilter(); });
    add("go.back", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Back"), "chevron-left", QKeySequence(QStringLiteral("Alt+Left")), "go",
        [this] { goBack(); });
    add("go.forward", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Forward"), "chevron-right", QKeySequence(QStringLiteral("Alt+Right")),
        "go", [this] { goForward(); });
    add("go.next-region", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next part of the window"), "", QKeySequence(Qt::Key_F6), "go",
        [this] { walkRegions(1); });
    add("go.previous-region", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Previous part of the window"), "",
        QKeySequence(Qt::SHIFT | Qt::Key_F6), "go", [this] { walkRegions(-1); });
    add("help.about", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "About Dealerlens"), "", {}, "help", [this] { showAbout(); });
    const auto addPeriod = [this](const char *id, const char *text, const char *key, int steps) {
        m_actions->add(
            { QString::fromLatin1(id), text, QStringLiteral("calendar"), {}, QString::fromLatin1(key), QStringLiteral("go"), {} }, this,
            [this, steps] {
                viewmodels::Context moved = m_context;
                moved.period = viewmodels::shifted(moved.period, steps, QDate::currentDate());
                const Page *page = currentPage();
                if (page && page->contextParts().testFlag(ContextPart::Period))
                    setContext(moved);
            });
    };
    addPeriod("go.previous-period", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Previous period"), "[", -1);
    addPeriod("go.next-period", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next period"), "]", 1);
    m_actions->add({ QStringLiteral("help.keys"), QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Keys of this screen"), QString(), {},
                       QStringLiteral("?"), QStringLiteral("help"), {} },
        this, [this] { showKeys(); });
}

void MainWindow::addViewActions()
{
    const auto add = [this](const char *id, const char *text, const char *key, auto run) {
        m_actions->add({ QString::fromLatin1(id), text, QStringLiteral("view"), QKeySequence(QString::fromLatin1(key)), {},
                           QStringLiteral("view"), {} },
            this, run);
    };
    ThemeManager *themes = ThemeManager::instance();
    const auto setTheme = [this, themes](ThemeManager::Mode mode) {
        m_state.setValue(QStringLiteral("appearance/theme"), static_cast<int>(mode));
        themes->setMode(mode);
    };
    const auto setDensity = [this, themes](Density density) {
        m_state.setValue(QStringLiteral("appearance/density"), static_cast<int>(density));
        themes->setDensity(density);
    };
    const auto setLanguage = [this](viewmodels::Language language) {
        m_state.setValue(QStringLiteral("appearance/language"), static_cast<int>(language));
        LanguageManager::instance()->setLanguage(language);
    };
    add("view.panel", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Right panel"), "Ctrl+B", [this] {
        if (Page *page = currentPage())
            page->setPanelVisible(!page->isPanelVisible());
    });
    add("view.theme-system", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Colours of the system"), "",
        [=] { setTheme(ThemeManager::Mode::System); });
    add("view.theme-light", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Light colours"), "",
        [=] { setTheme(ThemeManager::Mode::Light); });
    add("view.theme-dark", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Dark colours"), "", [=] { setTheme(ThemeManager::Mode::Dark); });
    add("view.density-compact", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Compact rows"), "", [=] { setDensity(Density::Compact); });
    add("view.density-normal", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Normal rows"), "", [=] { setDensity(Density::Normal); });
    add("view.density-comfortable", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Comfortable rows"), "",
        [=] { setDensity(Density::Comfortable); });
    add("view.language-ru", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Русский язык"), "",
        [=] { setLanguage(viewmodels::Language::Russian); });
    add("view.language-en", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "English language"), "",
        [=] { setLanguage(viewmodels::Language::English); });
    add("view.full-screen", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Full screen"), "F11",
        [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::printPage()
{
    Page *page = currentPage();
    if (!page)
        return;
    page->readWhole([page, this] { previewPrint(*page, this); });
}

void MainWindow::exportPage()
{
    Page *page = currentPage();
    if (!page)
        return;
    if (TableTools *tools = TableTools::current(*page)) {
        tools->exportTable();
        return;
    }
    ExportOffer offer { page->title(), {}, [page] { return page->printout(); } };
    if (page->exportTable())
        offer.table = [page] { return tableOf(*page->exportTable(), page->title()); };
    exportFile(*this, this, page, std::move(offer));
}

// What the page offers to type into: its quick filter, else the search of the window.
void MainWindow::focusFilter()
{
    QAction *filter = m_actions->find(m_actions->page() + QStringLiteral(".filter"));
    if (filter && filter->isVisible() && filter->isEnabled())
        filter->trigger();
    else
        showPalette({});
}

void MainWindow::showKeys()
{
    QStringList lines;
    for (const Actions::Entry &entry : m_actions->entries(m_actions->page())) {
        const QString key = Actions::keyText(entry.info);
        if (!key.isEmpty())
            lines.append(key + QStringLiteral(" — ") + entry.action->iconText());
    }
    m_dialogs.ask(this, Dialogs::Kind::Information, tr("Keys of this screen"), lines.join(QLatin1Char('\n')), { tr("Close") }, {});
}

void MainWindow::showAbout()
{
    m_dialogs.ask(this, Dialogs::Kind::Information, tr("Dealerlens %1").arg(QStringLiteral(DEALERLENS_VERSION)),
        tr("Head office's desk over a network of dealer portals.\nFree software under the GNU General Public License, version 3 or later."),
        { tr("Close") }, {});
}

} // namespace dealerlens::desk
