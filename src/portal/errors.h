// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <string_view>

namespace dealerlens::portal {

// What an error of a portal means to us: by code first, by the text when the code is empty, by HTTP status when
// there is no code at all (REST reference 1.5, 1.6).
[[nodiscard]] base::Error classify(int http, std::string_view code, std::string_view description);

} // namespace dealerlens::portal
