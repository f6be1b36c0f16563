// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/derived.h"

namespace dealerlens::facts {
namespace {

Same both(const Same &first, const Same &second)
{
    Same same = second;
    same.tree = first.tree && second.tree;
    for (std::size_t portal = 0; portal < same.portals.size(); ++portal)
        same.portals[portal] = first.of(portal) && second.of(portal) ? 1 : 0;
    return same;
}

} // namespace

void Derived::follow(const Derived &before, const Same &same)
{
    const std::scoped_lock lock(m_mutex, before.m_mutex);
    m_file = before.m_file;
    for (const auto &[type, value] : before.m_values) {
        if (!value->isTakenOver)
            continue;
        const std::unique_lock own(value->mutex, std::try_to_lock);
        const bool isNotMade = own.owns_lock() && !value->kept; // and nobody is at it
        if (isNotMade && !value->earlier)
            continue;
        auto heir = std::make_shared<Value>();
        heir->isTakenOver = true;
        heir->earlier = isNotMade ? value->earlier : value;
        heir->same = std::make_shared<const Same>(isNotMade ? both(*value->same, same) : same);
        if (heir->same->isWorthWhile())
            m_values.insert_or_assign(type, std::move(heir));
    }
}

} // namespace dealerlens::facts
