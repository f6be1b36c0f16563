// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dealerlens::portal {

enum class JsonType : std::uint8_t { Null, Bool, Number, String, Array, Object };

// A value of a text: where it stands, and how many values it is made of, itself and the keys of members included. The
// nodes of what it holds follow it; a member is its key, then its value.
struct JsonNode {
    static constexpr std::uint32_t kMostSpan = (1U << 28) - 1;

    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t span : 28;
    JsonType type : 3;
    bool isEscaped : 1; // a string with a backslash
};

// One value inside a validated JSON text. Keeps the source spelling, so ids beyond 2^53, decimals and unknown
// fields survive unchanged. A view: valid as long as the JsonDocument it came from.
class JsonView {
public:
    JsonView() = default;

    JsonView(const char *text, const JsonNode *node)
        : m_text(text)
        , m_node(node)
    {
    }

    [[nodiscard]] std::string_view raw() const
    {
        return m_node ? std::string_view(m_text + m_node->from, m_node->to - m_node->from) : std::string_view();
    }

    [[nodiscard]] bool isValid() const { return m_node; }

    [[nodiscard]] JsonType type() const { return m_node ? m_node->type : JsonType::Null; }

    [[nodiscard]] std::string text() const; // unescaped content of a string; the source text of anything else

    // The same without a copy where nothing is escaped; good as long as `buffer` and the document.
    [[nodiscard]] std::string_view text(std::string &buffer) const
    {
        if (type() != JsonType::String)
            return raw();
        const std::string_view content = raw().substr(1, m_node->to - m_node->from - 2);
        return m_node->isEscaped ? unescaped(content, buffer) : content;
    }

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
        std::string buffer;
        for (const JsonNode *key = m_node + 1; key < end(); key += 1 + key[1].span)
            use(JsonView(m_text, key).text(buffer), JsonView(m_text, key + 1));
    }

    // use(value) for each element of an array, or each value of an object: PHP prints a list whose keys are not
    // 0…n-1 as an object.
    template <class Use> void eachElement(Use use) const
    {
        if (type() == JsonType::Object) {
            eachMember([&use](std::string_view, JsonView value) { use(value); });
        } else if (type() == JsonType::Array) {
            for (const JsonNode *element = m_node + 1; element < end(); element += element->span)
                use(JsonView(m_text, element));
        }
    }

private:
    static std::string_view unescaped(std::string_view content, std::string &buffer);

    [[nodiscard]] const JsonNode *end() const { return m_node + m_node->span; }

    const char *m_text = nullptr;
    const JsonNode *m_node = nullptr;
};

// A JSON text that has been checked as a whole: well-formed UTF-8, complete, nested less than 1024 deep. Only moved:
// views point into it.
class JsonDocument {
public:
    JsonDocument() = default;
    JsonDocument(JsonDocument &&) noexcept = default;
    JsonDocument &operator=(JsonDocument &&) noexcept = default;
    JsonDocument(const JsonDocument &) = delete;
    JsonDocument &operator=(const JsonDocument &) = delete;
    ~JsonDocument() = default;

    // Error: Protocol, for anything that is not exactly one JSON document (truncated, HTML, trailing garbage).
    [[nodiscard]] static base::Result<JsonDocument> parse(QByteArray bytes);

    [[nodiscard]] JsonView root() const { return m_nodes ? JsonView(m_bytes.constData(), m_nodes.get()) : JsonView(); }

private:
    QByteArray m_bytes;
    std::unique_ptr<JsonNode[]> m_nodes;
};

} // namespace dealerlens::portal
