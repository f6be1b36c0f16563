// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"
#include "reports/table.h"

#include <QByteArray>
#include <QStringList>

#include <expected>
#include <span>

namespace dealerlens::ctl {

// The standard as a file that people keep and edit: the JSON of model::toJson, indented, with the keys of portals
// where the ledger has their numbers ("portal": null is the whole network). Pure functions.

[[nodiscard]] QByteArray standardFile(const model::Standard &standard, std::span<const model::Portal> portals);

// A file of this size holds the stages of ten thousand portals; a larger one is refused.
inline constexpr qsizetype kLargestStandard = 16 * 1024 * 1024;

// `saved` with the parts that the file has. Nothing that is not understood is passed over: the error is a sentence
// for each of the first problems, with its place in the file.
[[nodiscard]] std::expected<model::Standard, QStringList> standardFromFile(
    const QByteArray &file, const model::Standard &saved, std::span<const model::Portal> portals);

// What is different: part, before, after (compact JSON; empty where there is none).
[[nodiscard]] reports::Table standardChanges(
    const model::Standard &before, const model::Standard &after, std::span<const model::Portal> portals);

} // namespace dealerlens::ctl
