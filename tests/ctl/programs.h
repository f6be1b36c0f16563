// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

// The programs as a user has them, for the tests of this folder.
namespace dealerlens::testing {

struct Outcome {
    int code = -1;
    QString out;
    QString err;
};

inline QString binary(const char *name) { return QStringLiteral(DEALERLENS_BIN_DIR "/") + QLatin1String(name); }

inline QList<QStringList> csvRows(const QString &text)
{
    QList<QStringList> rows;
    QStringList cells;
    QString cell;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted ? c == QLatin1Char('"') && i + 1 < text.size() && text[i + 1] == c : false) {
            cell += c;
            ++i;
        } else if (c == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (!quoted && (c == QLatin1Char(',') || c == QLatin1Char('\n'))) {
            cells += cell;
            cell.clear();
            if (c == QLatin1Char('\n')) {
                rows += cells;
                cells.clear();
            }
        } else if (quoted || c != QLatin1Char('\r')) {
            cell += c;
        }
    }
    return rows;
}

inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
}

// A data folder of its own for each test.
class Desk {
public:
    [[nodiscard]] QString path(const QString &name) const { return m_dir.filePath(name); }

    [[nodiscard]] QString data() const { return path(QStringLiteral("data")); }

    Outcome run(const QStringList &arguments, const QByteArray &input = {}, int timeoutMs = 60'000) const
    {
        return start(binary("dealerlensctl"), globals() + arguments, input, timeoutMs);
    }

    Outcome runLimited(int blocks, const QStringList &arguments) const
    {
        return start(QStringLiteral("bash"),
            QStringList { QStringLiteral("-c"), QStringLiteral("ulimit -f %1; exec \"$@\"").arg(blocks), QStringLiteral("x"),
                binary("dealerlensctl") }
                + globals() + arguments,
            {}, 60'000);
    }

    // One good line and whatever else, imported.
    Outcome import(const QByteArray &csv) const
    {
        put(path(QStringLiteral("portals.csv")), csv);
        return run({ QStringLiteral("portals"), QStringLiteral("import"), path(QStringLiteral("portals.csv")) });
    }

private:
    [[nodiscard]] QStringList globals() const
    {
        return { QStringLiteral("--data"), data(), QStringLiteral("--credentials"), path(QStringLiteral("keys.json")) };
    }

    // Waits with the event loop running, because some portals of these tests live in this process.
    static Outcome start(const QString &program, const QStringList &arguments, const QByteArray &input, int timeoutMs)
    {
        QProcess process;
        process.start(program, arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, timeoutMs)) {
            process.kill();
            process.waitForFinished();
            return { -2, {}, QStringLiteral("did not end") };
        }
        return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError()) };
    }

    QTemporaryDir m_dir;
};

inline constexpr const char *kHead = "key,title,kind,region,city,timezone,address\n";

} // namespace dealerlens::testing

#define EXPECT_CODE(outcome, wanted)                                                                                                       \
    do {                                                                                                                                   \
        const Outcome seen = outcome; /* once: it may be a command */                                                                      \
        QVERIFY2(seen.code == (wanted), qPrintable(QStringLiteral("exit %1: %2%3").arg(seen.code).arg(seen.out, seen.err)));               \
    } while (false)
