// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/builder.h"
#include "facts/filledstore.h"
#include "model/standard.h"

#include <array>
#include <random>

namespace dealerlens::facts {

inline constexpr base::UtcSeconds kRandomStart = 1'750'000'000;

// A store that changes at random: few records of every kind that facts are made of, so that they meet.
class RandomStore {
public:
    explicit RandomStore(std::uint32_t seed, int ids = 12)
        : m_random(seed)
        , m_ids(ids)
    {
        addPortal();
        addPortal();
    }

    FilledStore filled;

    void change()
    {
        const auto portal = m_portals[std::size_t(below(int(m_portals.size())))];
        if (below(20) == 0)
            return addPortal();
        if (below(25) == 0)
            return changeStandard();
        if (below(30) == 0)
            return changePortal(portal);
        if (below(5) == 0)
            return filled.write(portal, {}, { completeUntil(portal) });
        std::vector<model::Record> records;
        std::vector<model::RecordKey> gone;
        for (int n = 1 + below(6); n > 0; --n) {
            records.push_back(someRecord());
            if (below(6) == 0)
                gone.push_back({ portal, below(2) ? model::EntityKind::Lead : model::EntityKind::Activity, 1 + below(m_ids) });
        }
        filled.clock.at += below(5'000);
        auto states = below(2) ? std::vector { completeUntil(portal) } : std::vector<model::SyncState>();
        filled.write(portal, std::move(records), std::move(states), std::move(gone));
    }

    [[nodiscard]] SnapshotPtr with(Builder &builder)
    {
        const auto reader = filled.store->reader();
        auto built = builder.bringUpToDate(**reader, filled.clock.at, {});
        if (!built)
            qFatal("facts: %s", qPrintable(built.error().detail));
        return *built;
    }

    [[nodiscard]] int below(int limit) { return std::uniform_int_distribution(0, limit - 1)(m_random); }

private:
    void addPortal()
    {
        m_portals.push_back(filled.addPortal(qPrintable(QStringLiteral("p%1").arg(m_portals.size())), QStringLiteral("R%1").arg(below(3))));
    }

    model::SyncState completeUntil(model::PortalId portal)
    {
        model::SyncState state;
        state.portal = portal;
        state.kind = model::EntityKind::Lead;
        state.watermark = instant();
        return state;
    }

    // It moves to another region or zone, or retires and comes back.
    void changePortal(model::PortalId id)
    {
        const auto reader = filled.store->reader();
        const auto portals = (*reader)->portals();
        for (model::Portal portal : *portals) {
            if (portal.id != id)
                continue;
            portal.region = QStringLiteral("R%1").arg(below(3));
            portal.timeZone = below(2) ? QStringLiteral("Europe/Moscow") : QStringLiteral("Asia/Omsk");
            portal.retiredAt = below(3) == 0 ? instant() : base::kNever;
            if (!filled.store->savePortal(portal).result())
                qFatal("portal");
        }
    }

    void changeStandard()
    {
        model::Standard standard = model::defaultStandard();
        standard.conversationSeconds = 10 + 10 * below(2);
        if (below(2))
            standard.testTitles = { QStringLiteral("test") };
        if (below(2))
            standard.responseLimit = 60;
        if (below(3) == 0)
            standard.junkStages = { QStringLiteral("CONVERTED") };
        if (below(3) == 0)
            standard.calendar.week = { { .weekday = 2, .from = QTime(9, 0), .to = QTime(12 + below(3), 0) } };
        if (below(3) == 0)
            standard.rates = { { QStringLiteral("EUR"), QDate(2025, 6, 1), { 900'000 + below(2) * 10'000 } } };
        if (!filled.store->saveStandard(standard).result())
            qFatal("standard");
    }

    base::UtcSeconds instant() { return kRandomStart + below(100) * 1'000; }

    const char *stage() { return std::array { "NEW", "WORK", "CONVERTED", "JUNK", "ODD" }[std::size_t(below(5))]; }

    std::string phone() { return std::string(below(4) ? "+7916000000" : "8 916 000-00-0") + char('0' + below(4)); }

    model::Record item(model::EntityKind kind)
    {
        model::Record made = record(kind, 1 + below(m_ids),
            { { "title", text(below(5) ? "lead" : "Test lead") }, { "stage_id", text(stage()) }, { "category_id", num(below(2)) },
                { "semantic", text(below(3) ? "P" : "F") }, { "created", num(instant()) }, { "modified", num(instant()) },
                { "moved", num(instant()) }, { "assigned_by_id", num(below(4)) }, { "source_id", text(below(2) ? "WEB" : "CALL") },
                { "utm_campaign", text(below(2) ? "spring" : "") }, { "contact_id", num(below(4)) }, { "company_id", num(below(3)) },
                { "lead_id", num(below(m_ids + 1)) }, { "amount", num(below(9) * 10'000) }, { "currency", text(below(3) ? "RUB" : "EUR") },
                { "close_date", num(20'000 + below(90)) } });
        if (kind == model::EntityKind::Lead && below(2))
            made.points.push_back({ 1, "PHONE", "WORK", phone() });
        return made;
    }

    model::Record directory()
    {
        if (below(4) == 0)
            return record(model::EntityKind::Category, 1, { { "name", text(below(2) ? "Retail" : "Service") } });
        if (below(3) == 0)
            return record(model::EntityKind::Status, 90 + below(2),
                { { "directory", text("SOURCE") }, { "code", text(below(2) ? "WEB" : "CALL") },
                    { "name", text(below(2) ? "Site" : "Phone") } });
        return record(model::EntityKind::Status, 1 + below(8),
            { { "directory", text(std::array { "STATUS", "DEAL_STAGE", "DEAL_STAGE_1" }[std::size_t(below(3))]) },
                { "code", text(stage()) }, { "name", text(below(2) ? "A" : "Spam") },
                { "semantic", text(std::array { "", "S", "F" }[std::size_t(below(3))]) }, { "sort", num(below(5)) } });
    }

    model::Record someRecord()
    {
        switch (below(12)) {
        case 0:
        case 1:
        case 2:
            return item(model::EntityKind::Lead);
        case 3:
        case 4:
            return item(model::EntityKind::Deal);
        case 5:
        case 6:
            return record(below(2) ? model::EntityKind::LeadHistory : model::EntityKind::DealHistory, 1 + below(5 * m_ids),
                { { "owner_id", num(1 + below(m_ids)) }, { "type_id", num(1 + below(5)) }, { "created", num(instant()) },
                    { "category_id", num(below(2)) }, { "stage_id", text(stage()) }, { "semantic", text("P") } });
        case 7:
            return record(model::EntityKind::Activity, 1 + below(20),
                { { "owner_type_id", num(1 + below(4)) }, { "owner_id", num(1 + below(8)) }, { "type_id", num(below(5)) },
                    { "provider_id", text(below(2) ? "VOXIMPLANT_CALL" : "IMOPENLINES_SESSION") }, { "direction", num(below(3)) },
                    { "deadline", below(2) ? num(instant()) : model::Value() }, { "completed", num(below(2)) },
                    { "created", num(instant()) }, { "modified", num(instant()) }, { "start_time", num(instant()) },
                    { "author_id", num(below(2)) } });
        case 8:
            return record(model::EntityKind::Call, 1 + below(30),
                { { "call_type", num(1 + below(4)) }, { "started", num(instant()) }, { "duration", num(below(40)) },
                    { "failed_code", text(below(2) ? "200" : "304") }, { "phone", below(5) ? model::Value(phone()) : model::Value() },
                    { "crm_type", text(std::array { "LEAD", "DEAL", "CONTACT", "COMPANY", "" }[std::size_t(below(5))]) },
                    { "crm_id", num(below(8)) } });
        case 9: {
            model::Record made = record(below(2) ? model::EntityKind::Contact : model::EntityKind::Company, 1 + below(3), {});
            made.points.push_back({ 1, "PHONE", "WORK", phone() });
            return made;
        }
        case 10:
            return directory();
        default:
            if (below(3) == 0)
                return record(model::EntityKind::Department, 1 + below(2),
                    { { "name", text(below(2) ? "Sales" : "Parts") }, { "parent_id", num(1) } });
            return record(model::EntityKind::User, 1 + below(4),
                { { "last_name", text(below(2) ? "Ivanov" : "Petrov") }, { "department_id", num(1 + below(2)) },
                    { "active", num(below(2)) } });
        }
    }

    std::mt19937 m_random;
    const int m_ids; // of leads and deals
    std::vector<model::PortalId> m_portals;
};

} // namespace dealerlens::facts
