// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/recordtables.h"

#include <QString>

#include <span>
#include <string>
#include <vector>

namespace dealerlens::store {

// Leads, deals, contacts and companies are found by words.
[[nodiscard]] bool isSearchable(model::EntityKind kind);

// Row of a record in search_text: portal, kind and id in one number, so that no table of rows is needed.
// 0: cannot be indexed (an id no portal gives).
[[nodiscard]] std::int64_t searchRow(const model::RecordKey &key);
[[nodiscard]] model::RecordKey keyOfSearchRow(std::int64_t row);

// The words under which a record is found. The index is contentless
// and forgets a record by being told the same words again: a change here needs a migration that rebuilds it.
[[nodiscard]] std::string searchWords(model::EntityKind kind, std::span<const model::Value> values, std::span<const StoredPoint> points);

// FTS5 expression for what a person typed, "" when nothing can be searched for. Any text is safe: only letters
// and digits get into it, each word quoted. `whole`: words as typed; else as beginnings of words.
[[nodiscard]] std::string searchExpression(const QString &typed, bool whole);

} // namespace dealerlens::store
