// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagesdelegate.h"

#include "desk/language.h"
#include "desk/painters.h"
#include "desk/report/reportdelegates.h"
#include "viewmodels/stagetimesmodel.h"

#include <QPainter>

#include <cmath>

namespace dealerlens::desk {

using reports::StageTimes;
using viewmodels::StageTexts;
using viewmodels::StageTimesModel;

namespace {

constexpr double kMarks[] { 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1'000, 3'000 };
constexpr int kMargin = 14;

QRectF barRect(const QRectF &cell) { return cell.adjusted(theme().px(kMargin), 0, -theme().px(kMargin), 0); }

} // namespace

void StagesDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *stage = index.data(StageTimesModel::TimesRole).value<const StageTimes *>();
    painter->save();
    paintRowGround(painter, option, false);
    if (stage && index.column() == StageTimesModel::BarColumn) {
        paintBar(painter, option, index);
    } else if (stage) {
        const Theme &look = theme();
        const QString text = index.data().toString();
        const bool strong = (index.column() == StageTimesModel::MedianColumn && stage->median && stage->left >= StageTexts::kFewExits)
            || (index.column() == StageTimesModel::StageColumn && option.state.testFlag(QStyle::State_Selected));
        const bool weak = index.column() == StageTimesModel::IntervalColumn || text == viewmodels::Fmt::dash()
            || text == StageTexts::tr("NR") || text.startsWith(QLatin1String("n<"));
        painter->setFont(look.font(strong ? FontStyle::Strong : FontStyle::Body));
        painter->setPen(look.color(weak ? Token::Text2 : Token::Text));
        const bool name = index.column() == StageTimesModel::StageColumn;
        const QRectF rect = QRectF(option.rect).adjusted(look.px(name ? 14 : 4), 0, -look.px(8), 0);
        painter->drawText(rect, (name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
            painter->fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(rect.width())));
    }
    painter->restore();
}

void StagesDelegate::paintBar(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const StageTimesModel *>(index.model());
    const StageTimes *stage = model ? model->at(index) : nullptr;
    if (!stage)
        return;
    const QRectF rect = barRect(QRectF(option.rect));
    const StageTexts &texts = model->texts();
    const auto days = [&](const std::optional<double> &seconds) -> std::optional<double> {
        return seconds ? std::optional(std::max(texts.inDays(*seconds), model->scale().x())) : std::nullopt;
    };
    for (const double mark : kMarks) {
        if (mark >= model->scale().x() && mark <= model->scale().y()) {
            const double x = logPosition(rect, model->scale().x(), model->scale().y(), mark);
            painter->fillRect(QRectF(std::floor(x), option.rect.top(), 1, option.rect.height()), theme().color(Token::Line));
        }
    }
    LogTimeBar bar;
    bar.scaleLow = model->scale().x();
    bar.scaleHigh = model->scale().y();
    bar.limit = texts.limitInDays(*stage);
    if (stage->left >= StageTexts::kFewExits) {
        bar.low = days(stage->medianLow);
        bar.high = days(stage->medianHigh);
        bar.median = days(stage->median);
        bar.p75 = days(stage->q75);
        bar.p90 = days(stage->p90);
    }
    paintLogTimeBar(painter, rect, bar, theme());
}

QSize StagesDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { theme().px(60), theme().rowHeight(ThemeManager::instance()->density()) };
}

StagesHeader::StagesHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setTextElideMode(Qt::ElideRight);
}

QSize StagesHeader::sizeHint() const { return { QHeaderView::sizeHint().width(), theme().px(44) }; }

void StagesHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const auto *stages = qobject_cast<const StageTimesModel *>(model());
    painter->save();
    const Theme &look = theme();
    painter->fillRect(rect, look.color(Token::BaseAlt));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.color(Token::Line));
    painter->setFont(look.font(FontStyle::Small));
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section && section != StageTimesModel::StageColumn;
    painter->setPen(look.color(sorted ? Token::Text : Token::Text2));
    const QString text = model() ? model()->headerData(section, Qt::Horizontal).toString() : QString();
    if (stages && section == StageTimesModel::BarColumn) {
        const QRectF bar = barRect(QRectF(rect));
        painter->drawText(QRectF(rect.left() + look.px(kMargin), rect.top(), rect.width() - look.px(kMargin), rect.height() / 2.0),
            Qt::AlignLeft | Qt::AlignVCenter, text);
        painter->setFont(look.font(FontStyle::Caption));
        for (const double mark : kMarks) {
            if (mark < stages->scale().x() || mark > stages->scale().y())
                continue;
            const double x = logPosition(bar, stages->scale().x(), stages->scale().y(), mark);
            const QString number = mark < 1 ? fmt().decimal(mark, mark < 0.1 ? 2 : 1) : fmt().integer(std::llround(mark));
            painter->drawText(
                QRectF(x - look.px(20), rect.top() + rect.height() / 2.0, look.px(40), rect.height() / 2.0 - 2), Qt::AlignCenter, number);
        }
    } else {
        const bool name = section == StageTimesModel::StageColumn;
        const QRect inner = rect.adjusted(look.px(name ? 14 : 4), 2, -look.px(8), -2);
        const QString arrow
            = sorted ? (sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral(" ↑") : QStringLiteral(" ↓")) : QString();
        painter->drawText(inner, (name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextWordWrap, text + arrow);
    }
    painter->restore();
}

} // namespace dealerlens::desk
