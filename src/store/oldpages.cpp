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

void LogBound::committed(Connection &connection)
{
    const auto size = [&connection] { return QFileInfo(QString(connection.path() % QLatin1String("-wal"))).size(); };
    const qint64 before = size();
    if (before <= m_tryBeyond) {
        m_tryBeyond = std::max(kBytes, std::min(m_tryBeyond, before + kStep)); // it has begun anew by itself meanwhile
        return;
    }
    connection.execute("PRAGMA busy_timeout=250");
    (void)connection.number("PRAGMA wal_checkpoint(TRUNCATE)"); // not being able to is no failure of the write
    connection.execute("PRAGMA busy_timeout=5000");
    const qint64 after = size();
    m_tryBeyond = after > kBytes ? after + kStep : kBytes;
}

} // namespace dealerlens::store
