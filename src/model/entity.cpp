// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/entity.h"

#include <utility>

namespace dealerlens::model {
namespace {

using enum ColumnType;

// Leads and deals have the same columns, so that facts and reports read both in one way. Field names: the
// classic lists, bitrix24-rest reference 5.1 and 5.2.
constexpr Column kLeadColumns[] {
    { "title", "TITLE" },
    { "category_id", "", Integer }, // leads have one funnel
    { "stage_id", "STATUS_ID", Text, true },
    { "semantic", "STATUS_SEMANTIC_ID" },
    { "assigned_by_id", "ASSIGNED_BY_ID", Integer, true },
    { "created_by_id", "CREATED_BY_ID", Integer },
    { "moved_by_id", "MOVED_BY_ID", Integer },
    { "created", "DATE_CREATE", Instant },
    { "modified", "DATE_MODIFY", Instant },
    { "moved", "MOVED_TIME", Instant },
    { "closed", "DATE_CLOSED", Instant },
    { "last_activity", "LAST_ACTIVITY_TIME", Instant },
    { "close_date", "", Date },
    { "amount", "OPPORTUNITY", Money, true },
    { "currency", "CURRENCY_ID" },
    { "source_id", "SOURCE_ID", Text, true },
    { "source_text", "SOURCE_DESCRIPTION" },
    { "utm_source", "UTM_SOURCE" },
    { "utm_medium", "UTM_MEDIUM" },
    { "utm_campaign", "UTM_CAMPAIGN" },
    { "contact_id", "CONTACT_ID", Integer },
    { "company_id", "COMPANY_ID", Integer },
    { "lead_id", "", Integer },
    { "is_return", "IS_RETURN_CUSTOMER", Flag },
    { "last_name", "LAST_NAME" },
    { "name", "NAME" },
    { "second_name", "SECOND_NAME" },
    { "company_title", "COMPANY_TITLE" },
    { "originator_id", "ORIGINATOR_ID" },
    { "origin_id", "ORIGIN_ID" },
};

constexpr Column kDealColumns[] {
    { "title", "TITLE" },
    { "category_id", "CATEGORY_ID", Integer, true },
    { "stage_id", "STAGE_ID", Text, true },
    { "semantic", "STAGE_SEMANTIC_ID" },
    { "assigned_by_id", "ASSIGNED_BY_ID", Integer, true },
    { "created_by_id", "CREATED_BY_ID", Integer },
    { "moved_by_id", "MOVED_BY_ID", Integer },
    { "created", "DATE_CREATE", Instant },
    { "modified", "DATE_MODIFY", Instant },
    { "moved", "MOVED_TIME", Instant },
    { "closed", "", Instant },
    { "last_activity", "LAST_ACTIVITY_TIME", Instant },
    { "close_date", "CLOSEDATE", Date, true },
    { "amount", "OPPORTUNITY", Money, true },
    { "currency", "CURRENCY_ID" },
    { "source_id", "SOURCE_ID", Text, true },
    { "source_text", "SOURCE_DESCRIPTION" },
    { "utm_source", "UTM_SOURCE" },
    { "utm_medium", "UTM_MEDIUM" },
    { "utm_campaign", "UTM_CAMPAIGN" },
    { "contact_id", "CONTACT_ID", Integer },
    { "company_id", "COMPANY_ID", Integer },
    { "lead_id", "LEAD_ID", Integer },
    { "is_return", "IS_RETURN_CUSTOMER", Flag },
    { "last_name", "" },
    { "name", "" },
    { "second_name", "" },
    { "company_title", "" },
    { "originator_id", "ORIGINATOR_ID" },
    { "origin_id", "ORIGIN_ID" },
};

constexpr Column kContactColumns[] {
    { "last_name", "LAST_NAME" },
    { "name", "NAME" },
    { "second_name", "SECOND_NAME" },
    { "post", "POST" },
    { "company_id", "COMPANY_ID", Integer },
    { "assigned_by_id", "ASSIGNED_BY_ID", Integer },
    { "source_id", "SOURCE_ID" },
    { "lead_id", "LEAD_ID", Integer },
    { "created", "DATE_CREATE", Instant },
    { "modified", "DATE_MODIFY", Instant },
    { "originator_id", "ORIGINATOR_ID" },
    { "origin_id", "ORIGIN_ID" },
};

constexpr Column kCompanyColumns[] {
    { "title", "TITLE" },
    { "company_type", "COMPANY_TYPE" },
    { "assigned_by_id", "ASSIGNED_BY_ID", Integer },
    { "lead_id", "LEAD_ID", Integer },
    { "is_my_company", "IS_MY_COMPANY", Flag },
    { "created", "DATE_CREATE", Instant },
    { "modified", "DATE_MODIFY", Instant },
    { "originator_id", "ORIGINATOR_ID" },
    { "origin_id", "ORIGIN_ID" },
};

// Reference 5.9: leads say STATUS_ID, deals STAGE_ID; TYPE_ID 1 created, 2 moved, 3 final, 5 funnel changed.
constexpr Column kLeadHistoryColumns[] {
    { "owner_id", "OWNER_ID", Integer },
    { "type_id", "TYPE_ID", Integer },
    { "created", "CREATED_TIME", Instant },
    { "category_id", "", Integer },
    { "stage_id", "STATUS_ID" },
    { "semantic", "STATUS_SEMANTIC_ID" },
};

constexpr Column kDealHistoryColumns[] {
    { "owner_id", "OWNER_ID", Integer },
    { "type_id", "TYPE_ID", Integer },
    { "created", "CREATED_TIME", Instant },
    { "category_id", "CATEGORY_ID", Integer },
    { "stage_id", "STAGE_ID" },
    { "semantic", "STAGE_SEMANTIC_ID" },
};

constexpr Column kActivityColumns[] {
    { "owner_type_id", "OWNER_TYPE_ID", Integer },
    { "owner_id", "OWNER_ID", Integer },
    { "type_id", "TYPE_ID", Integer },
    { "provider_id", "PROVIDER_ID" },
    { "provider_type_id", "PROVIDER_TYPE_ID" },
    { "direction", "DIRECTION", Integer },
    { "subject", "SUBJECT" },
    { "start_time", "START_TIME", Instant },
    { "end_time", "END_TIME", Instant },
    { "deadline", "DEADLINE", Instant },
    { "completed", "COMPLETED", Flag },
    { "responsible_id", "RESPONSIBLE_ID", Integer },
    { "author_id", "AUTHOR_ID", Integer },
    { "created", "CREATED", Instant },
    { "modified", "LAST_UPDATED", Instant },
};

constexpr Column kCommentColumns[] {
    { "owner_type", "ENTITY_TYPE" },
    { "owner_id", "ENTITY_ID", Integer },
    { "author_id", "AUTHOR_ID", Integer },
    { "created", "CREATED", Instant },
    { "text", "COMMENT" },
};

// Rows of tasks.task.list are camelCase (reference 5.14).
constexpr Column kTaskColumns[] {
    { "title", "title" },
    { "status", "status", Integer },
    { "responsible_id", "responsibleId", Integer },
    { "created_by_id", "createdBy", Integer },
    { "created", "createdDate", Instant },
    { "modified", "changedDate", Instant },
    { "deadline", "deadline", Instant },
    { "closed", "closedDate", Instant },
    { "crm_links", "ufCrmTask" },
};

constexpr Column kCallColumns[] {
    { "user_id", "PORTAL_USER_ID", Integer },
    { "line", "PORTAL_NUMBER" },
    { "phone", "PHONE_NUMBER" },
    { "call_id", "CALL_ID" },
    { "call_type", "CALL_TYPE", Integer },
    { "started", "CALL_START_DATE", Instant },
    { "duration", "CALL_DURATION", Integer },
    { "failed_code", "CALL_FAILED_CODE" },
    { "crm_type", "CRM_ENTITY_TYPE" },
    { "crm_id", "CRM_ENTITY_ID", Integer },
    { "activity_id", "CRM_ACTIVITY_ID", Integer },
    { "record_url", "CALL_RECORD_URL" },
};

constexpr Column kUserColumns[] {
    { "active", "ACTIVE", Flag },
    { "last_name", "LAST_NAME" },
    { "name", "NAME" },
    { "second_name", "SECOND_NAME" },
    { "email", "EMAIL" },
    { "position", "WORK_POSITION" },
    { "department_id", "UF_DEPARTMENT", Integer }, // the first of the list
    { "registered", "DATE_REGISTER", Instant },
};

constexpr Column kDepartmentColumns[] {
    { "name", "NAME" },
    { "sort", "SORT", Integer },
    { "parent_id", "PARENT", Integer },
    { "head_id", "UF_HEAD", Integer },
};

constexpr Column kStatusColumns[] {
    { "directory", "ENTITY_ID" },
    { "code", "STATUS_ID" },
    { "name", "NAME" },
    { "sort", "SORT", Integer },
    { "semantic", "SEMANTICS" }, // "" in work, S, F
    { "color", "COLOR" },
    { "category_id", "CATEGORY_ID", Integer },
};

constexpr Column kCategoryColumns[] {
    { "name", "name" },
    { "sort", "sort", Integer },
    { "is_default", "isDefault", Flag },
};

constexpr Column kUserFieldColumns[] {
    { "owner", "ENTITY_ID" }, // CRM_LEAD, CRM_DEAL …
    { "field", "FIELD_NAME" },
    { "user_type", "USER_TYPE_ID" },
    { "multiple", "MULTIPLE", Flag },
    { "label", "EDIT_FORM_LABEL" },
    { "sort", "SORT", Integer },
};

constexpr Column kLineColumns[] {
    { "number", "NUMBER" },
    { "name", "NAME" },
};

constexpr EntitySchema kSchemas[] {
    { EntityKind::Lead, "lead", "ID", kLeadColumns }, { EntityKind::Deal, "deal", "ID", kDealColumns },
    { EntityKind::Contact, "contact", "ID", kContactColumns }, { EntityKind::Company, "company", "ID", kCompanyColumns },
    { EntityKind::LeadHistory, "lead_history", "ID", kLeadHistoryColumns },
    { EntityKind::DealHistory, "deal_history", "ID", kDealHistoryColumns }, { EntityKind::Activity, "activity", "ID", kActivityColumns },
    { EntityKind::Comment, "comment", "ID", kCommentColumns }, { EntityKind::Task, "task", "id", kTaskColumns },
    { EntityKind::Call, "call", "ID", kCallColumns }, { EntityKind::User, "portal_user", "ID", kUserColumns },
    { EntityKind::Department, "department", "ID", kDepartmentColumns }, { EntityKind::Status, "status", "ID", kStatusColumns },
    { EntityKind::Category, "category", "id", kCategoryColumns }, { EntityKind::UserField, "user_field", "ID", kUserFieldColumns },
    { EntityKind::Line, "line", "", kLineColumns }, // keyed by number; see decode
};

constexpr std::string_view kNames[] { "lead", "deal", "contact", "company", "lead-history", "deal-history", "activity", "comment", "task",
    "call", "user", "department", "status", "category", "user-field", "line" };

} // namespace

const EntitySchema &schemaOf(EntityKind kind) { return kSchemas[std::to_underlying(kind) - 1]; }

std::string_view nameOf(EntityKind kind) { return kNames[std::to_underlying(kind) - 1]; }

int columnIndex(EntityKind kind, std::string_view name)
{
    const auto columns = schemaOf(kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name)
            return static_cast<int>(i);
    return -1;
}

} // namespace dealerlens::model
