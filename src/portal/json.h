// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dealerlens::portal {

enum class JsonType : std::uint8_t { Null, Bool, Number, String, Array, Object };

// One value inside a validated JSON text. Keeps the source spelling, so ids beyond 2^53, decimals and unknown
// fields survive unchanged. A view: valid as long as the JsonDocument it came from.
class JsonView {
public:
    JsonView() = default;

    explicit JsonView(std::string_view raw)
        : m_raw(raw)
    {
    }

    [[nodiscard]] std::string_view raw() const { return m_raw; }

    [[nodiscard]] bool isValid() const { return !m_raw.empty(); }

    [[nodiscard]] JsonType type() const;

    [[nodiscard]] std::string text() const; // unescaped content of a string; the source text of anything else
    // Whole numbers however they are written: 12, "12", " 12". Nothing for anything else.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    [[nodiscard]] std::optional<double> number() const; // for times and budgets, never for money

    // First member called `key` of an object; invalid when absent or when this is no object.
    [[nodiscard]] JsonView member(std::string_view key) const;
    [[nodiscard]] std::size_t size() const; // members or elements; 0 for scalars

    // use(key, value) for each member; key is unescaped. Does nothing for other types (an empty PHP map is []).
    template <class Use> void eachMember(Use use) const
    {
        if (type() != JsonType::Object)
            return;
        std::size_t at = 1;
        std::string buffer;
        for (;;) {
            const JsonView key = take(at);
            if (!key.isValid())
                return;
            const JsonView value = take(at);
            std::string_view name = key.m_raw.substr(1, key.m_raw.size() - 2);
            if (name.find('\\') != std::string_view::npos) {
                buffer = key.text();
                name = buffer;
            }
            use(name, value);
        }
    }

    // use(value) for each element of an array, or each value of an object: PHP prints a list whose keys are not
    // 0…n-1 as an object.
    template <class Use> void eachElement(Use use) const
    {
        if (type() == JsonType::Object) {
            eachMember([&use](std::string_view, JsonView value) { use(value); });
        } else if (type() == JsonType::Array) {
            std::size_t at = 1;
            for (JsonView value = take(at); value.isValid(); value = take(at))
                use(value);
        }
    }

private:
    [[nodiscard]] JsonView take(std::size_t &at) const; // next value behind `at`; invalid at the closing bracket

    std::string_view m_raw;
};

// A JSON text that has been checked as a whole: well-formed UTF-8, complete, nested less than 1024 deep.
class JsonDocument {
public:
    // Error: Protocol, for anything that is not exactly one JSON document (truncated, HTML, trailing garbage).
    [[nodiscard]] static base::Result<JsonDocument> parse(QByteArray bytes);

    [[nodiscard]] JsonView root() const
    {
        return JsonView(std::string_view(m_bytes.constData() + m_from, static_cast<std::size_t>(m_to - m_from)));
    }

private:
    QByteArray m_bytes;
    qsizetype m_from = 0;
    qsizetype m_to = 0;
};

} // namespace dealerlens::portal
