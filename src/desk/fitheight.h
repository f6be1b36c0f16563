// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QLayout>
#include <QTimer>

namespace dealerlens::desk {

// As high as the lines of its wrapped texts need at its width, which Qt does not ask for by itself. What was shown or
// hidden now has its height with the next turn of the event loop.
inline void fitHeight(QDialog *dialog)
{
    QTimer::singleShot(0, dialog, [dialog] {
        QLayout &layout = *dialog->layout();
        layout.activate();
        const int width = std::max(dialog->width(), layout.totalMinimumSize().width());
        dialog->resize(width, layout.hasHeightForWidth() ? layout.totalHeightForWidth(width) : layout.totalSizeHint().height());
    });
}

} // namespace dealerlens::desk
