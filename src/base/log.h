// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace dealerlens::base {

Q_DECLARE_LOGGING_CATEGORY(logSync)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logPortal)
Q_DECLARE_LOGGING_CATEGORY(logDesk)

// Replaces the secret part of anything that looks like a webhook address (`/rest/<user>/<secret>/`) or a token
// parameter (`auth=…`) by •••. Every text that may hold an address passes through it before it is logged.
[[nodiscard]] QString withoutSecrets(const QString &text);

// Messages of all categories go through withoutSecrets() to standard error; debug ones only when
// QT_LOGGING_RULES asks for them.
void installMessageHandler();

} // namespace dealerlens::base
