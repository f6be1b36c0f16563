// SPDX-License-Identifier: GPL-3.0-or-later
// Every number of the board opens its rows: by keys where the cursor is, by the context menu where the pointer is.
#include "desk/actions.h"
#include "desk/funnels/funnelspage.h"

#include <QMenu>

namespace dealerlens::desk {

using viewmodels::BoardModel;

void FunnelsPage::addRowsActions()
{
    const auto add = [this](const char *id, const char *text, const QKeySequence &key, const char *bare, auto numberAt) {
        host().actions().add({ QString::fromLatin1(id), text, QStringLiteral("table"), key, QString::fromLatin1(bare),
                                 QStringLiteral("view"), QStringLiteral("funnels") },
            this, [this, numberAt] {
                const BoardView::Place at = cursor();
                if (at.row >= 0 || at.column >= 0)
                    openRows(numberAt(at));
            });
    };
    using Place = BoardView::Place;
    add("funnels.as-list", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Rows of this cell"),
        QKeySequence(QStringLiteral("Ctrl+Shift+L")), "", [](const Place &at) { return Number { at.row, at.column }; });
    add("funnels.late-rows", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Rows of this cell over the limit"), {}, "O",
        [](const Place &at) { return Number { at.row, at.column, true }; });
    add("funnels.lane-rows", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Rows of this lane"), {}, "L",
        [](const Place &at) { return Number { at.row, at.row >= 0 ? -1 : at.column }; });
    add("funnels.column-rows", QT_TRANSLATE_NOOP("dealerlens::desk::Actions", "Rows of this column"), {}, "C",
        [](const Place &at) { return Number { -1, at.column }; });
}

BoardView::Place FunnelsPage::cursor() const
{
    const int head = m_view->headColumn();
    return head >= 0 ? BoardView::Place { -1, head, -1 } : m_view->current();
}

void FunnelsPage::addRows(QMenu &menu, const BoardView::Place &place)
{
    const bool isLane = place.row >= 0 && m_model.at(place.row).kind != BoardModel::Row::Kind::More;
    const bool isColumn = place.column >= 0;
    const bool isStage = isColumn && place.column < m_model.stages();
    const auto add = [&](const QString &text, const Number &number, bool isWanted) {
        if (isWanted)
            menu.addAction(text, this, [this, number] { openRows(number); });
    };
    if (!menu.isEmpty())
        menu.addSeparator();
    add(tr("Rows of this cell") + QStringLiteral("\tCtrl+Shift+L"), { place.row, place.column }, isLane && isColumn);
    add(tr("Over the limit in this cell") + QStringLiteral("\tO"), { place.row, place.column, true }, isLane && isStage);
    add(tr("Rows of this lane") + QStringLiteral("\tL"), { place.row }, isLane);
    add(tr("Over the limit in this lane"), { place.row, -1, true }, isLane);
    add(tr("Rows of this column") + QStringLiteral("\tC"), { -1, place.column }, isColumn);
    add(tr("Over the limit in this column"), { -1, place.column, true }, isStage);
}

void FunnelsPage::openRows(const Number &number)
{
    const bool isMore = number.row >= 0 && m_model.at(number.row).kind == BoardModel::Row::Kind::More; // has no numbers
    if (m_model.board() && !isMore)
        host().open({ QStringLiteral("rows"), scopeOf(number).toVariant() });
}

viewmodels::RowsScope FunnelsPage::scopeOf(const Number &number) const
{
    const reports::Board &board = *m_model.board();
    viewmodels::RowsScope scope;
    scope.report = reports::Report::Board;
    scope.count = number.column < m_model.stages() ? reports::Count::Open
        : number.column == m_model.stages()        ? reports::Count::Won
                                                   : reports::Count::Lost;
    scope.lates = m_lates;
    if (number.overdue)
        scope.lates.insert(reports::Late::StageOverdue);
    const auto keyOf = [](const reports::BoardColumn &stage) {
        return reports::StageKey { .name = stage.name, .milestone = stage.milestone, .funnel = stage.funnel };
    };
    if (number.row >= 0) {
        scope.crumbs.append(m_model.at(number.row).name);
        scope.place = placeOf(m_model.at(number.row));
    }
    if (scope.count != reports::Count::Open)
        return scope;
    if (number.column >= 0) {
        scope.stage = keyOf(board.columns[std::size_t(number.column)]);
        scope.crumbs.append(m_model.columnName(number.column));
    }
    for (const reports::BoardColumn &stage : board.columns) {
        if (m_ages && m_ages->isOf(stage) && (!scope.stage || *scope.stage == keyOf(stage))) {
            scope.ages = { m_ages->from, m_ages->to };
            scope.agesOf = keyOf(stage);
            break; // the ages are of one column
        }
    }
    return scope;
}

reports::Place FunnelsPage::placeOf(const BoardModel::Row &row) const
{
    if (row.kind != BoardModel::Row::Kind::Lane)
        return { .level = reports::TreeLevel::Region, .region = row.region };
    if (m_model.lanes() == reports::Lanes::None)
        return {};
    const facts::Snapshot &facts = *m_model.facts();
    const reports::BoardLane &lane = m_model.board()->lanes[std::size_t(row.lane)];
    reports::Place place { .level = reports::TreeLevel::Dealer, .portal = facts.portals[std::size_t(lane.portal)].portal.key };
    if (m_model.lanes() == reports::Lanes::Employee) {
        place.level = reports::TreeLevel::Employee;
        place.user = lane.user >= 0 ? facts.users[std::size_t(lane.user)].id : 0;
    }
    return place;
}

} // namespace dealerlens::desk
