// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/gate.h"

#include "base/task.h"

#include <QDeadlineTimer>
#include <QPromise>
#include <QThread>
#include <QTimer>

#include <deque>

namespace dealerlens::secrets {
namespace {

using base::ErrorKind;

constexpr std::chrono::milliseconds kRefusalHolds = std::chrono::minutes(1);

// A question on its way through the gate.
struct Question {
    bool isRead = true;
    std::function<void()> ask; // answers by itself, or calls settle()
    std::function<void(const base::Error &)> refuse;
};

// Lives on a thread of its own, where the waiting is done.
class Gate final : public SecretStore {
public:
    Gate(std::unique_ptr<SecretStore> inner, std::chrono::milliseconds patience)
        : m_inner(std::move(inner))
        , m_patience(patience)
    {
        m_home.moveToThread(&m_thread);
        m_timer.moveToThread(&m_thread);
        m_timer.setSingleShot(true);
        m_thread.setObjectName(QStringLiteral("secrets"));
        QObject::connect(&m_timer, &QTimer::timeout, &m_home, [this] { giveUp(); });
        m_thread.start();
    }

    ~Gate() override
    {
        QMetaObject::invokeMethod(&m_home, [this] { m_timer.stop(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    QFuture<base::Result<QString>> read(const QString &name) override
    {
        return enter<base::Result<QString>>(true, [this, name] { return m_inner->read(name); });
    }

    QFuture<base::Result<>> write(const QString &name, const QString &secret) override
    {
        return enter<base::Result<>>(false, [this, name, secret] { return m_inner->write(name, secret); });
    }

    QFuture<base::Result<>> remove(const QString &name) override
    {
        return enter<base::Result<>>(false, [this, name] { return m_inner->remove(name); });
    }

    QString place() const override { return m_inner->place(); }

    void askAgain() override
    {
        QMetaObject::invokeMethod(&m_home, [this] { m_refusal.reset(); });
    }

private:
    template <class Answer, class Ask> QFuture<Answer> enter(bool isRead, Ask ask)
    {
        auto promise = std::make_shared<QPromise<Answer>>();
        promise->start();
        const auto answer = [promise](Answer value) {
            if (promise->future().resultCount() > 0)
                return; // it was given up
            promise->addResult(std::move(value));
            promise->finish();
        };
        auto question = std::make_shared<Question>();
        question->isRead = isRead;
        question->refuse = [answer](const base::Error &error) { answer(base::Failure(error)); };
        question->ask = [this, ask, answer] {
            base::whenDone(ask(), &m_home, [this, answer](const Answer &value) {
                answer(value);
                settle(value ? std::nullopt : std::optional(value.error()));
            });
        };
        QMetaObject::invokeMethod(&m_home, [this, question] { take(question); });
        return promise->future();
    }

    void take(const std::shared_ptr<Question> &question)
    {
        if (question->isRead && m_refusal && !m_refusalEnds.hasExpired())
            return question->refuse(*m_refusal);
        m_waiting.push_back(question);
        next();
    }

    void next()
    {
        if (m_busy || m_waiting.empty())
            return;
        m_busy = m_waiting.front();
        m_waiting.pop_front();
        m_timer.start(m_patience);
        m_busy->ask();
    }

    // The store has answered; an absent entry is an answer like any other.
    void settle(const std::optional<base::Error> &error)
    {
        m_timer.stop();
        m_busy.reset();
        if (!error || error->kind == ErrorKind::NotFound)
            m_refusal.reset();
        else
            refuseReaders(*error);
        next();
    }

    // The store stays busy: nobody else is let through until it answers.
    void giveUp()
    {
        const base::Error slow { ErrorKind::Timeout, base::Retry::Later, QStringLiteral("the keyring does not answer"), "KEYRING_SLOW", 0 };
        if (m_busy)
            m_busy->refuse(slow);
        refuseReaders(slow);
    }

    void refuseReaders(const base::Error &error)
    {
        m_refusal = error;
        m_refusalEnds = QDeadlineTimer(kRefusalHolds);
        std::erase_if(m_waiting, [&error](const auto &question) {
            if (question->isRead)
                question->refuse(error);
            return question->isRead;
        });
    }

    std::unique_ptr<SecretStore> m_inner;
    std::chrono::milliseconds m_patience;
    std::deque<std::shared_ptr<Question>> m_waiting;
    std::shared_ptr<Question> m_busy;
    std::optional<base::Error> m_refusal;
    QDeadlineTimer m_refusalEnds;
    QThread m_thread;
    QObject m_home;
    QTimer m_timer;
};

} // namespace

std::unique_ptr<SecretStore> oneAtATime(std::unique_ptr<SecretStore> inner, std::chrono::milliseconds patience)
{
    return std::make_unique<Gate>(std::move(inner), patience);
}

} // namespace dealerlens::secrets
