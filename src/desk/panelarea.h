// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace dealerlens::desk {

// Body of a page with a panel at its right. Beside the body in a wide window, over it (Esc closes) when the
// window is narrower than 1360 px. The panel is as wide as it was given (design pixels) until its left edge is
// dragged, 348–440 px.
class PanelArea final : public QWidget {
    Q_OBJECT

public:
    explicit PanelArea(QWidget *parent = nullptr);

    void setBody(QWidget *body);
    static constexpr int kMinimum = 348;

    void setPanel(QWidget *panel, int width = kMinimum);
    void setPanelVisible(bool visible);

    [[nodiscard]] bool isPanelVisible() const { return m_visible && m_panel; }

    [[nodiscard]] int panelWidth() const { return m_panelWidth; }

    void setPanelWidth(int width);

Q_SIGNALS:
    void panelVisibleChanged(bool visible);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] bool isOver() const;
    void place();

    QWidget *m_body = nullptr;
    QWidget *m_panel = nullptr;
    QWidget *m_handle;
    int m_panelWidth;
    bool m_visible = false;
};

} // namespace dealerlens::desk
