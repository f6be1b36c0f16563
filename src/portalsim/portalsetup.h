// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portalsim/world.h"

#include <QSet>

namespace dealerlens::portalsim {

// What every maker of simulated portals (demo, event logs, tables) needs to name things as a portal would.
// Plain values of one thread.

// Gives each text one code of letters, digits, '-' and '_' of at most `longest` characters, unique within this
// object: STATUS_ID in upper case (21 for leads, bitrix24-rest.md 4.5), portal keys in lower case with '-'.
class CodeMaker {
public:
    enum class Style { StatusId, PortalKey };

    CodeMaker(Style style, int longest)
        : m_style(style)
        , m_longest(longest)
    {
    }

    [[nodiscard]] QString code(const QString &text);

private:
    [[nodiscard]] QString plain(const QString &text) const;

    Style m_style;
    int m_longest;
    QHash<QString, QString> m_codes;
    QSet<QString> m_used;
};

// Russian letters as Latin ones, the rest as it is: "Заречье" → "Zareche".
[[nodiscard]] QString latin(const QString &text);

// Sixteen lower-case letters and digits, the same for the same seed and key.
[[nodiscard]] QByteArray webhookSecret(quint64 seed, const QString &key);

// A portal with key, title, secret, one head department and its administrator (user 1, who owns the webhook).
[[nodiscard]] std::unique_ptr<PortalData> makePortal(const QString &key, const QString &title, quint64 seed);

// Adds an active employee of the given department with `name` as the only name.
qint64 addPlainUser(PortalData &portal, const QString &name, qint64 department);

// A decimal as portals print money ("15000.00"), or nothing when the text is not a plain decimal number.
[[nodiscard]] std::optional<QString> moneyText(const QString &text);

// "2012-10-09T14:50:17Z", "… 14:50:17", with fraction (cut off) or offset; without a zone UTC; a date alone is
// 00:00 UTC. Nothing when it is not such a time.
[[nodiscard]] std::optional<UtcSeconds> parseTime(const QString &text);

// 00:00 UTC of the same day: how a World keeps pure dates.
[[nodiscard]] constexpr UtcSeconds dayOf(UtcSeconds instant)
{
    const UtcSeconds rest = instant % 86400;
    return instant - (rest < 0 ? rest + 86400 : rest);
}

} // namespace dealerlens::portalsim
