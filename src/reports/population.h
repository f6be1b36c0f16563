// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/snapshot.h"
#include "reports/answers.h"
#include "reports/zones.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace dealerlens::reports {

inline constexpr base::UtcSeconds kAges = std::numeric_limits<base::UtcSeconds>::max();

// State of an item at effective now (metrics 0 and 1).
struct ItemNow {
    std::uint32_t visit = 0; // in VisitColumns: the last one entered by then
    facts::Index stage = facts::kNone;
    base::UtcSeconds entered = base::kNever;
    char outcome = 'P';
};

// What scans ask of every stage, without the names beside it: those of a thousand dealers fill more than the cache.
struct StageNotes {
    std::vector<std::int64_t> limits; // business seconds; -1: none
    std::vector<char> outcomes; // StageFact::semantic
};

// A question made ready for scanning a snapshot: every name is looked up once, so that the inner loops only
// index vectors. Lives on the stack of the thread that answers; the snapshot and the question must outlive it.
class Population final {
public:
    struct PortalScope {
        bool allowed = false;
        base::UtcSeconds now = base::kNever; // effective now: min(asOf, watermark)
        base::UtcSeconds from = base::kNever; // the period in the dealer's zone
        base::UtcSeconds to = kAges;
        base::UtcSeconds previousFrom = kAges; // the period of equal length before; kAges: there is none
        std::shared_ptr<const ZoneOffsets> zone;
        std::shared_ptr<const stats::Calendar> calendar;
    };

    Population(const facts::Snapshot &snapshot, const Question &question);

    [[nodiscard]] const facts::Snapshot &facts() const { return m_facts; }

    [[nodiscard]] const Question &question() const { return m_question; }

    [[nodiscard]] const PortalScope &portal(facts::Index index) const { return m_portals[std::size_t(index)]; }

    [[nodiscard]] const PortalScope &portalOf(std::uint32_t item) const { return portal(m_facts.items.portal[item]); }

    [[nodiscard]] base::UtcSeconds nowOf(std::uint32_t item) const { return portalOf(item).now; }

    // First row of history, or DATE_CREATE without one.
    [[nodiscard]] base::UtcSeconds createdOf(std::uint32_t item) const
    {
        return m_facts.visits.entered[m_facts.items.firstVisit[item]]; // there is at least one
    }

    [[nodiscard]] ItemNow stateOf(std::uint32_t item) const // the item exists
    {
        const facts::ItemColumns &items = m_facts.items;
        const std::uint32_t first = items.firstVisit[item];
        std::uint32_t next = first + items.visitCount[item];
        const base::UtcSeconds now = nowOf(item);
        while (next > first && m_facts.visits.entered[next - 1] > now)
            --next;
        ItemNow state;
        if (next == first) {
            state.stage = items.stage[item];
            state.entered = items.created[item];
        } else {
            state.visit = next - 1;
            state.stage = m_facts.visits.stage[next - 1];
            state.entered = m_facts.visits.entered[next - 1];
        }
        if (state.stage >= 0)
            state.outcome = m_stages->outcomes[std::size_t(state.stage)];
        return state;
    }

    // Asked portal and kind, created by effective now and not left out by then. No funnel, source, employee.
    [[nodiscard]] bool exists(std::uint32_t item) const;

    [[nodiscard]] bool isDeleted(std::uint32_t item) const
    {
        const base::UtcSeconds deleted = m_facts.items.deleted[item];
        return deleted != base::kNever && deleted <= nowOf(item);
    }

    [[nodiscard]] bool isTest(std::uint32_t item) const { return (m_facts.items.marks[item] & facts::kTestMark) != 0; }

    [[nodiscard]] bool isJunk(facts::Index stage) const { return stage >= 0 && m_facts.stages[std::size_t(stage)].junk; }

    // Deleted, merged, test or (when so asked) junk at effective now; else Counted. The item exists.
    [[nodiscard]] Fate fateLeftOut(std::uint32_t item) const
    {
        if (isDeleted(item))
            return (m_facts.items.marks[item] & facts::kTwinMark) != 0 ? Fate::Merged : Fate::Deleted;
        if (!m_question.withTests && isTest(item))
            return Fate::Test;
        return m_question.withoutJunk && isJunk(stateOf(item).stage) ? Fate::Spam : Fate::Counted;
    }

    // In the standard's milestones, as the stage was paired at the instant asked for; kNone: not mapped.
    [[nodiscard]] facts::Index milestoneOf(facts::Index stage) const { return m_facts.milestoneOf(stage, m_question.asOf); }

    [[nodiscard]] bool sourceAllowed(std::uint32_t item) const
    {
        return sourceChosen(std::size_t(std::max(m_facts.items.source[item], 0)))
            && campaignChosen(std::size_t(std::max(m_facts.items.campaign[item], 0)));
    }

    // By index in the snapshot's dictionary; 0 is "unknown".
    [[nodiscard]] bool sourceChosen(std::size_t source) const { return m_sources.empty() || m_sources[source] != 0; }

    [[nodiscard]] bool campaignChosen(std::size_t campaign) const { return m_campaigns.empty() || m_campaigns[campaign] != 0; }

    [[nodiscard]] bool funnelAllowed(facts::Index funnel) const
    {
        return funnel < 0 || m_funnels.empty() || m_funnels[std::size_t(funnel)];
    }

    [[nodiscard]] bool stageAllowed(facts::Index stage) const
    {
        return stage < 0 || funnelAllowed(m_facts.stages[std::size_t(stage)].funnel);
    }

    // Counted: exists(), asked source and (when `byFunnel`) funnel.
    [[nodiscard]] Fate sift(std::uint32_t item, bool byFunnel) const
    {
        if (createdOf(item) > nowOf(item))
            return Fate::Absent;
        if (const auto fate = fateLeftOut(item); fate != Fate::Counted)
            return fate;
        const bool isAsked = portalOf(item).allowed && kindAllowed(m_facts.items.kind[item]) && (!byFunnel || inFunnel(item));
        return isAsked && sourceAllowed(item) ? Fate::Counted : Fate::OutsideFilter;
    }

    // exists() in an asked funnel at effective now.
    [[nodiscard]] bool counts(std::uint32_t item) const;

    // Whether an asked funnel is where it stands: in that stage, or in one that nobody knows.
    [[nodiscard]] bool inFunnel(std::uint32_t item, facts::Index stage) const
    {
        return m_funnels.empty() || (stage >= 0 ? stageAllowed(stage) : funnelAllowed(m_facts.funnelOf(item)));
    }

    [[nodiscard]] bool kindAllowed(model::EntityKind kind) const { return !m_question.itemKind || *m_question.itemKind == kind; }

    [[nodiscard]] bool asksPeople() const { return !m_users.empty(); }

    [[nodiscard]] bool userAllowed(facts::Index user) const { return m_users.empty() || (user >= 0 && m_users[std::size_t(user)]); }

    // Who was responsible at an instant, or is now when the question says so.
    [[nodiscard]] facts::Index userAt(std::uint32_t item, base::UtcSeconds at) const;

    // The journal of the portal had not begun then: userAt() answers with the earliest known, or the present one.
    [[nodiscard]] bool isUserAssumed(std::uint32_t item, base::UtcSeconds at) const
    {
        return m_question.responsibleAtEvent && at < m_facts.portals[std::size_t(m_facts.items.portal[item])].portal.addedAt;
    }

    // Pushes of the planned close date until effective now.
    [[nodiscard]] std::int64_t pushesOf(std::uint32_t item) const;

    [[nodiscard]] bool inPeriod(std::uint32_t item, base::UtcSeconds at) const
    {
        const PortalScope &scope = portalOf(item);
        return at >= scope.from && at < scope.to;
    }

    [[nodiscard]] bool inPreviousPeriod(std::uint32_t item, base::UtcSeconds at) const
    {
        const PortalScope &scope = portalOf(item);
        return at >= scope.previousFrom && at < scope.from;
    }

    // Seconds from `from` to `to` as the question counts them: wall clock or the dealer's calendar.
    [[nodiscard]] std::int64_t seconds(std::uint32_t item, base::UtcSeconds from, base::UtcSeconds to) const
    {
        return m_question.businessTime ? business(item, from, to) : to - from;
    }

    [[nodiscard]] std::int64_t business(std::uint32_t item, base::UtcSeconds from, base::UtcSeconds to) const
    {
        return portalOf(item).calendar->biz(from, to);
    }

    // Longest stay in business seconds by the milestone of a stage; -1: none.
    [[nodiscard]] std::int64_t limitOf(facts::Index stage) const { return stage < 0 ? -1 : m_stages->limits[std::size_t(stage)]; }

    // The amount in the standard's currency by the rate of that day; empty without a rate.
    [[nodiscard]] std::optional<model::Money> amountOf(std::uint32_t item, base::UtcSeconds at) const;

    // Leads or deals, for answers that draw one funnel: what is asked, else deals when there are any.
    [[nodiscard]] model::EntityKind chosenKind() const;

    // Of the portals asked (or of those among them for which `use` holds).
    [[nodiscard]] Coverage coverage() const;
    // `visits` are those of mappedVisits().
    [[nodiscard]] std::vector<Coverage> coverageByPortal(std::span<const std::pair<std::int64_t, std::int64_t>> visits) const;

private:
    // At effective now; the item exists.
    [[nodiscard]] bool inFunnel(std::uint32_t item) const { return m_funnels.empty() || inFunnel(item, stateOf(item).stage); }

    void choosePortals();
    void setTimes();
    void chooseNames();
    void setRates();
    [[nodiscard]] std::vector<base::UtcSeconds> newestData() const;
    [[nodiscard]] Coverage coverageOfPortal(std::size_t index, std::int64_t visits, std::int64_t mapped) const;

    struct DayRate {
        std::int64_t day = 0;
        std::int64_t units = 0;
    };

    const facts::Snapshot &m_facts;
    const Question &m_question;
    std::vector<PortalScope> m_portals;
    std::vector<char> m_funnels; // empty: all
    std::vector<char> m_sources;
    std::vector<char> m_campaigns;
    std::vector<char> m_users;
    std::shared_ptr<const StageNotes> m_stages;
    std::vector<std::vector<DayRate>> m_rates; // per currency, by day
    std::vector<char> m_isOwnCurrency;
};

// Coverage of several portals together. `mappedShare` is weighed by visits.
class CoverageSum {
public:
    void add(const Coverage &coverage, std::int64_t visits, std::int64_t mapped);
    [[nodiscard]] Coverage result() const;

private:
    Coverage m_sum;
    std::int64_t m_visits = 0;
    std::int64_t m_mapped = 0;
};

// How many visits there are, whoever's and whenever.
struct VisitsOfStages {
    std::vector<std::int64_t> known; // by stage
    std::vector<std::int64_t> unknown; // of stages that nobody knows, by portal

    static constexpr std::string_view kKept = "visits 1";

    static void archive(auto &archive, auto &counts)
    {
        archive.column(counts.known);
        archive.column(counts.unknown);
    }
};

// Counted once for a snapshot: every answer tells its coverage.
[[nodiscard]] std::shared_ptr<const VisitsOfStages> visitsOfStages(const facts::Snapshot &facts);

// (visits, visits in mapped stages) of each portal.
[[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> mappedVisits(const Population &population);

[[nodiscard]] Share makeShare(std::int64_t k, std::int64_t n);

// What leads are called where funnels are named.
[[nodiscard]] QString funnelName(const facts::FunnelFact &funnel);
[[nodiscard]] QString milestoneName(const model::Milestone &milestone);

} // namespace dealerlens::reports
