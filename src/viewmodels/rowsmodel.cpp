// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/rowsmodel.h"

#include "base/elsewhere.h"
#include "model/text.h"
#include "reports/itemstates.h"
#include "reports/keyedsort.h"
#include "reports/parallel.h"
#include "viewmodels/plaintip.h"

#include <QCollator>

#include <algorithm>
#include <limits>

namespace dealerlens::viewmodels {

namespace {

// Its time in the stage is that of where it stands now.
bool isRunning(const ItemRow &row) { return row.state.outcome == 'P' && !(row.stay && row.stay->left != base::kNever); }

bool has(const RowMarks &marks, Deviation deviation) { return ((marks.deviations >> static_cast<unsigned>(deviation)) & 1) != 0; }

constexpr size_t kMostSeen = 4'096; // many screens

} // namespace

RowsModel::RowsModel(const CardTexts &texts, QObject *parent, int mostAtFirst)
    : QAbstractTableModel(parent)
    , m_texts(texts)
    , m_mostAtFirst(static_cast<size_t>(mostAtFirst))
    , m_known(m_mostAtFirst)
{
}

void RowsModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    textsLoaded();
}

void RowsModel::setAnswer(std::shared_ptr<const RowsAnswer> answer, facts::SnapshotPtr facts)
{
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList from = persistentIndexList();
    std::vector<model::RecordKey> keys;
    for (const QModelIndex &index : from)
        keys.push_back(keyAt(index.row()));
    m_seen.clear();
    m_seenInOrder.clear();
    std::swap(m_answer, answer);
    std::swap(m_facts, facts);
    m_order = wanted();
    m_known = m_mostAtFirst;
    QModelIndexList to;
    for (qsizetype i = 0; i < from.size(); ++i) {
        const int row = rowOf(keys[static_cast<size_t>(i)]);
        m_known = row >= static_cast<int>(m_known) ? std::numeric_limits<size_t>::max() : m_known;
        to.append(row >= 0 ? createIndex(row, from[i].column()) : QModelIndex());
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
    base::releaseElsewhere(std::move(answer), std::move(facts)); // the last ones
}

void RowsModel::textsLoaded()
{
    if (needsAllTexts())
        arrange();
    else if (shown() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void RowsModel::arrange()
{
    if (m_answer)
        setAnswer(m_answer, m_facts);
}

void RowsModel::setOutcome(std::optional<char> outcome)
{
    m_outcome = outcome;
    arrange();
}

void RowsModel::setDeviations(const std::set<Deviation> &deviations)
{
    m_deviations = deviations;
    arrange();
}

void RowsModel::setFilter(const QString &text)
{
    m_filter = model::folded(text.simplified());
    arrange();
}

void RowsModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= ColumnCount || (column == m_sortColumn && order == m_sortOrder))
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

bool RowsModel::passes(std::uint32_t place) const
{
    const RowMarks marks = m_answer->rows.marks(place);
    if (m_outcome && marks.outcome != *m_outcome)
        return false;
    if (!std::ranges::all_of(m_deviations, [&](Deviation deviation) { return has(marks, deviation); }))
        return false;
    if (m_filter.isEmpty())
        return true;
    const ItemRow row = m_answer->rows[place];
    const QString words = clientOf(row) + QLatin1Char(' ') + stageOf(row) + QLatin1Char(' ') + responsibleOf(row) + QLatin1Char(' ')
        + dealerOf(row) + QLatin1Char(' ') + QString::number(keyOf(row.state.row).id);
    return model::folded(words).contains(m_filter);
}

std::optional<std::vector<std::uint32_t>> RowsModel::wanted() const
{
    const bool isFiltered = m_outcome || !m_deviations.empty() || !m_filter.isEmpty();
    const bool isAsTheyCome = m_sortColumn == CreatedColumn && m_sortOrder == Qt::DescendingOrder;
    if (!m_answer || (!isFiltered && isAsTheyCome))
        return std::nullopt;
    std::vector<std::uint32_t> rows;
    const auto count = static_cast<std::uint32_t>(m_answer->rows.size());
    rows.reserve(count);
    for (std::uint32_t place = 0; place < count; ++place) {
        if (!isFiltered || passes(place))
            rows.push_back(place);
    }
    if (isAsTheyCome)
        return rows;
    if (isText(m_sortColumn))
        sortByText(rows);
    else
        sortByNumber(rows);
    return rows;
}

bool RowsModel::isText(int column)
{
    return column == ClientColumn || column == ResponsibleColumn || column == DealerColumn || column == SourceColumn;
}

// Unknown last in either order, equal ones in the order of the answer. What is compared is fetched once.
void RowsModel::sortByNumber(std::vector<std::uint32_t> &rows) const
{
    constexpr size_t kPortion = 8'192;
    const double sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
    std::vector<reports::Keyed> ranked(rows.size());
    reports::inParallel(reports::threadsFor(rows.size()), (rows.size() + kPortion - 1) / kPortion, [&](unsigned, size_t portion) {
        for (size_t i = portion * kPortion; i < std::min(rows.size(), (portion + 1) * kPortion); ++i) {
            const auto number = numberOf(rows[i], m_sortColumn);
            ranked[i] = { reports::keyOf(number ? sign * *number : std::numeric_limits<double>::infinity()), rows[i] };
        }
    });
    rows = reports::rowsByKey(std::span(&ranked, 1));
}

void RowsModel::sortByText(std::vector<std::uint32_t> &rows) const
{
    struct Ranked {
        std::optional<QCollatorSortKey> key;
        std::uint32_t row;
    };

    const QCollator collator;
    std::vector<Ranked> ranked;
    ranked.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const QString words = text(m_answer->rows[row], m_sortColumn);
        ranked.push_back({ words.isEmpty() ? std::nullopt : std::optional(collator.sortKey(words)), row });
    }
    const bool ascending = m_sortOrder == Qt::AscendingOrder;
    std::ranges::stable_sort(ranked, [ascending](const Ranked &a, const Ranked &b) {
        if (!a.key || !b.key)
            return a.key.has_value() && !b.key;
        const int order = a.key->compare(*b.key);
        return ascending ? order < 0 : order > 0;
    });
    std::ranges::transform(ranked, rows.begin(), &Ranked::row);
}

const ItemRow *RowsModel::rowAt(int row) const
{
    if (row < 0 || static_cast<size_t>(row) >= shown())
        return nullptr;
    const std::uint32_t place = placeAt(static_cast<size_t>(row));
    if (const auto seen = m_seen.find(place); seen != m_seen.end())
        return &seen->second;
    if (m_seenInOrder.size() >= kMostSeen) {
        m_seen.erase(m_seenInOrder.front());
        m_seenInOrder.pop_front();
    }
    m_seenInOrder.push_back(place);
    return &m_seen.emplace(place, m_answer->rows[place]).first->second;
}

model::RecordKey RowsModel::keyOf(std::uint32_t item) const
{
    const facts::ItemColumns &items = m_facts->items;
    return { m_facts->portals[static_cast<size_t>(items.portal[item])].portal.id, items.kind[item], items.id[item] };
}

model::RecordKey RowsModel::keyAt(int row) const
{
    const bool isThere = row >= 0 && static_cast<size_t>(row) < shown();
    return isThere ? keyOf(m_answer->rows.item(placeAt(static_cast<size_t>(row)))) : model::RecordKey {};
}

int RowsModel::rowOf(const model::RecordKey &key) const
{
    const auto item = m_facts && m_answer ? m_facts->rowOf(key) : std::nullopt;
    if (!item)
        return -1;
    // Where stays are counted, any of the item's rows may be shown.
    const auto [from, to] = m_answer->rows.placesOf(*item);
    if (!m_order)
        return from < to ? static_cast<int>(from) : -1;
    for (std::size_t row = 0; from < to && row < m_order->size(); ++row)
        if ((*m_order)[row] >= from && (*m_order)[row] < to)
            return static_cast<int>(row);
    return -1;
}

std::vector<model::RecordKey> RowsModel::keys() const
{
    std::vector<model::RecordKey> result;
    if (m_answer) {
        for (size_t place = 0; place < m_answer->rows.size(); ++place)
            result.push_back(keyOf(m_answer->rows.item(place)));
    }
    return result;
}

int RowsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(std::min(shown(), m_known)); }

bool RowsModel::canFetchMore(const QModelIndex &parent) const { return !parent.isValid() && shown() > m_known; }

void RowsModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    beginInsertRows({}, rowCount(), static_cast<int>(shown()) - 1);
    m_known = std::numeric_limits<size_t>::max();
    endInsertRows();
}

int RowsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString RowsModel::clientOf(const ItemRow &row) const
{
    const model::RecordKey key = keyOf(row.state.row);
    const CardText *text = m_texts.find(key);
    if (text && !text->client.isEmpty())
        return text->client;
    return (key.kind == model::EntityKind::Lead ? tr("Lead %1") : tr("Deal %1")).arg(key.id);
}

facts::Index RowsModel::stageIndexOf(const ItemRow &row) const { return row.stay ? row.stay->stage : row.state.stage; }

QString RowsModel::stageOf(const ItemRow &row) const
{
    const facts::Index stage = stageIndexOf(row);
    return stage < 0 ? QString() : m_facts->stages[static_cast<size_t>(stage)].name;
}

std::optional<double> RowsModel::secondsOf(const ItemRow &row) const
{
    if (row.stay && row.stay->left != base::kNever)
        return static_cast<double>(row.stay->left - row.stay->entered);
    return row.state.outcome == 'P' ? std::optional(row.state.age) : std::nullopt;
}

QString RowsModel::responsibleOf(const ItemRow &row) const
{
    return row.state.user < 0 ? QString() : m_facts->users[static_cast<size_t>(row.state.user)].name;
}

QString RowsModel::responsibleTip(const ItemRow &row) const
{
    if (!row.state.userAssumed || row.state.user < 0)
        return responsibleOf(row);
    const model::Portal &portal = m_facts->portals[static_cast<size_t>(m_facts->items.portal[row.state.row])].portal;
    return responsibleOf(row) + QLatin1Char('\n')
        + tr("Not from the journal, which begins on %1 for this portal: the first who is known to be responsible.")
              .arg(m_fmt.date(portal.addedAt));
}

QString RowsModel::dealerOf(const ItemRow &row) const
{
    const model::Portal &portal = m_facts->portals[static_cast<size_t>(m_facts->items.portal[row.state.row])].portal;
    return portal.title.isEmpty() ? portal.key : portal.title;
}

QString RowsModel::amountOf(const ItemRow &row) const
{
    const facts::ItemColumns &items = m_facts->items;
    const std::int64_t amount = items.amount[row.state.row];
    if (amount == 0)
        return Fmt::dash();
    const facts::Index currency = items.currency[row.state.row];
    return m_fmt.money({ amount }, currency >= 0 ? m_facts->currencies[static_cast<size_t>(currency)] : QString());
}

QString RowsModel::responseOf(const ItemRow &row, bool claimed) const
{
    const std::optional<double> &seconds = claimed ? row.state.responseClaimed : row.state.responseEvidenced;
    if (seconds)
        return m_fmt.duration(static_cast<qint64>(*seconds));
    // Claimed but never shown: the one gap that must be seen.
    return !claimed && row.state.responseClaimed ? tr("none") : Fmt::dash();
}

QString RowsModel::text(const ItemRow &row, int column) const
{
    const facts::ItemColumns &items = m_facts->items;
    switch (column) {
    case ClientColumn:
        return clientOf(row);
    case AmountColumn:
        return amountOf(row);
    case StageColumn:
        return stageOf(row);
    case PathColumn: {
        int passed = 0;
        for (std::uint8_t i = 0; i < row.cells; ++i)
            passed += row.path[i].kind == PathCell::Kind::AsPlanned || row.path[i].kind == PathCell::Kind::Now ? 1 : 0;
        return QString::number(passed) + QLatin1Char('/') + QString::number(row.cells);
    }
    case ClaimedColumn:
        return responseOf(row, true);
    case EvidencedColumn:
        return responseOf(row, false);
    case AgeColumn:
        return secondsOf(row) ? m_fmt.duration(static_cast<qint64>(*secondsOf(row))) : QString();
    case ResponsibleColumn:
        return responsibleOf(row);
    case DealerColumn:
        return dealerOf(row);
    case CreatedColumn:
        return m_fmt.date(items.created[row.state.row]);
    case SourceColumn: {
        const facts::Index source = items.source[row.state.row];
        return source >= 0 ? m_facts->sources[static_cast<size_t>(source)] : QString();
    }
    default:
        return {};
    }
}

// What the row's facts tell needs no state.
std::optional<double> RowsModel::numberOf(std::uint32_t place, int column) const
{
    const std::uint32_t item = m_answer->rows.item(place);
    if (column == AmountColumn)
        return double(m_facts->items.amount[item]) / double(model::Money::kScale); // order only
    if (column == CreatedColumn)
        return double(m_facts->items.created[item]); // exact for some 280 million years
    return numberOf(m_answer->rows[place], column);
}

std::optional<double> RowsModel::numberOf(const ItemRow &row, int column) const
{
    switch (column) {
    case AmountColumn:
        return double(m_facts->items.amount[row.state.row]) / double(model::Money::kScale); // order and export only
    case StageColumn: {
        const facts::Index stage = stageIndexOf(row);
        return stage < 0 ? std::nullopt : std::optional(double(m_facts->stages[static_cast<size_t>(stage)].sort));
    }
    case PathColumn: {
        int passed = 0;
        for (std::uint8_t i = 0; i < row.cells; ++i)
            passed += row.path[i].kind == PathCell::Kind::AsPlanned || row.path[i].kind == PathCell::Kind::Now ? 1 : 0;
        return passed;
    }
    case ClaimedColumn:
        return row.state.responseClaimed;
    case EvidencedColumn:
        return row.state.responseEvidenced;
    case AgeColumn:
        return secondsOf(row);
    case CreatedColumn:
        return double(m_facts->items.created[row.state.row]); // exact for some 280 million years
    default:
        return std::nullopt;
    }
}

QVariant RowsModel::raw(const ItemRow &row, int column) const
{
    if (column == CreatedColumn)
        return QVariant::fromValue<qlonglong>(m_facts->items.created[row.state.row]);
    if (!isText(column)) {
        const auto number = numberOf(row, column);
        return number ? QVariant(*number) : QVariant();
    }
    const QString words = text(row, column);
    return words.isEmpty() ? QVariant() : QVariant(words);
}

QString RowsModel::sentence(const ItemRow &row) const
{
    QString words = clientOf(row) + QStringLiteral(". ") + stageOf(row) + QStringLiteral(". ") + amountOf(row);
    if (row.state.outcome == 'P')
        words += QStringLiteral(". ") + tr("in this stage for %1").arg(m_fmt.duration(static_cast<qint64>(row.state.age)));
    if ((row.state.lates & reports::lateBit(reports::Late::StageOverdue)) != 0)
        words += QStringLiteral(", ") + tr("over the limit");
    if ((row.state.lates & reports::lateBit(reports::Late::WithoutEvidence)) != 0)
        words += QStringLiteral(". ") + tr("The first response is claimed, not evidenced");
    return words;
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    const ItemRow *row = index.isValid() ? rowAt(index.row()) : nullptr;
    if (!row)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::EditRole:
        return index.column() == StageColumn ? QVariant(stageOf(*row)) : raw(*row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == ClientColumn     ? sentence(*row)
            : index.column() == ResponsibleColumn ? responsibleTip(*row)
                                                  : text(*row, index.column());
    case Qt::ToolTipRole:
        if (index.column() == AgeColumn && isRunning(*row) && row->state.limit)
            return m_fmt.againstLimit(static_cast<qint64>(row->state.businessAge), static_cast<qint64>(*row->state.limit));
        if (index.column() == ResponsibleColumn)
            return plainTip(responsibleTip(*row));
        return index.column() == CreatedColumn ? m_fmt.dateTime(m_facts->items.created[row->state.row])
                                               : plainTip(text(*row, index.column()));
    case Qt::TextAlignmentRole: {
        const int column = index.column();
        const bool right = column == AmountColumn || column == ClaimedColumn || column == EvidencedColumn || column == AgeColumn
            || column == CreatedColumn;
        return QVariant(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = section == AmountColumn || section == ClaimedColumn || section == EvidencedColumn || section == AgeColumn
            || section == CreatedColumn;
        return QVariant(Qt::Alignment((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case PathColumn:
            return tr(
                "Milestones of the standard: filled as planned, red end over the limit, dashed skipped, double re-entered, framed now");
        case ClaimedColumn:
            return tr("Working time until the first exit from the initial stage");
        case EvidencedColumn:
            return tr("Working time until the first call, mail or chat that proves a touch");
        default:
            return headerData(section, orientation, Qt::DisplayRole).toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ClientColumn:
        return tr("Client");
    case AmountColumn:
        return tr("Amount");
    case StageColumn:
        return tr("Outcome or stage");
    case PathColumn:
        return tr("Path");
    case ClaimedColumn:
        return tr("Response\nclaimed");
    case EvidencedColumn:
        return tr("Response\nevidenced");
    case AgeColumn:
        return tr("In stage");
    case ResponsibleColumn:
        return tr("Responsible");
    case DealerColumn:
        return tr("Dealer");
    case CreatedColumn:
        return tr("Began");
    case SourceColumn:
        return tr("Source");
    default:
        return {};
    }
}

} // namespace dealerlens::viewmodels
