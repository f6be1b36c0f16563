// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of portals, searched for in everything that a whole session leaves behind: home, data, logs, exports,
// copies, arguments and environments.
#include "support/livenetwork.h"
#include "support/results.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens;

class TestCanary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void keysStayWhereTheyBelong();

private:
    int run(const QString &program, const QStringList &arguments);

    int ctl(const QStringList &arguments) { return run(QStringLiteral("dealerlensctl"), m_network.ctlArguments(arguments)); }

    [[nodiscard]] QString keptIn(const QByteArray &bytes) const; // the first key found there, "" none

    testing::LiveNetwork m_network;
    QTemporaryDir m_home;
    QByteArrayList m_keys;
    QByteArray m_said; // everything that was printed
    QByteArray m_seen; // arguments and environments of running programs
    int m_looked = 0;
};

void TestCanary::initTestCase()
{
    QVERIFY(m_network.start({ QStringLiteral("--scale"), QStringLiteral("0.1") }));
    QFile csv(m_network.portalsFile());
    QVERIFY(csv.open(QIODevice::ReadOnly));
    for (const QByteArray &line : csv.readAll().split('\n'))
        if (const qsizetype at = line.indexOf("/rest/"); at >= 0)
            m_keys += line.mid(at).split('/').value(3);
    QVERIFY(m_keys.size() >= 2);
    for (const QByteArray &key : std::as_const(m_keys))
        QVERIFY2(key.size() >= 10, key);
}

int TestCanary::run(const QString &program, const QStringList &arguments)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_home.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_home.path());
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("dealerlens.*.debug=true"));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(DEALERLENS_BIN_DIR "/") + program, arguments);
    while (process.state() != QProcess::NotRunning && !process.waitForFinished(20)) {
        for (const char *file : { "cmdline", "environ" }) {
            QFile proc(QStringLiteral("/proc/%1/%2").arg(process.processId()).arg(QLatin1String(file)));
            if (proc.open(QIODevice::ReadOnly))
                m_seen += proc.readAll();
        }
        m_looked += 1;
    }
    m_said += process.readAll();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

QString TestCanary::keptIn(const QByteArray &bytes) const
{
    for (const QByteArray &key : m_keys) {
        const QString text = QString::fromLatin1(key);
        const QByteArray wide(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        if (bytes.contains(key) || bytes.contains(wide) || bytes.contains(key.toBase64(QByteArray::OmitTrailingEquals).left(12)))
            return text;
    }
    return {};
}

void TestCanary::keysStayWhereTheyBelong()
{
    const auto at = [this](const char *name) { return m_home.filePath(QString::fromLatin1(name)); };
    const auto words = [](const char *line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); };
    QCOMPARE(ctl({ QStringLiteral("portals"), QStringLiteral("import"), m_network.portalsFile() }), 0);
    QCOMPARE(ctl({ QStringLiteral("sync") }), 0);
    const QJsonArray portals = m_network.control(QStringLiteral("portals")).value(QStringLiteral("portals")).toArray();
    QVERIFY(!portals.isEmpty());
    const QString portal = portals.last()[QStringLiteral("key")].toString();
    QCOMPARE(ctl({ QStringLiteral("outbox"), QStringLiteral("create"), portal, QStringLiteral("TITLE=Canary") }), 0);
    for (const char *fault : { "revoked", "moved", "plan", "html", "drop", "status", "limit" }) {
        (void)m_network.control(QStringLiteral("fault"),
            { { QStringLiteral("kind"), QLatin1String(fault) }, { QStringLiteral("remaining"), 6 },
                { QStringLiteral("location"), QStringLiteral("https://other.example/rest/1/x/") } });
        (void)ctl({ QStringLiteral("sync") });
        (void)m_network.control(QStringLiteral("clear"));
    }
    QCOMPARE(ctl({ QStringLiteral("sync") }), 0);
    QCOMPARE(ctl(words("portals list")), 0);
    QCOMPARE(ctl(words("outbox list")), 0);
    QCOMPARE(ctl({ QStringLiteral("backup"), at("copy.db") }), 0);
    QCOMPARE(ctl({ QStringLiteral("diagnostics"), at("diagnostics") }), 0);
    for (const char *name : { "tree.csv", "tree.json", "tree.tsv" })
        QCOMPARE(ctl({ QStringLiteral("export"), at(name), QStringLiteral("--what"), QStringLiteral("tree") }), 0);
    QCOMPARE(ctl({ QStringLiteral("export"), at("lead.csv"), QStringLiteral("--what"), QStringLiteral("lead") }), 0);
    const QString keys = QFileInfo(m_network.portalsFile()).dir().filePath(QStringLiteral("keys.json"));
    QCOMPARE(run(QStringLiteral("dealerlens"),
                 { QStringLiteral("--data"), m_network.data(), QStringLiteral("--credentials"), keys, QStringLiteral("--screenshots"),
                     at("pictures") }),
        0);

    QFile file(keys); // the search finds a key where one is
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!keptIn(file.readAll()).isEmpty());

    QVERIFY(m_looked > 0 && !m_seen.isEmpty() && !m_said.isEmpty());
    QVERIFY2(keptIn(m_said).isEmpty(), "a key was printed");
    QVERIFY2(keptIn(m_seen).isEmpty(), "a key stands in arguments or environment");
    qint64 files = 0;
    for (const QString &root : { m_home.path(), m_network.data() })
        for (QDirIterator all(root, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories); all.hasNext();) {
            QFile left(all.next());
            if (!left.open(QIODevice::ReadOnly))
                continue;
            QVERIFY2(keptIn(left.readAll()).isEmpty(), qPrintable(left.fileName()));
            ++files;
        }
    QVERIFY(files > 20);
    testing::countResult(QStringLiteral("file of a whole session searched for keys"), files);
}

QTEST_GUILESS_MAIN(TestCanary)
#include "tst_canary.moc"
