// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/boardages.h"

#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::desk {

// What the page of funnels asks of the facts. Pure; pool thread.
struct BoardQuery {
    reports::Question question;
    reports::Lanes lanes = reports::Lanes::Dealer;
    reports::CardOrder order = reports::CardOrder::Age;
    std::optional<reports::ColumnAges> ages;

    struct Answer {
        std::shared_ptr<const reports::Board> board;
        std::vector<double> ageEnds; // right end of each column's histogram, business seconds
    };

    [[nodiscard]] Answer answer(const facts::Snapshot &facts, const base::CancelToken &cancel) const;
};

} // namespace dealerlens::desk
