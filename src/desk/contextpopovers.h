// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/controls.h"
#include "viewmodels/context.h"
#include "viewmodels/contextchoices.h"

#include <functional>

// The popovers of the context bar. Each shows a context and calls `apply` with the changed one; they delete
// themselves when closed. GUI thread.
namespace dealerlens::desk {

using ApplyContext = std::function<void(const viewmodels::Context &)>;

[[nodiscard]] Popover *periodPopover(QWidget *parent, const viewmodels::Context &context, ApplyContext apply);
[[nodiscard]] Popover *dealersPopover(
    QWidget *parent, const viewmodels::Context &context, const QList<viewmodels::DealerChoice> &dealers, ApplyContext apply);
[[nodiscard]] Popover *funnelPopover(
    QWidget *parent, const viewmodels::Context &context, const QList<viewmodels::Choice> &funnels, ApplyContext apply);
[[nodiscard]] Popover *employeesPopover(
    QWidget *parent, const viewmodels::Context &context, const QList<viewmodels::Choice> &employees, ApplyContext apply);
// Values of one condition; an empty choice removes it.
[[nodiscard]] Popover *conditionPopover(QWidget *parent, const viewmodels::Context &context, const viewmodels::Choice &field,
    const QList<viewmodels::Choice> &values, ApplyContext apply);

// "Last 90 days", "1 Jul – 24 Nov 2025", with "as of …" when it is not now.
[[nodiscard]] QString periodText(const viewmodels::Context &context);

} // namespace dealerlens::desk
