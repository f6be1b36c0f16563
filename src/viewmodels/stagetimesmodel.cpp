// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/stagetimesmodel.h"

#include "base/elsewhere.h"

#include <algorithm>
#include <cmath>

namespace dealerlens::viewmodels {

using reports::StageTimes;

namespace {

constexpr double kScaleSteps[] { 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1'000, 3'000 };

double share(std::int64_t part, std::int64_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

} // namespace

void StageTimesModel::change(const std::function<void()> &apply)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QStringList keys;
    for (const QModelIndex &index : before)
        keys.append(index.data(KeyRole).toString());
    apply();
    arrange();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(indexOfKey(keys[i]).siblingAtColumn(before[i].column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void StageTimesModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    m_texts = StageTexts(m_fmt, m_facts, m_businessTime);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void StageTimesModel::setAnswer(std::shared_ptr<const reports::StageTimesAnswer> answer, facts::SnapshotPtr facts, bool businessTime)
{
    const auto take = [&] {
        std::swap(m_answer, answer);
        std::swap(m_facts, facts);
        m_businessTime = businessTime;
        m_texts = StageTexts(m_fmt, m_facts, m_businessTime);
        measure();
    };
    const auto keys = [this] {
        QStringList list;
        for (const size_t row : m_rows)
            list.append(keyOf(m_answer->stages[row]));
        return list;
    };
    const QStringList before = keys();
    QStringList after;
    if (answer && answer->stages.size() == static_cast<size_t>(before.size()) && m_sortColumn == StageColumn && m_filter.isEmpty()) {
        for (const StageTimes &stage : answer->stages)
            after.append(keyOf(stage));
        if (m_sortOrder == Qt::DescendingOrder)
            std::reverse(after.begin(), after.end());
    }
    if (!before.isEmpty() && before == after) {
        take();
        arrange();
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else {
        change(take);
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    base::releaseElsewhere(std::move(answer), std::move(facts)); // the last ones
}

void StageTimesModel::setFilter(const QString &text)
{
    change([&] { m_filter = text.simplified(); });
}

void StageTimesModel::sort(int column, Qt::SortOrder order)
{
    change([&] {
        m_sortColumn = column < 0 ? StageColumn : column;
        m_sortOrder = order;
    });
}

void StageTimesModel::arrange()
{
    m_rows.clear();
    if (!m_answer)
        return;
    const QStringList words = m_filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (size_t i = 0; i < m_answer->stages.size(); ++i) {
        const StageTimes &stage = m_answer->stages[i];
        const QString name = m_texts.name(stage) + QLatin1Char(' ') + stage.funnel;
        if (std::all_of(words.begin(), words.end(), [&](const QString &word) { return name.contains(word, Qt::CaseInsensitive); }))
            m_rows.push_back(i);
    }
    if (m_sortColumn != StageColumn) {
        std::stable_sort(m_rows.begin(), m_rows.end(), [this](size_t one, size_t other) {
            const QVariant a = raw(m_answer->stages[one], m_sortColumn);
            const QVariant b = raw(m_answer->stages[other], m_sortColumn);
            if (!a.isValid() || !b.isValid())
                return a.isValid() && !b.isValid(); // what is not known stands last
            return m_sortOrder == Qt::AscendingOrder ? a.toDouble() < b.toDouble() : a.toDouble() > b.toDouble();
        });
    } else if (m_sortOrder == Qt::DescendingOrder) {
        std::reverse(m_rows.begin(), m_rows.end());
    }
}

void StageTimesModel::measure()
{
    double low = 1;
    double high = 10;
    if (m_answer) {
        for (const StageTimes &stage : m_answer->stages) {
            if (stage.left < StageTexts::kFewExits)
                continue;
            for (const std::optional<double> &value : { stage.medianLow, stage.median, stage.q75, stage.p90 }) {
                if (!value || *value <= 0)
                    continue;
                low = std::min(low, m_texts.inDays(*value));
                high = std::max(high, m_texts.inDays(*value));
            }
            high = std::max(high, m_texts.limitInDays(stage).value_or(0));
        }
    }
    m_scale = { 0.1, 10 };
    for (const double step : kScaleSteps) {
        if (step <= low)
            m_scale.setX(step);
    }
    for (auto step = std::rbegin(kScaleSteps); step != std::rend(kScaleSteps); ++step) {
        if (*step >= high)
            m_scale.setY(*step);
    }
}

const StageTimes *StageTimesModel::at(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this || static_cast<size_t>(index.row()) >= m_rows.size())
        return nullptr;
    return &m_answer->stages[m_rows[static_cast<size_t>(index.row())]];
}

QString StageTimesModel::keyOf(const StageTimes &stage)
{
    const QString what = stage.milestone != 0 && stage.funnel.isEmpty() ? QString::number(stage.milestone)
                                                                        : QString(stage.funnel + QLatin1Char('/') + stage.stage);
    return QString(QString::number(static_cast<int>(stage.kind)) + QLatin1Char('/') + what);
}

QModelIndex StageTimesModel::indexOfKey(const QString &key) const
{
    for (size_t row = 0; row < m_rows.size(); ++row) {
        if (keyOf(m_answer->stages[m_rows[row]]) == key)
            return index(static_cast<int>(row), StageColumn);
    }
    return {};
}

QModelIndex StageTimesModel::firstChoice() const
{
    int best = -1;
    double most = -1;
    for (size_t row = 0; row < m_rows.size(); ++row) {
        const StageTimes &stage = m_answer->stages[m_rows[row]];
        if (stage.kind != model::EntityKind::Deal || !stage.limit || !stage.median || stage.visits == 0)
            continue;
        if (const double over = share(stage.overLimit, stage.visits); over > most) {
            most = over;
            best = static_cast<int>(row);
        }
    }
    return best < 0 && !m_rows.empty() ? index(0, StageColumn) : index(best, StageColumn);
}

std::optional<RowsScope> StageTimesModel::rowsBehind(const QModelIndex &index) const
{
    using reports::Count;
    const StageTimes *stage = at(index);
    if (!stage || index.column() == LimitColumn)
        return std::nullopt;
    RowsScope scope;
    scope.report = reports::Report::StageTimes;
    scope.count = index.column() == LeftColumn ? Count::Left
        : index.column() == OpenColumn         ? Count::Open
        : index.column() == ReenteredColumn    ? Count::Reentered
        : index.column() == OverColumn         ? Count::OverLimit
        : index.column() >= TotalColumn        ? Count::Closed
                                               : Count::Visits;
    scope.stage = reports::StageKey { stage->stage, stage->milestone, stage->funnel, stage->kind };
    scope.grouping = m_answer->options.grouping;
    scope.visits = m_answer->options.visits;
    scope.finalStages = m_answer->options.finalStages;
    scope.crumbs = { text(*stage, StageColumn) };
    return scope;
}

std::optional<Explanation> StageTimesModel::explain(const QModelIndex &index) const
{
    const StageTimes *stage = at(index);
    if (!stage)
        return std::nullopt;
    Explanation explanation = m_texts.explain(*stage, *m_answer);
    if (index.column() != StageColumn && index.column() != MedianColumn && index.column() != IntervalColumn
        && index.column() != BarColumn) {
        explanation.title = headerData(index.column(), Qt::Horizontal).toString();
        explanation.value = text(*stage, index.column());
        explanation.formula = headerData(index.column(), Qt::Horizontal, Qt::ToolTipRole).toString();
    }
    explanation.scope = rowsBehind(index);
    if (explanation.scope) {
        using reports::Count;
        const Count count = explanation.scope->count;
        explanation.rows = count == Count::Left ? stage->left
            : count == Count::Open              ? stage->open
            : count == Count::Reentered         ? stage->reentered
            : count == Count::OverLimit         ? stage->overLimit
            : count == Count::Closed            ? stage->closedItems
                                                : stage->visits;
    }
    return explanation;
}

int StageTimesModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int StageTimesModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString StageTimesModel::timeText(const StageTimes &stage, const std::optional<double> &seconds) const
{
    if (stage.left < StageTexts::kFewExits)
        return Fmt::dash();
    return seconds ? m_texts.daysNumber(*seconds) : StageTexts::tr("NR");
}

QString StageTimesModel::closedText(const StageTimes &stage, const std::optional<double> &seconds) const
{
    return stage.closedItems < StageTexts::kFewExits || !seconds ? Fmt::dash() : m_texts.daysNumber(*seconds);
}

QString StageTimesModel::text(const StageTimes &stage, int column) const
{
    switch (column) {
    case StageColumn:
        return stage.funnel.isEmpty() || stage.kind == model::EntityKind::Lead
            ? m_texts.name(stage)
            : QString(m_texts.name(stage) + QStringLiteral(" · ") + stage.funnel);
    case VisitsColumn:
        return m_fmt.integer(stage.visits);
    case LeftColumn:
        return m_fmt.integer(stage.left);
    case OpenColumn:
        return m_fmt.integer(stage.open);
    case MedianColumn:
        return m_texts.median(stage);
    case IntervalColumn:
        return m_texts.interval(stage);
    case Q75Column:
        return timeText(stage, stage.q75);
    case P90Column:
        return timeText(stage, stage.p90);
    case MeanColumn:
        return timeText(stage, stage.restrictedMean);
    case ReenteredColumn:
        return stage.items > 0 ? m_fmt.percent(share(stage.reentered, stage.items)) : Fmt::dash();
    case OverColumn:
        return m_texts.overLimit(stage);
    case LimitColumn:
        return m_texts.limit(stage);
    case TotalColumn:
        return closedText(stage, stage.totalMean);
    case ReworkColumn:
        return closedText(stage, stage.reworkMean);
    default:
        return {};
    }
}

QVariant StageTimesModel::raw(const StageTimes &stage, int column) const
{
    const auto known = [](const std::optional<double> &value) { return value ? QVariant(*value) : QVariant(); };
    switch (column) {
    case StageColumn:
        return m_texts.name(stage);
    case VisitsColumn:
        return static_cast<qint64>(stage.visits);
    case LeftColumn:
        return static_cast<qint64>(stage.left);
    case OpenColumn:
        return static_cast<qint64>(stage.open);
    case MedianColumn:
    case BarColumn:
        return known(stage.median);
    case IntervalColumn:
        return known(stage.medianLow);
    case Q75Column:
        return known(stage.q75);
    case P90Column:
        return known(stage.p90);
    case MeanColumn:
        return stage.restrictedMean;
    case ReenteredColumn:
        return stage.items > 0 ? QVariant(share(stage.reentered, stage.items)) : QVariant();
    case OverColumn:
        return stage.limit && stage.visits > 0 ? QVariant(share(stage.overLimit, stage.visits)) : QVariant();
    case LimitColumn:
        return known(stage.limit);
    case TotalColumn:
        return known(stage.totalMean);
    case ReworkColumn:
        return known(stage.reworkMean);
    default:
        return {};
    }
}

QString StageTimesModel::sentence(const StageTimes &stage, int column) const
{
    if (column == MedianColumn || column == BarColumn || column == StageColumn)
        return m_texts.sentence(stage);
    return QString(m_texts.name(stage) + QStringLiteral(", ") + headerData(column, Qt::Horizontal).toString() + QStringLiteral(": ")
        + text(stage, column));
}

QVariant StageTimesModel::data(const QModelIndex &index, int role) const
{
    const StageTimes *stage = at(index);
    if (!stage)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*stage, index.column());
    case Qt::EditRole:
        return raw(*stage, index.column());
    case Qt::AccessibleTextRole:
        return sentence(*stage, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() == StageColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case TimesRole:
        return QVariant::fromValue(stage);
    case KeyRole:
        return keyOf(*stage);
    default:
        return {};
    }
}

QVariant StageTimesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == StageColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextWordWrap);
    const double until = m_answer && !m_answer->stages.empty() ? m_answer->stages.front().restrictedTo : 30 * 86'400.0;
    const QString horizon = m_fmt.integer(std::llround(m_texts.inDays(until)));
    const QString names[] { tr("Stage"), tr("Visits"), tr("Left the stage"), tr("Still open"), tr("Median, days"), tr("95% interval"),
        tr("Days, log scale"), tr("p75"), tr("p90"), tr("Mean to %1 d").arg(horizon), tr("Re-entered"), tr("Over limit"),
        tr("Limit, w. days"), tr("Total, closed"), tr("Rework, closed") };
    const QString tips[] { tr("Stage of the standard, or the portals' own"), tr("Visits that began in the period"),
        tr("Visits that have ended"), tr("Visits still running: counted as running, never left out"),
        tr("Kaplan–Meier: half have left by then"), tr("95% interval of the median"),
        tr("Point: median; thick: its interval; ticks: p75 and p90; upright: limit"),
        tr("Three quarters have left by then; NR: not reached"), tr("Nine tenths have left by then; NR: not reached"),
        tr("Mean time in the stage, at most %1 days of it").arg(horizon), tr("Share of items with two visits or more"),
        tr("Share of visits longer than the limit, ended or running"), tr("Limit of head office, working days"),
        tr("Mean days over all visits of an item, of items that have ended"),
        tr("Mean days of the visits after the first, of items that have ended") };
    if (role == Qt::DisplayRole)
        return names[section];
    if (role == Qt::ToolTipRole)
        return tips[section];
    return {};
}

} // namespace dealerlens::viewmodels
