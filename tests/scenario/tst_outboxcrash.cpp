// SPDX-License-Identifier: GPL-3.0-or-later
// The command line ends at every CRASHPOINT of the outbox, for every kind of write. Each life has a data folder of its
// own, so that all of them wait at the same time until a lost write may be looked for. The judge is the ledger of the
// simulator: what really took effect on the portal.
#include "scenario/crashpoints.h"
#include "support/livenetwork.h"
#include "support/results.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens;

namespace {

enum class Act { Ask, Task, Set, Move, Create, Withdraw, AskMany };

struct Life {
    QString point;
    Act act = Act::Ask;
    QString folder;
    QString marker; // in the text of what it writes
    QStringList leads; // ids
    QStringList command;
    QString withdraws; // uuid of the write that is taken back
    bool crashed = false;
};

QString word(const char *text) { return QString::fromLatin1(text); }

} // namespace

class TestOutboxCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyPointOfEveryKind();

private:
    [[nodiscard]] QStringList arguments(const Life &life, const QStringList &command) const;
    int run(const Life &life, const QStringList &command, const QString &point = {});
    void prepare(Life &life);
    void crash(Life &life);
    void finishAll();
    void settle(Life &life);
    [[nodiscard]] int effects(const Life &life);
    [[nodiscard]] QString open(const Life &life);

    testing::LiveNetwork m_network;
    QTemporaryDir m_dir;
    QString m_portal;
    QStringList m_leads;
    std::vector<Life> m_lives;
    QByteArray m_said;
};

void TestOutboxCrash::initTestCase()
{
    QVERIFY(m_network.start({ word("--scale"), word("0.3") }));
    QVERIFY2(m_network.ctl({ word("portals"), word("import"), m_network.portalsFile() }) == 0, m_network.said());
    QVERIFY2(m_network.ctl({ word("sync") }) == 0, m_network.said());
    const QJsonArray portals = m_network.control(word("portals")).value(word("portals")).toArray();
    m_portal = portals.last()[word("key")].toString();
    const QJsonArray rows
        = m_network.control(word("dump"), { { word("portal"), m_portal }, { word("entity"), word("lead") } }).value(word("rows")).toArray();
    for (const QJsonValue &row : rows)
        if (row[word("STATUS_ID")].toString() != u"IN_PROCESS")
            m_leads += row[word("ID")].toVariant().toString();
}

QStringList TestOutboxCrash::arguments(const Life &life, const QStringList &command) const
{
    QStringList all = m_network.ctlArguments(command);
    all[all.indexOf(word("--data")) + 1] = life.folder;
    return all;
}

int TestOutboxCrash::run(const Life &life, const QStringList &command, const QString &point)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!point.isEmpty())
        environment.insert(word("DEALERLENS_CRASH"), point + word(":1"));
    QProcess ctl;
    ctl.setProcessChannelMode(QProcess::MergedChannels);
    ctl.setProcessEnvironment(environment);
    ctl.start(QString(word(DEALERLENS_BIN_DIR "/") + (point.isEmpty() ? word("dealerlensctl") : testing::kCrashingProgram)),
        arguments(life, command));
    const bool ended = ctl.waitForFinished(200'000);
    m_said = ctl.readAll();
    return ended && ctl.exitStatus() == QProcess::NormalExit ? ctl.exitCode() : -1;
}

// A copy of the mirrored folder and the command of this life, about leads that no other life touches.
void TestOutboxCrash::prepare(Life &life)
{
    life.folder = m_dir.filePath(life.marker);
    QVERIFY(QDir().mkpath(life.folder));
    QVERIFY(QFile::setPermissions(life.folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    const QDir from(m_network.data());
    for (const QString &name : from.entryList({ word("*.db") }, QDir::Files))
        QVERIFY(QFile::copy(from.filePath(name), life.folder + QLatin1Char('/') + name));
    const int needed = life.act == Act::AskMany ? 3 : 1;
    QStringList items;
    for (int i = 0; i < needed; ++i) {
        QVERIFY(!m_leads.isEmpty());
        life.leads += m_leads.takeFirst();
        items += m_portal + word("/lead/") + life.leads.last();
    }
    switch (life.act) {
    case Act::Ask:
    case Act::AskMany:
        life.command = QStringList { word("outbox"), word("ask") } + items + QStringList { word("--text"), life.marker };
        return;
    case Act::Task:
        life.command = QStringList { word("outbox"), word("task") } + items + QStringList { word("--text"), life.marker };
        return;
    case Act::Set:
        life.command = QStringList { word("outbox"), word("set") } + items
            + QStringList { word("--field"), word("COMMENTS"), word("--text"), life.marker };
        return;
    case Act::Move:
        life.command = QStringList { word("outbox"), word("move") } + items + QStringList { word("--stage"), word("IN_PROCESS") };
        return;
    case Act::Create:
    case Act::Withdraw:
        life.command = { word("outbox"), word("create"), m_portal, word("TITLE=") + life.marker };
        break;
    }
    if (life.act == Act::Create)
        return;
    QVERIFY2(run(life, life.command) == 0, m_said);
    life.withdraws = QString::fromUtf8(m_said).section(QLatin1Char('\n'), 0, 0).trimmed();
    QVERIFY2(run(life, { word("sync") }) == 0, m_said);
    life.command = { word("outbox"), word("undo"), life.withdraws };
}

// Asks, and sends; the program ends at the point. A wish that was not kept is asked again, as a person would.
void TestOutboxCrash::crash(Life &life)
{
    const int asked = run(life, life.command, life.point);
    QVERIFY2(asked == 0 || asked == 137, m_said);
    life.crashed = asked == 137;
    if (life.crashed && open(life).isEmpty())
        QVERIFY2(run(life, life.command) == 0, m_said);
    if (!life.crashed)
        life.crashed = run(life, { word("sync") }, life.point) == 137;
    QVERIFY2(life.crashed, qPrintable(QString(life.point + word(" was not passed by ") + life.marker)));
}

QString TestOutboxCrash::open(const Life &life)
{
    if (run(life, { word("outbox"), word("list"), word("--open"), word("--format"), word("tsv") }) != 0)
        return word("the list cannot be read");
    return QString::fromUtf8(m_said).section(QLatin1Char('\n'), 1).trimmed();
}

void TestOutboxCrash::finishAll()
{
    std::vector<std::unique_ptr<QProcess>> all;
    for (const Life &life : m_lives) {
        auto ctl = std::make_unique<QProcess>();
        ctl->setProcessChannelMode(QProcess::MergedChannels);
        ctl->start(word(DEALERLENS_BIN_DIR "/dealerlensctl"), arguments(life, { word("sync") }));
        all.push_back(std::move(ctl));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(all[i]->waitForFinished(400'000) || all[i]->state() == QProcess::NotRunning);
        QVERIFY2(all[i]->exitCode() == 0, all[i]->readAll());
    }
}

// What nothing can prove is asked of a person, who looks at the portal.
void TestOutboxCrash::settle(Life &life)
{
    const QStringList lines = open(life).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        QVERIFY2(line.contains(word("ask a person")), qPrintable(QString(life.point + word(": ") + line)));
        QVERIFY(life.act == Act::Ask || life.act == Act::AskMany || life.act == Act::Task);
        QCOMPARE(run(life, { word("outbox"), word("retry"), line.section(QLatin1Char('\t'), 0, 0) }), 0);
    }
    if (!lines.isEmpty())
        QVERIFY2(run(life, { word("sync") }) == 0, m_said);
    QCOMPARE(open(life), QString());
}

int TestOutboxCrash::effects(const Life &life)
{
    const QJsonArray entries
        = m_network.control(word("ledger"), { { word("writes"), true }, { word("portal"), m_portal }, { word("limit"), 100'000 } })
              .value(word("entries"))
              .toArray();
    int count = 0;
    for (const QJsonValue &each : entries) {
        const QString method = each[word("method")].toString();
        const bool took = each[word("id")].toInteger() > 0 && each[word("error")].toString().isEmpty();
        const bool ours = life.act == Act::Move
            ? method == u"crm.lead.update" && QString::number(each[word("id")].toInteger()) == life.leads[0]
            : each[word("params")].toString().contains(life.marker);
        count += took && ours ? 1 : 0;
    }
    return count;
}

void TestOutboxCrash::everyPointOfEveryKind()
{
    QStringList points = testing::crashPointsInSources();
    points.removeIf([](const QString &point) { return !point.startsWith(word("outbox.")); });
    QVERIFY(points.size() >= 8);
    for (const QString &point : std::as_const(points))
        for (const Act act : { Act::Ask, Act::Task, Act::Set, Act::Move, Act::Create, Act::Withdraw, Act::AskMany }) {
            Life life;
            life.point = point;
            life.act = act;
            life.marker = QStringLiteral("life%1x").arg(m_lives.size() + 1'000);
            m_lives.push_back(life);
        }
    for (Life &life : m_lives) {
        prepare(life);
        if (!QTest::currentTestFailed())
            crash(life);
        if (QTest::currentTestFailed())
            return;
    }
    finishAll();
    qint64 good = 0;
    for (Life &life : m_lives) {
        if (QTest::currentTestFailed())
            return;
        settle(life);
        const int wanted = life.act == Act::AskMany ? 3 : 1; // a created lead keeps its title in the ledger after it is withdrawn
        const int seen = effects(life);
        QVERIFY2(
            seen == wanted, qPrintable(QStringLiteral("%1 of %2, %3: %4 effects").arg(life.point, life.command[1], life.marker).arg(seen)));
        ++good;
    }
    const QJsonArray rows
        = m_network.control(word("dump"), { { word("portal"), m_portal }, { word("entity"), word("lead") } }).value(word("rows")).toArray();
    for (const Life &life : m_lives) // withdrawn ones are gone, created ones are there
        if (life.act == Act::Withdraw || life.act == Act::Create) {
            const auto there
                = std::ranges::count_if(rows, [&](const QJsonValue &row) { return row[word("TITLE")].toString() == life.marker; });
            QCOMPARE(there, life.act == Act::Create ? 1 : 0);
        }
    testing::countResult(QStringLiteral("crash of the outbox, one effect after it"), good);
}

QTEST_GUILESS_MAIN(TestOutboxCrash)
#include "tst_outboxcrash.moc"
