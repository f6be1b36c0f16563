// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/boardmodel.h"

#include <QCoreApplication>

#include <vector>

namespace dealerlens::viewmodels {

class OutboxFeed;

// Where cards of the board would go when they are put into another cell. Window's thread (translations).
struct BoardMove {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::BoardMove)

public:
    static constexpr std::size_t kMostCards = 50;

    QString stage; // the portal's own code; "" when it cannot be
    QString obstacle; // why not, for people; "" when it can be
    QString note; // of a dealer whose data are old: when it is sent; "" else

    // A stage of the funnel that the cards stand in, never one of another funnel with the same name. `outbox` may be
    // nullptr: then nothing is known of rights.
    [[nodiscard]] static BoardMove of(
        const BoardModel &board, const OutboxFeed *outbox, const std::vector<model::RecordKey> &cards, int row, int column);

private:
    [[nodiscard]] static BoardMove refusal(const QString &why) { return { {}, why, {} }; }
};

// "Data of 24 Nov 18:02: …" when a dealer's data are older than the standard allows; "" when they are fresh.
[[nodiscard]] QString staleNote(const facts::Snapshot &facts, facts::Index portal, base::UtcSeconds now, const Fmt &fmt);

} // namespace dealerlens::viewmodels
