// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "store/portalscan.h"

namespace dealerlens::facts {

// The statements by which portals are read, one after the other. Must not outlive the reader; its thread.
struct Scans {
    Scans(const store::Reader &reader, const base::CancelToken &cancelToken);

    store::PortalScan leads;
    store::PortalScan deals;
    store::PortalScan leadHistory;
    store::PortalScan dealHistory;
    store::PortalScan activities;
    store::PortalScan calls;
    store::PortalScan phones;
    store::PortalScan handOvers;
    store::PortalScan closeDates;
    store::PortalScan statuses;
    store::PortalScan categories;
    store::PortalScan departments;
    store::PortalScan users;
    const base::CancelToken &cancel;

    // Calls use() for every row of the portal. Errors: Storage, Cancelled.
    template <class Use> [[nodiscard]] base::Result<> each(store::PortalScan &scan, model::PortalId portal, Use use) const
    {
        std::uint32_t count = 0;
        for (scan.begin(portal); scan.next(); use()) {
            if ((++count & 0xfff) == 0 && cancel.isCancelled())
                return cancelled();
        }
        return scan.finished();
    }

    [[nodiscard]] static base::Result<> cancelled();
};

} // namespace dealerlens::facts
