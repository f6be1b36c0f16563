// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QDateEdit;
class QGridLayout;
class QListWidget;
class QPushButton;
class QTimeEdit;

namespace dealerlens::viewmodels {
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

class ScopeBox;

// Weekly hours and special days: one calendar for the network, own ones for dealers that differ. Local times of
// the dealer. A break inside a day is kept when the hours around it are not touched here.
class CalendarSection final : public QWidget {
    Q_OBJECT

public:
    CalendarSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent);

private:
    struct Day {
        QCheckBox *open = nullptr;
        QTimeEdit *from = nullptr;
        QTimeEdit *to = nullptr;
    };

    void buildWeek(QGridLayout *grid);
    void show();
    void store();
    void addSpecial(bool working);
    void removeSpecial();

    viewmodels::StandardDraft &m_draft;
    ScopeBox *m_scope;
    QCheckBox *m_own;
    std::array<Day, 7> m_week;
    QListWidget *m_special;
    QDateEdit *m_day;
    bool m_showing = false;
};

} // namespace dealerlens::desk
