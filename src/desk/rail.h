// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace dealerlens::desk {

// One place of the rail: icon, caption, 3 px mark when current, a counter only where work waits.
class RailButton final : public QToolButton {
    Q_OBJECT

public:
    RailButton(const QString &iconName, QWidget *parent);
    void setBadge(int count);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    int m_badge = 0;
};

// Navigation at the left edge, full height. Pages are chosen by id.
class Rail final : public QWidget {
    Q_OBJECT

public:
    explicit Rail(QWidget *parent = nullptr);
    void addPage(const QString &id, const QString &iconName, bool atBottom);
    void setText(const QString &id, const QString &text, const QString &key);
    void setCurrent(const QString &id);
    void setBadge(const QString &id, int count);

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] RailButton *button(const QString &id) const;

    QButtonGroup *m_group;
    QVBoxLayout *m_top;
    QVBoxLayout *m_bottom;
};

} // namespace dealerlens::desk
