// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace dealerlens::model {

// The kinds of record a portal has and the mirror keeps. The number is stored in databases: append only.
enum class EntityKind : std::uint8_t {
    Lead = 1,
    Deal = 2,
    Contact = 3,
    Company = 4,
    LeadHistory = 5, // stage history rows of leads
    DealHistory = 6,
    Activity = 7,
    Comment = 8, // timeline comments of leads and deals
    Task = 9,
    Call = 10, // call statistics
    User = 11,
    Department = 12,
    Status = 13, // rows of all directories: lead stages, deal stages, sources …
    Category = 14, // deal funnels
    UserField = 15, // definitions of custom fields
    Line = 16, // external phone lines
};

inline constexpr std::array kEntityKinds {
    EntityKind::Lead,
    EntityKind::Deal,
    EntityKind::Contact,
    EntityKind::Company,
    EntityKind::LeadHistory,
    EntityKind::DealHistory,
    EntityKind::Activity,
    EntityKind::Comment,
    EntityKind::Task,
    EntityKind::Call,
    EntityKind::User,
    EntityKind::Department,
    EntityKind::Status,
    EntityKind::Category,
    EntityKind::UserField,
    EntityKind::Line,
};

enum class ColumnType : std::uint8_t {
    Integer,
    Text,
    Instant, // UTC seconds
    Date, // days since 1970-01-01
    Money, // Money::kScale-ths
    Flag, // 0 or 1
};

// One typed column of a mirrored record: `name` in the store, `field` in the classic REST answer.
struct Column {
    std::string_view name;
    std::string_view field;
    ColumnType type = ColumnType::Text;
    bool journaled = false; // each change of it must be provable: it goes to the journal
};

// How one kind of record is called and which of its fields are columns. Everything else that the portal sent is
// kept losslessly as JSON beside them.
struct EntitySchema {
    EntityKind kind;
    std::string_view table;
    std::string_view idField; // field that holds the id, "ID" or "id"
    std::span<const Column> columns;
};

[[nodiscard]] const EntitySchema &schemaOf(EntityKind kind);

// Stable English word for a kind: "lead", "deal", "stage-history" …; used by the command line and logs.
[[nodiscard]] std::string_view nameOf(EntityKind kind);

// Index of the column called `name`; -1 when there is none.
[[nodiscard]] int columnIndex(EntityKind kind, std::string_view name);

} // namespace dealerlens::model
