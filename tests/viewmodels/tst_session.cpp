// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/session.h"

#include <QTemporaryDir>
#include <QTest>

#include <semaphore>

using namespace dealerlens;
using namespace dealerlens::viewmodels;

// What a session does beside the answers it is asked for.
class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itRestsWhenNobodyWaits();
};

// What reports begin with is made ahead in a pause, and a long question is no pause: made beside it, it would only take a
// core from it.
void TestSession::itRestsWhenNobodyWaits()
{
    const QTemporaryDir dir;
    auto session
        = Session::open({ .folder = dir.filePath(QStringLiteral("data")), .credentialsFile = dir.filePath(QStringLiteral("keys")) });
    QVERIFY(session);
    QTRY_VERIFY((*session)->facts());
    auto *pause = (*session)->findChild<QTimer *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(pause);
    const auto pauseEnds = [&] {
        pause->start();
        QTimerEvent due(pause->timerId());
        QCoreApplication::sendEvent(pause, &due);
    };

    std::binary_semaphore begun(0);
    std::binary_semaphore answer(0);
    bool isAnswered = false;
    (*session)->ask(
        this, {},
        [&](const facts::Snapshot &, const base::CancelToken &) {
            begun.release();
            answer.acquire();
            return 0;
        },
        [&](int, const facts::SnapshotPtr &, int) { isAnswered = true; });
    begun.acquire();
    pauseEnds();
    const bool waitsOn = pause->isActive();
    answer.release();
    QTRY_VERIFY(isAnswered);
    QVERIFY(waitsOn);

    QTRY_VERIFY((pauseEnds(), !pause->isActive())); // now it rests
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
