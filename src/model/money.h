// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dealerlens::model {

// An amount as a decimal number with four places, never a double. Holds up to ±922 trillion. The currency
// travels beside it.
struct Money {
    static constexpr std::int64_t kScale = 10'000;

    std::int64_t units = 0; // kScale-ths

    auto operator<=>(const Money &) const = default;

    Money &operator+=(Money other)
    {
        units += other.units;
        return *this;
    }
};

// Reads "15000.00", "-3", "1e3" is refused; more than four places are rounded half away from zero.
// std::nullopt when the text is no amount.
[[nodiscard]] std::optional<Money> parseMoney(std::string_view text);

// Plain decimal with a point and at least two places, "15000.00"; for exports.
[[nodiscard]] QString toPlainText(Money amount);

} // namespace dealerlens::model
