// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/lookthrough.h"

#include "base/giveway.h"
#include "store/connection.h"

#include <sqlite3.h>

namespace dealerlens::store {

LookThrough::LookThrough(QString path, Found found, Sound sound)
    : m_path(std::move(path))
    , m_found(std::move(found))
    , m_sound(std::move(sound))
    , m_thread([this] { run(); })
{
}

LookThrough::~LookThrough() { end(); }

void LookThrough::end()
{
    stop();
    const std::lock_guard guard(m_ending);
    if (m_thread.joinable())
        m_thread.join();
}

void LookThrough::stop()
{
    const std::lock_guard guard(m_mutex);
    m_stopped = true;
    if (m_connection)
        sqlite3_interrupt(m_connection->handle());
}

void LookThrough::run()
{
    base::giveWay(base::Way::ToAll);
    auto opened = Connection::open(m_path, Connection::Mode::ReadOnly);
    if (!opened)
        return;
    // An interruption counts while any statement is being run: this one is, until the end.
    Statement running(**opened, "SELECT name FROM sqlite_schema");
    (void)running.step();
    {
        const std::lock_guard guard(m_mutex);
        if (m_stopped)
            return;
        m_connection = opened->get();
    }
    const auto findings = (*opened)->findings(true, 1);
    {
        const std::lock_guard guard(m_mutex);
        m_connection = nullptr;
        if (m_stopped)
            return;
    }
    if (findings && !findings->isEmpty())
        m_found(findings->first());
    else if (!findings && findings.error().kind == base::ErrorKind::Corrupt)
        m_found(findings.error().detail);
    else if (findings && m_sound)
        m_sound(**opened, m_stopped);
}

} // namespace dealerlens::store
