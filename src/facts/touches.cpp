// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence of contact (metrics 3): calls, mails and messages, matched to items by link or by phone number.
#include "facts/builder.h"

#include "model/text.h"

#include <algorithm>
#include <numeric>

namespace dealerlens::facts {

using model::EntityKind;
using model::toInt;
using model::toText;

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

char tagOf(const std::string &crmType)
{
    if (crmType == "LEAD")
        return 'L';
    if (crmType == "DEAL")
        return 'D';
    if (crmType == "CONTACT")
        return 'C';
    return crmType == "COMPANY" ? 'O' : char(0);
}

// "+7" and ten digits is what telephony writes nearly always; everything else goes through the library once.
class PhoneKeys {
public:
    const std::string &of(const std::string &typed)
    {
        const bool usual = typed.size() == 12 && typed.starts_with("+7")
            && std::ranges::all_of(typed.substr(1), [](char c) { return c >= '0' && c <= '9'; });
        if (usual) {
            m_usual.assign(typed, 1);
            return m_usual;
        }
        const auto [place, isNew] = m_known.try_emplace(typed);
        if (isNew)
            place->second = model::phoneKey(typed);
        return place->second;
    }

private:
    std::string m_usual;
    std::unordered_map<std::string, std::string> m_known;
};

constexpr std::int64_t kTypeCall = 2;
constexpr std::int64_t kTypeMail = 4;
constexpr std::int64_t kIncoming = 1;
constexpr std::int64_t kOutgoing = 2;
constexpr std::int64_t kMissable = 2; // CALL_TYPE of an incoming call

} // namespace

// Planned work becomes ActivityColumns; outgoing mails of people, outgoing chats and calls made through the portal
// are attempts, incoming mails are replies. Robots' mails have no author; SMS do not say who wrote them: no touch.
base::Result<> Builder::readActivities()
{
    ActivityColumns &out = m_out->activities;
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        const auto &v = row.values;
        if (row.deletedAt != base::kNever)
            return;
        const char tag = tagOf(toInt(v[0]));
        if (!tag)
            return;
        const std::int64_t ownerId = toInt(v[1]);
        const std::int64_t type = toInt(v[2]);
        const std::string &provider = toText(v[3]);
        const std::int64_t direction = toInt(v[4]);
        const base::UtcSeconds deadline = toInt(v[5], base::kNever);
        const bool completed = toInt(v[6]) != 0;
        const base::UtcSeconds created = toInt(v[7], base::kNever);
        const base::UtcSeconds modified = toInt(v[8], created);
        const base::UtcSeconds started = toInt(v[9], created);
        const bool chat = provider == "IMOPENLINES_SESSION" || provider == "IMOPENLINES";
        const bool call = type == kTypeCall && provider == "VOXIMPLANT_CALL" && completed;
        const bool mail = type == kTypeMail && toInt(v[10]) > 0;
        if (direction == kOutgoing && (mail || chat || call))
            m_touches.push_back({ keyOf(portal, tag, ownerId), TouchClass::Attempt, call ? started : created });
        if (direction == kIncoming && type == kTypeMail)
            m_touches.push_back({ keyOf(portal, tag, ownerId), TouchClass::Reply, created });
        if ((tag != 'L' && tag != 'D') || (completed && deadline == base::kNever))
            return;
        const std::int64_t item = rowOf(portal, tag == 'L' ? EntityKind::Lead : EntityKind::Deal, ownerId);
        if (item < 0)
            return;
        out.item.push_back(static_cast<std::uint32_t>(item));
        out.created.push_back(created);
        out.deadline.push_back(deadline);
        // The portal does not tell when it was completed; the last change of a done activity nearly always is that.
        out.completed.push_back(completed ? modified : base::kNever);
    };
    return eachRow(EntityKind::Activity,
        { "owner_type_id", "owner_id", "type_id", "provider_id", "direction", "deadline", "completed", "created", "modified", "start_time",
            "author_id" },
        use);
}

// CALL_TYPE 1 outgoing, 4 callback; CALL_FAILED_CODE 200 answered (reference 5.15).
base::Result<> Builder::readCalls()
{
    PhoneKeys phones;
    MissedColumns &missed = m_out->missed;
    const std::int64_t enough = m_out->standard.conversationSeconds;
    const auto use = [&](Index portal, const store::Reader::Row &row) {
        const auto &v = row.values;
        const base::UtcSeconds at = toInt(v[1], base::kNever);
        if (at == base::kNever)
            return;
        const std::int64_t type = toInt(v[0]);
        const bool attempt = type == 1 || type == 4;
        const bool conversation = toText(v[3]) == "200" && toInt(v[2]) >= enough;
        if (!attempt && type != kMissable && !conversation)
            return;
        const char tag = tagOf(toText(v[4]));
        const std::int64_t linked = toInt(v[5]);
        const std::string &phone = phones.of(toText(v[6]));
        if (type == kMissable && toText(v[3]) != "200" && !phone.empty()) {
            const bool isItem = linked > 0 && (tag == 'L' || tag == 'D');
            const std::int64_t item = isItem ? rowOf(portal, tag == 'L' ? EntityKind::Lead : EntityKind::Deal, linked) : -1;
            missed.portal.push_back(portal);
            missed.call.push_back(row.key.id);
            missed.at.push_back(at);
            missed.item.push_back(item < 0 ? kNone : static_cast<Index>(item));
            m_missedKeys.push_back({ tag && linked > 0 ? keyOf(portal, tag, linked) : 0, phoneKeyOf(portal, phone) });
            return;
        }
        const auto add = [&](std::uint64_t key) {
            if (attempt)
                m_touches.push_back({ key, TouchClass::Attempt, at });
            if (conversation)
                m_touches.push_back({ key, TouchClass::Conversation, at });
        };
        if (tag && linked > 0)
            add(keyOf(portal, tag, linked));
        if (!phone.empty())
            add(phoneKeyOf(portal, phone));
    };
    return eachRow(EntityKind::Call, { "call_type", "started", "duration", "failed_code", "crm_type", "crm_id", "phone" }, use);
}

base::Result<> Builder::readPoints()
{
    const auto &deleted = m_out->items.deleted;
    if (m_touches.empty() && std::ranges::all_of(deleted, [](base::UtcSeconds at) { return at == base::kNever; }))
        return {};
    return m_reader.eachContactPoint([&](const model::RecordKey &owner, std::string_view type, std::string_view key) {
        const Index portal = portalIndex(owner.portal);
        if (portal == kNone || type != "PHONE" || key.empty())
            return;
        const char tag = owner.kind == EntityKind::Lead ? 'L' : owner.kind == EntityKind::Contact ? 'C' : 'O';
        m_points.emplace_back(keyOf(portal, tag, owner.id), phoneKeyOf(portal, key));
    });
}

base::UtcSeconds Builder::firstTouch(std::uint64_t key, TouchClass what, base::UtcSeconds from) const
{
    const auto found = std::ranges::lower_bound(m_touches, Touch { key, what, from });
    return found != m_touches.end() && found->key == key && found->what == what ? found->at : base::kNever;
}

void Builder::matchTouches()
{
    std::ranges::sort(m_touches);
    std::ranges::sort(m_points);
    matchMissed();
    markTwins();
    if (m_touches.empty())
        return;
    for (std::size_t row = 0; row < m_out->items.size(); ++row)
        matchItem(row);
}

// Looks from the item's creation (what is linked to the item itself: from ever, counted at its creation: the call
// made the item) until it was closed, over the item, its contact, its company and the phone numbers of all three.
void Builder::matchItem(std::size_t row)
{
    ItemColumns &items = m_out->items;
    const RawItem &raw = m_raw[m_order[row]];
    const std::uint64_t self = keyOf(raw.portal, raw.kind == EntityKind::Lead ? 'L' : 'D', raw.id);
    const std::uint64_t owners[] { self, raw.contact > 0 ? keyOf(raw.portal, 'C', raw.contact) : 0,
        raw.company > 0 ? keyOf(raw.portal, 'O', raw.company) : 0 };
    const base::UtcSeconds end = items.closed[row];
    const auto earlier = [&](base::UtcSeconds &best, base::UtcSeconds at) {
        if (at == base::kNever || (end != base::kNever && at > end))
            return;
        at = std::max(at, raw.created);
        best = best == base::kNever ? at : std::min(best, at);
    };
    const auto earliest = [&](TouchClass what, base::UtcSeconds from) {
        base::UtcSeconds best = base::kNever;
        for (const std::uint64_t owner : owners) {
            if (!owner)
                continue;
            earlier(best, firstTouch(owner, what, owner == self && what != TouchClass::Reply ? base::kNever : from));
            const auto phones = std::ranges::equal_range(m_points, owner, {}, [](const auto &point) { return point.first; });
            for (const auto &[key, phone] : phones)
                earlier(best, firstTouch(phone, what, from));
        }
        return best;
    };
    items.attempt[row] = earliest(TouchClass::Attempt, raw.created);
    for (const TouchClass what : { TouchClass::Attempt, TouchClass::Conversation })
        if (const base::UtcSeconds at = firstTouch(self, what, base::kNever); at != base::kNever && at < raw.created)
            items.marks[row] = static_cast<std::uint8_t>(items.marks[row] | kPreTouchMark);
    items.conversation[row] = earliest(TouchClass::Conversation, raw.created);
    earlier(items.attempt[row], items.conversation[row]);
    if (items.attempt[row] != base::kNever)
        earlier(items.conversation[row], earliest(TouchClass::Reply, items.attempt[row]));
}

// A missed call is returned by the first attempt or talk afterwards with its number or with whom it is linked to.
void Builder::matchMissed()
{
    MissedColumns &missed = m_out->missed;
    std::vector<std::size_t> order(missed.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return std::tuple(missed.at[i], missed.portal[i], missed.call[i]); });
    MissedColumns sorted;
    for (const std::size_t i : order) {
        base::UtcSeconds returned = base::kNever;
        for (const std::uint64_t key : m_missedKeys[i])
            for (const TouchClass what : { TouchClass::Attempt, TouchClass::Conversation }) {
                const base::UtcSeconds at = key ? firstTouch(key, what, missed.at[i]) : base::kNever;
                if (at != base::kNever && (returned == base::kNever || at < returned))
                    returned = at;
            }
        sorted.portal.push_back(missed.portal[i]);
        sorted.call.push_back(missed.call[i]);
        sorted.at.push_back(missed.at[i]);
        sorted.item.push_back(missed.item[i]);
        sorted.returned.push_back(returned);
    }
    missed = std::move(sorted);
    m_missedKeys = {};
}

// Merging leaves no trace but a deletion (reference 5.5): a deleted lead whose phone a living, older lead of the same
// dealer has is taken for the duplicate of a merge. It only splits what is deleted anyway, so no figure depends on it.
void Builder::markTwins()
{
    ItemColumns &items = m_out->items;
    const auto phonesOf = [&](std::size_t row) {
        const RawItem &raw = m_raw[m_order[row]];
        return std::ranges::equal_range(m_points, keyOf(raw.portal, 'L', raw.id), {}, [](const auto &point) { return point.first; });
    };
    std::unordered_multimap<std::uint64_t, std::size_t> gone;
    for (std::size_t row = 0; row < items.size(); ++row)
        if (items.kind[row] == EntityKind::Lead && items.deleted[row] != base::kNever)
            for (const auto &[owner, phone] : phonesOf(row))
                gone.emplace(phone, row);
    for (std::size_t row = 0; row < items.size() && !gone.empty(); ++row) {
        if (items.kind[row] != EntityKind::Lead || items.deleted[row] != base::kNever)
            continue;
        for (const auto &[owner, phone] : phonesOf(row)) {
            const auto [first, last] = gone.equal_range(phone);
            for (auto at = first; at != last; ++at)
                if (items.created[row] <= items.deleted[at->second])
                    items.marks[at->second] = static_cast<std::uint8_t>(items.marks[at->second] | kTwinMark);
        }
    }
}

} // namespace dealerlens::facts
