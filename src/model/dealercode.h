// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace dealerlens::model {

inline constexpr int kLongestDealerCode = 3; // what the badge has room for

// The code drawn in a dealer's badge: the initials of the first two words of the name, or its first two letters.
// When `taken` (upper case) holds them, another letter of the name takes the second place, then a digit, then two
// digits; "" only for a name without letters and digits, or when a thousand dealers begin with the same letter.
[[nodiscard]] QString dealerCode(const QString &title, const QSet<QString> &taken = {});

} // namespace dealerlens::model
