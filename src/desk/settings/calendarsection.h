// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QDateEdit;
class QGridLayout;
class QLineEdit;
class QListWidget;

namespace dealerlens::viewmodels {
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

class ScopeBox;
class TextLabel;

// Weekly hours and special days: one calendar for the network, own ones for dealers that differ. Local times of
// the dealer. A day has as many stretches of work as are written into it, so breaks are kept.
class CalendarSection final : public QWidget {
    Q_OBJECT

public:
    CalendarSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent);

private:
    struct Day {
        QCheckBox *open = nullptr;
        QLineEdit *hours = nullptr;
    };

    void buildWeek(QGridLayout *grid);
    QWidget *buildSpecial();
    void show();
    void showWeek(const model::WorkCalendar &calendar, bool own);
    void showSpecial(const model::WorkCalendar &calendar, bool own);
    void storeHours(int weekday, const QString &text);
    void toggleDay(int weekday, bool open);
    void addSpecial(bool working);
    void removeSpecial();
    void chooseSpecial();
    void complain(bool wrong);

    viewmodels::StandardDraft &m_draft;
    ScopeBox *m_scope;
    QCheckBox *m_own;
    TextLabel *m_problem;
    std::array<Day, 7> m_week;
    QListWidget *m_special;
    QDateEdit *m_day;
    QLineEdit *m_dayHours;
    bool m_showing = false;
};

} // namespace dealerlens::desk
