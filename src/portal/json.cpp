// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/json.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <simdjson.h>

namespace dealerlens::portal {
namespace {

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Position behind the string that begins at `at`. The text is known to be well-formed.
std::size_t endOfString(std::string_view text, std::size_t at)
{
    for (++at;;) {
        const std::size_t quote = text.find('"', at);
        if (quote == std::string_view::npos)
            return text.size();
        std::size_t slashes = 0;
        while (quote - slashes > at && text[quote - slashes - 1] == '\\')
            ++slashes;
        if (slashes % 2 == 0)
            return quote + 1;
        at = quote + 1;
    }
}

std::size_t endOfCompound(std::string_view text, std::size_t at)
{
    int depth = 0;
    while (at < text.size()) {
        switch (text[at]) {
        case '"':
            at = endOfString(text, at);
            continue;
        case '[':
        case '{':
            ++depth;
            break;
        case ']':
        case '}':
            if (--depth == 0)
                return at + 1;
            break;
        default:
            break;
        }
        ++at;
    }
    return at;
}

std::size_t endOfScalar(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] != ',' && text[at] != ']' && text[at] != '}' && text[at] != ':' && !isSpace(text[at]))
        ++at;
    return at;
}

unsigned hexFour(const char *digits)
{
    unsigned value = 0;
    std::from_chars(digits, digits + 4, value, 16);
    return value;
}

void appendUtf8(std::string &out, unsigned code)
{
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (code >> 6)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0 | (code >> 12)));
        out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xF0 | (code >> 18)));
        out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
}

char plainEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

// Content between the quotes; well-formed, so every escape is whole and surrogates come in pairs.
std::string unescaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const void *found = std::memchr(text.data() + i, '\\', text.size() - i);
        const std::size_t slash = found ? static_cast<std::size_t>(static_cast<const char *>(found) - text.data()) : text.size();
        out.append(text, i, slash - i);
        if (slash + 1 >= text.size())
            break;
        if (text[slash + 1] != 'u' || slash + 6 > text.size()) {
            out.push_back(plainEscape(text[slash + 1]));
            i = slash + 2;
            continue;
        }
        unsigned code = hexFour(text.data() + slash + 2);
        i = slash + 6;
        if (code >= 0xD800 && code < 0xDC00 && i + 6 <= text.size()) {
            code = 0x10000 + ((code - 0xD800) << 10) + (hexFour(text.data() + i + 2) - 0xDC00);
            i += 6;
        }
        appendUtf8(out, code);
    }
    return out;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

bool isNumber(std::string_view text)
{
    const auto digits = [&text] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count > 0;
    };
    if (text.starts_with('-'))
        text.remove_prefix(1);
    if (text.starts_with('0'))
        text.remove_prefix(1);
    else if (!digits())
        return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!digits())
            return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-'))
            text.remove_prefix(1);
        if (!digits())
            return false;
    }
    return text.empty();
}

// The same text with all numbers zero: those beyond 64 bits or a double's range are JSON, too, but simdjson refuses the
// whole text for one of them.
std::string withoutNumbers(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t from = at;
        if (text[at] == '"') {
            at = endOfString(text, at);
        } else if (isDigit(text[at]) || text[at] == '-') {
            at = endOfScalar(text, at);
            if (isNumber(text.substr(from, at - from))) {
                out.push_back('0');
                continue;
            }
        } else {
            ++at;
        }
        out.append(text, from, at - from);
    }
    return out;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

JsonType JsonView::type() const
{
    if (m_raw.empty())
        return JsonType::Null;
    switch (m_raw.front()) {
    case '{':
        return JsonType::Object;
    case '[':
        return JsonType::Array;
    case '"':
        return JsonType::String;
    case 't':
    case 'f':
        return JsonType::Bool;
    case 'n':
        return JsonType::Null;
    default:
        return JsonType::Number;
    }
}

std::string JsonView::text() const
{
    if (type() != JsonType::String)
        return std::string(m_raw);
    return unescaped(m_raw.substr(1, m_raw.size() - 2));
}

std::optional<std::int64_t> JsonView::integer() const
{
    std::string_view digits = m_raw;
    if (type() == JsonType::String)
        digits = trimmed(m_raw.substr(1, m_raw.size() - 2));
    else if (type() != JsonType::Number)
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

std::optional<double> JsonView::number() const
{
    std::string_view digits = m_raw;
    if (type() == JsonType::String)
        digits = m_raw.substr(1, m_raw.size() - 2);
    else if (type() != JsonType::Number)
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

JsonView JsonView::member(std::string_view key) const
{
    JsonView found;
    eachMember([&](std::string_view name, JsonView value) {
        if (!found.isValid() && name == key)
            found = value;
    });
    return found;
}

std::size_t JsonView::size() const
{
    std::size_t count = 0;
    eachElement([&count](JsonView) { ++count; });
    return count;
}

JsonView JsonView::take(std::size_t &at) const
{
    while (at < m_raw.size() && (isSpace(m_raw[at]) || m_raw[at] == ',' || m_raw[at] == ':'))
        ++at;
    if (at >= m_raw.size() || m_raw[at] == ']' || m_raw[at] == '}')
        return {};
    const std::size_t from = at;
    if (m_raw[at] == '"')
        at = endOfString(m_raw, at);
    else if (m_raw[at] == '[' || m_raw[at] == '{')
        at = endOfCompound(m_raw, at);
    else
        at = endOfScalar(m_raw, at);
    return JsonView(m_raw.substr(from, at - from));
}

base::Result<JsonDocument> JsonDocument::parse(QByteArray bytes)
{
    JsonDocument document;
    document.m_bytes = std::move(bytes);
    document.m_to = document.m_bytes.size();
    if (document.m_bytes.startsWith("\xEF\xBB\xBF"))
        document.m_from = 3;
    while (document.m_from < document.m_to && isSpace(document.m_bytes[document.m_from]))
        ++document.m_from;
    while (document.m_to > document.m_from && isSpace(document.m_bytes[document.m_to - 1]))
        --document.m_to;
    const std::string_view text = document.root().raw();
    if (text.empty())
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the answer is empty"), base::Retry::Later, "EMPTY");
    simdjson::dom::parser parser;
    auto error = parser.parse(text.data(), text.size(), true).error();
    if (error == simdjson::NUMBER_ERROR)
        error = parser.parse(withoutNumbers(text)).error();
    if (error)
        return base::fail(base::ErrorKind::Protocol,
            QStringLiteral("the answer is not JSON: ") + QString::fromLatin1(simdjson::error_message(error)), base::Retry::Later, "JSON");
    return document;
}

} // namespace dealerlens::portal
