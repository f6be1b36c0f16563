// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"
#include "facts/snapshot.h"
#include "reports/question.h"

#include <QDate>

#include <expected>
#include <map>

namespace dealerlens::ctl {

// Turns what was typed into a question about `facts`. Names are found without regard to case and ё, by the
// beginning when that is unique; dealers by key or title, employees by name or KEY:ID, "unknown" is the empty
// source. The error is a sentence for people.
[[nodiscard]] std::expected<reports::Question, QString> questionFrom(
    const FilterArguments &filter, const facts::Snapshot &facts, QDate today);

// Filter, period and as-of in words, for the sheet "About".
[[nodiscard]] std::map<QString, QString> aboutQuestion(const reports::Question &question, const facts::Snapshot &facts);

} // namespace dealerlens::ctl
