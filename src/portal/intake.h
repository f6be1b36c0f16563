// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include <deque>
#include <functional>
#include <memory>

namespace dealerlens::portal {

// Bounds what is in memory of large answers between the socket and whoever is done with them, over all portals: an answer is
// read when it has a place. Until then it stays where it is, in the kernel's buffers and at the portal. First come, first
// served; one answer is always let in, whatever its size. Belongs to one thread, as do its places.
class Intake : public std::enable_shared_from_this<Intake> {
public:
    class Place {
    public:
        Place(std::shared_ptr<Intake> intake, qint64 bytes);
        ~Place(); // lets others in

        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

        void resize(qint64 bytes); // to what it has come to; never refused

    private:
        std::shared_ptr<Intake> m_intake;
        qint64 m_bytes;
    };

    using Let = std::function<void(std::shared_ptr<Place>)>;

    explicit Intake(qint64 most)
        : m_most(most)
    {
    }

    // `let` is called later, from the event loop, when there is a place; never once `context` has died.
    void ask(QObject *context, qint64 bytes, Let let);

    [[nodiscard]] bool isCrowded() const { return !m_waiting.empty(); } // somebody waits

private:
    struct Waiting {
        QPointer<QObject> context;
        qint64 bytes = 0;
        Let let;
    };

    void letIn();

    qint64 m_most;
    qint64 m_held = 0;
    std::deque<Waiting> m_waiting;
};

} // namespace dealerlens::portal
