// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "viewmodels/contextchoices.h"

#include <optional>

namespace dealerlens::viewmodels {

class Session;

// The choices of the context bar read from the newest facts. Keys are those of Session::question. Window's thread;
// the session must outlive it.
class SessionChoices final : public ContextChoices {
    Q_OBJECT

public:
    explicit SessionChoices(Session &session, QObject *parent = nullptr);

    [[nodiscard]] QList<DealerChoice> dealers() const override { return m_dealers; }

    [[nodiscard]] QList<Choice> funnels() const override; // the first, with an empty key, means all

    [[nodiscard]] QList<Choice> employees() const override;

    [[nodiscard]] QList<Choice> conditionFields() const override;
    [[nodiscard]] QList<Choice> conditionValues(const QString &field) const override;

private:
    void take(const facts::SnapshotPtr &facts);

    Session &m_session;
    QList<DealerChoice> m_dealers;
    QStringList m_funnels; // the most common first
    bool m_hasLeads = false;
    mutable std::optional<QList<Choice>> m_employees; // once somebody asks: there may be a hundred thousand
    facts::SnapshotPtr m_facts;
};

} // namespace dealerlens::viewmodels
