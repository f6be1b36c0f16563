// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace dealerlens::store {

class Connection;

// Looks through a mirror for damage beside all work, on a thread of its own that gives way to others, with a connection
// that only reads. Once, from the constructor on; the destructor stops it and waits.
class LookThrough {
public:
    // `found` is called on that thread with what was wrong; not at all when the file is sound, could not be read or was
    // not looked through to its end.
    LookThrough(QString path, std::function<void(const QString &finding)> found);
    ~LookThrough();

    // Nothing is read any more soon afterwards. Any thread.
    void stop();

    LookThrough(const LookThrough &) = delete;
    LookThrough &operator=(const LookThrough &) = delete;

private:
    void run();

    const QString m_path;
    const std::function<void(const QString &)> m_found;
    std::mutex m_mutex; // of the two below
    Connection *m_connection = nullptr; // while it may be interrupted
    bool m_stopped = false;
    std::thread m_thread; // last: begins when the rest is there
};

} // namespace dealerlens::store
