// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/gate.h"

#include <QMutex>
#include <QPromise>
#include <QTest>

#include <atomic>
#include <map>

using namespace dealerlens;
using base::ErrorKind;
using namespace std::chrono_literals;

namespace {

// Answers when the test says so.
class Script final : public secrets::SecretStore {
public:
    QFuture<base::Result<QString>> read(const QString &name) override
    {
        ++asked;
        mostAtOnce = std::max(mostAtOnce.load(), ++open);
        auto promise = std::make_shared<QPromise<base::Result<QString>>>();
        promise->start();
        const QMutexLocker lock(&mutex);
        waiting.push_back([this, promise, name](const std::optional<base::Error> &error) {
            --open;
            promise->addResult(error ? base::Result<QString>(base::Failure(*error)) : base::Result<QString>(name));
            promise->finish();
        });
        return promise->future();
    }

    QFuture<base::Result<>> write(const QString &, const QString &) override
    {
        ++written;
        QPromise<base::Result<>> promise;
        promise.start();
        promise.addResult(base::Result<>());
        promise.finish();
        return promise.future();
    }

    QFuture<base::Result<>> remove(const QString &name) override { return write(name, {}); }

    QString place() const override { return QStringLiteral("script"); }

    bool answer(const std::optional<base::Error> &error = {})
    {
        if (!QTest::qWaitFor([this] {
                const QMutexLocker lock(&mutex);
                return !waiting.empty();
            }))
            return false;
        const QMutexLocker lock(&mutex);
        const auto next = waiting.front();
        waiting.erase(waiting.begin());
        next(error);
        return true;
    }

    std::atomic<int> asked = 0;
    std::atomic<int> written = 0;
    std::atomic<int> open = 0;
    std::atomic<int> mostAtOnce = 0;
    QMutex mutex;
    std::vector<std::function<void(const std::optional<base::Error> &)>> waiting;
};

struct Fixture {
    explicit Fixture(std::chrono::milliseconds patience = 1min)
        : script(new Script)
        , gate(secrets::oneAtATime(std::unique_ptr<secrets::SecretStore>(script), patience))
    {
    }

    Script *script;
    std::unique_ptr<secrets::SecretStore> gate;
};

base::Error locked() { return { ErrorKind::Denied, base::Retry::AfterAuth, {}, "KEYRING_LOCKED", 0 }; }

base::Result<QString> wait(QFuture<base::Result<QString>> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return base::fail(ErrorKind::Bug, QStringLiteral("no answer"));
    return future.result();
}

} // namespace

class TestGate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksOneAtATime();
    void oneRefusalAnswersAll();
    void absentKeysAreNoRefusal();
    void aSlowStoreHoldsNobody();
    void writesPass();
};

void TestGate::asksOneAtATime()
{
    Fixture f;
    std::vector<QFuture<base::Result<QString>>> answers;
    for (int i = 0; i < 20; ++i)
        answers.push_back(f.gate->read(QString::number(i)));
    for (int i = 0; i < 20; ++i) {
        QVERIFY(f.script->answer());
        QCOMPARE(*wait(answers[std::size_t(i)]), QString::number(i));
    }
    QCOMPARE(f.script->mostAtOnce.load(), 1);
}

void TestGate::oneRefusalAnswersAll()
{
    Fixture f;
    std::vector<QFuture<base::Result<QString>>> answers;
    for (int i = 0; i < 300; ++i)
        answers.push_back(f.gate->read(QString::number(i)));
    QVERIFY(f.script->answer(locked()));
    for (const auto &answer : answers)
        QCOMPARE(wait(answer).error().code, QByteArray("KEYRING_LOCKED"));
    QCOMPARE(wait(f.gate->read(QStringLiteral("late"))).error().code, QByteArray("KEYRING_LOCKED"));
    QCOMPARE(f.script->asked.load(), 1);
    f.gate->askAgain(); // a person has unlocked it
    const auto again = f.gate->read(QStringLiteral("again"));
    QVERIFY(f.script->answer());
    QVERIFY(wait(again));
}

void TestGate::absentKeysAreNoRefusal()
{
    Fixture f;
    const auto absent = f.gate->read(QStringLiteral("a"));
    const auto present = f.gate->read(QStringLiteral("b"));
    QVERIFY(f.script->answer(base::Error { ErrorKind::NotFound, base::Retry::WhenChanged, {}, "KEYRING", 0 }));
    QVERIFY(f.script->answer());
    QCOMPARE(wait(absent).error().kind, ErrorKind::NotFound);
    QVERIFY(wait(present));
}

void TestGate::aSlowStoreHoldsNobody()
{
    Fixture f(20ms);
    std::vector<QFuture<base::Result<QString>>> answers;
    for (int i = 0; i < 5; ++i)
        answers.push_back(f.gate->read(QString::number(i)));
    for (const auto &answer : answers) {
        QCOMPARE(wait(answer).error().kind, ErrorKind::Timeout);
        QCOMPARE(wait(answer).error().code, QByteArray("KEYRING_SLOW"));
    }
    QCOMPARE(f.script->asked.load(), 1);
    QVERIFY(f.script->answer()); // it answers after all: the way is free
    QTRY_VERIFY(f.script->open == 0);
    f.gate->askAgain();
    const auto later = f.gate->read(QStringLiteral("later"));
    QVERIFY(f.script->answer());
    QCOMPARE(*wait(later), QStringLiteral("later"));
}

// A person who gives a key is not turned away for what was refused before.
void TestGate::writesPass()
{
    Fixture f;
    const auto refused = f.gate->read(QStringLiteral("a"));
    QVERIFY(f.script->answer(locked()));
    QVERIFY(!wait(refused));
    auto written = f.gate->write(QStringLiteral("a"), QStringLiteral("x"));
    QVERIFY(QTest::qWaitFor([&written] { return written.isFinished(); }));
    QVERIFY(written.result());
    QCOMPARE(f.script->written.load(), 1);
    const auto now = f.gate->read(QStringLiteral("a"));
    QVERIFY(f.script->answer());
    QVERIFY(wait(now));
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
