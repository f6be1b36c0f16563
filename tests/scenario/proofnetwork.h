// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/csvreader.h"

#include <QProcess>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <span>
#include <vector>

namespace dealerlens::scenario {

using portalsim::CsvTable;

// A simulated network, mirrored by the programs as people run them: portalsim serves it over HTTP, dealerlensctl
// imports its addresses, mirrors it once and answers reports. Everything lives in a temporary folder.
class ProofNetwork {
public:
    ~ProofNetwork();

    // Starts portalsim with `arguments`, imports and syncs. "" when all went well, else what did not.
    [[nodiscard]] QString mirror(const QStringList &arguments);
    // The report as a table; an empty one and a message in `problem` when the program failed.
    [[nodiscard]] CsvTable report(const QStringList &arguments, QString &problem);

    // Head office counts money in `currency`; saved in its standard as the settings window does. "" when it went well.
    [[nodiscard]] QString countIn(const QString &currency);

private:
    [[nodiscard]] QString ctl(const QStringList &arguments, QByteArray *output);

    QTemporaryDir m_dir;
    QProcess m_portals;
};

// Cell by names of row and column, without the apostrophe by which exports keep texts like "-100" from being read
// as formulas; the number of a missing or blank cell is NaN.
[[nodiscard]] QString text(const CsvTable &table, std::size_t row, const char *column);
[[nodiscard]] double number(const CsvTable &table, std::size_t row, const char *column);

// A figure of the expected table and the column of the report that must equal it after × scale.
struct Figure {
    const char *expected;
    const char *ours;
    double tolerance = 1e-8;
    double scale = 1; // ours × scale = expected
    bool blankIsZero = false; // the sum of nothing is left blank by the report
};

// Joins two tables by a column and compares the figures of every row. Rows of `ours` whose `ours` cells are all
// zero or blank may be missing in `expected` (stages that nobody visited). Returns what differs, "" when nothing.
struct Join {
    const char *expectedKey;
    const char *oursKey;
    std::map<QString, QString> names; // expected name → ours, where they differ
};

[[nodiscard]] QString differences(
    const CsvTable &expected, const CsvTable &ours, const Join &join, std::span<const Figure> figures, int *compared);

} // namespace dealerlens::scenario
