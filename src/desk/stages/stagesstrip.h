// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/stagetexts.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace dealerlens::desk {

class SegmentedControl;
class TextLabel;

// What the stage times count and compare: visits, clock, stages, groups, and a note at the right. Shows what it is
// told and says what was chosen. GUI thread.
class StagesStrip final : public QWidget {
    Q_OBJECT

public:
    struct Choice {
        bool allVisits = false;
        bool businessTime = false;
        bool ownStages = false;
        viewmodels::CompareBy by = viewmodels::CompareBy::Nothing;
        qsizetype picked = 0; // groups
    };

    explicit StagesStrip(QWidget *parent);

    void setChoice(const Choice &choice);
    void setNote(const QString &note);
    void retranslate();
    // What a picker of groups opens under.
    [[nodiscard]] QWidget *groupsAnchor() const;

Q_SIGNALS:
    void visitsChosen(bool all);
    void clockChosen(bool businessTime);
    void stagesChosen(bool own);
    void comparisonChosen(dealerlens::viewmodels::CompareBy by);
    void groupsRequested();

private:
    SegmentedControl *m_visits;
    SegmentedControl *m_clock;
    SegmentedControl *m_stages;
    QComboBox *m_compareBy;
    QPushButton *m_pick;
    TextLabel *m_note;
};

} // namespace dealerlens::desk
