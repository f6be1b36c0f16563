// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"
#include "desk/treemap.h"

#include <QWidget>

namespace dealerlens::desk {

// Treemap of dealers by region. A click chooses, a double click zooms, arrows walk, Enter zooms.
// For a screen reader it is the list of its cells.
class TreemapWidget final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit TreemapWidget(QWidget *parent = nullptr);
    void setGroups(std::vector<TreemapGroup> groups);
    void setSelected(qint64 id);

    [[nodiscard]] qint64 selected() const { return m_selected; }

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] int partCount() const override { return static_cast<int>(m_layout.cells.size()); }

    [[nodiscard]] QString partSentence(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] int currentPart() const override;

    [[nodiscard]] bool reactsToKeys() const override { return true; }

    void focusPart(int part) override;
    void pressPart(int part) override;

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
    [[nodiscard]] const TreemapItem *itemOf(const TreemapCell &cell) const; // nullptr: the small ones together
    [[nodiscard]] const TreemapItem *itemAt(QPointF position) const;
    [[nodiscard]] QString sentence(const TreemapItem &item) const;
    void choose(qint64 id);
    void step(QPointF direction);
    void layOut();

    std::vector<TreemapGroup> m_groups;
    TreemapLayout m_layout;
    qint64 m_selected = -1;
};

} // namespace dealerlens::desk
