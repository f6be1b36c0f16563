// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "viewmodels/outboxmodel.h"
#include "viewmodels/wishmaking.h"

#include <array>

class QComboBox;
class QStackedWidget;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class EmptyState;
class ErrorBox;
class OutboxPanel;
class TableTools;
class ToggleChip;

// Everything that head office has asked of portals: what waits for a person, what is on its way, what has arrived,
// with the evidence and the next steps at the right. {"uuid": …} chooses a write.
class OutboxPage final : public Page {
    Q_OBJECT

public:
    OutboxPage(PageHost &host, viewmodels::Session &session, QWidget *parent);

    [[nodiscard]] QString title() const override;

    [[nodiscard]] ContextParts contextParts() const override { return {}; }

    void setContext(const viewmodels::Context &) override { }

    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;

    [[nodiscard]] QAbstractItemModel *exportTable() const override { return m_model; }

    [[nodiscard]] QList<Scene> scenes() override;

private:
    void buildStrip();
    void buildTable();
    void addActions();
    void update();
    void showChoices();
    void showState();
    void showStatus();
    [[nodiscard]] QString noteAbout(const viewmodels::OutboxItem &item) const;
    void showCurrent();
    void readEvidence();
    void choose(const QString &uuid);
    void setWhich(viewmodels::OutboxModel::Which which);
    void take(viewmodels::OutboxStep step);
    void openItem();
    void openPortal();
    [[nodiscard]] const viewmodels::OutboxItem *current() const;

    viewmodels::Session &m_session;
    viewmodels::OutboxModel *m_model;
    QStackedWidget *m_body;
    QTableView *m_table;
    EmptyState *m_empty;
    ErrorBox *m_problem;
    OutboxPanel *m_panel;
    TableTools *m_tools;
    std::array<ToggleChip *, 3> m_chips {};
    QComboBox *m_dealer;
    QComboBox *m_kind;
    QString m_current; // uuid
    bool m_active = false;
    bool m_reading = false;
};

} // namespace dealerlens::desk
