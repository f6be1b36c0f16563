// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/network/networkpanel.h"
#include "desk/page.h"
#include "viewmodels/networkmodel.h"

class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace dealerlens::desk {

class EmptyState;
class NetworkDelegate;
class NetworkStrip;
class SegmentedControl;
class TableTools;

// Network health: can today's numbers be trusted, and what to do about the rest. {"portal": id} chooses a dealer,
// {"state": n} (model::PortalHealth) filters.
class NetworkPage final : public Page {
    Q_OBJECT

public:
    NetworkPage(PageHost &host, viewmodels::Session &session, viewmodels::NetworkFeed &feed, QWidget *parent);

    [[nodiscard]] QString title() const override;

    [[nodiscard]] ContextParts contextParts() const override { return ContextPart::Dealers; }

    void setContext(const viewmodels::Context &context) override;
    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;
    [[nodiscard]] QAbstractItemModel *exportTable() const override;
    [[nodiscard]] QList<Scene> scenes() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildHead();
    void buildTable();
    void addActions();
    void update();
    void showCurrent();
    void showStatus();
    void readCounts();
    void take(NetworkPanel::Step step);
    void requestKey(const model::Portal &portal);
    void openPortal(const model::Portal &portal);
    void retire(const model::Portal &portal, bool retired);
    void confirmRemoval(const viewmodels::DealerHealth &dealer);
    void showProblem(const base::Error &error);
    void trigger(const char *actionId);
    void openMenu(QPoint at);
    void choose(model::PortalId portal);
    void openCell(const QModelIndex &index);
    void setGroup(viewmodels::NetworkModel::Arrangement arrangement);
    [[nodiscard]] const viewmodels::DealerHealth *current() const;

    viewmodels::Session &m_session;
    viewmodels::NetworkFeed &m_feed;
    viewmodels::NetworkModel *m_model;
    NetworkDelegate *m_delegate;
    NetworkStrip *m_strip;
    QStackedWidget *m_body;
    QTableView *m_table;
    EmptyState *m_empty;
    NetworkPanel *m_panel;
    SegmentedControl *m_order;
    TableTools *m_tools;
    QPushButton *m_refresh;
    QPushButton *m_add;
    QToolButton *m_retired;
    model::PortalId m_current = 0;
    bool m_wasEmpty = false;
    bool m_active = false; // hidden it follows nothing, and takes what is new when it is shown
    bool m_chosen = false; // by a person
};

} // namespace dealerlens::desk
