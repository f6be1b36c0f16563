// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the fuzzers have kept, tried again, and each of it cut and with changed bytes.
#include "fuzz/targets.h"
#include "support/results.h"

#include <QDir>
#include <QTest>

using namespace dealerlens;

class TestCorpus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTarget_data();
    void everyTarget();
};

void TestCorpus::everyTarget_data()
{
    QTest::addColumn<int>("target");
    for (std::size_t i = 0; i < fuzz::targets().size(); ++i)
        QTest::newRow(fuzz::targets()[i].name) << int(i);
}

void TestCorpus::everyTarget()
{
    QFETCH(int, target);
    const fuzz::Target &one = fuzz::targets()[static_cast<std::size_t>(target)];
    const QDir folder(QStringLiteral(DEALERLENS_SOURCE_DIR "/tests/fuzz/corpus/") + QLatin1String(one.name));
    const QStringList names = folder.entryList(QDir::Files);
    QVERIFY2(!names.isEmpty(), qPrintable(folder.path()));
    const qsizetype tries = testing::isLongRun() ? 2'000 : 60; // of each file
    qint64 runs = 0;
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        one.run(bytes);
        const qsizetype step = std::max<qsizetype>(1, bytes.size() / tries);
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            QByteArray changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
            one.run(changed);
            one.run(bytes.left(at));
            runs += 2;
        }
        ++runs;
    }
    testing::countResult(QStringLiteral("input of the fuzzers tried again: ") + QLatin1String(one.name), runs);
}

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
