// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/session.h"

namespace dealerlens::desk {

// One kind of question to the session, at most one of them under way: a new one drops the one before. A member of
// `context`, which gets the answers. GUI thread.
class Asker {
public:
    Asker(const viewmodels::Session &session, QObject *context)
        : m_session(session)
        , m_context(context)
    {
    }

    Asker(const Asker &) = delete;
    Asker &operator=(const Asker &) = delete;

    ~Asker() { m_cancel.cancel(); }

    // As Session::ask. Nothing happens while there are no facts.
    template <class Ask, class Then> void ask(Ask ask, Then then)
    {
        stop();
        m_isAsking = m_session.facts() != nullptr;
        m_session.ask(m_context, m_cancel, std::move(ask),
            [this, then = std::move(then)](const auto &answer, const facts::SnapshotPtr &facts, int milliseconds) {
                m_isAsking = false;
                then(answer, facts, milliseconds);
            });
    }

    void stop()
    {
        m_cancel.cancel();
        m_cancel = {};
        m_isAsking = false;
    }

    [[nodiscard]] bool isAsking() const { return m_isAsking; }

private:
    const viewmodels::Session &m_session;
    QObject *m_context;
    base::CancelToken m_cancel;
    bool m_isAsking = false;
};

} // namespace dealerlens::desk
