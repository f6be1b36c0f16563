// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemheader.h"

#include "desk/language.h"
#include "desk/painters.h"
#include "desk/textlabel.h"
#include "desk/widepath.h"
#include "reports/question.h"
#include "viewmodels/boardtexts.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QToolTip>

namespace dealerlens::desk {

using viewmodels::ItemStep;

namespace {

void draw(QPainter &painter, const QRect &rect, const QString &text, FontStyle style, Token token)
{
    painter.setFont(theme().font(style));
    painter.setPen(theme().color(token));
    painter.drawText(
        rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
}

QRect cut(QRect &rest, int height)
{
    const QRect top(rest.left(), rest.top(), rest.width(), height);
    rest.setTop(rest.top() + height);
    return top;
}

// Of the path in a widget of that width.
int stripWidth(int width) { return std::min(width - theme().px(28), theme().px(900)); }

std::vector<PathStep> stepsOf(const viewmodels::ItemData &item)
{
    std::vector<PathStep> steps;
    for (const ItemStep &made : item.steps) {
        PathStep step;
        step.label = made.name;
        step.reentered = made.visits > 1;
        step.overLimit = made.share > 1;
        step.fill = std::clamp(made.share < 0 ? 0.5 : made.share, 0.0, 1.0);
        step.warn = made.share >= 0.8;
        step.time = made.visits > 0 ? fmt().duration(qint64(made.seconds)) : QString();
        switch (made.kind) {
        case ItemStep::Kind::Done:
            step.kind = PathStep::Kind::AsPlanned;
            break;
        case ItemStep::Kind::Skipped:
            step.kind = PathStep::Kind::Skipped;
            break;
        case ItemStep::Kind::Now:
            step.kind = PathStep::Kind::Now;
            break;
        case ItemStep::Kind::Ahead:
            step.kind = PathStep::Kind::Ahead;
            if (made.seconds > 0) // what it takes the network
                step.time
                    = QStringLiteral("≈ ") + (made.seconds < 86'400 ? fmt().duration(qint64(made.seconds)) : fmt().days(made.seconds));
            break;
        }
        steps.push_back(std::move(step));
    }
    return steps;
}

void addTraces(const viewmodels::ItemData &item, base::UtcSeconds begin, PathChart &chart)
{
    using viewmodels::ItemEvent;
    for (auto event = item.events.rbegin(); event != item.events.rend(); ++event)
        if (event->mark == ItemEvent::Mark::Evidence && event->at >= begin)
            chart.proofs.push_back({ double(event->at - begin), event->kind == ItemEvent::Kind::Call });
    if (item.stays.size() < 2)
        return;
    // Leaving the first stage claims that somebody worked on it.
    PathChart::Mark claim { double(item.stays[1].from - begin), !chart.proofs.empty(), 0 };
    if (claim.proven)
        claim.proofAt = chart.proofs.front().at;
    chart.claims.push_back(claim);
}

PathChart chartOf(const viewmodels::ItemData &item)
{
    constexpr std::int64_t day = 86'400;
    PathChart chart;
    const base::UtcSeconds begin = item.stays.front().from;
    base::UtcSeconds end = begin + 3'600;
    for (const ItemStep &step : item.steps)
        chart.rows.push_back(step.name);
    for (const viewmodels::ItemStay &stay : item.stays) {
        end = std::max(end, stay.step >= 0 ? stay.to : stay.from);
        if (stay.step < 0)
            continue;
        const double from = double(stay.from - begin);
        const double to = double(stay.to - begin);
        chart.visits.push_back({ stay.step, from, to, stay.extra, stay.overShare < 0 ? -1 : from + (to - from) * stay.overShare,
            stay.running && item.outcome == 'P' });
    }
    chart.span = double(end - begin);
    if (end - begin < 200 * day)
        for (base::UtcSeconds at = begin - begin % day; at < end; at += day)
            if (QDateTime::fromSecsSinceEpoch(at, Qt::UTC).date().dayOfWeek() >= 6)
                chart.weekends.emplace_back(std::max(0.0, double(at - begin)), double(std::min(at + day, end) - begin));
    for (int tick = 0; tick < 5; ++tick) {
        const double at = chart.span * tick / 5;
        const base::UtcSeconds when = begin + std::int64_t(at);
        // Days alone would repeat themselves on a short path.
        chart.ticks.emplace_back(at, end - begin < 5 * day ? fmt().dateTime(when) : fmt().date(when));
    }
    chart.claimedWord = ItemHeader::tr("claimed");
    chart.evidencedWord = ItemHeader::tr("evidenced");
    addTraces(item, begin, chart);
    return chart;
}

} // namespace

ItemHeader::ItemHeader(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ItemHeader::setItem(const viewmodels::ItemData *item)
{
    m_data = item ? std::optional(*item) : std::nullopt;
    if (m_data) {
        QStringList words { m_data->title, m_data->dealer, m_data->responsible, m_data->amount, m_data->stage, m_data->stageTime,
            m_data->stageLimit };
        words.removeAll(QString());
        setAccessibleName(words.join(QStringLiteral(", ")));
    }
    updateGeometry();
    update();
}

void ItemHeader::setChart(bool chart)
{
    m_chart = chart;
    updateGeometry();
}

bool ItemHeader::showsChart() const { return m_chart && m_data && !m_data->stays.empty() && !m_data->steps.empty(); }

int ItemHeader::lineHeight() const { return theme().px(21); }

// Long labels take a second line where the widget is narrow.
void ItemHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

QSize ItemHeader::sizeHint() const
{
    const bool isItem = m_data && !m_data->stage.isEmpty();
    int height = theme().px(16) + 2 * lineHeight();
    if (m_data && !m_data->subject.isEmpty())
        height += lineHeight();
    if (isItem)
        height += theme().px(32);
    if (m_data && !m_data->steps.empty())
        height += int(showsChart() ? pathChartHeight(chartOf(*m_data), theme())
                                   : pathStripWideHeight(stepsOf(*m_data), stripWidth(width()), theme()))
            + theme().px(8);
    if (m_data && m_data->deletedAt != base::kNever)
        height += theme().px(28);
    return { theme().px(200), height };
}

QSize ItemHeader::minimumSizeHint() const { return { theme().px(200), sizeHint().height() }; }

void ItemHeader::paintEvent(QPaintEvent *)
{
    if (!m_data)
        return;
    QPainter painter(this);
    QRect rest = rect().adjusted(theme().px(16), theme().px(8), -theme().px(12), 0);
    if (m_data->deletedAt != base::kNever)
        paintDeleted(painter, rest);
    paintNames(painter, rest);
    if (!m_data->stage.isEmpty())
        paintState(painter, rest);
    if (!m_data->steps.empty())
        paintPath(painter, rest);
}

void ItemHeader::paintDeleted(QPainter &painter, QRect &rest) const
{
    const QRect band = cut(rest, theme().px(28)).adjusted(-theme().px(8), 0, 0, -theme().px(4));
    painter.fillRect(band, theme().color(Token::Pressed));
    draw(painter, band.adjusted(theme().px(8), 0, 0, 0), tr("deleted in the portal on %1").arg(fmt().dateTime(m_data->deletedAt)),
        FontStyle::SmallStrong, Token::Text2);
}

void ItemHeader::paintNames(QPainter &painter, QRect &rest) const
{
    const Theme &look = theme();
    QRect line = cut(rest, lineHeight());
    if (!m_data->code.isEmpty()) {
        paintDealerBadge(&painter, QRectF(line.left(), line.top() + (line.height() - look.px(16)) / 2.0, look.px(24), look.px(16)),
            m_data->code, m_data->hue, look);
        line.setLeft(line.left() + look.px(31));
    }
    draw(painter, line, m_data->title, FontStyle::Title, Token::Text);
    if (!m_data->subject.isEmpty())
        draw(painter, cut(rest, lineHeight()), m_data->subject, FontStyle::Body, Token::Text2);
    QString who = m_data->responsible.isEmpty() ? m_data->dealer : QString(m_data->dealer % QStringLiteral(" · ") % m_data->responsible);
    if (!m_data->responsibleWanted.isEmpty())
        who += QString(QStringLiteral(" → ") % m_data->responsibleWanted);
    draw(painter, cut(rest, lineHeight()), who, FontStyle::Small, Token::Text2);
}

void ItemHeader::paintState(QPainter &painter, QRect &rest) const
{
    const Theme &look = theme();
    QRect line = cut(rest, look.px(32));
    if (!m_data->amount.isEmpty()) {
        const int wide = QFontMetrics(look.font(FontStyle::Figure)).horizontalAdvance(m_data->amount) + look.px(14);
        draw(painter, line, m_data->amount, FontStyle::Figure, Token::Text);
        line.setLeft(line.left() + std::min(wide, line.width() * 6 / 10));
    }
    const bool late = (m_data->lates >> unsigned(reports::Late::StageOverdue) & 1) != 0;
    const State state = m_data->outcome == 'S' ? State::Won
        : m_data->outcome == 'F'               ? State::Lost
        : late                                 ? State::Breached
        : m_data->share >= 0.8                 ? State::Warning
                                               : State::Open;
    const int glyph = look.px(11);
    paintStateGlyph(&painter, QRectF(line.left(), line.center().y() - glyph / 2.0, glyph, glyph), state, look);
    QStringList words { m_data->stageWanted.isEmpty() ? m_data->stage
                                                      : QString(m_data->stage % QStringLiteral(" → ") % m_data->stageWanted) };
    if (m_data->outcome == 'P')
        words << m_data->stageTime << m_data->stageLimit;
    words.removeAll(QString());
    draw(painter, line.adjusted(glyph + look.px(5), 0, 0, 0), words.join(QStringLiteral(" · ")), FontStyle::Small, textToken(state));
}

void ItemHeader::paintPath(QPainter &painter, const QRect &rect) const
{
    m_path = rect;
    if (showsChart()) {
        const PathChart chart = chartOf(*m_data);
        paintPathChart(
            &painter, QRectF(rect.left(), rect.top() + theme().px(2), rect.width(), pathChartHeight(chart, theme())), chart, theme());
        return;
    }
    paintPathStripWide(&painter, QRectF(rect.left(), rect.top() + theme().px(2), std::min(rect.width(), theme().px(900)), rect.height()),
        stepsOf(*m_data), theme());
}

QString ItemHeader::partSentence(int part) const
{
    const ItemStep &step = m_data->steps[std::size_t(part)];
    const QString time = step.seconds > 0 ? fmt().duration(qint64(step.seconds)) : QString();
    QStringList words { step.name };
    switch (step.kind) {
    case ItemStep::Kind::Done:
        words << time;
        break;
    case ItemStep::Kind::Now:
        words << tr("now, %1").arg(time);
        break;
    case ItemStep::Kind::Skipped:
        words << tr("skipped");
        break;
    case ItemStep::Kind::Ahead:
        words << (time.isEmpty() ? tr("ahead") : tr("ahead, takes the network %1").arg(time));
        break;
    }
    if (step.visits > 1)
        words << tr("entered %Ln times", nullptr, step.visits);
    if (step.share > 1)
        words << tr("over the limit");
    return words.join(QStringLiteral(", "));
}

// Lines of the chart, pieces of the strip.
QRect ItemHeader::partRect(int part) const
{
    if (showsChart())
        return { m_path.left(), m_path.top() + part * theme().px(22), m_path.width(), theme().px(22) };
    const std::vector<PathStep> steps = stepsOf(*m_data);
    const std::vector<double> edges = pathStripWideEdges(steps, std::min(m_path.width(), theme().px(900)), theme());
    const int from = int(edges[std::size_t(part)]);
    return { m_path.left() + from, m_path.top(), int(edges[std::size_t(part) + 1]) - from,
        int(pathStripWideHeight(steps, edges.back(), theme())) };
}

bool ItemHeader::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && m_data) {
        QStringList lines { m_data->title, m_data->subject, m_data->dealer };
        for (const ItemStep &step : m_data->steps)
            if (step.visits > 0)
                lines << QString(step.name % QStringLiteral(": ") % fmt().duration(qint64(step.seconds)));
        for (int late = 0; late < reports::kLateCount; ++late)
            if ((m_data->lates >> late & 1) != 0)
                lines << viewmodels::BoardTexts::late(static_cast<reports::Late>(late));
        lines.removeAll(QString());
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), plainTip(lines.join(QLatin1Char('\n'))), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace dealerlens::desk
