// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/treemodel.h"

#include <QHeaderView>
#include <QTreeView>

namespace dealerlens::desk {

// Header of two lines per column, the sorted one strong with a chevron. Its lower part is left free for the
// network's row. A click asks to sort, with Shift for a second key.
class ReportHeader final : public QHeaderView {
    Q_OBJECT

public:
    explicit ReportHeader(QWidget *parent);
    // Height of what is laid over the lower part; 0 for none.
    void setFooter(int height);
    void setSortKeys(const std::vector<viewmodels::TreeModel::SortKey> &keys);

    [[nodiscard]] int captionHeight() const;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void sortRequested(int column, bool second);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    std::vector<viewmodels::TreeModel::SortKey> m_keys;
    int m_footer = 0;
    int m_pressed = -1;
};

// The report's tree. The network's row stays visible as a one-row tree between the header and the rows. Right and
// Left open and close, Ctrl+Right and Ctrl+Left change the cell, * opens every row of the level, + the next level
// everywhere.
class ReportTree final : public QTreeView {
    Q_OBJECT

public:
    explicit ReportTree(viewmodels::TreeModel &model, QWidget *parent = nullptr);

    void applyTheme();
    void setNetworkName(const QString &name); // of the fixed row, for screen readers
    void opensTop(); // regions in sight, the network's row fixed: after a new model content
    void expandLevel(const QModelIndex &of);
    void expandNextLevel();

    [[nodiscard]] QStringList expandedKeys() const;
    void expandKeys(const QStringList &keys);

    [[nodiscard]] ReportHeader &reportHeader() const { return *m_header; }

Q_SIGNALS:
    void openRequested(const QModelIndex &index); // Enter or double click in the network's row

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeFrozen();
    void followSection(int section);
    void moveCell(int step);
    void setDelegates(QTreeView &view);

    viewmodels::TreeModel &m_model;
    ReportHeader *m_header;
    QTreeView *m_frozen;
};

} // namespace dealerlens::desk
