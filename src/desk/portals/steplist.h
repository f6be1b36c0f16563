// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace dealerlens::desk {

// The steps at the left of a dialog: number or check mark, name, note; a click goes there.
class StepList final : public QWidget {
    Q_OBJECT

public:
    explicit StepList(QWidget *parent);
    void addStep();
    void setTexts(int step, const QString &title, const QString &note);
    void setCurrent(int step);
    void setDone(int step, bool done);

Q_SIGNALS:
    void chosen(int step);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    class Item;
    std::vector<Item *> m_items;
    QVBoxLayout *m_column;
};

} // namespace dealerlens::desk
