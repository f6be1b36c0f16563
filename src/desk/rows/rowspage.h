// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "desk/page.h"
#include "viewmodels/rowsmodel.h"

#include <QPointer>
#include <QProgressDialog>

class QHBoxLayout;
class QStackedWidget;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class EmptyState;
class ItemPanel;
class TableTools;
class TextLabel;
class ToggleChip;

// The items behind a number: where it stood, the number as a sentence, filters by outcome and deviation, what is
// left out, the items, and the card of the current one at the right. Arguments: viewmodels::RowsScope.
class RowsPage final : public Page {
    Q_OBJECT

public:
    RowsPage(PageHost &host, viewmodels::Session &session, QWidget *parent);
    ~RowsPage() override;

    [[nodiscard]] QString title() const override;
    void setContext(const viewmodels::Context &context) override;
    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;

    [[nodiscard]] QAbstractItemModel *exportTable() const override { return m_model; }

    void readWhole(std::function<void()> then) override;

private:
    void buildStrip();
    void buildTable();
    void addWishes();
    void addFilterKeys();
    void ask();
    void show(const std::shared_ptr<const viewmodels::RowsAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds);
    void showHead();

    // rowsstanding.cpp
    struct Standing { // where people are in the table
        model::RecordKey current;
        int column = 0;
        model::RecordKey top; // first row in sight
        std::vector<model::RecordKey> selected;
    };

    void giveBack();
    void standAgain(const Standing &standing);

    void showChips();
    void showCurrent();
    void showStatus();
    void chooseOutcome(int chip);
    void chooseDeviations();
    void wantTexts();
    void openItem(const QModelIndex &index);
    void openCrumb(int crumb);
    [[nodiscard]] QString rootPage() const;
    [[nodiscard]] QString rootWord() const;
    [[nodiscard]] QString leftOut() const;

    viewmodels::Session &m_session;
    viewmodels::CardTexts *m_texts;
    viewmodels::RowsModel *m_model;
    QWidget *m_strip;
    std::vector<ToggleChip *> m_outcomes; // all, won, lost, open
    std::vector<ToggleChip *> m_deviations; // as RowsModel::Deviation
    TextLabel *m_leftOut;
    QStackedWidget *m_body;
    QTableView *m_table;
    EmptyState *m_empty;
    ItemPanel *m_panel;
    TableTools *m_tools;
    QPointer<QProgressDialog> m_reading; // of readWhole
    std::optional<Standing> m_standing; // in rows given back
    viewmodels::Context m_context;
    viewmodels::RowsScope m_scope;
    base::CancelToken m_cancel;
    int m_outcome = 0;
    int m_milliseconds = -1;
    bool m_asking = false;
    bool m_active = false;
    bool m_outdated = true;
};

} // namespace dealerlens::desk
