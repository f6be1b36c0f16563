// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

#include <QStringList>
#include <QVariantMap>

namespace dealerlens::viewmodels {

// Which rows a number stands for: what narrows the question of the context bar. Travels as the arguments of the
// page "rows" (plain values, so that the history and saved views can hold it).
struct RowsScope {
    reports::Rows which = reports::Rows::New;
    QStringList portals = {}; // keys; empty: as the context says
    QString region = {}; // by name; empty: any
    QStringList employees = {}; // "portalkey/userid"; empty: as the context says
    QStringList sources = {}; // names; empty: as the context says
    QStringList crumbs = {}; // where the number stood, for people: "Volga", "Motor-Trade"
    QString stage = {}; // stages of this name only; empty: any
    int milestone = 0; // stages paired with it only; 0: any
    int late = -1; // reports::Late; -1: any
    bool overLimit = false; // longer in the stage than its limit allows
    double ageFrom = -1; // seconds in the stage; negative: no bound
    double ageTo = -1;
    bool agesAreBusiness = false; // by the dealer's calendar instead of the wall clock

    bool operator==(const RowsScope &) const = default;

    [[nodiscard]] QVariantMap toVariant() const;
    // Unknown and missing parts keep their defaults.
    [[nodiscard]] static RowsScope fromVariant(const QVariantMap &map);
    // The question of the context bar, narrowed by this.
    [[nodiscard]] reports::Question narrow(reports::Question question) const;
    // Stage, milestone, limit and age, which a question cannot ask.
    [[nodiscard]] bool keeps(const facts::Snapshot &facts, const reports::ItemState &state, base::UtcSeconds asOf = base::kNever) const;
};

} // namespace dealerlens::viewmodels
