// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>
#include <string_view>

namespace dealerlens::model {

// How texts are compared in search: case-folded, compatibility-normalised (NFKC), ё as е, runs of white space
// as one space, control and bidirectional formatting characters removed.
[[nodiscard]] QString folded(const QString &text);

// The key by which a phone number is found however it was typed: E.164 digits without plus when the number is
// possible in `region` (ISO 3166, "RU"), else its bare digits with a leading 8 of eleven digits read as 7.
// "" when there are fewer than five digits. (libphonenumber; extension ignored.)
[[nodiscard]] std::string phoneKey(std::string_view typed, std::string_view region = "RU");

// Lower-cased and trimmed; "" when there is no @.
[[nodiscard]] std::string mailKey(std::string_view typed);

} // namespace dealerlens::model
