// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dealerlens::ctl {

// Exit codes; documented in the man page.
enum ExitCode : int {
    kOk = 0,
    kInternal = 1,
    kUsage = 2,
    kInput = 3, // an input is broken or was not found
    kPortals = 4, // some portals failed or ask for a decision
    kStorage = 5,
    kAuth = 6, // the key store or a portal refuses
};

// Results go to standard output, everything about the work (progress, notes, errors) to standard error, so that
// a pipe only ever sees results. Control characters are shown as spaces: what a portal sends must not steer the
// terminal.
class Console {
public:
    explicit Console(bool quiet);

    void result(const QString &text) const;
    void result(const QByteArray &bytes) const; // as it is
    void note(const QString &sentence); // not when quiet
    void error(const QString &sentence); // always
    void progress(const QString &line); // one line that is overwritten on a terminal; nothing elsewhere

    [[nodiscard]] bool isTerminal() const { return m_terminal; }

    [[nodiscard]] int width() const; // columns of the terminal results go to; 0 when they go elsewhere

private:
    void clearProgress();

    bool m_quiet = false;
    bool m_terminal = false; // of standard error
    qsizetype m_drawn = 0;
};

} // namespace dealerlens::ctl
