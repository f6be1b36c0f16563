// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/portalsdialog.h"

#include "desk/demonetwork.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/portals/portalsstep.h"
#include "desk/portals/steplist.h"
#include "desk/settings/calendarsection.h"
#include "desk/settings/figuressection.h"
#include "desk/settings/stagemapsection.h"
#include "desk/tablemenu.h"
#include "desk/textlabel.h"
#include "viewmodels/networkfeed.h"
#include "viewmodels/networkmodel.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>

namespace dealerlens::desk {

namespace {

enum Step { DataStep, PortalStep, StageStep, StandardStep, LoadStep };

} // namespace

PortalsDialog::PortalsDialog(const Needs &needs, bool firstRun, QWidget *parent)
    : QDialog(parent)
    , m_session(needs.session)
    , m_feed(needs.feed)
    , m_draft(needs.draft)
    , m_dialogs(needs.dialogs)
    , m_firstRun(firstRun)
    , m_list(new StepList(this))
    , m_stack(new QStackedWidget(this))
    , m_portals(new PortalsStep(needs.session, needs.dialogs, this))
    , m_load(nullptr)
    , m_loadWords(nullptr)
    , m_counts(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_back(new QPushButton(this))
    , m_next(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    resize(theme().px(1060), theme().px(664));
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto *body = new QHBoxLayout;
    body->setSpacing(0);
    m_list->setFixedWidth(theme().px(216));
    body->addWidget(m_list);
    body->addWidget(m_stack, 1);
    rows->addLayout(body, 1);
    addSteps();
    buildFoot(rows);
    connect(m_list, &StepList::chosen, this, &PortalsDialog::showStep);
    connect(&m_portals->drafts(), &viewmodels::PortalDrafts::countsChanged, this, &PortalsDialog::refreshFoot);
    connect(m_portals, &PortalsStep::allSaved, this, [this](int portals) {
        if (portals > 0 && m_portals->drafts().failed() == 0)
            showStep(m_firstRun ? StageStep : LoadStep);
        refreshFoot();
    });
    connect(m_portals, &PortalsStep::demoRequested, this, &PortalsDialog::tryDemo);
    connect(&m_feed, &viewmodels::NetworkFeed::updated, this, &PortalsDialog::refreshLoad);
    showStep(firstRun ? DataStep : PortalStep);
    onLanguage(this, [this] {
        setWindowTitle(m_firstRun ? tr("First run") : tr("Portals"));
        m_back->setText(tr("Back"));
        m_load->setHorizontalHeaderLabels({ tr("Dealer"), tr("Records"), tr("State") });
        m_load->setAccessibleName(tr("First load of each portal"));
        refreshFoot();
        refreshLoad();
    });
}

PortalsDialog::~PortalsDialog() = default;

void PortalsDialog::addSteps()
{
    addStep([] { return StepTexts { tr("Where the data are"), tr("folder and protection"), tr("The data stay on this computer") }; },
        nullptr, [this](QWidget *page) { return buildDataSettings(m_session, page); });
    addStep([] { return StepTexts { tr("Portals of dealers"), tr("links, CSV or demo"), tr("Connect the portals of the dealers") }; },
        m_portals);
    addStep([] { return StepTexts { tr("Stages"), tr("paired by name and order"), tr("Pair the portals' stages with the network's") }; },
        nullptr, [this](QWidget *page) { return new StageMapSection(m_session, m_draft, page); });
    addStep([] { return StepTexts { tr("Standard and hours"), tr("can be changed later"), tr("When do the dealers work?") }; }, nullptr,
        [this](QWidget *page) { return new CalendarSection(m_session, m_draft, page); });
    addStep([] { return StepTexts { tr("First load"), tr("goes on by itself"), tr("First load") }; }, buildLoad());
}

void PortalsDialog::buildFoot(QVBoxLayout *rows)
{
    auto *foot = new QWidget(this);
    foot->setAutoFillBackground(true);
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(theme().px(24), theme().px(12), theme().px(16), theme().px(12));
    line->addStretch(1);
    line->addWidget(m_counts);
    line->addSpacing(theme().px(8));
    line->addWidget(m_back);
    line->addWidget(m_next);
    m_next->setProperty("primary", true);
    m_next->setDefault(true);
    rows->addWidget(foot);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(m_stack->currentIndex() - 1); });
    connect(m_next, &QPushButton::clicked, this, &PortalsDialog::goOn);
}

// The demo has a data folder and a window of its own and outlives this dialog.
void PortalsDialog::tryDemo()
{
    QObject *owner = parent() ? parent() : this;
    if (auto *running = owner->findChild<DemoNetwork *>()) {
        if (QWidget *window = running->window())
            window->activateWindow();
        return;
    }
    auto *demo = new DemoNetwork({ .folder = m_session.options().folder + QStringLiteral("/demo") }, m_dialogs, owner);
    connect(demo, &DemoNetwork::progress, m_portals, &PortalsStep::showDemoProgress);
    connect(demo, &DemoNetwork::failed, m_portals, &PortalsStep::showDemoFailure);
    connect(demo, &DemoNetwork::opened, this, &QDialog::accept);
    connect(demo, &DemoNetwork::failed, demo, &QObject::deleteLater);
    connect(demo, &DemoNetwork::ended, demo, &QObject::deleteLater);
    demo->start();
}

void PortalsDialog::addStep(const std::function<StepTexts()> &texts, QWidget *content, const std::function<QWidget *(QWidget *)> &make)
{
    auto *page = new QWidget(m_stack);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme().px(22), theme().px(20), theme().px(22), theme().px(12));
    column->setSpacing(theme().px(12));
    auto *heading = new TextLabel({}, FontStyle::Figure, Token::Text, page);
    column->addWidget(heading);
    if (content)
        column->addWidget(content, 1);
    const int step = m_stack->addWidget(page);
    m_list->addStep();
    onLanguage(page, [this, step, texts, heading, page, column, make] {
        const StepTexts words = texts();
        m_list->setTexts(step, words.title, words.note);
        heading->setText(words.heading);
        if (!make)
            return;
        if (QLayoutItem *old = column->takeAt(1)) {
            delete old->widget();
            delete old;
        }
        column->addWidget(make(page), 1);
    });
}

QWidget *PortalsDialog::buildLoad()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_loadWords = new TextLabel({}, FontStyle::Body, Token::Text2, page);
    m_loadWords->setWordWrap(true);
    column->addWidget(m_loadWords);
    m_load = new QTableWidget(0, 3, page);
    m_load->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_load->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_load->setShowGrid(false);
    m_load->setPalette(theme().viewPalette());
    m_load->verticalHeader()->hide();
    m_load->verticalHeader()->setDefaultSectionSize(theme().px(26));
    m_load->horizontalHeader()->setStretchLastSection(true);
    m_load->setColumnWidth(0, theme().px(300));
    m_load->setColumnWidth(1, theme().px(170));
    addTableMenu(*m_load, m_dialogs);
    column->addWidget(m_load, 1);
    return page;
}

void PortalsDialog::refreshLoad()
{
    const std::vector<viewmodels::DealerHealth> &dealers = m_feed.dealers();
    m_load->setRowCount(static_cast<int>(dealers.size()));
    int complete = 0;
    for (int row = 0; row < static_cast<int>(dealers.size()); ++row) {
        const viewmodels::DealerHealth &dealer = dealers[static_cast<std::size_t>(row)];
        complete += dealer.age >= 0 ? 1 : 0;
        const sync::PortalStatus &status = dealer.status;
        QString records = status.done > 0 ? fmt().integer(status.done) : QString();
        if (status.running && status.expected > 0)
            records += QStringLiteral(" / ") + fmt().integer(status.expected);
        QString state = dealer.age >= 0 ? tr("complete") : (status.running ? tr("loading") : tr("waits"));
        if (status.problem)
            state = viewmodels::ProblemText::of(*status.problem).shortText;
        const QStringList texts { dealer.portal.title, records, state };
        for (int column = 0; column < texts.size(); ++column) {
            QTableWidgetItem *item = m_load->item(row, column);
            if (!item) {
                item = new QTableWidgetItem;
                m_load->setItem(row, column, item);
            }
            if (item->text() != texts[column])
                item->setText(texts[column]);
        }
    }
    m_loadWords->setText(dealers.empty()
            ? tr("Connect a portal first.")
            : tr("%1 of %2 portals are complete. Screens can be used from the first one on; this window may be closed.")
                  .arg(fmt().integer(complete), fmt().integer(static_cast<qint64>(dealers.size()))));
    m_list->setDone(DataStep, true);
    m_list->setDone(PortalStep, !dealers.empty());
    m_list->setDone(LoadStep, !dealers.empty() && complete == static_cast<int>(dealers.size()));
}

void PortalsDialog::refreshFoot()
{
    const int step = m_stack->currentIndex();
    const viewmodels::PortalDrafts &drafts = m_portals->drafts();
    m_back->setEnabled(step > 0);
    m_counts->setVisible(step == PortalStep && drafts.rowCount() > 0);
    m_counts->setText(tr("%1 ready, %2 in test, %3 cannot be connected")
            .arg(fmt().integer(drafts.connectable()), fmt().integer(drafts.testing()), fmt().integer(drafts.failed())));
    const int ready = drafts.connectable();
    if (step == PortalStep && ready > 0)
        m_next->setText(tr("Connect %Ln", nullptr, ready));
    else
        m_next->setText(step == LoadStep ? tr("Close") : tr("Next"));
    m_next->setEnabled(step != PortalStep || ready > 0 || drafts.testing() == 0);
}

void PortalsDialog::showStep(int step)
{
    if (step < 0 || step >= m_stack->count())
        return;
    m_stack->setCurrentIndex(step);
    m_list->setCurrent(step);
    refreshFoot();
}

void PortalsDialog::goOn()
{
    const int step = m_stack->currentIndex();
    if (step == PortalStep && m_portals->drafts().connectable() > 0) {
        m_portals->connectReady();
        return;
    }
    // What was chosen in the steps is kept when they are left forwards.
    if ((step == StageStep || step == StandardStep) && m_draft.isDirty())
        m_draft.save();
    if (step == LoadStep)
        accept();
    else
        showStep(step + 1);
}

} // namespace dealerlens::desk
