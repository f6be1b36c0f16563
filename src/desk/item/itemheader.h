// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"
#include "viewmodels/itemdata.h"

#include <QWidget>

#include <optional>

namespace dealerlens::desk {

// Top of the item card: code, client, dealer and responsible, amount, state of the stage, path. Painted; shows what
// it was given last. For a screen reader it is the list of the steps of the path.
class ItemHeader final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit ItemHeader(QWidget *parent = nullptr);

    // A page has room for the path chart in place of the strip.
    void setChart(bool chart);
    void setItem(const viewmodels::ItemData *item); // nullptr: nothing chosen
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] int partCount() const override { return m_data ? int(m_data->steps.size()) : 0; }

    [[nodiscard]] QString partSentence(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int lineHeight() const;
    void paintNames(QPainter &painter, QRect &rest) const;
    void paintState(QPainter &painter, QRect &rest) const;
    [[nodiscard]] bool showsChart() const;
    void paintPath(QPainter &painter, const QRect &rect) const;
    void paintDeleted(QPainter &painter, QRect &rest) const;

    std::optional<viewmodels::ItemData> m_data;
    bool m_chart = false;
    mutable QRect m_path; // where the path was painted last
};

} // namespace dealerlens::desk
