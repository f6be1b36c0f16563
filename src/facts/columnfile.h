// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/directories.h"

#include <QString>

namespace dealerlens::facts {

// Everything that a Builder knows between two snapshots.
struct BuilderState {
    Directories directories;
    std::shared_ptr<ColumnStore> columns = std::make_shared<ColumnStore>();
    std::vector<std::shared_ptr<const PortalRun>> runs; // by portal
    std::int64_t generation = 0; // of the store, that all this stands for
    std::int64_t journal = 0; // newest line of the journal then
};

// The file facts.columns of a data folder: columns as they stand in memory, and the keys of the dictionaries; names of
// people stay in the store. It is never changed, only replaced by a whole new one; whoever has mapped the old one
// keeps that. Derived data: it may be deleted at any time. For the owner only.
//
// What has been written then lies in the file, as after openColumns(). No rows may be put meanwhile.
[[nodiscard]] base::Result<> saveColumns(const QString &path, const BuilderState &state);

// The state of a file, its columns mapped. Null when there is none or when it is not exactly what saveColumns() of this
// format wrote on such a machine: cut, damaged anywhere (everything is compared with its checksum), foreign.
[[nodiscard]] std::unique_ptr<BuilderState> openColumns(const QString &path);

} // namespace dealerlens::facts
