// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace dealerlens::desk {

// What the colours of the treemap mean: far below … far above the network, stale.
class TreemapLegend final : public QWidget {
    Q_OBJECT

public:
    explicit TreemapLegend(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return { 0, sizeHint().height() }; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QStringList words() const;
};

} // namespace dealerlens::desk
