// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/hub.h"
#include "facts/snapshot.h"
#include "model/standard.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dealerlens::facts {

// One pass over the store that ends in a Snapshot. Every table is read once, in the order of its key; what belongs
// together is joined by sorted arrays, never by a query per item. Used by build() only, on one thread.
class Builder {
public:
    Builder(const store::Reader &reader, const base::CancelToken &cancel);

    [[nodiscard]] base::Result<std::shared_ptr<Snapshot>> run(base::UtcSeconds now);

private:
    using RowUse = std::function<void(Index portal, const store::Reader::Row &row)>;

    // What is known of one item while reading; becomes a row of ItemColumns.
    struct RawItem {
        model::RecordId id = 0;
        Index portal = kNone;
        Index funnel = kNone;
        Index stage = kNone;
        Index responsible = kNone;
        Index source = 0;
        Index campaign = 0;
        Index currency = kNone;
        model::EntityKind kind = model::EntityKind::Lead;
        std::int32_t closeDate = INT32_MIN;
        base::UtcSeconds created = base::kNever;
        base::UtcSeconds moved = base::kNever; // MOVED_TIME
        base::UtcSeconds modified = base::kNever; // DATE_MODIFY
        base::UtcSeconds deleted = base::kNever;
        std::int64_t amount = 0;
        model::RecordId lead = 0;
        model::RecordId contact = 0;
        model::RecordId company = 0;
        bool test = false;
    };

    // A stage-history row of an item that exists.
    struct Step {
        base::UtcSeconds at = base::kNever;
        model::RecordId id = 0;
        Index stage = kNone;
        bool funnelChange = false;
    };

    // Something that proves contact, under the key of whatever it is linked to.
    enum class TouchClass : std::uint8_t { Attempt, Conversation, Reply };

    struct Touch {
        std::uint64_t key = 0;
        TouchClass what = TouchClass::Attempt;
        base::UtcSeconds at = base::kNever;
        auto operator<=>(const Touch &) const = default;
    };

    // directories.cpp
    [[nodiscard]] base::Result<> readPortals();
    [[nodiscard]] base::Result<> readDirectories();
    [[nodiscard]] base::Result<> readCategories();
    [[nodiscard]] base::Result<> readPeople();
    void mapStages();
    [[nodiscard]] std::vector<Index> pairedAt(base::UtcSeconds at) const;
    [[nodiscard]] Index portalIndex(model::PortalId id) const;
    [[nodiscard]] Index funnelOf(Index portal, model::EntityKind kind, std::int64_t category);
    [[nodiscard]] Index stageOf(
        Index portal, model::EntityKind kind, std::int64_t category, const std::string &code, const std::string &semantic);
    [[nodiscard]] Index userOf(Index portal, model::RecordId id);
    [[nodiscard]] Index sourceOf(Index portal, const std::string &code);
    [[nodiscard]] Index sourceNamed(const QString &name);

    // items.cpp
    [[nodiscard]] base::Result<> readItems(model::EntityKind kind);
    void orderItems();
    void fillItems();
    [[nodiscard]] base::Result<> readJournal();
    [[nodiscard]] base::Result<> readPushes(const std::function<std::int64_t(const store::JournalEntry &)> &itemOf);
    [[nodiscard]] std::int64_t rowOf(Index portal, model::EntityKind kind, model::RecordId id) const; // -1: none
    void heard(Index portal, base::UtcSeconds at);

    // histories.cpp
    [[nodiscard]] base::Result<> readHistories(model::EntityKind kind);
    void buildVisits();
    void addVisits(std::uint32_t item, std::span<const Step> steps);

    // touches.cpp
    [[nodiscard]] base::Result<> readActivities();
    [[nodiscard]] base::Result<> readCalls();
    [[nodiscard]] base::Result<> readPoints();
    void matchTouches();
    [[nodiscard]] base::UtcSeconds firstTouch(std::uint64_t key, TouchClass what, base::UtcSeconds from) const;
    void matchItem(std::size_t row);
    void matchMissed();
    void markTwins();

    [[nodiscard]] base::Result<> eachRow(model::EntityKind kind, std::initializer_list<std::string_view> columns, const RowUse &use);

    const store::Reader &m_reader;
    const base::CancelToken &m_cancel;
    std::shared_ptr<Snapshot> m_out;

    std::unordered_map<model::PortalId, Index> m_portals;
    std::unordered_map<std::uint64_t, Index> m_funnels;
    std::unordered_map<std::string, Index> m_stages; // by funnel and code
    std::unordered_map<std::uint64_t, Index> m_users;
    std::unordered_map<std::uint64_t, Index> m_departments;
    std::unordered_map<std::string, Index> m_sources; // by portal and code
    std::unordered_map<QString, Index> m_sourceNames; // folded
    std::unordered_map<std::string, Index> m_campaigns;
    std::unordered_map<std::string, Index> m_currencies;

    std::vector<RawItem> m_raw; // leads by (portal, id), then deals by (portal, id)
    std::size_t m_deals = 0; // where deals begin in m_raw
    std::vector<std::uint32_t> m_order; // raw position of each row
    std::vector<std::uint32_t> m_rows; // row of each raw position
    std::vector<std::pair<std::uint32_t, Step>> m_steps; // by reading order
    std::vector<Touch> m_touches;
    std::vector<std::array<std::uint64_t, 2>> m_missedKeys; // of each missed call: what it is linked to, its number
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_points; // owner key, phone key
};

// Number that stands for (portal, tag, id); 64 mixed bits, so that different things practically never meet.
[[nodiscard]] std::uint64_t keyOf(Index portal, char tag, std::int64_t id);
[[nodiscard]] std::uint64_t phoneKeyOf(Index portal, std::string_view phoneKey);

} // namespace dealerlens::facts
