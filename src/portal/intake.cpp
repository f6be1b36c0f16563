// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/intake.h"

namespace dealerlens::portal {

Intake::Place::Place(std::shared_ptr<Intake> intake, qint64 bytes)
    : m_intake(std::move(intake))
    , m_bytes(bytes)
{
    m_intake->m_held += bytes;
}

Intake::Place::~Place()
{
    m_intake->m_held -= m_bytes;
    m_intake->letIn();
}

void Intake::Place::resize(qint64 bytes)
{
    m_intake->m_held += bytes - std::exchange(m_bytes, bytes);
    m_intake->letIn();
}

void Intake::ask(QObject *context, qint64 bytes, Let let)
{
    m_waiting.push_back({ context, bytes, std::move(let) });
    letIn();
}

// Nobody is called from here: places are given back in the middle of other things.
void Intake::letIn()
{
    while (!m_waiting.empty()) {
        Waiting &first = m_waiting.front();
        if (first.context && m_held > 0 && m_held + first.bytes > m_most)
            return;
        const Waiting next = std::move(first);
        m_waiting.pop_front();
        if (!next.context)
            continue;
        auto place = std::make_shared<Place>(shared_from_this(), next.bytes);
        QMetaObject::invokeMethod(next.context, [let = next.let, place = std::move(place)] { let(place); }, Qt::QueuedConnection);
    }
}

} // namespace dealerlens::portal
