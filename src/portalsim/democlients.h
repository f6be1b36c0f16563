// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/demodata.h"
#include "portalsim/demodice.h"

#include <QString>

#include <optional>

namespace dealerlens::portalsim {

struct Person {
    QString name;
    QString secondName;
    QString lastName;
    bool isWoman = false;
};

// A buyer as the dealer's people write him down.
struct Client {
    Person person;
    QString company; // "КФХ «Рассветное»"; "" for a private person
    QString inn; // with right check digits; "" without company
    QString phone; // E.164
    QString email; // may be ""
};

[[nodiscard]] inline QString text(const char16_t *literal) { return QString::fromUtf16(literal); }

[[nodiscard]] Person makePerson(Dice &dice, double shareOfWomen);
[[nodiscard]] Client makeClient(Dice &dice, const City &city);

// A mobile number of the city's region: "+79274012345".
[[nodiscard]] QString makePhone(Dice &dice, const City &city);

// The same number as somebody else types it: "8 (927) 401-23-45", "79274012345" and the like.
[[nodiscard]] QString retyped(Dice &dice, const QString &e164);

// Tax number with right check digits (orders of the Russian tax service: weights 2 4 10 3 5 9 4 6 8 and, for the
// twelve digits of a sole trader, 7 2 4 10 … and 3 7 2 4 10 …).
[[nodiscard]] QString makeInn(Dice &dice, int taxRegion, bool soleTrader);

// The city of that name in our table; the first one when there is none.
[[nodiscard]] const City &cityNamed(const QString &name);

} // namespace dealerlens::portalsim
