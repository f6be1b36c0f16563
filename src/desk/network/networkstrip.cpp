// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/network/networkstrip.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/network/networkdelegate.h"
#include "desk/textlabel.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace dealerlens::desk {

using model::PortalHealth;
using viewmodels::DealerHealth;

namespace {

constexpr int kSmallFrom = 120; // more dealers than this get small squares

std::pair<State, QString> wordOf(PortalHealth health)
{
    switch (health) {
    case PortalHealth::Fresh:
        return { State::Fresh, NetworkStrip::tr("fresh") };
    case PortalHealth::Stale:
        return { State::Stale, NetworkStrip::tr("stale") };
    case PortalHealth::NoAccess:
        return { State::NoAccess, NetworkStrip::tr("no access") };
    case PortalHealth::Attention:
        return { State::Warning, NetworkStrip::tr("need attention") };
    case PortalHealth::Never:
        break;
    }
    return { State::Running, NetworkStrip::tr("first load") };
}

} // namespace

NetworkSquares::NetworkSquares(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(ThemeManager::instance(), &ThemeManager::changed, this, [this] { update(); });
}

void NetworkSquares::setDealers(const std::vector<DealerHealth> &dealers)
{
    m_dealers.clear();
    for (const DealerHealth &dealer : dealers) {
        if (!dealer.portal.isRetired())
            m_dealers.push_back(dealer);
    }
    std::stable_sort(m_dealers.begin(), m_dealers.end(),
        [](const DealerHealth &one, const DealerHealth &other) { return healthRank(one) < healthRank(other); });
    updateGeometry();
    update();
}

int NetworkSquares::side() const { return theme().px(static_cast<int>(m_dealers.size()) > kSmallFrom ? 6 : 12); }

// A narrower gap where that saves a second line.
int NetworkSquares::step() const
{
    const int count = static_cast<int>(m_dealers.size());
    const int narrow = side() + theme().px(2);
    return count > kSmallFrom || (count * (side() + theme().px(3)) > width() && count * narrow <= width()) ? narrow
                                                                                                           : side() + theme().px(3);
}

// Problems come first; what has no room is told as a number at the end.
int NetworkSquares::shownCount() const
{
    const int count = static_cast<int>(m_dealers.size());
    const int places = perLine() * std::max(1, (height() + step() - side()) / step());
    const int words = QFontMetrics(theme().font(FontStyle::Caption)).horizontalAdvance(QLatin1Char('+') + fmt().integer(count)) + 4;
    return count <= places ? count : std::max(0, places - (words + step() - 1) / step());
}

int NetworkSquares::perLine() const { return std::max(1, width() / step()); }

QRect NetworkSquares::square(int index) const
{
    const int lines = std::max(1, (static_cast<int>(m_dealers.size()) + perLine() - 1) / perLine());
    const int top = std::max(0, (height() - lines * step() + step() - side()) / 2);
    return { (index % perLine()) * step(), top + (index / perLine()) * step(), side(), side() };
}

int NetworkSquares::at(const QPoint &point) const
{
    for (int i = 0; i < static_cast<int>(m_dealers.size()); ++i) {
        if (square(i).adjusted(-1, -1, 1, 1).contains(point))
            return i;
    }
    return -1;
}

QSize NetworkSquares::sizeHint() const { return { static_cast<int>(m_dealers.size()) * (side() + theme().px(3)), theme().px(36) }; }

QSize NetworkSquares::minimumSizeHint() const { return { theme().px(120), theme().px(36) }; }

void NetworkSquares::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &look = theme();
    const int shown = shownCount();
    if (const int hidden = static_cast<int>(m_dealers.size()) - shown; hidden > 0) {
        painter.setFont(look.font(FontStyle::Caption));
        painter.setPen(look.color(Token::Text2));
        const QRect after = square(shown);
        painter.drawText(QRect(after.left() + 2, after.top() - 5, width() - after.left(), after.height() + 10),
            Qt::AlignLeft | Qt::AlignVCenter, QString(QLatin1Char('+') + fmt().integer(hidden)));
    }
    for (int i = 0; i < shown; ++i) {
        const QRect box = square(i);
        const PortalHealth health = m_dealers[static_cast<std::size_t>(i)].health;
        if (health == PortalHealth::Fresh) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(look.color(Token::LineStrong));
            painter.drawRoundedRect(box, 2, 2);
            continue;
        }
        const State state = glyphOf(m_dealers[static_cast<std::size_t>(i)]);
        if (side() < 10) {
            painter.fillRect(box, look.color(shapeToken(state)));
            continue;
        }
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(look.color(health == PortalHealth::Never ? Token::ControlLine : shapeToken(state)));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        if (health == PortalHealth::Attention)
            painter.fillRect(QRect(box.center().x() + 1, box.top(), box.width() / 2, box.height()), look.color(Token::WarnFill));
        else if (health == PortalHealth::Stale)
            paintHatch(&painter, QRectF(box).adjusted(1, 1, -1, -1), Token::Stale, look, box.topLeft());
        else if (health == PortalHealth::NoAccess)
            paintStateGlyph(&painter, QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), state, look);
    }
}

bool NetworkSquares::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int index = at(help->pos());
        if (index >= 0)
            QToolTip::showText(help->globalPos(), plainTip(partSentence(index)), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

QString NetworkSquares::partSentence(int part) const
{
    const DealerHealth &dealer = m_dealers[static_cast<std::size_t>(part)];
    QStringList words { dealer.portal.title, wordOf(dealer.health).second };
    if (dealer.age >= 0)
        words.append(fmt().duration(dealer.age));
    return words.join(QStringLiteral(" · "));
}

void NetworkSquares::mousePressEvent(QMouseEvent *event)
{
    const int index = at(event->position().toPoint());
    if (index >= 0)
        Q_EMIT chosen(m_dealers[static_cast<std::size_t>(index)].portal.id);
}

NetworkStrip::NetworkStrip(QWidget *parent)
    : QWidget(parent)
    , m_squares(new NetworkSquares(this))
    , m_note(new TextLabel({}, FontStyle::Small, Token::Text3, this))
{
    setFixedHeight(theme().px(44));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(16), 0, theme().px(12), 0);
    row->setSpacing(theme().px(6));
    row->addWidget(m_squares, 1);
    row->addSpacing(theme().px(8));
    for (const PortalHealth state :
        { PortalHealth::Fresh, PortalHealth::Stale, PortalHealth::NoAccess, PortalHealth::Attention, PortalHealth::Never }) {
        auto *chip = new ToggleChip(this);
        chip->setCheckable(true);
        const int number = static_cast<int>(state);
        connect(chip, &QToolButton::clicked, this, [this, chip, number] { Q_EMIT stateChosen(chip->isChecked() ? number : -1); });
        m_counts.push_back({ number, chip });
        row->addWidget(chip);
    }
    row->addSpacing(theme().px(8));
    row->addWidget(m_note);
    connect(m_squares, &NetworkSquares::chosen, this, &NetworkStrip::portalChosen);
}

void NetworkStrip::setChosenState(int state)
{
    for (const Count &count : m_counts)
        count.chip->setChecked(count.state == state);
}

void NetworkStrip::toggle(int count)
{
    ToggleChip *chip = m_counts[static_cast<std::size_t>(count)].chip;
    if (chip->isVisible())
        chip->click();
}

void NetworkStrip::setDealers(const std::vector<DealerHealth> &dealers, std::int64_t freshnessLimit)
{
    m_dealers = dealers;
    m_freshnessLimit = freshnessLimit;
    m_squares->setDealers(dealers);
    retranslate();
}

void NetworkStrip::retranslate()
{
    int number = 0;
    for (const Count &each : m_counts) {
        const auto state = static_cast<PortalHealth>(each.state);
        const auto n = std::count_if(m_dealers.begin(), m_dealers.end(),
            [state](const DealerHealth &dealer) { return !dealer.portal.isRetired() && dealer.health == state; });
        const auto [glyph, text] = wordOf(state);
        each.chip->setContent(static_cast<int>(glyph), text, fmt().integer(n));
        each.chip->setAccessibleName(QString(text + QLatin1Char(' ') + fmt().integer(n)));
        each.chip->setToolTip(QString(text + QStringLiteral(" (Alt+") + QString::number(++number) + QLatin1Char(')')));
        each.chip->setVisible(state != PortalHealth::Never || n > 0);
    }
    m_note->setText(tr("fresh: younger than %1").arg(fmt().duration(m_freshnessLimit)));
    m_note->setVisible(width() > theme().px(1000));
}

} // namespace dealerlens::desk
