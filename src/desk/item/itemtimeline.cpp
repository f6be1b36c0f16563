// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemtimeline.h"

#include "desk/controls.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/scrollkeeper.h"
#include "desk/textlabel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::ItemEvent;

namespace {

// Which kinds a chip shows.
constexpr unsigned kChipKinds[] {
    1U << unsigned(ItemEvent::Kind::Call) | 1U << unsigned(ItemEvent::Kind::Mail),
    1U << unsigned(ItemEvent::Kind::Created) | 1U << unsigned(ItemEvent::Kind::Stage),
    1U << unsigned(ItemEvent::Kind::Todo) | 1U << unsigned(ItemEvent::Kind::Task),
    1U << unsigned(ItemEvent::Kind::Comment) | 1U << unsigned(ItemEvent::Kind::Change),
};

constexpr int kRow = 24;
constexpr int kDay = 19; // the day's name above its first event

class EventDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return { theme().px(200), theme().px(kRow) + (dayOf(index).isEmpty() ? 0 : theme().px(kDay)) };
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &event = static_cast<const viewmodels::ItemTimelineModel *>(index.model())->at(index.row());
        const Theme &look = theme();
        QRect rest = option.rect;
        rest.setTop(rest.bottom() + 1 - look.px(kRow));
        paintDay(painter, QRect(option.rect.topLeft(), QPoint(rest.right(), rest.top() - 1)), dayOf(index));
        if (option.state & QStyle::State_Selected)
            painter->fillRect(rest, look.color(option.state & QStyle::State_Active ? Token::Select : Token::SelectInactive));
        rest.adjust(look.px(16), 0, -look.px(12), 0);
        painter->setFont(look.font(FontStyle::Small));
        painter->setPen(look.color(option.state & QStyle::State_Selected ? Token::Text2 : Token::Text3));
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, index.data(viewmodels::ItemTimelineModel::TimeRole).toString());
        rest.setLeft(rest.left() + look.px(44));
        const Token token = event.mark == ItemEvent::Mark::Missed ? Token::Breach
            : event.mark == ItemEvent::Mark::Overdue              ? Token::Warn
                                                                  : Token::Text;
        const double side = look.px(14);
        paintIcon(painter, QRectF(rest.left(), rest.center().y() - side / 2, side, side), event.icon,
            look.color(token == Token::Text ? Token::Text2 : token));
        rest.setLeft(rest.left() + look.px(21));
        const char *mark = event.mark == ItemEvent::Mark::Evidence ? "shield-check" : event.mark == ItemEvent::Mark::Claim ? "claim" : "";
        if (*mark) {
            paintIcon(painter, QRectF(rest.right() - side, rest.center().y() - side / 2, side, side), QString::fromLatin1(mark),
                look.color(event.mark == ItemEvent::Mark::Evidence ? Token::Ok : Token::Warn));
            rest.setRight(rest.right() - look.px(20));
        }
        // The family name is enough; what begins small is none ("of the portal": then the given name tells more).
        const QString family = event.who.section(QLatin1Char(' '), 0, 0);
        const QString given = event.who.section(QLatin1Char(' '), 1, 1);
        const QString who = !given.isEmpty() && family[0].isLower() ? given : family;
        const QFontMetrics metrics(look.font(FontStyle::Small));
        const int whoWide = who.isEmpty() ? 0 : std::min(metrics.horizontalAdvance(who), rest.width() / 3);
        painter->setPen(look.color(Token::Text2));
        painter->drawText(rest, Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(who, Qt::ElideRight, whoWide + 1));
        if (whoWide > 0)
            rest.setRight(rest.right() - whoWide - look.px(8));
        painter->setFont(look.font(FontStyle::Body));
        painter->setPen(look.color(token));
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(event.text, Qt::ElideRight, rest.width()));
    }

private:
    [[nodiscard]] static QString dayOf(const QModelIndex &index) { return index.data(viewmodels::ItemTimelineModel::DayRole).toString(); }

    static void paintDay(QPainter *painter, const QRect &rect, const QString &day)
    {
        if (day.isEmpty())
            return;
        const Theme &look = theme();
        painter->fillRect(rect, look.color(Token::Header));
        painter->fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), look.color(Token::Line));
        painter->setFont(look.font(FontStyle::Caption));
        painter->setPen(look.color(Token::Text2));
        painter->drawText(rect.adjusted(look.px(16), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, day);
    }
};

} // namespace

ItemTimeline::ItemTimeline(viewmodels::ItemTimelineModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_title(new TextLabel({}, FontStyle::SmallStrong, Token::Text2, this))
    , m_list(new QListView(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(2));
    auto *titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(theme().px(16), theme().px(6), theme().px(12), 0);
    titleRow->addWidget(m_title);
    column->addLayout(titleRow);
    auto *chips = new QHBoxLayout;
    chips->setContentsMargins(theme().px(10), 0, theme().px(12), 0);
    chips->setSpacing(0);
    for (ToggleChip *&chip : m_chips) {
        chip = new ToggleChip(this);
        chip->setCheckable(true);
        connect(chip, &ToggleChip::clicked, this, &ItemTimeline::choose);
        chips->addWidget(chip);
    }
    chips->addStretch();
    column->addLayout(chips);
    m_list->setModel(&model);
    m_list->setItemDelegate(new EventDelegate(m_list));
    new ScrollKeeper(m_list);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::NoContextMenu);
    column->addWidget(m_list, 1);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { setMostRows(m_mostRows); });
    connect(&model, &QAbstractItemModel::layoutChanged, this, [this] { setMostRows(m_mostRows); });
    applyTheme();
}

void ItemTimeline::choose()
{
    unsigned kinds = 0;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i]->isChecked())
            kinds |= kChipKinds[i];
    m_model.setKinds(kinds);
}

void ItemTimeline::refresh()
{
    m_title->setText(tr("Events and evidence"));
    m_list->setAccessibleName(m_title->text());
    const QString words[] { tr("calls, mail"), tr("stages"), tr("to do"), tr("notes") };
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        int count = 0;
        for (unsigned kind = 0; kind <= unsigned(ItemEvent::Kind::Change); ++kind)
            if ((kChipKinds[i] >> kind & 1) != 0)
                count += m_model.count(static_cast<ItemEvent::Kind>(kind));
        m_chips[i]->setContent(-1, words[i], fmt().integer(count));
        m_chips[i]->setAccessibleName(words[i]);
    }
}

void ItemTimeline::setMostRows(int rows)
{
    m_mostRows = rows;
    if (rows <= 0)
        return;
    int height = 0;
    for (int row = 0; row < std::min(m_model.rowCount(), rows); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(std::max(height, theme().px(kRow)) + 2);
}

void ItemTimeline::applyTheme()
{
    m_list->setPalette(theme().viewPalette());
    m_list->viewport()->setAutoFillBackground(false);
    setMostRows(m_mostRows);
    m_list->viewport()->update();
}

} // namespace dealerlens::desk
