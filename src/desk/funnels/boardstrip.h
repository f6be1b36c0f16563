// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

#include <QWidget>

#include <array>
#include <set>

namespace dealerlens::desk {

class Chip;
class ToggleChip;

// The line above the board: the seven quick filters with their counts, and the ages that were chosen. GUI thread.
class BoardStrip final : public QWidget {
    Q_OBJECT

public:
    explicit BoardStrip(QWidget *parent);

    void setLates(const reports::Board *board, const std::set<reports::Late> &chosen); // nullptr: no counts yet
    void setAges(const QString &column, const QString &ages); // "" and "": none
    void retranslate();

Q_SIGNALS:
    void lateToggled(int late, bool on);
    void agesReset();

private:
    std::array<ToggleChip *, reports::kLateCount> m_lates {};
    Chip *m_ages;
};

} // namespace dealerlens::desk
