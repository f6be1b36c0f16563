// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <span>

#include <simdjson.h>

namespace dealerlens::portal {
namespace {

bool isSpace(char c) { return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t'); }

constexpr unsigned kNoUnit = 0x10000;

// Value of a hexadecimal digit; large for anything else.
constexpr auto kHexDigits = [] {
    std::array<std::uint32_t, 256> values;
    values.fill(kNoUnit);
    for (unsigned digit = 0; digit < 10; ++digit)
        values['0' + digit] = digit;
    for (unsigned digit = 10; digit < 16; ++digit)
        values['a' + digit - 10] = values['A' + digit - 10] = digit;
    return values;
}();

unsigned hexFour(const char *digits)
{
    const auto value = [digits](int place) { return kHexDigits[static_cast<unsigned char>(digits[place])]; };
    const unsigned unit = value(0) << 12 | value(1) << 8 | value(2) << 4 | value(3);
    return std::min(unit, kNoUnit);
}

// Writes the code point, at most four bytes, and answers the place behind it.
char *putUtf8(char *out, unsigned code)
{
    const auto continuation = [code](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        *out++ = static_cast<char>(code);
    } else if (code < 0x800) {
        *out++ = static_cast<char>(0xC0 | (code >> 6));
        *out++ = continuation(0);
    } else if (code < 0x10000) {
        *out++ = static_cast<char>(0xE0 | (code >> 12));
        *out++ = continuation(6);
        *out++ = continuation(0);
    } else {
        *out++ = static_cast<char>(0xF0 | (code >> 18));
        *out++ = continuation(12);
        *out++ = continuation(6);
        *out++ = continuation(0);
    }
    return out;
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

// Content between the quotes; well-formed, so every escape is whole and surrogates come in pairs. What is written is
// never longer than what is read.
std::size_t unescape(std::string_view text, char *const begin)
{
    char *out = begin;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '\\') { // a space between words, as a rule: no search, no copying of blocks
            *out++ = text[i++];
            continue;
        }
        if (text[i + 1] != 'u') {
            *out++ = plainEscape(text[i + 1]);
            i += 2;
            continue;
        }
        unsigned code = hexFour(text.data() + i + 2);
        i += 6;
        if (code >= 0xD800 && code < 0xDC00) {
            code = 0x10000 + ((code - 0xD800) << 10) + (hexFour(text.data() + i + 2) - 0xDC00);
            i += 6;
        }
        out = putUtf8(out, code);
    }
    return static_cast<std::size_t>(out - begin);
}

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

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

constexpr int kDeepest = 1'024;
constexpr std::size_t kUsualAnswer = 8 * 1024 * 1024;

// Checks the grammar and writes down the nodes. simdjson has checked UTF-8, control characters and the ends of strings,
// and tells where each value, key and punctuation mark begins (its "structural indexes"): between two of them there is
// one token and white space.
class TreeBuilder {
public:
    // `nodes` has room for as many as there are marks: a value begins with one of its own.
    TreeBuilder(std::string_view text, std::span<const std::uint32_t> marks, JsonNode *nodes)
        : m_text(text)
        , m_mark(marks.data())
        , m_lastMark(marks.data() + marks.size())
        , m_node(nodes)
        , m_slash(text.find('\\'))
    {
    }

    bool build() { return value(0) && m_mark == m_lastMark; }

private:
    [[nodiscard]] char mark() const { return m_mark < m_lastMark ? m_text[*m_mark] : '\0'; }

    bool value(int depth)
    {
        switch (mark()) {
        case '{':
            return compound(
                depth, JsonType::Object, '}', [this, depth] { return string() && mark() == ':' && ++m_mark && value(depth + 1); });
        case '[':
            return compound(depth, JsonType::Array, ']', [this, depth] { return value(depth + 1); });
        case '"':
            return string();
        default:
            return scalar();
        }
    }

    template <class Part> bool compound(int depth, JsonType type, char close, Part part)
    {
        if (depth >= kDeepest)
            return false;
        JsonNode *const self = m_node++;
        const std::uint32_t from = *m_mark++;
        if (mark() != close) {
            for (;;) {
                if (!part())
                    return false;
                if (mark() != ',')
                    break;
                ++m_mark;
            }
            if (mark() != close)
                return false;
        }
        *self = JsonNode { .from = from, .to = *m_mark++ + 1, .span = 0, .type = type, .isEscaped = false };
        self->span = static_cast<std::uint32_t>(m_node - self) & JsonNode::kMostSpan;
        return true;
    }

    // Where the next token begins: what stands before it is this one, and white space.
    [[nodiscard]] std::size_t next() const { return m_mark < m_lastMark ? *m_mark : m_text.size(); }

    void add(std::size_t from, std::size_t to, JsonType type, bool isEscaped)
    {
        *m_node++ = JsonNode {
            .from = static_cast<std::uint32_t>(from), .to = static_cast<std::uint32_t>(to), .span = 1, .type = type, .isEscaped = isEscaped
        };
    }

    bool string()
    {
        if (mark() != '"')
            return false;
        const std::size_t from = *m_mark++;
        std::size_t to = next();
        while (isSpace(m_text[to - 1]))
            --to;
        if (to < from + 2 || m_text[to - 1] != '"')
            return false;
        const bool isEscaped = m_slash < to;
        add(from, to, JsonType::String, isEscaped);
        return !isEscaped || escapesAreGood(to - 1);
    }

    bool scalar()
    {
        if (m_mark == m_lastMark)
            return false;
        const char first = mark();
        const std::size_t from = *m_mark++;
        std::size_t to = next();
        while (isSpace(m_text[to - 1]))
            --to;
        add(from, to, first == 'n' ? JsonType::Null : first == 't' || first == 'f' ? JsonType::Bool : JsonType::Number, false);
        const std::string_view found = m_text.substr(from, to - from);
        return found == "null" || found == "true" || found == "false" || isNumber(found);
    }

    // Of the string whose closing quote stands there. Backslashes stand in strings only: outside of them the tokens
    // would not be good.
    [[gnu::noinline]] bool escapesAreGood(std::size_t quote)
    {
        std::size_t at = m_slash;
        while (at < quote) {
            if (m_text[at] != '\\') {
                ++at;
                continue;
            }
            if (isLetter(at, quote)) {
                at += 6;
                continue;
            }
            if (m_text[at + 1] != 'u') {
                if (std::string_view("\"\\/bfnrt").find(m_text[at + 1]) == std::string_view::npos)
                    return false;
                at += 2;
                continue;
            }
            const unsigned unit = codeUnit(at, quote);
            at += 6;
            if (unit < 0xD800 || (unit >= 0xE000 && unit != kNoUnit))
                continue;
            const unsigned low = unit < 0xDC00 ? codeUnit(at, quote) : kNoUnit;
            if (low < 0xDC00 || low >= 0xE000)
                return false;
            at += 6;
        }
        m_slash = m_text.find('\\', at);
        return true;
    }

    // "\u0XXX" stands there: nearly all that is escaped is letters of Russian, and none of these is a surrogate.
    [[nodiscard]] bool isLetter(std::size_t at, std::size_t quote) const
    {
        const char *text = m_text.data() + at;
        const auto digit = [text](int place) { return kHexDigits[static_cast<unsigned char>(text[place])]; };
        return at + 6 <= quote && text[1] == 'u' && text[2] == '0' && (digit(3) | digit(4) | digit(5)) < kNoUnit;
    }

    // Of the "\uXXXX" there, before the quote.
    [[nodiscard]] unsigned codeUnit(std::size_t at, std::size_t quote) const
    {
        if (at + 6 > quote || m_text[at] != '\\' || m_text[at + 1] != 'u')
            return kNoUnit;
        return hexFour(m_text.data() + at + 2);
    }

    std::string_view m_text;
    const std::uint32_t *m_mark;
    const std::uint32_t *m_lastMark; // behind the last
    JsonNode *m_node; // the next
    std::size_t m_slash; // the next backslash that belongs to no node yet
};

} // namespace

std::string JsonView::text() const
{
    std::string buffer;
    return std::string(text(buffer));
}

std::string_view JsonView::unescaped(std::string_view content, std::string &buffer)
{
    buffer.resize_and_overwrite(content.size(), [content](char *out, std::size_t) { return unescape(content, out); });
    return buffer;
}

std::optional<std::int64_t> JsonView::integer() const
{
    std::string_view digits = raw();
    if (type() == JsonType::String)
        digits = trimmed(digits.substr(1, digits.size() - 2));
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
    std::string_view digits = raw();
    if (type() == JsonType::String)
        digits = digits.substr(1, digits.size() - 2);
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
    if (type() != JsonType::Object)
        return {};
    std::string buffer;
    for (const JsonNode *at = m_node + 1; at < end(); at += 1 + at[1].span)
        if (JsonView(m_text, at).text(buffer) == key)
            return { m_text, at + 1 };
    return {};
}

std::size_t JsonView::size() const
{
    std::size_t count = 0;
    eachElement([&count](JsonView) { ++count; });
    return count;
}

base::Result<JsonDocument> JsonDocument::parse(QByteArray bytes)
{
    const auto refused = [](const char *why) {
        return base::fail(
            base::ErrorKind::Protocol, QStringLiteral("the answer is not JSON: ") + QString::fromLatin1(why), base::Retry::Later, "JSON");
    };
    JsonDocument document;
    document.m_bytes = std::move(bytes);
    const std::string_view whole(document.m_bytes.constData(), static_cast<std::size_t>(document.m_bytes.size()));
    std::string_view text = whole;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    text = trimmed(text);
    if (text.empty())
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the answer is empty"), base::Retry::Later, "EMPTY");
    if (whole.size() > JsonNode::kMostSpan)
        return refused("too large");
    // The first of simdjson's two stages: the second would make a tree without the source's spelling.
    // Kept from answer to answer: it has room for a mark at every byte.
    thread_local std::unique_ptr<simdjson::internal::dom_parser_implementation> index;
    auto error = simdjson::SUCCESS;
    if (!index || index->capacity() < text.size())
        error = simdjson::get_active_implementation()->create_dom_parser_implementation(text.size(), 1, index);
    if (!error)
        error = index->stage1(reinterpret_cast<const std::uint8_t *>(text.data()), text.size(), simdjson::stage1_mode::regular);
    if (error)
        return refused(simdjson::error_message(error));
    const std::span<const std::uint32_t> marks(index->structural_indexes.get(), index->n_structural_indexes);
    document.m_nodes = std::make_unique_for_overwrite<JsonNode[]>(marks.size());
    if (!TreeBuilder(text, marks, document.m_nodes.get()).build())
        return refused("its grammar is broken");
    if (text.size() > kUsualAnswer)
        index.reset();
    const auto skipped = static_cast<std::uint32_t>(text.data() - whole.data());
    if (skipped > 0)
        for (JsonNode &node : std::span(document.m_nodes.get(), document.m_nodes[0].span)) {
            node.from += skipped;
            node.to += skipped;
        }
    return document;
}

} // namespace dealerlens::portal
