// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/explanation.h"

namespace dealerlens::viewmodels {

// Words about pipeline velocity: one line that can stand over a page, and how it came about. Amounts in `currency`
// (ISO code). Pure; GUI thread.
struct VelocityTexts {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::VelocityTexts)

public:
    [[nodiscard]] static QString line(const reports::VelocityAnswer &answer, const QString &currency, const Fmt &fmt);
    [[nodiscard]] static Explanation explain(const reports::VelocityAnswer &answer, const QString &currency, const Fmt &fmt);
};

} // namespace dealerlens::viewmodels
