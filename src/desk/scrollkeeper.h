// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPersistentModelIndex>

class QAbstractItemView;
class QHeaderView;

namespace dealerlens::desk {

// Keeps the first row in sight where it is when rows come, go or move above it by themselves. A view at its top stays
// at its top, so that what is new is seen; sorting by `header` begins at the top. The view must have its model.
// Child of the view; GUI thread.
class ScrollKeeper final : public QObject {
    Q_OBJECT

public:
    explicit ScrollKeeper(QAbstractItemView *view, QHeaderView *header = nullptr);

private:
    void remember();
    void restore();

    QAbstractItemView *m_view;
    QPersistentModelIndex m_top; // to be brought back at the end of this turn of the event loop
    int m_offset = 0; // of its upper edge
};

} // namespace dealerlens::desk
