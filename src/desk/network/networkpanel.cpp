// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/network/networkpanel.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/network/factgrid.h"
#include "desk/painters.h"
#include "viewmodels/problemtext.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

namespace dealerlens::desk {

using model::EntityKind;
using viewmodels::DealerHealth;
using viewmodels::ProblemText;

// The dealer's badge as a widget.
class NetworkBadge final : public QWidget {
public:
    explicit NetworkBadge(QWidget *parent)
        : QWidget(parent)
    {
        setFixedSize(theme().px(24), theme().px(16));
    }

    void setDealer(const QString &code, int hue)
    {
        m_code = code;
        m_hue = hue;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintDealerBadge(&painter, rect(), m_code, m_hue, theme());
    }

private:
    QString m_code;
    int m_hue = -1;
};

const std::vector<EntityKind> &countedKinds()
{
    static const std::vector<EntityKind> kinds { EntityKind::Lead, EntityKind::Deal, EntityKind::LeadHistory, EntityKind::DealHistory,
        EntityKind::Activity, EntityKind::Call, EntityKind::Contact, EntityKind::Company, EntityKind::Task, EntityKind::Comment };
    return kinds;
}

NetworkPanel::NetworkPanel(QWidget *parent)
    : QWidget(parent)
    , m_content(new QWidget(this))
    , m_empty(new TextLabel({}, FontStyle::Body, Token::Text2, this))
    , m_badge(new NetworkBadge(m_content))
    , m_title(new TextLabel({}, FontStyle::Title, Token::Text, m_content))
    , m_subtitle(new TextLabel({}, FontStyle::Small, Token::Text2, m_content))
    , m_problem(new ErrorBox(m_content))
    , m_note(new TextLabel({}, FontStyle::Small, Token::Text2, m_content))
    , m_first(new QPushButton(m_content))
    , m_second(new QPushButton(m_content))
    , m_more(iconButton(QStringLiteral("more"), QString(), {}, m_content))
    , m_completeness(new FactGrid(m_content))
    , m_missed(new FactGrid(m_content))
    , m_mapping(new FactGrid(m_content))
    , m_openMapping(new QPushButton(m_content))
    , m_exchanges(new FactGrid(m_content))
{
    const auto px = [](int value) { return theme().px(value); };
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(px(16), px(14), px(12), px(14));
    column->setSpacing(px(8));
    auto *top = new QHBoxLayout;
    top->addWidget(m_badge);
    m_title->setElided(true);
    top->addWidget(m_title, 1);
    column->addLayout(top);
    m_subtitle->setWordWrap(true);
    column->addWidget(m_subtitle);
    column->addWidget(m_problem);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_first);
    buttons->addWidget(m_second);
    buttons->addStretch();
    buttons->addWidget(m_more);
    column->addLayout(buttons);
    for (FactGrid *grid : { m_completeness, m_missed, m_mapping }) {
        column->addSpacing(px(6));
        column->addWidget(grid);
    }
    column->addWidget(m_openMapping, 0, Qt::AlignLeft);
    column->addSpacing(px(6));
    column->addWidget(m_exchanges);
    column->addStretch(1);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_content);
    auto *own = new QVBoxLayout(this);
    own->setContentsMargins(0, 0, 0, 0);
    own->addWidget(m_empty, 0, Qt::AlignTop);
    own->addWidget(scroll, 1);
    m_empty->setContentsMargins(px(16), px(16), px(12), 0);
    m_empty->setWordWrap(true);

    m_first->setProperty("primary", true);
    connect(m_first, &QPushButton::clicked, this, [this] { Q_EMIT stepChosen(m_firstStep); });
    connect(m_second, &QPushButton::clicked, this, [this] { Q_EMIT stepChosen(m_secondStep); });
    connect(m_openMapping, &QPushButton::clicked, this, [this] { Q_EMIT stepChosen(Step::Mapping); });
    connect(m_more, &QToolButton::clicked, this, &NetworkPanel::showMenu);
    retranslate();
}

void NetworkPanel::setDealer(
    const DealerHealth *dealer, const std::vector<DealerHealth> &network, const std::deque<viewmodels::NetworkFeed::Exchange> &exchanges)
{
    if (!dealer || !m_has || m_dealer.portal.id != dealer->portal.id)
        m_counts.clear();
    m_has = dealer != nullptr;
    if (dealer)
        m_dealer = *dealer;
    m_networkPerDay = 0;
    for (const DealerHealth &each : network)
        m_networkPerDay += each.portal.isRetired() ? 0 : each.figures.meanPerDay.value_or(0);
    m_exchangeList = exchanges;
    fill();
}

void NetworkPanel::setCounts(const std::map<EntityKind, std::int64_t> &counts)
{
    m_counts = counts;
    if (m_has)
        fillCompleteness();
}

void NetworkPanel::retranslate()
{
    m_empty->setText(tr("Choose a dealer to see what is known of it."));
    m_openMapping->setText(tr("Pair stages…"));
    setIconButtonName(m_more, tr("More steps"));
    fill();
}

void NetworkPanel::fill()
{
    m_empty->setVisible(!m_has);
    m_content->setVisible(m_has);
    if (!m_has)
        return;
    const model::Portal &portal = m_dealer.portal;
    m_badge->setDealer(portal.code, m_dealer.hue);
    m_title->setText(portal.title);
    QStringList where;
    for (const QString &part : { portal.city, portal.region }) {
        if (!part.isEmpty())
            where.append(part);
    }
    QString subtitle = where.join(QStringLiteral(", "));
    if (!portal.timeZone.isEmpty())
        subtitle += (subtitle.isEmpty() ? QString() : QStringLiteral(" · ")) + portal.timeZone;
    m_subtitle->setText(QString(subtitle + QLatin1Char('\n') + QUrl(portal.endpoint).host()));
    fillProblem();
    fillCompleteness();
    fillMissed();
    const bool unpaired = m_dealer.unmapped() > 0;
    m_mapping->setContent(tr("Stages"),
        m_dealer.figuresKnown ? QList<FactGrid::Line> { { tr("Unpaired"),
                                    unpaired ? m_dealer.figures.unmapped.mid(0, 6).join(QStringLiteral(", "))
                                             : tr("none of %Ln", nullptr, m_dealer.figures.stages),
                                    unpaired ? Token::Warn : Token::Text } }
                              : QList<FactGrid::Line>());
    m_openMapping->setVisible(unpaired);
    fillExchanges();
}

void NetworkPanel::fillProblem()
{
    const sync::PortalStatus &status = m_dealer.status;
    m_problem->setVisible(status.problem.has_value() || status.askPerson);
    QString note;
    m_firstStep = Step::Sync;
    m_secondStep = Step::OpenPortal;
    if (status.askPerson) {
        m_problem->setContent(tr("The portal's list lacks %Ln records", nullptr, static_cast<int>(status.wouldRemove)),
            tr("So many at once is unusual, therefore nothing was removed here. Ask the dealer whether they were really deleted; then "
               "confirm."));
        m_firstStep = Step::ConfirmRemoval;
    } else if (status.problem) {
        const ProblemText problem = ProblemText::of(*status.problem);
        QString text = status.problemSince == base::kNever
            ? QString()
            : QString(tr("Since %1.").arg(fmt().dateTime(status.problemSince)) + QLatin1Char(' '));
        text += problem.advice;
        if (m_dealer.health == model::PortalHealth::NoAccess || m_dealer.health == model::PortalHealth::Stale)
            text += QLatin1Char(' ')
                + tr("What happened at the dealer since then is unknown: reports hatch it and do not count it as zero.");
        m_problem->setContent(problem.title, text);
        if (problem.remedy == ProblemText::Remedy::NewKey || problem.remedy == ProblemText::Remedy::AskRights) {
            m_firstStep = Step::RequestKey;
            m_secondStep = Step::ReplaceKey;
        }
    } else if (m_dealer.portal.isRetired()) {
        note = tr("Retired on %1. It is not asked any more; its history stays in reports.").arg(fmt().date(m_dealer.portal.retiredAt));
        m_firstStep = Step::Restore;
    } else if (status.running) {
        note = status.expected > 0
            ? tr("Round in progress: %1 of %2 records").arg(fmt().integer(status.done), fmt().integer(status.expected))
            : tr("Round in progress: %1 records").arg(fmt().integer(status.done));
    } else if (m_dealer.health == model::PortalHealth::Stale) {
        note = tr("The data are older than the limit. Figures of this dealer are hatched.");
    } else if (!m_dealer.deniedKinds.isEmpty()) {
        QStringList closed;
        for (const viewmodels::KindMark &mark : m_dealer.marks) {
            if (mark.denied && mark.kind != EntityKind::Line && !closed.contains(kindName(mark.kind)))
                closed.append(kindName(mark.kind));
        }
        note = tr("The key does not open: %1. What needs it is unknown for this dealer.").arg(closed.join(QStringLiteral(", ")));
        m_firstStep = Step::RequestKey;
        m_secondStep = Step::ReplaceKey;
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    const auto word = [](Step step) {
        switch (step) {
        case Step::Sync:
            return tr("Refresh");
        case Step::RequestKey:
            return tr("Request a key");
        case Step::ReplaceKey:
            return tr("Paste a key…");
        case Step::OpenPortal:
            return tr("Open portal");
        case Step::ConfirmRemoval:
            return tr("Remove them here…");
        case Step::Restore:
            return tr("Restore");
        case Step::Retire:
            return tr("Retire…");
        case Step::Mapping:
        case Step::Edit:
            break;
        }
        return QString();
    };
    m_first->setText(word(m_firstStep));
    m_second->setText(word(m_secondStep));
}

QString NetworkPanel::kindName(EntityKind kind)
{
    switch (kind) {
    case EntityKind::Lead:
        return tr("Leads");
    case EntityKind::Deal:
        return tr("Deals");
    case EntityKind::LeadHistory:
        return tr("History of leads");
    case EntityKind::DealHistory:
        return tr("History of deals");
    case EntityKind::Activity:
        return tr("Activities");
    case EntityKind::Call:
        return tr("Calls");
    case EntityKind::Contact:
        return tr("Contacts");
    case EntityKind::Company:
        return tr("Companies");
    case EntityKind::Task:
        return tr("Tasks");
    case EntityKind::Comment:
        return tr("Comments");
    case EntityKind::User:
        return tr("Users");
    case EntityKind::Department:
        return tr("Departments");
    default:
        return tr("Directories");
    }
}

void NetworkPanel::fillCompleteness()
{
    QList<FactGrid::Line> lines;
    for (const EntityKind kind : countedKinds()) {
        const auto mark = std::find_if(
            m_dealer.marks.begin(), m_dealer.marks.end(), [kind](const viewmodels::KindMark &each) { return each.kind == kind; });
        QString value = fmt().noData();
        Token token = Token::Unknown;
        if (mark != m_dealer.marks.end() && mark->denied) {
            value = tr("no right");
        } else if (mark != m_dealer.marks.end() && mark->watermark != base::kNever) {
            value = tr("up to %1").arg(fmt().dateTime(mark->watermark));
            token = Token::Text;
        }
        // Nothing of what was never read is no measurement.
        const auto count = m_counts.find(kind);
        if (count != m_counts.end() && (token == Token::Text || count->second > 0))
            value += QStringLiteral(" · ") + fmt().integer(count->second);
        lines.append({ kindName(kind), value, token });
    }
    if (m_dealer.status.badRecords > 0)
        lines.append({ tr("Unreadable fields"), tr("in %Ln records, kept as sent", nullptr, static_cast<int>(m_dealer.status.badRecords)),
            Token::Warn });
    m_completeness->setContent(tr("Complete by kind of record"), lines);
}

void NetworkPanel::fillMissed()
{
    QList<FactGrid::Line> lines;
    const bool counts
        = m_dealer.health == model::PortalHealth::Fresh || m_dealer.health == model::PortalHealth::Attention || m_dealer.portal.isRetired();
    if (!counts) {
        if (const auto missed = m_dealer.expectedMissed())
            lines.append({ tr("New expected"),
                *missed < 1 ? tr("less than one in %1").arg(fmt().duration(m_dealer.age))
                            : tr("about %1 in %2").arg(fmt().integer(std::llround(*missed)), fmt().duration(m_dealer.age)) });
        if (m_networkPerDay > 0 && m_dealer.figures.meanPerDay)
            lines.append(
                { tr("In the network"), tr("%1 of new items").arg(fmt().percent(*m_dealer.figures.meanPerDay / m_networkPerDay, 1)) });
        if (m_dealer.figuresKnown)
            lines.append({ tr("Clocks"), tr("stopped for %Ln open items", nullptr, m_dealer.figures.openItems) });
    }
    m_missed->setContent(tr("Not counted because of it"), lines);
}

void NetworkPanel::fillExchanges()
{
    QList<FactGrid::Line> lines;
    for (const viewmodels::NetworkFeed::Exchange &exchange : m_exchangeList) {
        if (exchange.problem)
            lines.append({ fmt().dateTime(exchange.at), ProblemText::of(*exchange.problem).shortText, Token::Breach });
        else
            lines.append({ fmt().dateTime(exchange.at),
                exchange.records > 0 ? tr("%Ln records", nullptr, static_cast<int>(exchange.records)) : tr("nothing new"), Token::Text });
    }
    if (m_exchangeList.empty() && m_dealer.status.lastSuccess != base::kNever)
        lines.append({ fmt().dateTime(m_dealer.status.lastSuccess), tr("last complete round"), Token::Text });
    m_exchanges->setContent(tr("Last rounds"), lines);
}

void NetworkPanel::showMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add
        = [this, menu](const QString &text, Step step) { menu->addAction(text, this, [this, step] { Q_EMIT stepChosen(step); }); };
    add(tr("Refresh this dealer"), Step::Sync);
    add(tr("Open portal"), Step::OpenPortal);
    add(tr("Request a key…"), Step::RequestKey);
    add(tr("Paste a key…"), Step::ReplaceKey);
    add(tr("Name, region, zone…"), Step::Edit);
    add(tr("Pair stages…"), Step::Mapping);
    menu->addSeparator();
    if (m_dealer.portal.isRetired())
        add(tr("Restore the dealer"), Step::Restore);
    else
        add(tr("Retire the dealer…"), Step::Retire);
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace dealerlens::desk
