// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/entity.h"

#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace dealerlens::model {

using PortalId = std::int32_t; // given by the ledger, never reused
using RecordId = std::int64_t; // given by the portal

// Nothing, a whole number (also instants, dates, money, flags: see ColumnType) or UTF-8 text.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

// A phone number or an address of a lead, contact or company; `value` as typed on the portal.
struct ContactPoint {
    RecordId id = 0;
    std::string type; // PHONE, EMAIL, WEB, IM
    std::string kind; // WORK, MOBILE …
    std::string value;
    bool operator==(const ContactPoint &) const = default;
};

// One record as a portal told it.
struct Record {
    EntityKind kind = EntityKind::Lead;
    RecordId id = 0;
    std::vector<Value> values; // in the order of schemaOf(kind).columns
    std::string extra; // JSON object with every other field, "" when there is none
    std::vector<ContactPoint> points;
    std::vector<std::string> badFields; // fields whose value had an impossible type; kept as sent in `extra`
};

// Identity of a record in the network.
struct RecordKey {
    PortalId portal = 0;
    EntityKind kind = EntityKind::Lead;
    RecordId id = 0;
    auto operator<=>(const RecordKey &) const = default;
};

[[nodiscard]] inline std::int64_t toInt(const Value &value, std::int64_t otherwise = 0)
{
    const auto *number = std::get_if<std::int64_t>(&value);
    return number ? *number : otherwise;
}

[[nodiscard]] inline const std::string &toText(const Value &value)
{
    static const std::string none;
    const auto *text = std::get_if<std::string>(&value);
    return text ? *text : none;
}

} // namespace dealerlens::model
