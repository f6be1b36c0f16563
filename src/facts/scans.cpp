// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/scans.h"

#include <initializer_list>

namespace dealerlens::facts {

using model::EntityKind;

namespace {

store::PortalScan of(const store::Reader &reader, EntityKind kind, std::initializer_list<std::string_view> columns)
{
    return store::PortalScan::records(reader, kind, std::span(columns.begin(), columns.size()));
}

// In the order in which PortalBuilder::readItems() takes them.
store::PortalScan items(const store::Reader &reader, EntityKind kind)
{
    return of(reader, kind,
        { "category_id", "stage_id", "semantic", "assigned_by_id", "created", "moved", "modified", "close_date", "amount", "currency",
            "source_id", "utm_campaign", "contact_id", "company_id", "lead_id", "originator_id", "origin_id", "title" });
}

store::PortalScan history(const store::Reader &reader, EntityKind kind)
{
    return of(reader, kind, { "owner_id", "type_id", "created", "category_id", "stage_id", "semantic" });
}

} // namespace

Scans::Scans(const store::Reader &reader, const base::CancelToken &cancelToken)
    : leads(items(reader, EntityKind::Lead))
    , deals(items(reader, EntityKind::Deal))
    , leadHistory(history(reader, EntityKind::LeadHistory))
    , dealHistory(history(reader, EntityKind::DealHistory))
    , activities(of(reader, EntityKind::Activity,
          { "owner_type_id", "owner_id", "type_id", "provider_id", "direction", "deadline", "completed", "created", "modified",
              "start_time", "author_id" }))
    , calls(of(reader, EntityKind::Call, { "call_type", "started", "duration", "failed_code", "crm_type", "crm_id", "phone" }))
    , phones(store::PortalScan::phones(reader))
    , handOvers(store::PortalScan::journal(reader, "assigned_by_id"))
    , closeDates(store::PortalScan::journal(reader, "close_date"))
    , statuses(of(reader, EntityKind::Status, { "directory", "code", "name", "sort", "semantic" }))
    , categories(of(reader, EntityKind::Category, { "name" }))
    , departments(of(reader, EntityKind::Department, { "name", "parent_id" }))
    , users(of(reader, EntityKind::User, { "last_name", "name", "second_name", "email", "department_id", "active" }))
    , cancel(cancelToken)
{
}

base::Result<> Scans::cancelled() { return base::fail(base::ErrorKind::Cancelled, QStringLiteral("building of facts was cancelled")); }

} // namespace dealerlens::facts
