// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/mainwindow.h"

#include "desk/actions.h"
#include "desk/contextbar.h"
#include "desk/controls.h"
#include "desk/dialogs.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/rail.h"
#include "desk/statekeeper.h"
#include "desk/tabletools.h"

#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace dealerlens::desk {

namespace {

constexpr size_t kLongestHistory = 100;

struct MenuTitle {
    const char *name;
    const char *title;
};

constexpr MenuTitle kMenus[] = {
    { "file", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&File") },
    { "edit", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&Edit") },
    { "view", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&View") },
    { "go", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&Go") },
    { "data", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&Data") },
    { "help", QT_TRANSLATE_NOOP("dealerlens::desk::Menus", "&Help") },
};

} // namespace

MainWindow::MainWindow(Dialogs &dialogs, StateKeeper &state, QWidget *parent)
    : QMainWindow(parent)
    , m_dialogs(dialogs)
    , m_state(state)
    , m_actions(new Actions(this))
    , m_rail(new Rail(this))
    , m_contextBar(new ContextBar(this))
    , m_notice(new ErrorBox(this))
    , m_stack(new QStackedWidget(this))
    , m_networkBar(new NetworkBar(this))
    , m_palette(new CommandPalette(this, *m_actions))
{
    setWindowIcon(appIcon());
    setMinimumSize(1180, 680);
    auto *central = new QWidget(this);
    auto *row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_contextBar);
    column->addWidget(m_notice);
    m_notice->hide();
    connect(m_notice, &ErrorBox::acted, m_notice, &QWidget::hide);
    column->addWidget(m_stack, 1);
    row->addLayout(column, 1);
    setCentralWidget(central);
    setStatusBar(m_networkBar);
    buildMenus();
    addActions();
    addViewActions();
    new BareKeyFilter(this, *m_actions);
    connect(m_rail, &Rail::chosen, this, [this](const QString &id) { open({ id, {} }); });
    connect(m_contextBar, &ContextBar::contextChosen, this, &MainWindow::setContext);
    connect(m_contextBar, &ContextBar::backRequested, this, &MainWindow::goBack);
    connect(m_contextBar, &ContextBar::forwardRequested, this, &MainWindow::goForward);
    connect(m_contextBar, &ContextBar::searchRequested, this, &MainWindow::showPalette);
    connect(m_networkBar, &NetworkBar::freshClicked, this, [this] {
        if (!m_freshness.page.isEmpty())
            open(m_freshness);
    });
    connect(ThemeManager::instance(), &ThemeManager::changed, this, [this] {
        for (Page *page : std::as_const(m_pages))
            page->applyTheme();
    });
    connect(ThemeManager::instance(), &ThemeManager::densityChanged, this, [this] {
        for (Page *page : std::as_const(m_pages))
            page->applyTheme();
    });
    retranslate();
}

MainWindow::~MainWindow() = default;

void MainWindow::setNotice(const QString &title, const QString &text)
{
    m_notice->setContent(title, text, tr("Close"));
    m_notice->setVisible(!title.isEmpty());
}

void MainWindow::buildMenus()
{
    for (const MenuTitle &menu : kMenus) {
        const QString name = QString::fromLatin1(menu.name);
        QMenu *made = menuBar()->addMenu(QString());
        made->setToolTipsVisible(true);
        m_menus.append({ name, made });
        connect(made, &QMenu::aboutToShow, this, [this, made, name] { fillMenu(made, name); });
    }
}

void MainWindow::fillMenu(QMenu *menu, const QString &name)
{
    menu->clear();
    for (const Actions::Entry &entry : m_actions->entries(m_actions->page())) {
        if (entry.info.menu == name)
            menu->addAction(entry.action);
    }
}

void MainWindow::addActions()
{
    const auto add = [this](const char *id, const char *text, const char *iconName, const QKeySequence &key, const char *menu, auto run) {
        return m_actions->add(
            { QString::fromLatin1(id), text, QString::fromLatin1(iconName), key, {}, QString::fromLatin1(menu), {} }, this, run);
    };
    add("file.export", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Export table…"), "export", QKeySequence(QStringLiteral("Ctrl+E")),
        "file", [this] { exportPage(); });
    add("file.print", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Print or save as PDF…"), "print",
        QKeySequence(QStringLiteral("Ctrl+P")), "file", [this] { printPage(); });
    add("file.close", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Close window"), "close", QKeySequence(QStringLiteral("Ctrl+W")),
        "file", [this] { close(); });
    add("file.quit", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Quit"), "", QKeySequence(QStringLiteral("Ctrl+Q")), "file",
        [] { QApplication::closeAllWindows(); });
    add("go.palette", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Search, go to, command…"), "search",
        QKeySequence(QStringLiteral("Ctrl+K")), "go", [this] { showPalette({}); });
    add("go.back", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Back"), "chevron-left", QKeySequence(QStringLiteral("Alt+Left")), "go",
        [this] { goBack(); });
    add("go.forward", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Forward"), "chevron-right", QKeySequence(QStringLiteral("Alt+Right")),
        "go", [this] { goForward(); });
    add("go.next-region", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Next part of the window"), "", QKeySequence(Qt::Key_F6), "go",
        [this] { walkRegions(1); });
    add("go.previous-region", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Previous part of the window"), "",
        QKeySequence(Qt::SHIFT | Qt::Key_F6), "go", [this] { walkRegions(-1); });
    add("help.about", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "About Dealerlens"), "", {}, "help", [this] { showAbout(); });
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

void MainWindow::addPage(PageInfo info)
{
    const int place = static_cast<int>(std::count_if(m_infos.begin(), m_infos.end(), [](const PageInfo &known) {
        return known.section && !known.atBottom;
    })) + 1;
    const QString id = info.id;
    if (info.section) {
        m_rail->addPage(id, info.icon, info.atBottom);
        const QKeySequence key = info.atBottom ? QKeySequence() : QKeySequence(QStringLiteral("Ctrl+%1").arg(place));
        m_actions->add({ QStringLiteral("go.") + id, info.title, info.icon, key, {}, QStringLiteral("go"), {} }, this,
            [this, id] { open({ id, {} }); });
    }
    m_infos.push_back(std::move(info));
    retranslate();
}

const PageInfo *MainWindow::info(const QString &id) const
{
    for (const PageInfo &known : m_infos) {
        if (known.id == id)
            return &known;
    }
    return nullptr;
}

void MainWindow::setChoices(viewmodels::ContextChoices *choices) { m_contextBar->setChoices(choices); }

void MainWindow::setNetworkStatus(const NetworkStatus &status) { m_networkBar->setNetwork(status); }

void MainWindow::setBadge(const QString &page, int count) { m_rail->setBadge(page, count); }

void MainWindow::addPaletteProvider(std::unique_ptr<PaletteProvider> provider) { m_palette->addProvider(std::move(provider)); }

void MainWindow::setFreshnessPage(const Location &location) { m_freshness = location; }

void MainWindow::setTitleNote(const char *note)
{
    m_titleNote = note;
    updateTitle();
}

void MainWindow::setExporter(Exporter exporter) { m_exporter = std::move(exporter); }

void MainWindow::restore()
{
    if (!m_state.restoreWindow(QStringLiteral("main"), *this))
        resize(1440, 900);
    m_context = viewmodels::contextFromVariant(m_state.value(QStringLiteral("context")).toMap());
    m_contextBar->setContext(m_context);
    const QString last = m_state.value(QStringLiteral("page")).toString();
    if (info(last) && info(last)->section)
        open({ last, {} });
    else if (!m_infos.empty())
        open({ m_infos.front().id, {} });
}

QStringList MainWindow::pageIds() const
{
    QStringList ids;
    for (const PageInfo &known : m_infos)
        ids.append(known.id);
    return ids;
}

Page *MainWindow::currentPage() const { return static_cast<Page *>(m_stack->currentWidget()); }

Page *MainWindow::page(const QString &id) const { return m_pages.value(id); }

void MainWindow::open(const Location &location)
{
    if (!info(location.page))
        return;
    if (m_at >= 0 && m_history[static_cast<size_t>(m_at)].location == location)
        return;
    m_history.resize(static_cast<size_t>(m_at + 1));
    if (m_history.size() >= kLongestHistory)
        m_history.erase(m_history.begin());
    m_history.push_back({ location, m_context });
    m_at = static_cast<int>(m_history.size()) - 1;
    showVisit(m_history.back());
}

void MainWindow::goBack()
{
    if (m_at <= 0)
        return;
    m_history[static_cast<size_t>(m_at)].context = m_context;
    --m_at;
    showVisit(m_history[static_cast<size_t>(m_at)]);
}

void MainWindow::goForward()
{
    if (m_at + 1 >= static_cast<int>(m_history.size()))
        return;
    m_history[static_cast<size_t>(m_at)].context = m_context;
    ++m_at;
    showVisit(m_history[static_cast<size_t>(m_at)]);
}

Page *MainWindow::build(const PageInfo &wanted)
{
    Page *page = wanted.create(*this, m_stack);
    page->setObjectName(wanted.id);
    m_pages.insert(wanted.id, page);
    m_stack->addWidget(page);
    page->retranslate();
    page->restoreState(m_state.value(QStringLiteral("pages/") + wanted.id).toMap());
    page->setContext(m_context);
    connect(page, &Page::titleChanged, this, [this, page] {
        if (page == currentPage())
            updateTitle();
    });
    return page;
}

void MainWindow::showVisit(const Visit &visit)
{
    Page *before = currentPage();
    const bool sameContext = visit.context == m_context;
    m_context = visit.context;
    Page *page = m_pages.value(visit.location.page);
    if (!page)
        page = build(*info(visit.location.page));
    else if (!sameContext)
        page->setContext(m_context);
    if (before && before != page)
        before->deactivate();
    m_actions->setPage(visit.location.page);
    m_networkBar->setRows({}, -1);
    m_stack->setCurrentWidget(page);
    m_contextBar->setParts(page->contextParts());
    m_contextBar->setContext(m_context);
    m_rail->setCurrent(visit.location.page);
    page->activate(visit.location.args);
    page->setFocus();
    updateTitle();
    updateHistory();
    Q_EMIT pageShown(visit.location.page);
}

void MainWindow::updateHistory()
{
    const bool back = m_at > 0;
    const bool forward = m_at + 1 < static_cast<int>(m_history.size());
    m_contextBar->setHistory(back, forward);
    m_actions->find(QStringLiteral("go.back"))->setEnabled(back);
    m_actions->find(QStringLiteral("go.forward"))->setEnabled(forward);
}

void MainWindow::setContext(const viewmodels::Context &context)
{
    if (context == m_context)
        return;
    m_context = context;
    m_contextBar->setContext(context);
    // Pages that are not shown take the context when they are shown again.
    for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
        it.value()->setContext(context);
    if (m_at >= 0)
        m_history[static_cast<size_t>(m_at)].context = context;
}

void MainWindow::setStatus(const QString &text, int queryMs) { m_networkBar->setRows(text, queryMs); }

void MainWindow::showPalette(const QString &text) { m_palette->openWith(text); }

void MainWindow::walkRegions(int step)
{
    QList<QWidget *> regions { m_contextBar };
    if (Page *page = currentPage())
        regions.append(page);
    regions.append(m_networkBar);
    regions.append(m_rail);
    qsizetype now = 0;
    for (qsizetype i = 0; i < regions.size(); ++i) {
        if (regions[i]->isAncestorOf(focusWidget()) || regions[i] == focusWidget())
            now = i;
    }
    for (qsizetype tries = 1; tries <= regions.size(); ++tries) {
        QWidget *region = regions[(now + step * tries + 2 * regions.size()) % regions.size()];
        for (QWidget *widget = region->nextInFocusChain(); widget != region; widget = widget->nextInFocusChain()) {
            if (region->isAncestorOf(widget) && widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus)) {
                widget->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

void MainWindow::printPage()
{
    Page *page = currentPage();
    if (!page || !page->canPrint())
        return;
    auto *printer = new QPrinter(QPrinter::HighResolution);
    printer->setPageOrientation(QPageLayout::Landscape);
    printer->setDocName(page->title());
    auto *dialog = new QPrintDialog(printer, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, page, [page, printer] {
        QPainter painter(printer);
        page->print(painter, QRectF(QPointF(), printer->pageRect(QPrinter::DevicePixel).size()));
    });
    connect(dialog, &QObject::destroyed, this, [printer] { delete printer; });
    dialog->open();
}

void MainWindow::exportPage()
{
    Page *page = currentPage();
    if (page) {
        if (TableTools *tools = TableTools::current(*page)) {
            tools->exportTable();
            return;
        }
    }
    if (!page || !page->exportTable() || !m_exporter)
        return;
    const QStringList filters { tr("Excel workbook (*.xlsx)"), tr("CSV table (*.csv)"), tr("Tab-separated table (*.tsv)"),
        tr("JSON (*.json)") };
    m_dialogs.saveFile(this, tr("Export table"), page->title() + QStringLiteral(".xlsx"), filters,
        [this, page = QPointer<Page>(page)](const QString &file) {
            if (page && page->exportTable())
                m_exporter(*page->exportTable(), page->title(), file);
        });
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

void MainWindow::retranslate()
{
    for (const MenuTitle &menu : kMenus) {
        for (const auto &[name, made] : m_menus) {
            if (name == QLatin1StringView(menu.name))
                made->setTitle(QCoreApplication::translate("dealerlens::desk::Menus", menu.title));
        }
    }
    m_actions->retranslate();
    m_contextBar->retranslate();
    m_networkBar->retranslate();
    for (const PageInfo &known : m_infos) {
        if (!known.section)
            continue;
        const QAction *action = m_actions->find(QStringLiteral("go.") + known.id);
        m_rail->setText(known.id, QCoreApplication::translate("dealerlens::desk::Actions", known.title),
            action->shortcut().toString(QKeySequence::NativeText));
    }
    for (Page *page : std::as_const(m_pages))
        page->retranslate();
    updateTitle();
}

void MainWindow::updateTitle()
{
    const Page *page = currentPage();
    QStringList parts;
    if (page)
        parts.append(page->title());
    if (m_titleNote)
        parts.append(QCoreApplication::translate("dealerlens::desk::Menus", m_titleNote));
    // The program's name is last: the window system adds it to titles that do not end with it.
    setWindowTitle(
        parts.isEmpty() ? QStringLiteral("Dealerlens") : QString(parts.join(QStringLiteral(" · ")) + QStringLiteral(" — Dealerlens")));
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_state.saveWindow(QStringLiteral("main"), *this);
    m_state.setValue(QStringLiteral("context"), viewmodels::toVariant(m_context));
    if (m_at >= 0)
        m_state.setValue(QStringLiteral("page"), m_history[static_cast<size_t>(m_at)].location.page);
    for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
        m_state.setValue(QStringLiteral("pages/") + it.key(), it.value()->saveState());
    QMainWindow::closeEvent(event);
}

} // namespace dealerlens::desk
