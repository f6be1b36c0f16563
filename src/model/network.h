// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "model/money.h"
#include "model/record.h"

#include <QString>
#include <QTime>

#include <map>
#include <vector>

namespace dealerlens::model {

enum class PortalKind : std::uint8_t { Dealer = 0, Head = 1 };

// How the program gets into a portal.
enum class SignIn : std::uint8_t { Webhook = 0, OAuth = 1 };

// A portal and the dealer behind it, as head office names them. Its address is split: host (and path up to
// /rest/) here and in the ledger, the secret in the SecretStore only.
struct Portal {
    PortalId id = 0;
    QString key; // stable, unique, [a-z0-9-]; names the portal in files, commands and exports
    QString title;
    QString code; // two letters drawn in the badge (dealercode.h); unique in the network
    PortalKind kind = PortalKind::Dealer;
    QString region;
    QString city;
    QString timeZone; // IANA id; decides the dealer's days and hours
    QString endpoint; // webhook: https://host[:port][/path]/rest/<user id>; OAuth: …/rest; never the secret
    base::UtcSeconds addedAt = base::kNever;
    base::UtcSeconds retiredAt = base::kNever; // kNever while active; a retired dealer keeps its history
    SignIn signIn = SignIn::Webhook;
    QString memberId; // the portal's own name, the same whatever its host; "" while only a webhook is known

    [[nodiscard]] bool isRetired() const { return retiredAt != base::kNever; }
};

// Weekly working hours with holidays; one for the network, exceptions per dealer. Local times of the dealer.
struct WorkCalendar {
    struct Slot {
        int weekday = 1; // 1 Monday … 7 Sunday
        QTime from;
        QTime to; // exclusive; 24:00 is QTime() with toMidnight
        bool toMidnight = false;
        bool operator==(const Slot &) const = default;
    };

    struct SpecialDay {
        QDate day;
        bool working = false; // false: holiday; true: works by `slots` below
        std::vector<Slot> slots_; // weekday ignored
        bool operator==(const SpecialDay &) const = default;
    };

    std::vector<Slot> week;
    std::vector<SpecialDay> special;
    bool operator==(const WorkCalendar &) const = default;
};

// One of head office's canonical stages.
struct Milestone {
    std::int32_t id = 0;
    QString code; // NEW, WORK, KP, INV, SHIP, DOCS, WON, LOST or head office's own
    QString nameRu;
    QString nameEn;
    int sort = 0;
    char semantic = 'P'; // P, S, F
    EntityKind itemKind = EntityKind::Deal; // Lead or Deal
};

// A portal's own stage paired with a milestone, from a date on. `milestone` 0: deliberately none.
struct StageMapping {
    PortalId portal = 0;
    EntityKind itemKind = EntityKind::Deal;
    std::int64_t categoryId = 0;
    QString stageCode;
    std::int32_t milestone = 0;
    base::UtcSeconds validFrom = base::kNever; // kNever: always
    bool byHand = false; // corrected by a person; automatic mapping never overwrites it
};

// Longest stay in a milestone, in business seconds of the dealer; portal 0 = the whole network.
struct StageLimit {
    PortalId portal = 0;
    std::int32_t milestone = 0;
    std::int64_t businessSeconds = 0;
};

// Head office's rules that figures depend on. One for the network; calendars and limits may be excepted per
// dealer (portal id).
struct Standard {
    std::vector<Milestone> milestones;
    std::vector<StageMapping> mappings;
    std::vector<StageLimit> limits;
    WorkCalendar calendar;
    std::map<PortalId, WorkCalendar> dealerCalendars;
    std::int64_t responseLimit = 3'600; // business seconds to the first response
    std::int64_t conversationSeconds = 20; // a call shorter than this is no conversation
    int conversionDays = 60; // horizon H of cohort conversion
    std::int64_t freshnessLimit = 3'600; // a portal older than this is stale
    QString currency = QStringLiteral("RUB");
    // Items that are no business (model/marks.h): canaries and tests are never counted; what ended as junk is told
    // beside the figures and left out when the question says so.
    std::vector<QString> testOrigins { QStringLiteral("dealerlens-canary") };
    std::vector<QString> testTitles = {};
    std::vector<QString> junkStages { QStringLiteral("JUNK"), QStringLiteral("спам"), QStringLiteral("spam"),
        QStringLiteral("некачественн"), QStringLiteral("нецелев") };

    // Rates to `currency` by currency code and day; the latest day not after the wanted one applies.
    struct Rate {
        QString currency;
        QDate day;
        Money rate; // units of `currency` for one of the other
    };

    std::vector<Rate> rates;
};

// The state of one kind of record of one portal.
struct SyncState {
    PortalId portal = 0;
    EntityKind kind = EntityKind::Lead;
    base::UtcSeconds watermark = base::kNever; // completely mirrored up to this instant of the portal's clock
    base::UtcSeconds walkSince = base::kNever; // the running walk asks for records changed since; kNever: all
    base::UtcSeconds walkStarted = base::kNever; // the portal's clock when the walk began; kNever: none runs
    RecordId cursor = 0; // last id the running walk has committed
    RecordId lastId = 0; // highest id ever seen (walks by id only)
    bool denied = false; // a right or scope is missing
    QString problem; // error kind word and code of the last failure, "" when the last try succeeded
    base::UtcSeconds problemSince = base::kNever;
    // Comparison of ids, by the portal's clock: all of them were last compared at `checkedAt`; the one that goes on
    // began at `checkStarted` (kNever: none) and has come as far as `checkCursor`.
    base::UtcSeconds checkedAt = base::kNever;
    base::UtcSeconds checkStarted = base::kNever;
    RecordId checkCursor = 0;
    std::int64_t total = -1; // records of the kind as the portal last told; -1: never
};

// How the last cycle of a portal ended, by our clock; outlives the program.
struct CycleEnd {
    PortalId portal = 0;
    base::UtcSeconds lastSuccess = base::kNever; // end of the last complete cycle
    QString problem; // as SyncState::problem, "" when the last cycle was complete
    base::UtcSeconds problemSince = base::kNever;
};

// How the engine sees one portal right now.
enum class PortalHealth : std::uint8_t { Fresh, Attention, Stale, NoAccess, Never };

} // namespace dealerlens::model
