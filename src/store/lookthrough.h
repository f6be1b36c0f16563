// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace dealerlens::store {

class Connection;

// Looks through a database for damage beside all work, on a thread of its own that gives way to others, with a
// connection that only reads. Once, from the constructor on; the destructor stops it and waits.
class LookThrough {
public:
    using Found = std::function<void(const QString &finding)>;
    using Sound = std::function<void(Connection &connection, const std::atomic<bool> &stopped)>;

    // One of them is called on that thread, `found` with what was wrong; none when the file could not be read or was not
    // looked through to its end. What is done with a sound file soon ends when it is stopped.
    LookThrough(QString path, Found found, Sound sound = {});
    ~LookThrough();

    // Nothing is read any more soon afterwards. Any thread.
    void stop();
    // stop(), and nothing is being read when it returns. Any thread.
    void end();

    LookThrough(const LookThrough &) = delete;
    LookThrough &operator=(const LookThrough &) = delete;

private:
    void run();

    const QString m_path;
    const Found m_found;
    const Sound m_sound;
    std::mutex m_mutex;
    Connection *m_connection = nullptr; // while it may be interrupted; under the mutex
    std::atomic<bool> m_stopped = false; // set under the mutex
    std::mutex m_ending; // whoever has it may join
    std::thread m_thread; // last: begins when the rest is there
};

} // namespace dealerlens::store
