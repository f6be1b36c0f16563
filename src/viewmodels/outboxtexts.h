// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/fmt.h"
#include "viewmodels/outboxfeed.h"

#include <QCoreApplication>

namespace dealerlens::viewmodels {

// Words of the outbox in the language in force. What portals and people wrote is passed on as plain text.
struct OutboxTexts {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::OutboxTexts)

public:
    static QString kind(model::WriteKind kind); // "Question"
    static QString state(const OutboxItem &item); // "waiting to be sent"
    static QString advice(const OutboxItem &item); // what a person has to decide; "" when nothing
    static QString says(const OutboxItem &item); // why it waits: the portal's own sentence, else ours; "" nothing
    static QString opposed(const model::Write &write); // reference of the write that this one takes back
    static QString reason(const model::Write &write); // why, in the words of who wished it; "" not told
    static QString what(const OutboxItem &item); // "Stage: New → In work", in one line
    static QString item(const OutboxItem &item); // "Lead 17 · Ivanov"
    static QString field(const OutboxItem &item, const OutboxField &field); // its name
    static QString event(const model::WriteEvent &event); // a line of evidence
    // "answered after 2 h 10 m (working time 1 h)", "no answer for 3 d (working time 9 h)", "" when none is awaited.
    static QString answer(const OutboxItem &item, base::UtcSeconds now, const Fmt &fmt);
    // The same as an overlay on the item: "→ In work, waiting to be sent".
    static QString overlay(const OutboxItem &item, base::UtcSeconds now, const Fmt &fmt);
    static QString overlayTip(const std::vector<const OutboxItem *> &pending, base::UtcSeconds now, const Fmt &fmt);
    // Name of an icon of resources/icons; its shape says the state.
    static QString icon(const OutboxItem &item);
    // Why a wish cannot be (sync/wishes.h) or a write moves no more.
    static QString refusal(const base::Error &error);
};

} // namespace dealerlens::viewmodels
