// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/rows.h"

#include <QCoreApplication>
#include <QStringList>
#include <QVariantMap>

namespace dealerlens::viewmodels {

// Which number was opened, and where it stood. Travels as the arguments of the page "rows" (plain values, so that the
// history and saved views can hold it). Words are in the language in force; GUI thread.
struct RowsScope : reports::RowsScope {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::RowsScope)

public:
    QStringList crumbs = {}; // where the number stood, for people: "Volga", "Motor-Trade"

    bool operator==(const RowsScope &) const = default;

    [[nodiscard]] QVariantMap toVariant() const;
    // Unknown and missing parts keep their defaults.
    [[nodiscard]] static RowsScope fromVariant(const QVariantMap &map);
    // What the number counts: "Lost at the stage".
    [[nodiscard]] QString title() const;
};

} // namespace dealerlens::viewmodels
