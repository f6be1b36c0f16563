// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <span>

namespace dealerlens::fuzz {

// What is tried with arbitrary bytes. Each takes any input, in any thread, and ends the process (qFatal) when a
// promise is broken; it keeps nothing between inputs.
struct Target {
    const char *name; // of its folder in tests/fuzz/corpus
    void (*run)(const QByteArray &bytes);
};

// decoder: answers to records · batch: answers of a batch · search: typed words to an FTS5 expression · files: CSV
// of portals and the standard's JSON · hours: opening hours · planner: faults and changes around the mirror's state
// machine · texts: what portals write, in exports and search · database: damaged files
[[nodiscard]] std::span<const Target> targets();

void decoder(const QByteArray &bytes);
void batch(const QByteArray &bytes);
void search(const QByteArray &bytes);
void files(const QByteArray &bytes);
void hours(const QByteArray &bytes);
void planner(const QByteArray &bytes);
void texts(const QByteArray &bytes);
void database(const QByteArray &bytes);

// Ends the process unless `good`.
void demand(bool good, const char *promise);

// Numbers out of the input, 0 behind its end.
class Source {
public:
    explicit Source(const QByteArray &bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_at >= m_bytes.size(); }

    int byte() { return atEnd() ? 0 : static_cast<unsigned char>(m_bytes[m_at++]); }

    int word() { return byte() * 256 + byte(); }

    QByteArray rest() { return m_bytes.mid(std::exchange(m_at, m_bytes.size())); }

private:
    const QByteArray &m_bytes;
    qsizetype m_at = 0;
};

} // namespace dealerlens::fuzz
