// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "desk/funnels/boardquery.h"
#include "desk/funnels/boardview.h"
#include "desk/page.h"
#include "viewmodels/boardmodel.h"
#include "viewmodels/cardtexts.h"
#include "viewmodels/rowsscope.h"

#include <set>

class QStackedWidget;
class QToolButton;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class BoardStrip;
class EmptyState;
class ItemPanel;
class SegmentedControl;

// Funnels: where work stands, what is late, at whom. The board of what is open now, by lanes of dealers or employees,
// with the seven quick filters (Alt+1 … Alt+7, combined with AND). {"lates": [n …]} switches filters on, {"lanes": n}.
class FunnelsPage final : public Page {
    Q_OBJECT

public:
    FunnelsPage(PageHost &host, viewmodels::Session &session, QWidget *parent);
    ~FunnelsPage() override;

    [[nodiscard]] QString title() const override;

    [[nodiscard]] ContextParts contextParts() const override
    {
        return ContextPart::Dealers | ContextPart::Funnel | ContextPart::Employees | ContextPart::Conditions;
    }

    void setContext(const viewmodels::Context &context) override;
    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;

    [[nodiscard]] QAbstractItemModel *exportTable() const override { return const_cast<viewmodels::BoardModel *>(&m_model); }

    [[nodiscard]] QList<Scene> scenes() override;

private:
    void buildHead();
    void buildStrip();
    void addActions();
    void addWishes(); // funnelswishes.cpp
    void beginMove();
    void moveCards(const std::vector<model::RecordKey> &cards, const viewmodels::BoardMove &to);
    void ask();
    void giveBack();
    void take(const BoardQuery::Answer &answer, const facts::SnapshotPtr &facts, int milliseconds);
    void showCounts();
    void showState();
    void setLate(int late, bool on);
    void setLanes(int lanes);
    void openOrderMenu();
    void openFieldsMenu();
    void setFields(const CardFields &fields);
    void setAges(const BoardView::Ages &ages);
    void showAges();
    void explain();

    // funnelsrows.cpp
    struct Number { // of the board: of a cell, of a lane (column -1), of a column (row -1)
        int row = -1;
        int column = -1;
        bool overdue = false; // only those longer in their stage than its limit
    };

    void addRowsActions();
    void addRows(QMenu &menu, const BoardView::Place &place);
    void openRows(const Number &number);
    [[nodiscard]] viewmodels::RowsScope scopeOf(const Number &number) const;
    [[nodiscard]] reports::Place placeOf(const viewmodels::BoardModel::Row &row) const;
    [[nodiscard]] BoardView::Place cursor() const; // the cell, or the column of the head that has it
    void openPortal();
    void showPreview();
    void resetConditions();
    void showStatus();

    viewmodels::Session &m_session;
    viewmodels::BoardModel m_model;
    viewmodels::CardTexts m_texts;
    QStackedWidget *m_body;
    BoardView *m_view;
    EmptyState *m_empty;
    ItemPanel *m_panel;
    SegmentedControl *m_lanesControl = nullptr;
    QToolButton *m_order = nullptr;
    QToolButton *m_columns = nullptr;
    QToolButton *m_export = nullptr;
    BoardStrip *m_strip = nullptr;
    std::optional<BoardView::Standing> m_standing; // of the board given back
    viewmodels::Context m_context;
    std::set<reports::Late> m_lates;
    reports::Lanes m_lanes = reports::Lanes::Dealer;
    reports::CardOrder m_cardOrder = reports::CardOrder::Age;
    CardFields m_fields;
    std::optional<reports::ColumnAges> m_ages;
    std::vector<double> m_ageEnds; // of the columns shown
    base::CancelToken m_cancel;
    bool m_shown = false;
    bool m_stale = true; // asked again when shown
    bool m_asking = false;
    int m_milliseconds = -1;
};

} // namespace dealerlens::desk
