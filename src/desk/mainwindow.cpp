// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/mainwindow.h"

#include "desk/actions.h"
#include "desk/contextbar.h"
#include "desk/controls.h"
#include "desk/icons.h"
#include "desk/rail.h"
#include "desk/statekeeper.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QScreen>
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
    // ui.md 4: 1180 × 680, but never more than the screen has at its scale.
    setMinimumSize(QSize(1180, 680).boundedTo(screen()->availableSize()));
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

QString MainWindow::firstName() { return QStringLiteral("main"); }

// The first window's things have no prefix, further windows' have their name.
QString MainWindow::stateKey(const QString &what) const
{
    const bool isFirst = objectName().isEmpty() || objectName() == firstName();
    return isFirst ? what : QString(objectName() + QLatin1Char('/') + what);
}

void MainWindow::restore()
{
    if (!m_state.restoreWindow(objectName().isEmpty() ? firstName() : objectName(), *this))
        resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    m_context = viewmodels::contextFromVariant(m_state.value(stateKey(QStringLiteral("context"))).toMap());
    m_contextBar->setContext(m_context);
    const QString last = m_state.value(stateKey(QStringLiteral("page"))).toString();
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

exporting::PrintFacts MainWindow::contextWords(ContextParts parts) const { return m_contextBar->words(parts); }

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

// Esc that nothing on the page wanted leads back.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier)
        goBack();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_state.saveWindow(objectName().isEmpty() ? firstName() : objectName(), *this);
    m_state.setValue(stateKey(QStringLiteral("context")), viewmodels::toVariant(m_context));
    if (m_at >= 0)
        m_state.setValue(stateKey(QStringLiteral("page")), m_history[static_cast<size_t>(m_at)].location.page);
    for (auto it = m_pages.cbegin(); it != m_pages.cend(); ++it)
        m_state.setValue(QStringLiteral("pages/") + it.key(), it.value()->saveState());
    QMainWindow::closeEvent(event);
    // Queued: by then it is hidden, and whoever owns it may delete it.
    QMetaObject::invokeMethod(this, &MainWindow::closed, Qt::QueuedConnection);
}

} // namespace dealerlens::desk
