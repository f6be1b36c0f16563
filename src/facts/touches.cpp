// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence of contact (metrics 3): calls, mails and messages, matched to items by link or by phone number.
#include "facts/portalbuilder.h"

#include "model/text.h"

#include <algorithm>

namespace dealerlens::facts {

using model::EntityKind;

namespace {

// OWNER_TYPE_ID (reference 4.1) and CRM_ENTITY_TYPE of calls as one letter; 0: nothing that items are found by.
char tagOf(std::int64_t ownerType)
{
    switch (ownerType) {
    case 1:
        return 'L';
    case 2:
        return 'D';
    case 3:
        return 'C';
    case 4:
        return 'O';
    default:
        return 0;
    }
}

char tagOf(std::string_view crmType)
{
    if (crmType == "LEAD")
        return 'L';
    if (crmType == "DEAL")
        return 'D';
    if (crmType == "CONTACT")
        return 'C';
    return crmType == "COMPANY" ? 'O' : char(0);
}

// (letter, id) as one number; no two are the same while ids stay below 2^56.
std::uint64_t keyOf(char tag, model::RecordId id)
{
    return (static_cast<std::uint64_t>(static_cast<unsigned char>(tag)) << 56) ^ static_cast<std::uint64_t>(id);
}

// Phone keys are up to 15 digits, which a number holds with their count; of anything else a hash stands in, so that
// different things practically never meet.
std::uint64_t phoneKeyOf(std::string_view key)
{
    std::uint64_t number = 0;
    const bool digits = key.size() <= 16 && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
    for (std::size_t i = 0; digits && i < key.size(); ++i)
        number = number * 10 + static_cast<std::uint64_t>(key[i] - '0');
    return digits ? (std::uint64_t { key.size() } << 56) | number : std::hash<std::string_view>()(key) | (1ULL << 63);
}

constexpr std::int64_t kTypeCall = 2;
constexpr std::int64_t kTypeMail = 4;
constexpr std::int64_t kIncoming = 1;
constexpr std::int64_t kOutgoing = 2;
constexpr std::int64_t kMissable = 2; // CALL_TYPE of an incoming call

} // namespace

// Planned work becomes ActivityColumns; outgoing mails of people, outgoing chats and calls made through the portal
// are attempts, incoming mails are replies. Robots' mails have no author; SMS do not say who wrote them: no touch.
base::Result<> PortalBuilder::readActivities()
{
    const auto read = m_scans.each(m_scans.activities, m_id, [&] { readActivity(m_scans.activities); });
    std::ranges::stable_sort(m_rows.activities, {}, &PortalRows::Activity::item);
    return read;
}

void PortalBuilder::readActivity(const store::PortalScan &row)
{
    if (row.deletedAt() != base::kNever)
        return;
    const char tag = tagOf(row.number(0));
    if (!tag)
        return;
    const model::RecordId ownerId = row.number(1);
    const std::int64_t type = row.number(2);
    const std::int64_t direction = row.number(4);
    const base::UtcSeconds deadline = row.number(5, base::kNever);
    const bool completed = row.number(6) != 0;
    const base::UtcSeconds created = row.number(7, base::kNever);
    if (direction == kOutgoing) {
        const std::string_view provider = row.text(3);
        const bool chat = provider == "IMOPENLINES_SESSION" || provider == "IMOPENLINES";
        const bool call = type == kTypeCall && provider == "VOXIMPLANT_CALL" && completed;
        const bool mail = type == kTypeMail && row.number(10) > 0;
        if (mail || chat || call)
            addTouch(keyOf(tag, ownerId), TouchClass::Attempt, call ? row.number(9, created) : created);
    }
    if (direction == kIncoming && type == kTypeMail)
        addTouch(keyOf(tag, ownerId), TouchClass::Reply, created);
    if ((tag != 'L' && tag != 'D') || (completed && deadline == base::kNever))
        return;
    const std::int64_t item = rowOf(tag == 'L' ? EntityKind::Lead : EntityKind::Deal, ownerId);
    // The portal does not tell when it was completed; the last change of a done activity nearly always is that.
    if (item >= 0)
        m_rows.activities.push_back(
            { static_cast<std::uint32_t>(item), created, deadline, completed ? row.number(8, created) : base::kNever });
}

void PortalBuilder::addTouch(std::uint64_t key, TouchClass what, base::UtcSeconds at)
{
    if (at != base::kNever)
        m_touches.push_back({ key, what, at });
}

// What calls tell as their number. "+7" and ten digits is what telephony writes nearly always; everything else goes
// through the library once.
std::uint64_t PortalBuilder::keyOfTyped(std::string_view phone)
{
    const bool usual = phone.size() == 12 && phone.starts_with("+7")
        && std::ranges::all_of(phone.substr(1), [](char c) { return c >= '0' && c <= '9'; });
    if (usual)
        return phoneKeyOf(phone.substr(1));
    if (phone.empty())
        return 0;
    const auto [place, isNew] = m_typed.try_emplace(std::string(phone), 0);
    if (const std::string key = isNew ? model::phoneKey(phone) : std::string(); !key.empty())
        place->second = phoneKeyOf(key);
    return place->second;
}

base::Result<> PortalBuilder::readCalls()
{
    return m_scans.each(m_scans.calls, m_id, [&] { readCall(m_scans.calls); });
}

// CALL_TYPE 1 outgoing, 4 callback; CALL_FAILED_CODE 200 answered (reference 5.15).
void PortalBuilder::readCall(const store::PortalScan &row)
{
    const base::UtcSeconds at = row.number(1, base::kNever);
    if (at == base::kNever)
        return;
    const std::int64_t type = row.number(0);
    const bool attempt = type == 1 || type == 4;
    const bool answered = row.text(3) == "200";
    const bool conversation = answered && row.number(2) >= m_directories.facts().standard.conversationSeconds;
    if (!attempt && type != kMissable && !conversation)
        return;
    const char tag = tagOf(row.text(4));
    const model::RecordId linked = row.number(5);
    const std::uint64_t link = tag && linked > 0 ? keyOf(tag, linked) : 0;
    const std::uint64_t phone = keyOfTyped(row.text(6));
    if (type == kMissable && !answered && phone) {
        const bool isItem = link && (tag == 'L' || tag == 'D');
        const std::int64_t item = isItem ? rowOf(tag == 'L' ? EntityKind::Lead : EntityKind::Deal, linked) : -1;
        m_rows.missed.push_back({ row.id(), at, base::kNever, static_cast<Index>(item) });
        m_missedKeys.push_back({ link, phone });
        return;
    }
    for (const std::uint64_t key : { link, phone }) {
        if (key && attempt)
            addTouch(key, TouchClass::Attempt, at);
        if (key && conversation)
            addTouch(key, TouchClass::Conversation, at);
    }
}

base::Result<> PortalBuilder::readPhones()
{
    const bool someGone = std::ranges::any_of(m_rows.items, [](const auto &item) { return item.deleted != base::kNever; });
    if (m_touches.empty() && !someGone)
        return {};
    const store::PortalScan &row = m_scans.phones;
    return m_scans.each(m_scans.phones, m_id, [&] {
        const auto kind = static_cast<EntityKind>(row.number(0));
        const char tag = kind == EntityKind::Lead ? 'L' : kind == EntityKind::Contact ? 'C' : 'O';
        m_points.emplace_back(keyOf(tag, row.id()), phoneKeyOf(row.text(1)));
    });
}

PortalBuilder::Touches PortalBuilder::touchesOf(std::uint64_t key) const
{
    const auto [first, last] = std::ranges::equal_range(m_touches, key, {}, &Touch::key);
    return { first, last };
}

base::UtcSeconds PortalBuilder::firstOf(const Touches &touches, TouchClass what, base::UtcSeconds from)
{
    for (const Touch &touch : touches) // by class and time
        if (touch.what == what && touch.at >= from)
            return touch.at;
    return base::kNever;
}

std::span<const PortalBuilder::PhoneOfOwner> PortalBuilder::phonesOf(std::uint64_t owner) const
{
    const auto [first, last] = std::ranges::equal_range(m_points, owner, {}, &PhoneOfOwner::first);
    return { first, last };
}

void PortalBuilder::matchTouches()
{
    std::ranges::sort(m_touches);
    std::ranges::sort(m_points);
    matchMissed();
    markTwins();
    if (m_touches.empty())
        return;
    for (std::uint32_t row = 0; row < m_rows.items.size(); ++row)
        matchItem(row);
}

// Looks from the item's creation (what is linked to the item itself: from ever, counted at its creation: the call
// made the item) until it was closed, over the item, its contact, its company and the phone numbers of all three.
void PortalBuilder::matchItem(std::uint32_t row)
{
    PortalRows::Item &item = m_rows.items[row];
    const Known &known = m_known[m_order[row]];
    const std::array<std::uint64_t, 3> owners { keyOf(item.kind == EntityKind::Lead ? 'L' : 'D', item.id),
        known.contact > 0 ? keyOf('C', known.contact) : 0, known.company > 0 ? keyOf('O', known.company) : 0 };
    std::array<Touches, 3> own;
    m_byPhone.clear();
    for (std::size_t i = 0; i < owners.size(); ++i) {
        if (!owners[i])
            continue;
        own[i] = touchesOf(owners[i]);
        for (const auto &[owner, phone] : phonesOf(owners[i]))
            if (const Touches touches = touchesOf(phone); !touches.empty())
                m_byPhone.push_back(touches);
    }
    if (own[0].empty() && own[1].empty() && own[2].empty() && m_byPhone.empty())
        return;
    const auto earlier = [&](base::UtcSeconds &best, base::UtcSeconds at) {
        if (at == base::kNever || (item.closed != base::kNever && at > item.closed))
            return;
        at = std::max(at, item.created);
        best = best == base::kNever ? at : std::min(best, at);
    };
    const auto earliest = [&](TouchClass what, base::UtcSeconds from) {
        base::UtcSeconds best = base::kNever;
        for (std::size_t i = 0; i < own.size(); ++i)
            earlier(best, firstOf(own[i], what, i == 0 && what != TouchClass::Reply ? base::kNever : from));
        for (const Touches &touches : m_byPhone)
            earlier(best, firstOf(touches, what, from));
        return best;
    };
    item.attempt = earliest(TouchClass::Attempt, item.created);
    for (const TouchClass what : { TouchClass::Attempt, TouchClass::Conversation })
        if (const base::UtcSeconds at = firstOf(own[0], what, base::kNever); at != base::kNever && at < item.created)
            item.marks |= kPreTouchMark;
    item.conversation = earliest(TouchClass::Conversation, item.created);
    earlier(item.attempt, item.conversation);
    if (item.attempt != base::kNever)
        earlier(item.conversation, earliest(TouchClass::Reply, item.attempt));
}

// A missed call is returned by the first attempt or talk afterwards with its number or with whom it is linked to.
void PortalBuilder::matchMissed()
{
    for (std::size_t i = 0; i < m_rows.missed.size(); ++i) {
        PortalRows::Missed &missed = m_rows.missed[i];
        for (const std::uint64_t key : m_missedKeys[i]) {
            const Touches touches = key ? touchesOf(key) : Touches();
            for (const TouchClass what : { TouchClass::Attempt, TouchClass::Conversation }) {
                const base::UtcSeconds at = firstOf(touches, what, missed.at);
                if (at != base::kNever && (missed.returned == base::kNever || at < missed.returned))
                    missed.returned = at;
            }
        }
    }
    std::ranges::stable_sort(m_rows.missed, {}, [](const auto &missed) { return std::pair(missed.at, missed.call); });
}

// Merging leaves no trace but a deletion (reference 5.5): a deleted lead whose phone a living, older lead of the same
// dealer has is taken for the duplicate of a merge. It only splits what is deleted anyway, so no figure depends on it.
void PortalBuilder::markTwins()
{
    std::unordered_multimap<std::uint64_t, PortalRows::Item *> gone;
    for (PortalRows::Item &item : m_rows.items)
        if (item.kind == EntityKind::Lead && item.deleted != base::kNever)
            for (const auto &[owner, phone] : phonesOf(keyOf('L', item.id)))
                gone.emplace(phone, &item);
    for (const PortalRows::Item &item : m_rows.items) {
        if (gone.empty() || item.kind != EntityKind::Lead || item.deleted != base::kNever)
            continue;
        for (const auto &[owner, phone] : phonesOf(keyOf('L', item.id))) {
            const auto [first, last] = gone.equal_range(phone);
            for (auto at = first; at != last; ++at)
                if (item.created <= at->second->deleted)
                    at->second->marks |= kTwinMark;
        }
    }
}

} // namespace dealerlens::facts
