// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/keptfile.h"
#include "facts/snapshot.h"

#include <memory>
#include <utility>

namespace dealerlens::reports {

// What is derived once for a snapshot, from an earlier one or from what an earlier run has kept: follow(T &&, what is the same
// since) makes it, of nothing all. T says by kKept under which name it is kept, which changes when anything about it is told
// otherwise, and T::archive(KeptWriter or KeptReader, T) what of it.
template <class T, class Make, class Follow>
[[nodiscard]] std::shared_ptr<const T> keptValue(const facts::Snapshot &facts, Make make, Follow follow)
{
    const auto fill = [](facts::KeptReader &reader, T &value) { T::archive(reader, value); };
    return facts.derived.get<T>(make, follow, [&](const facts::KeptFile &file) { return file.follow<T>(facts, T::kKept, fill, follow); });
}

template <class T, class Follow> [[nodiscard]] std::shared_ptr<const T> keptValue(const facts::Snapshot &facts, Follow follow)
{
    return keptValue<T>(facts, [&] { return follow(T(), facts::Same()); }, follow);
}

} // namespace dealerlens::reports
