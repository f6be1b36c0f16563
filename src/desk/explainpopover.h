// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/controls.h"
#include "viewmodels/explanation.h"

#include <functional>

namespace dealerlens::desk {

// How a number was computed (F1): formula in words, what was left out, interval method, freshness; opens the rows
// and copies itself as text. Deletes itself when closed.
class ExplainPopover final : public Popover {
    Q_OBJECT

public:
    using Open = std::function<void(const viewmodels::RowsScope &)>;

    // `openRows` may be empty: the number has no rows of its own. `openStep` shows those of a step that led to it.
    ExplainPopover(const viewmodels::Explanation &explanation, std::function<void()> openRows, QWidget *parent, Open openStep = {});

    // Below a rectangle of `view` in global coordinates, moved to stay on its screen.
    void openAt(const QRect &global, QWidget *view);

private:
    void addText(const QString &text, FontStyle style, Token token);
    void addWaterfall(const viewmodels::Explanation &explanation);
    void addCoverage(const viewmodels::Explanation &explanation);
    // A number that opens its rows.
    [[nodiscard]] QWidget *link(const QString &text, const QString &name, const viewmodels::RowsScope &scope);

    Open m_openStep;
};

} // namespace dealerlens::desk
