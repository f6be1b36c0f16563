// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/console.h"

#include "base/log.h"

#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace dealerlens::ctl {

namespace {

QByteArray harmless(const QString &text)
{
    QString clean = base::withoutSecrets(text);
    for (QChar &c : clean) {
        if (c.category() == QChar::Other_Control && c != QLatin1Char('\n'))
            c = QLatin1Char(' ');
    }
    return clean.toUtf8();
}

void put(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stream);
    std::fflush(stream);
}

int columnsOf(int descriptor)
{
    struct winsize size {};
    return isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

} // namespace

Console::Console(bool quiet)
    : m_quiet(quiet)
    , m_terminal(isatty(STDERR_FILENO) != 0)
{
}

void Console::result(const QString &text) const { put(stdout, harmless(text)); }

void Console::result(const QByteArray &bytes) const { put(stdout, bytes); }

void Console::note(const QString &sentence)
{
    if (m_quiet)
        return;
    clearProgress();
    put(stderr, harmless(sentence) + '\n');
}

void Console::error(const QString &sentence)
{
    clearProgress();
    put(stderr, harmless(sentence) + '\n');
}

void Console::progress(const QString &line)
{
    if (m_quiet || !m_terminal)
        return;
    const int columns = std::max(20, columnsOf(STDERR_FILENO)) - 1;
    const QString cut = line.left(columns);
    put(stderr, '\r' + harmless(cut.leftJustified(m_drawn)));
    m_drawn = cut.size();
}

int Console::width() const { return columnsOf(STDOUT_FILENO); }

void Console::clearProgress()
{
    if (m_drawn == 0)
        return;
    put(stderr, '\r' + QByteArray(m_drawn, ' ') + '\r');
    m_drawn = 0;
}

} // namespace dealerlens::ctl
