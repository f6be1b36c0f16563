// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that care for the data, on a mirrored network.
#include "base/clock.h"
#include "store/store.h"
#include "support/livenetwork.h"

#include <QTest>

#include <algorithm>

using namespace dealerlens;

namespace {

constexpr model::PortalId kDealer = 2; // the first is head office's, which has no contacts

} // namespace

class TestCare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void diagnosticsNameNobody();
    void copyAndRestore();
    void repairAndCheck();
    void forgetAContact();
    void aDamagedLedgerIsReadFromItsBackup();

private:
    bool run(const QStringList &arguments) { return m_network.ctl(arguments) == 0; }

    std::vector<store::StoredRecord> contacts(model::PortalId portal);

    testing::LiveNetwork m_network;
};

void TestCare::initTestCase()
{
    QVERIFY(m_network.start({ QStringLiteral("--scale"), QStringLiteral("0.05") }));
    QVERIFY2(run({ QStringLiteral("portals"), QStringLiteral("import"), m_network.portalsFile() }), m_network.said());
    QVERIFY2(run({ QStringLiteral("sync") }), m_network.said());
}

std::vector<store::StoredRecord> TestCare::contacts(model::PortalId portal)
{
    const base::SystemClock clock;
    const auto store = store::Store::open(m_network.data(), { .readOnly = true, .clock = &clock });
    const auto reader = store ? (*store)->reader() : std::unexpected(store.error());
    if (!reader)
        return {};
    const auto ids = (*reader)->aliveIds(portal, model::EntityKind::Contact);
    if (!ids)
        return {};
    std::vector<model::RecordKey> keys;
    for (const model::RecordId id : *ids)
        keys.push_back({ portal, model::EntityKind::Contact, id });
    return (*reader)->records(keys).value();
}

// Nothing of the portals file (keys, titles, cities, addresses with their secrets), no name and no phone.
void TestCare::diagnosticsNameNobody()
{
    const QString path = m_network.data() + QLatin1String("/../diagnostics.txt");
    QVERIFY2(run({ QStringLiteral("diagnostics"), path }), m_network.said());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("lead: ") && text.contains("sqlite 3"));
    QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    QFile csv(m_network.portalsFile());
    QVERIFY(csv.open(QIODevice::ReadOnly));
    for (const QByteArray &line : csv.readAll().split('\n').mid(1)) {
        const QList<QByteArray> cells = line.split(',');
        for (const qsizetype i : { qsizetype { 0 }, qsizetype { 1 }, cells.size() - 1 })
            QVERIFY2(cells.size() < 3 || cells.at(i).trimmed().isEmpty() || !text.contains(cells.at(i).trimmed()), cells.value(i));
    }
    QVERIFY(!contacts(kDealer).empty());
    for (const store::StoredRecord &contact : contacts(kDealer)) {
        const std::string &name = model::toText(contact.value("last_name"));
        QVERIFY2(name.empty() || !text.contains(name.c_str()), name.c_str());
        for (const model::ContactPoint &point : contact.points)
            QVERIFY2(!text.contains(point.value.c_str()), point.value.c_str());
    }
}

void TestCare::copyAndRestore()
{
    const QString copy = m_network.data() + QLatin1String("-copy.db");
    QVERIFY2(run({ QStringLiteral("backup"), copy }), m_network.said());
    QVERIFY2(run({ QStringLiteral("restore"), copy, QStringLiteral("--dry-run"), QStringLiteral("--format"), QStringLiteral("csv") }),
        m_network.said());
    QVERIFY2(m_network.said().contains("portals,2,2,0"), m_network.said());
    QVERIFY2(run({ QStringLiteral("restore"), copy }), m_network.said());
    QCOMPARE(m_network.ctl({ QStringLiteral("restore"), m_network.data() + QLatin1String("/absent.db") }), 3);
    QCOMPARE(m_network.ctl({ QStringLiteral("restore"), m_network.data() + QLatin1String("/mirror.db") }), 5);
    QVERIFY2(run({ QStringLiteral("sync") }), m_network.said());
    QCOMPARE(m_network.differences(), QStringList());
}

void TestCare::repairAndCheck()
{
    QVERIFY2(run({ QStringLiteral("repair") }), m_network.said());
    QVERIFY2(run({ QStringLiteral("check") }), m_network.said());
    QCOMPARE(m_network.differences(), QStringList());
}

void TestCare::forgetAContact()
{
    const auto all = contacts(kDealer);
    const auto one = std::ranges::find_if(all, [](const store::StoredRecord &each) { return !each.points.empty(); });
    QVERIFY(one != all.end());
    QVERIFY2(
        run({ QStringLiteral("portals"), QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("csv") }), m_network.said());
    const QString key = QString::fromUtf8(m_network.said().split('\n').at(kDealer).split(',').first());
    const QString contact = key + QLatin1Char('/') + QString::number(one->key.id);
    QVERIFY2(run({ QStringLiteral("forget"), QStringLiteral("--contact"), contact }), m_network.said());
    QVERIFY2(m_network.said().contains("\"contacts\":"), m_network.said());
    QVERIFY(m_network.letTimePass(5, 3));
    QVERIFY2(run({ QStringLiteral("sync") }), m_network.said());
    QVERIFY2(run({ QStringLiteral("check") }), m_network.said());
    for (const store::StoredRecord &each : contacts(kDealer)) {
        if (each.key == one->key)
            QVERIFY(each.points.empty() && model::toText(each.value("last_name")).empty());
        for (const model::ContactPoint &point : each.points)
            QVERIFY(point.value != one->points.front().value);
    }
    QCOMPARE(m_network.ctl({ QStringLiteral("forget"), QStringLiteral("--contact"), key + QLatin1String("/999999") }), 3);
    QCOMPARE(m_network.ctl({ QStringLiteral("forget"), QStringLiteral("--phone"), QStringLiteral("none") }), 3);
    QCOMPARE(m_network.ctl({ QStringLiteral("forget") }), 2);
}

void TestCare::aDamagedLedgerIsReadFromItsBackup()
{
    QVERIFY2(run({ QStringLiteral("backup") }), m_network.said());
    QFile ledger(m_network.data() + QLatin1String("/ledger.db"));
    QVERIFY(ledger.open(QIODevice::ReadWrite));
    ledger.write(QByteArray(4'000, 'x'));
    ledger.close();
    QVERIFY2(
        run({ QStringLiteral("report"), QStringLiteral("tree"), QStringLiteral("--format"), QStringLiteral("csv") }), m_network.said());
    QVERIFY2(m_network.said().contains("is read in its place"), m_network.said());
    QCOMPARE(m_network.ctl({ QStringLiteral("sync") }), 5);
    const QByteArray said = m_network.said();
    QVERIFY2(said.contains("Restore"), said);
}

QTEST_GUILESS_MAIN(TestCare)
#include "tst_care.moc"
