// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/planner.h"

#include <random>

namespace dealerlens::testing {

// A portal in memory that answers the planner's questions as reference section 2 says, and a store that keeps
// what is written. Written for the test alone: it shares nothing with the portal simulator.
class FakePortal {
public:
    using Kind = model::EntityKind;

    struct Row {
        base::UtcSeconds created = 0;
        base::UtcSeconds modified = 0;
        base::UtcSeconds lastActivity = base::kNever; // leads, deals
        model::RecordId owner = 0; // histories, comments
        int version = 0;
    };

    explicit FakePortal(std::uint64_t seed)
        : random(seed)
    {
    }

    std::map<Kind, std::map<model::RecordId, Row>> rows;
    std::map<Kind, model::RecordId> lastId;
    std::set<std::pair<Kind, model::RecordId>> returned; // may really have been gone when the planner asked
    std::map<Kind, std::map<model::RecordId, Row>> bin; // removed records, with their histories and comments
    std::mt19937_64 random;
    base::UtcSeconds now = 1'700'000'000;
    double changesBetweenQueries = 0; // probability of something happening before each question
    int deletionsLeft = 15; // small deletions only, else a person is asked
    int requests = 0;
    double pageFaults = 0; // probability that a page comes short, with a row twice or in a wrong order
    bool touchedFilter = true;

    int below(int count) { return count <= 0 ? 0 : static_cast<int>(random() % static_cast<std::uint64_t>(count)); }

    bool chance(double p) { return static_cast<double>(random() % 1'000'000) < p * 1'000'000; }

    model::RecordId add(Kind kind, model::RecordId owner = 0);
    void fill(Kind kind, int count);
    void fillDirectories();
    void happen(); // one believable thing, at `now` or a little later
    void addHistory(Kind item, model::RecordId id);
    void comment(Kind item, model::RecordId id);
    void remove(Kind kind, model::RecordId id);
    void restore(Kind kind, model::RecordId id); // as it was: old id, old dates
    model::RecordId addOld(Kind kind); // a new id, but changed long ago by its own account
    [[nodiscard]] sync::Answers answer(const std::vector<sync::Query> &queries);
    [[nodiscard]] static model::Record record(Kind kind, model::RecordId id, const Row &row);

private:
    model::RecordId pick(Kind kind);
    [[nodiscard]] sync::Answer list(const sync::Query &query, const std::vector<sync::Answer> &before);
    void spoil(sync::Answer &page);
    [[nodiscard]] bool matches(const sync::Query &query, const Row &row) const;
};

class FakeStore {
public:
    using Kind = model::EntityKind;
    std::map<Kind, std::map<model::RecordId, model::Record>> alive;
    std::map<Kind, model::SyncState> states;
    int deletions = 0;
    std::size_t written = 0; // records

    void apply(const sync::WriteChanges &changes);
    [[nodiscard]] sync::Local read(const sync::ReadLocal &wanted) const;
    [[nodiscard]] std::vector<model::SyncState> allStates() const;
};

// "" when the mirror equals the portal; else the first difference.
[[nodiscard]] QString difference(const FakePortal &portal, const FakeStore &store);

} // namespace dealerlens::testing
