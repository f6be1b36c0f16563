// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/democlients.h"
#include "portalsim/world.h"

namespace dealerlens::portalsim {

struct DemoStage {
    QString id;
    QString name;
    char semantic = 'P';
    double norm = 0; // working days that it should take; what people really need hangs on their skill
    double loss = 0; // chance to be lost here
};

struct Employee {
    qint64 id = 0;
    int department = 0; // 0 sales, 1 service and parts
    double skill = 0.5;
    double load = 1; // share of the new items
    QString fullName;
};

// Ids of list elements of the dealer's own fields.
struct FieldIds {
    std::vector<qint64> leadReasons;
    std::vector<qint64> dealReasons;
    std::vector<qint64> leadCrops;
    std::vector<qint64> dealCrops;
};

// What makes one dealer different from the next.
struct Dealer {
    PortalData *portal = nullptr;
    QString key;
    QString title;
    const City *city = nullptr;
    WorkClock clock { 0 };
    double skill = 0.5; // 0 … 1
    double size = 1; // multiplies the number of items
    UtcSeconds from = 0;
    UtcSeconds end = 0; // nothing happens after it: now, or weeks earlier for a dealer that went silent
    UtcSeconds now = 0;
    bool isHead = false;
    std::vector<Employee> staff;
    std::vector<DemoStage> leadStages; // in order; won and lost last
    std::array<std::vector<DemoStage>, 3> dealStages; // by category
    std::vector<QString> lines;
    FieldIds fields;
};

// Creates the portal with staff, directories, stages and custom fields; key, title, city, skill and times are given in `dealer`.
[[nodiscard]] std::unique_ptr<PortalData> makeDealer(Dealer &dealer, Dice &dice, quint64 seed);

// Distance of an IANA zone from UTC at `instant`, seconds east.
[[nodiscard]] int zoneOffset(const QByteArray &zone, UtcSeconds instant);

} // namespace dealerlens::portalsim
