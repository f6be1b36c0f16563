// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagespanel.h"

#include "desk/language.h"
#include "desk/network/factgrid.h"
#include "desk/painters.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>

#include <algorithm>
#include <cmath>

namespace dealerlens::desk {

using reports::StageTimes;
using viewmodels::StageTexts;

namespace {

constexpr int kGroupWidths[] { 0, 58, 66, 70, 78, 60 };
constexpr size_t kEnds = 3; // slowest, and as many fastest
constexpr Token kSeries[] { Token::Series1, Token::Series2, Token::Series3, Token::Series4 };

QIcon swatch(Token token)
{
    QPixmap pixmap(theme().px(18), theme().px(10));
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QPen pen(theme().color(token), 2);
    if (token == Token::SeriesNet)
        pen.setDashPattern({ 2, 1.5 });
    painter.setPen(pen);
    painter.drawLine(0, pixmap.height() / 2, pixmap.width(), pixmap.height() / 2);
    return QIcon(pixmap);
}

// A finding stands out by an edge.
class Quote final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), theme().color(Token::BaseAlt));
        painter.fillRect(0, 0, theme().px(3), height(), theme().color(Token::Accent));
    }
};

} // namespace

MedianBars::MedianBars(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
}

int MedianBars::rowHeight() const { return theme().px(20); }

QSize MedianBars::sizeHint() const { return { theme().px(440), rowHeight() * static_cast<int>(m_rows.size()) + theme().px(4) }; }

void MedianBars::setDealers(const std::vector<viewmodels::DealerMedian> &dealers, std::optional<double> network,
    const facts::SnapshotPtr &facts, const StageTexts &texts)
{
    m_rows.clear();
    m_network = network;
    m_last = network.value_or(1);
    m_cut = -1;
    for (size_t i = 0; i < dealers.size(); ++i) {
        if (i >= kEnds && i + kEnds < dealers.size()) {
            m_cut = static_cast<int>(kEnds);
            continue;
        }
        const viewmodels::DealerMedian &dealer = dealers[i];
        const model::Portal &portal = facts->portals[static_cast<size_t>(dealer.portal)].portal;
        Row row { QStringLiteral("p:") + portal.key, portal.code, portal.city.isEmpty() ? portal.title : portal.city,
            texts.daysNumber(*dealer.times.median), texts.fmt().integer(dealer.times.visits), {} };
        row.median = *dealer.times.median;
        row.low = dealer.times.medianLow.value_or(row.median);
        row.high = dealer.times.medianHigh.value_or(dealer.times.p90.value_or(row.median));
        row.hue = dealer.portal;
        m_last = std::max(m_last, row.high);
        row.sentence = QString(row.name % QStringLiteral(": ") % tr("median %1").arg(texts.days(row.median)) % QStringLiteral(" (")
            % texts.daysNumber(row.low) % QStringLiteral("–") % texts.daysNumber(row.high) % QStringLiteral("), ")
            % texts.fmt().count(dealer.times.visits));
        m_rows.push_back(row);
    }
    m_current = 0;
    setVisible(!m_rows.empty());
    updateGeometry();
    update();
}

void MedianBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &look = theme();
    const int height = rowHeight();
    const double nameWidth = look.px(150);
    const double numbers = look.px(96);
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        const QRectF line(0, static_cast<double>(i) * height, width(), height);
        if (hasFocus() && static_cast<int>(i) == m_current)
            painter.fillRect(line, look.color(Token::Select));
        paintDealerBadge(&painter, QRectF(0, line.center().y() - look.px(8), look.px(24), look.px(16)), row.code, row.hue, look);
        painter.setFont(look.font(FontStyle::Body));
        painter.setPen(look.color(Token::Text));
        painter.drawText(QRectF(look.px(30), line.top(), nameWidth - look.px(34), height), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(row.name, Qt::ElideRight, static_cast<int>(nameWidth) - look.px(34)));
        const QRectF barRect(nameWidth, line.top(), std::max(10.0, width() - nameWidth - numbers), height);
        IntervalBar bar;
        bar.low = row.low;
        bar.high = row.high;
        bar.point = row.median;
        bar.network = m_network;
        bar.scaleHigh = m_last * 1.03;
        paintIntervalBar(&painter, barRect, bar, look);
        painter.setPen(look.color(Token::Text));
        painter.setFont(look.font(FontStyle::Body));
        painter.drawText(QRectF(barRect.right(), line.top(), look.px(46), height), Qt::AlignRight | Qt::AlignVCenter, row.value);
        painter.setPen(look.color(Token::Text2));
        painter.drawText(
            QRectF(barRect.right() + look.px(46), line.top(), look.px(50), height), Qt::AlignRight | Qt::AlignVCenter, row.count);
        if (static_cast<int>(i) == m_cut) {
            painter.setPen(QPen(look.color(Token::Line), 1, Qt::DashLine));
            painter.drawLine(line.topLeft(), line.topRight());
        }
    }
}

void MedianBars::mouseReleaseEvent(QMouseEvent *event)
{
    const int row = static_cast<int>(event->position().y()) / rowHeight();
    if (row < 0 || static_cast<size_t>(row) >= m_rows.size())
        return;
    pressPart(row);
}

QString MedianBars::partSentence(int part) const { return m_rows[static_cast<size_t>(part)].sentence; }

void MedianBars::focusPart(int part)
{
    m_current = std::clamp(part, 0, std::max(0, partCount() - 1));
    update();
    announcePart(this);
}

void MedianBars::pressPart(int part)
{
    focusPart(part);
    if (m_current < partCount())
        Q_EMIT chosen(m_rows[static_cast<size_t>(m_current)].key);
}

void MedianBars::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)
        focusPart(m_current + (event->key() == Qt::Key_Down ? 1 : -1));
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        pressPart(m_current);
    else
        QWidget::keyPressEvent(event);
}

StagesPanel::StagesPanel(QWidget *parent)
    : QWidget(parent)
{
    const auto px = [](int value) { return theme().px(value); };
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(px(16), px(8), px(14), px(12));
    column->setSpacing(px(6));
    auto *top = new QHBoxLayout;
    m_title = new TextLabel({}, FontStyle::Strong, Token::Text, content);
    m_logRank = new TextLabel({}, FontStyle::Small, Token::Text2, content);
    top->addWidget(m_title, 1);
    top->addWidget(m_logRank);
    column->addLayout(top);
    m_groups = new QTableWidget(0, 6, content);
    m_groups->setShowGrid(false);
    m_groups->setFrameShape(QFrame::NoFrame);
    m_groups->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_groups->setSelectionMode(QAbstractItemView::NoSelection);
    m_groups->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_groups->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_groups->setTabKeyNavigation(false);
    m_groups->verticalHeader()->hide();
    m_groups->horizontalHeader()->setHighlightSections(false);
    m_groups->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_groups->horizontalHeader()->setMinimumSectionSize(px(30));
    for (int i = 1; i < 6; ++i)
        m_groups->setColumnWidth(i, px(kGroupWidths[i]));
    m_groups->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    column->addWidget(m_groups);
    connect(m_groups, &QTableWidget::cellActivated, this, &StagesPanel::openGroup);
    connect(m_groups, &QTableWidget::cellClicked, this, &StagesPanel::openGroup);
    auto *quote = new Quote(content);
    auto *said = new QHBoxLayout(quote);
    said->setContentsMargins(px(14), px(8), px(8), px(8));
    m_sentence = new TextLabel({}, FontStyle::Body, Token::Text, content);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy = new QPushButton(content);
    said->addWidget(m_sentence, 1);
    said->addWidget(m_copy, 0, Qt::AlignTop);
    column->addWidget(quote);
    column->addSpacing(px(6));
    m_computed = new FactGrid(content);
    column->addWidget(m_computed);
    m_method = new TextLabel({}, FontStyle::Small, Token::Text2, content);
    m_method->setWordWrap(true);
    column->addWidget(m_method);
    auto *buttons = new QHBoxLayout;
    m_rows = new QPushButton(content);
    m_explain = new QPushButton(content);
    buttons->addWidget(m_rows);
    buttons->addWidget(m_explain);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addSpacing(px(6));
    m_dealersTitle = new TextLabel({}, FontStyle::Strong, Token::Text, content);
    m_dealersTitle->setElided(true);
    column->addWidget(m_dealersTitle);
    m_dealers = new MedianBars(content);
    column->addWidget(m_dealers);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *own = new QVBoxLayout(this);
    own->setContentsMargins(0, 0, 0, 0);
    own->addWidget(scroll);
    setMinimumWidth(px(400));
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(sentence()); });
    connect(m_rows, &QPushButton::clicked, this, &StagesPanel::rowsRequested);
    connect(m_explain, &QPushButton::clicked, this, &StagesPanel::explainRequested);
    connect(m_dealers, &MedianBars::chosen, this, &StagesPanel::dealerChosen);
}

QString StagesPanel::sentence() const { return m_sentence->text(); }

void StagesPanel::retranslate()
{
    m_title->setText(tr("Comparison"));
    m_groups->setAccessibleName(m_title->text());
    m_groups->setHorizontalHeaderLabels({ QString(), tr("Left"), tr("Open"), tr("Median"), tr("Interval"), tr("Over") });
    for (int i = 0; i < 6; ++i)
        m_groups->horizontalHeaderItem(i)->setTextAlignment((i == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    m_groups->horizontalHeaderItem(4)->setToolTip(tr("95% interval of the median"));
    m_groups->horizontalHeaderItem(5)->setToolTip(tr("Share of visits longer than the limit"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the sentence"));
    m_explain->setText(tr("Explain (F1)"));
    m_dealers->setAccessibleName(tr("Slowest and fastest dealers"));
}

void StagesPanel::fillLine(int row, const QString &name, Token token, const StageTimes &times, const StageTexts &texts)
{
    const QString median = texts.median(times);
    const QString cells[] { name, texts.fmt().integer(times.left), texts.fmt().integer(times.open), median, texts.interval(times),
        texts.overLimit(times) };
    for (int i = 0; i < 6; ++i) {
        auto *item = new QTableWidgetItem(cells[i]);
        item->setTextAlignment((i == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        item->setToolTip(i == 0 ? plainTip(name) : QString());
        if (i == 3)
            item->setFont(theme().font(FontStyle::Strong));
        if (i == 0)
            item->setIcon(swatch(token));
        m_groups->setItem(row, i, item);
    }
    m_groups->setRowHeight(row, theme().px(24));
}

void StagesPanel::fillGroups(const reports::Comparison &comparison, const StageTexts &texts)
{
    const int count = static_cast<int>(comparison.groups.size());
    m_groups->setIconSize(QSize(theme().px(18), theme().px(10)));
    m_groups->setRowCount(count + 1);
    for (int i = 0; i < count; ++i) {
        const auto &[name, times] = comparison.groups[static_cast<size_t>(i)];
        fillLine(i, name, kSeries[i % 4], times, texts);
    }
    fillLine(count, tr("All together"), count > 0 ? Token::SeriesNet : Token::Series1, comparison.network, texts);
    m_groups->setFixedHeight(m_groups->horizontalHeader()->sizeHint().height() + theme().px(24) * (count + 1) + 2);
    m_logRank->setText(comparison.logRankP ? tr("log-rank %1").arg(texts.fmt().pValue(*comparison.logRankP)) : QString());
}

void StagesPanel::openGroup(int row, int column)
{
    constexpr std::pair kLeft { 1, reports::Count::Left };
    constexpr std::pair kOpen { 2, reports::Count::Open };
    constexpr std::pair kOver { 5, reports::Count::OverLimit };
    for (const auto &[at, count] : { kLeft, kOpen, kOver })
        if (at == column)
            Q_EMIT groupRowsRequested(row, count);
}

void StagesPanel::setStage(const reports::Comparison &comparison, const reports::StageTimesAnswer &answer, const StageTexts &texts)
{
    fillGroups(comparison, texts);
    const StageTimes &network = comparison.network;
    m_sentence->setText(comparison.groups.empty() ? texts.sentence(network) : texts.sentence(comparison));
    const viewmodels::Explanation explanation = texts.explain(network, answer);
    QList<FactGrid::Line> lines;
    for (const viewmodels::Explanation::Line &line : viewmodels::Explanation::lines(answer.waterfall, texts.fmt()))
        lines.append({ line.what, line.number });
    lines.append({ tr("Visits to this stage"), texts.fmt().integer(network.visits) });
    const QString head = network.median && network.left >= StageTexts::kFewExits
        ? tr("How %1 was computed").arg(texts.days(*network.median))
        : tr("How it was computed");
    m_computed->setContent(head, lines);
    m_method->setText(explanation.formula);
    m_rows->setText(tr("Open its visits"));
}

void StagesPanel::setDealers(const std::vector<viewmodels::DealerMedian> &dealers, const StageTimes &network,
    const facts::SnapshotPtr &facts, const StageTexts &texts)
{
    m_dealersTitle->setVisible(!dealers.empty());
    m_dealersTitle->setText(
        tr("Slowest and fastest of %Ln dealers: median days; the line is all together", nullptr, static_cast<int>(dealers.size())));
    m_dealers->setDealers(dealers, network.median, facts, texts);
}

} // namespace dealerlens::desk
