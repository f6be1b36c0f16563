// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>

// Pipeline velocity: what the open items are expected to bring per day. Pure functions, any thread. Amounts are
// doubles here because the result is an estimate, never a sum that must balance.
namespace dealerlens::stats {

struct VelocityFactors {
    double open = 0; // qualified open items
    double winRate = 0; // of the matured cohort, 0…1
    double amount = 0; // mean won amount, currency
    double cycleDays = 0; // restricted mean of the cycle
};

// open × winRate × amount ÷ cycleDays, currency per day; empty without a cycle.
[[nodiscard]] std::optional<double> velocity(const VelocityFactors &factors);

// How much of the change after − before each factor explains (open, winRate, amount, cycleDays); the four sum to
// the change exactly (logarithmic mean weights: Ang 2004, LMDI-I). Empty unless all factors are positive.
[[nodiscard]] std::optional<std::array<double, 4>> velocityChange(const VelocityFactors &before, const VelocityFactors &after);

} // namespace dealerlens::stats
