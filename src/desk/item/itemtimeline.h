// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/itemcard.h"

#include <QListView>
#include <QWidget>

#include <array>

class QToolButton;

namespace dealerlens::desk {

class TextLabel;
class ToggleChip;

// Events and evidence of one item: filters by kind above a windowed list, newest first.
class ItemTimeline final : public QWidget {
    Q_OBJECT

public:
    ItemTimeline(viewmodels::ItemTimelineModel &model, QWidget *parent);

    void refresh(); // counts and words
    // In a panel the list is as high as its rows, up to `rows`; 0: takes the room there is.
    void setMostRows(int rows);
    void applyTheme();

private:
    void choose();

    viewmodels::ItemTimelineModel &m_model;
    TextLabel *m_title;
    std::array<ToggleChip *, 4> m_chips {};
    QListView *m_list;
    int m_mostRows = 0;
};

} // namespace dealerlens::desk
