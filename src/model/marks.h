// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QStringList>

#include <string_view>
#include <vector>

namespace dealerlens::model {

// What the standard says is no business. Any thread; texts are compared folded.

// How tests are told from business: ORIGINATOR_ID or ORIGIN_ID begins with one of the standard's testOrigins, or the
// title with one of its testTitles. Made once for many items; keeps nothing of the standard.
class TestSigns {
public:
    explicit TestSigns(const Standard &standard);

    [[nodiscard]] bool asksOrigins() const { return !m_origins.folded.empty(); }

    [[nodiscard]] bool asksTitles() const { return !m_titles.folded.empty(); }

    // UTF-8.
    [[nodiscard]] bool isTest(std::string_view originator, std::string_view origin, std::string_view title) const;

private:
    struct Beginnings {
        QStringList folded;
        QString firsts; // the first unit of each

        explicit Beginnings(const std::vector<QString> &texts);
        [[nodiscard]] bool meet(std::string_view text) const;
    };

    Beginnings m_origins;
    Beginnings m_titles;
};

// Of a stage in which items end lost: its code (without the funnel's "C2:") is one of junkStages, or a word of its
// name begins with one.
[[nodiscard]] bool isJunk(const Standard &standard, const QString &code, const QString &name);

} // namespace dealerlens::model
