// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"
#include "reports/question.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace dealerlens::desk {

// A card of the board as plain data; 178 × 62 in design pixels.
struct Card {
    QString client; // strong; "" while its text is being read: grey bars stand for it
    QString subject;
    QString amount;
    QString age;
    QString responsible;
    double share = -1; // of the limit used, in business time; -1: no limit
    std::uint8_t lates = 0; // bit per reports::Late
    int hue = -1; // dealer's edge; -1: none
    bool hovered = false;
    bool current = false; // with the ring when `focused`
    bool focused = false;
    bool selected = false;
    bool pending = false; // something is on its way to the portal: dashed outline and a mark
};

// The one way a card looks: board, preview and print.
void paintCard(QPainter *painter, const QRectF &rect, const Card &card, const Theme &theme);

} // namespace dealerlens::desk
