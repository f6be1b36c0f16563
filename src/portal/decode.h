// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "model/record.h"
#include "portal/json.h"

#include <vector>

namespace dealerlens::portal {

// Rows of a list as records: columns of schemaOf(kind) typed, phones and addresses as contact points, every other
// field unchanged in Record::extra. A field of an impossible type leaves its column empty, keeps its source in
// `extra` and is named in badFields. A row without a usable id spoils the page: no id is ever guessed.
// `list` is the array itself, or the object {items|tasks|categories: [...]} that some methods wrap around it.
// Error: Protocol.
[[nodiscard]] base::Result<std::vector<model::Record>> decodeRecords(model::EntityKind kind, JsonView list);

// The ids only.
[[nodiscard]] base::Result<std::vector<model::RecordId>> decodeIds(model::EntityKind kind, JsonView list);

} // namespace dealerlens::portal
