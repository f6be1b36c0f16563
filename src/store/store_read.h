// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included by store.h: the template part of Store.
#include "base/giveway.h"
#include "store/reader.h"

#include <QtConcurrent>

namespace dealerlens::store {

template <class T> QFuture<base::Result<T>> Store::read(std::function<base::Result<T>(Reader &)> work)
{
    return QtConcurrent::run(readers(), [this, work = std::move(work)]() -> base::Result<T> {
        base::giveWay(base::Way::ToTheWindow);
        auto own = reader();
        if (!own)
            return std::unexpected(own.error());
        return work(**own);
    });
}

} // namespace dealerlens::store
