// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/oldpages.h"

#include <QFileInfo>

namespace dealerlens::store {

base::Result<> writeAnew(Connection &connection)
{
    connection.execute("VACUUM");
    return connection.status();
}

base::Result<> emptyLog(Connection &connection)
{
    const std::int64_t busy = connection.number("PRAGMA wal_checkpoint(TRUNCATE)");
    if (auto done = connection.status(); !done)
        return done;
    if (busy != 0)
        return base::fail(base::ErrorKind::Storage,
            QString(QFileInfo(connection.path()).fileName() % QLatin1String(" is being read: older pages stay in it")), base::Retry::Later,
            "busy");
    return {};
}

} // namespace dealerlens::store
