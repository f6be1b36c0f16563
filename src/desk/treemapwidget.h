// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/treemap.h"

#include <QWidget>

namespace dealerlens::desk {

// Treemap of dealers by region. A click chooses, a double click zooms, arrows walk, Enter zooms.
class TreemapWidget final : public QWidget {
    Q_OBJECT

public:
    explicit TreemapWidget(QWidget *parent = nullptr);
    void setGroups(std::vector<TreemapGroup> groups);
    void setSelected(qint64 id);

    [[nodiscard]] qint64 selected() const { return m_selected; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(qint64 id);
    void zoomed(qint64 id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] const TreemapItem *itemAt(QPointF position) const;
    void step(QPointF direction);
    void layOut();

    std::vector<TreemapGroup> m_groups;
    TreemapLayout m_layout;
    qint64 m_selected = -1;
};

} // namespace dealerlens::desk
