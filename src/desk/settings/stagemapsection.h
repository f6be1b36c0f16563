// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>

class QCheckBox;
class QDateEdit;
class QHBoxLayout;
class QLineEdit;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
class StageMapModel;
class StandardDraft;
}

namespace dealerlens::desk {

class PageHost;
class TextLabel;

// The choice of a milestone in a cell of the stage map.
class MilestoneDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    MilestoneDelegate(const viewmodels::StageMapModel &model, QObject *parent);
    [[nodiscard]] QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const viewmodels::StageMapModel &m_model;
};

// Table of portals' stages and milestones: settings and the first run show the same.
class StageMapSection final : public QWidget {
    Q_OBJECT

public:
    // With a host the table can be copied, exported and its columns chosen; a dialog has none.
    StageMapSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent, PageHost *host = nullptr);

private:
    QHBoxLayout *buildControls();
    QTableView *buildTable();
    void tell(); // how many are unpaired

    viewmodels::StageMapModel *m_model;
    TextLabel *m_note;
    QLineEdit *m_filter;
    QCheckBox *m_only;
    QCheckBox *m_dated;
    QDateEdit *m_from;
};

} // namespace dealerlens::desk
