// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/boardmodel.h"

#include "base/elsewhere.h"
#include "viewmodels/boardtexts.h"

#include <algorithm>
#include <map>

namespace dealerlens::viewmodels {

namespace {

constexpr int kOpenAtFirst = 2; // lanes, when there are many
constexpr int kAllOpenUpTo = 6;

} // namespace

BoardModel::BoardModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void BoardModel::setBoard(std::shared_ptr<const reports::Board> board, facts::SnapshotPtr facts, reports::Lanes lanes, base::UtcSeconds now)
{
    const auto sameColumns = [&] {
        return m_board && lanes == m_lanes
            && std::equal(m_board->columns.begin(), m_board->columns.end(), board->columns.begin(), board->columns.end(),
                [](const auto &a, const auto &b) { return a.name == b.name && a.milestone == b.milestone; });
    };
    const bool keeps = sameColumns();
    if (!keeps) {
        beginResetModel();
        m_rows.clear();
    }
    std::swap(m_board, board);
    std::swap(m_facts, facts);
    m_lanes = lanes;
    m_now = now;
    m_grouped = lanes == reports::Lanes::Dealer && int(m_board->lanes.size()) >= kGroupedFrom;
    if (keeps) {
        takeRows(makeRows());
    } else {
        m_rows = makeRows();
        endResetModel();
    }
    Q_EMIT boardChanged();
    base::releaseElsewhere(std::move(board), std::move(facts)); // the last ones
}

void BoardModel::clear()
{
    beginResetModel();
    m_rows.clear();
    base::releaseElsewhere(std::exchange(m_board, nullptr), std::exchange(m_facts, nullptr));
    endResetModel();
    Q_EMIT boardChanged();
}

void BoardModel::setFmt(const Fmt &fmt)
{
    m_fmt = fmt;
    if (!m_board)
        return;
    takeRows(makeRows());
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT boardChanged();
}

int BoardModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int BoardModel::columnCount(const QModelIndex &parent) const { return parent.isValid() || !m_board ? 0 : stages() + 2; }

QVariant BoardModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = at(index.row());
    const auto column = std::size_t(index.column());
    if (row.kind == Row::Kind::More)
        return role == Qt::AccessibleTextRole ? QVariant(BoardTexts::moreDealers(row.dealers)) : QVariant();
    const std::size_t stageCount = row.cells.size();
    const std::int64_t count = column < stageCount ? row.cells[column].count : column == stageCount ? row.won : row.lost;
    switch (role) {
    case Qt::DisplayRole:
        return m_fmt.integer(count);
    case Qt::EditRole:
        return qlonglong(count);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return BoardTexts::cell(row.name, headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), count,
            column < stageCount ? row.cells[column].overdue : 0);
    default:
        return {};
    }
}

QVariant BoardModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || !m_board)
        return {};
    if (orientation == Qt::Vertical)
        return section >= 0 && section < rowCount() ? QVariant(at(section).name) : QVariant();
    if (section < stages())
        return columnName(section);
    return section == stages() ? BoardTexts::won() : BoardTexts::lost();
}

int BoardModel::rowOf(const QString &key) const
{
    const auto found = std::ranges::find(m_rows, key, &Row::key);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

QString BoardModel::columnName(int column) const
{
    const reports::BoardColumn &stage = m_board->columns[std::size_t(column)];
    for (const model::Milestone &milestone : m_facts->standard.milestones)
        if (milestone.id == stage.milestone && stage.milestone != 0)
            return m_fmt.language() == Language::Russian ? milestone.nameRu : milestone.nameEn;
    return stage.name.isEmpty() ? BoardTexts::unknownStage() : stage.name;
}

bool BoardModel::isOpen(const QString &key, int place) const
{
    if (const auto chosen = m_folding.constFind(key); chosen != m_folding.constEnd())
        return *chosen;
    if (m_lanes == reports::Lanes::None)
        return true;
    if (m_grouped)
        return false;
    return int(m_board->lanes.size()) <= kAllOpenUpTo || place < kOpenAtFirst;
}

BoardModel::Row BoardModel::laneRow(int index) const
{
    const reports::BoardLane &lane = m_board->lanes[std::size_t(index)];
    Row row;
    row.lane = index;
    row.name = lane.name;
    row.amount = lane.amount;
    row.sum = { lane.count, lane.overdue };
    row.won = lane.won30;
    row.lost = lane.lost30;
    for (const reports::BoardCell &cell : lane.cells)
        row.cells.push_back({ cell.count, cell.overdue });
    row.key = QStringLiteral("all");
    if (lane.portal >= 0) {
        const facts::PortalFact &portal = m_facts->portals[std::size_t(lane.portal)];
        row.key = QString(QLatin1Char('p') + QString::number(portal.portal.id));
        row.code = portal.portal.code;
        row.city = portal.portal.city;
        row.region = portal.portal.region;
        row.hue = lane.portal;
        row.dataAt = portal.watermark;
        row.stale = portal.neverComplete || portal.watermark < m_now - m_facts->standard.freshnessLimit;
    }
    if (m_lanes == reports::Lanes::Employee) {
        const std::int64_t user = lane.user >= 0 ? m_facts->users[std::size_t(lane.user)].id : 0;
        row.key += QString(QLatin1Char('u') + QString::number(user));
        if (row.name.isEmpty())
            row.name = BoardTexts::nobody();
    } else if (m_lanes == reports::Lanes::None) {
        row.name = BoardTexts::all();
    }
    return row;
}

void BoardModel::addGrouped(std::vector<Row> &rows) const
{
    std::map<QString, std::vector<Row>> regions;
    for (int lane = 0; lane < int(m_board->lanes.size()); ++lane) {
        Row row = laneRow(lane);
        row.open = isOpen(row.key, 1'000);
        regions[row.region].push_back(std::move(row));
    }
    std::vector<Row> heads;
    for (const auto &[name, lanes] : regions) {
        Row head;
        head.kind = Row::Kind::Region;
        head.key = QString(QLatin1Char('r') + name);
        head.name = name.isEmpty() ? BoardTexts::noRegion() : name;
        head.region = name;
        head.dealers = int(lanes.size());
        head.cells.resize(m_board->columns.size());
        for (const Row &lane : lanes) {
            head.amount += lane.amount;
            head.sum.count += lane.sum.count;
            head.sum.overdue += lane.sum.overdue;
            head.won += lane.won;
            head.lost += lane.lost;
            for (std::size_t i = 0; i < lane.cells.size(); ++i) {
                head.cells[i].count += lane.cells[i].count;
                head.cells[i].overdue += lane.cells[i].overdue;
            }
        }
        heads.push_back(std::move(head));
    }
    std::ranges::stable_sort(heads, std::greater(), [](const Row &row) { return std::pair(row.sum.overdue, row.sum.count); });
    for (std::size_t i = 0; i < heads.size(); ++i) {
        Row &head = heads[i];
        head.open = m_folding.value(head.key, i == 0); // the worst region shows its dealers
        const QString moreKey = QString(QLatin1Char('m') + head.region);
        const bool wantsAll = m_folding.value(moreKey, false);
        std::vector<Row> lanes = head.open ? std::move(regions[head.region]) : std::vector<Row>();
        const QString region = head.region;
        rows.push_back(std::move(head));
        const std::size_t shown = wantsAll ? lanes.size() : std::min<std::size_t>(lanes.size(), kDealersOfRegion);
        for (std::size_t lane = 0; lane < shown; ++lane)
            rows.push_back(std::move(lanes[lane]));
        if (shown < lanes.size()) {
            Row more;
            more.kind = Row::Kind::More;
            more.key = moreKey;
            more.region = region;
            more.dealers = int(lanes.size() - shown);
            more.cells.resize(m_board->columns.size());
            rows.push_back(std::move(more));
        }
    }
}

std::vector<BoardModel::Row> BoardModel::makeRows() const
{
    std::vector<Row> rows;
    if (!m_board)
        return rows;
    if (m_grouped) {
        addGrouped(rows);
        return rows;
    }
    for (int lane = 0; lane < int(m_board->lanes.size()); ++lane) {
        rows.push_back(laneRow(lane));
        rows.back().open = isOpen(rows.back().key, lane);
    }
    return rows;
}

void BoardModel::removeGone(const QSet<QString> &kept)
{
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (kept.contains(at(last).key))
            continue;
        int first = last;
        while (first > 0 && !kept.contains(at(first - 1).key))
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

void BoardModel::reorder(const QHash<QString, int> &wanted)
{
    const auto before = [&](const Row &a, const Row &b) { return wanted.value(a.key) < wanted.value(b.key); };
    if (std::ranges::is_sorted(m_rows, before))
        return;
    Q_EMIT layoutAboutToBeChanged();
    QStringList keys;
    const QModelIndexList persistent = persistentIndexList();
    for (const QModelIndex &index : persistent)
        keys.append(at(index.row()).key);
    std::ranges::stable_sort(m_rows, before);
    for (qsizetype i = 0; i < persistent.size(); ++i)
        changePersistentIndex(persistent[i], index(rowOf(keys[i]), persistent[i].column()));
    Q_EMIT layoutChanged();
}

// The least signals that lead from the rows shown to the new ones: gone, moved, new, changed.
void BoardModel::takeRows(std::vector<Row> rows)
{
    QHash<QString, int> wanted;
    QSet<QString> kept;
    for (int i = 0; i < int(rows.size()); ++i) {
        wanted.insert(rows[std::size_t(i)].key, i);
        kept.insert(rows[std::size_t(i)].key);
    }
    removeGone(kept);
    reorder(wanted);
    for (int i = 0; i < int(rows.size()); ++i) {
        if (i < rowCount() && at(i).key == rows[std::size_t(i)].key)
            continue;
        int last = i;
        while (last + 1 < int(rows.size()) && (i >= rowCount() || rows[std::size_t(last) + 1].key != at(i).key))
            ++last;
        beginInsertRows({}, i, last);
        m_rows.insert(m_rows.begin() + i, rows.begin() + i, rows.begin() + last + 1);
        endInsertRows();
        i = last;
    }
    int first = -1;
    int last = -1;
    for (int i = 0; i < rowCount(); ++i) {
        if (at(i) == rows[std::size_t(i)])
            continue;
        first = first < 0 ? i : first;
        last = i;
    }
    m_rows = std::move(rows);
    if (first >= 0)
        Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

void BoardModel::setOpen(int row, bool open)
{
    const Row &chosen = at(row);
    if (chosen.open == open && chosen.kind != Row::Kind::More)
        return;
    m_folding.insert(chosen.key, open || chosen.kind == Row::Kind::More);
    takeRows(makeRows());
    Q_EMIT boardChanged();
}

void BoardModel::toggle(int row) { setOpen(row, !at(row).open); }

std::span<const std::uint32_t> BoardModel::cards(int row, int column) const
{
    const Row &lane = at(row);
    if (lane.lane < 0 || column < 0 || column >= stages())
        return {};
    return m_board->lanes[std::size_t(lane.lane)].cells[std::size_t(column)].cards;
}

bool BoardModel::isCard(std::uint32_t item) const { return m_board->cards.find(item) != nullptr; }

std::optional<reports::ItemState> BoardModel::state(std::uint32_t item) const
{
    return isCard(item) ? std::optional(m_board->stateOf(item)) : std::nullopt;
}

model::EntityKind BoardModel::kind() const
{
    if (!m_board || m_board->cards.size() == 0)
        return model::EntityKind::Deal;
    return m_facts->items.kind[m_board->cards.runs().front().front().row];
}

model::RecordKey BoardModel::keyOf(std::uint32_t item) const
{
    const facts::ItemColumns &items = m_facts->items;
    return { m_facts->portals[std::size_t(items.portal[item])].portal.id, items.kind[item], items.id[item] };
}

BoardModel::Place BoardModel::placeOf(const model::RecordKey &key) const
{
    const auto item = m_facts ? m_facts->rowOf(key) : std::nullopt;
    if (!item || !isCard(*item))
        return {};
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < stages(); ++column) {
            const auto cell = cards(row, column);
            if (const auto found = std::ranges::find(cell, *item); found != cell.end())
                return { row, column, int(found - cell.begin()) };
        }
    }
    return {};
}

} // namespace dealerlens::viewmodels
