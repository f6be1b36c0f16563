// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "facts/snapshot.h"
#include "model/network.h"

#include <QObject>
#include <QStringList>

#include <functional>

namespace dealerlens::viewmodels {

class Session;

// The standard of head office while a person edits it: what is saved, what is not yet, what is wrong with it.
// All settings pages and the first run share one. GUI thread; the session must outlive it.
class StandardDraft final : public QObject {
    Q_OBJECT

public:
    explicit StandardDraft(Session &session, QObject *parent = nullptr);
    // For tests: no session, saving calls `save`.
    StandardDraft(model::Standard saved, QObject *parent = nullptr);

    [[nodiscard]] const model::Standard &standard() const { return m_draft; }

    [[nodiscard]] bool isLoaded() const { return m_loaded; }

    [[nodiscard]] bool isDirty() const;
    // Sentences for people; empty when it can be saved.
    [[nodiscard]] QStringList problems() const;

    // Changes the draft; `changed` follows.
    void edit(const std::function<void(model::Standard &)> &change);
    void undo(); // back to what is saved
    void save(); // saved or failed follows

    // Limit of a milestone in business seconds: the dealer's own, else the network's; 0: none.
    [[nodiscard]] std::int64_t limit(model::PortalId portal, std::int32_t milestone) const;
    [[nodiscard]] bool hasOwnLimit(model::PortalId portal, std::int32_t milestone) const;
    // 0 takes the limit (or the dealer's exception) away.
    void setLimit(model::PortalId portal, std::int32_t milestone, std::int64_t businessSeconds);
    // Pairs a stage by hand from `validFrom` on (kNever: always); -1 takes the hand's pairing back.
    void setMapping(const model::StageMapping &place, std::int32_t milestone, base::UtcSeconds validFrom);
    [[nodiscard]] const model::WorkCalendar &calendar(model::PortalId portal) const;
    void setCalendar(model::PortalId portal, const model::WorkCalendar &calendar);
    void dropCalendar(model::PortalId portal); // the dealer follows the network again

    // Business seconds of one working day of the network's calendar (the mean of its open days).
    [[nodiscard]] std::int64_t workingDay() const;

Q_SIGNALS:
    void changed();
    void saved();
    void failed(const dealerlens::base::Error &error);

private:
    void load();

    Session *m_session = nullptr;
    model::Standard m_saved;
    model::Standard m_draft;
    QByteArray m_savedJson; // compared instead of every member
    bool m_loaded = false;
};

} // namespace dealerlens::viewmodels
