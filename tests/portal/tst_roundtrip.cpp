// SPDX-License-Identifier: GPL-3.0-or-later
// decode(write(x)) = x for random records of every kind. They are written here as the portals are known to write (REST
// reference 4.4, 4.6), in all their spellings, by code that shares nothing with the decoder.
#include "portal/decode.h"
#include "portal/reply.h"
#include "support/results.h"

#include <QTest>

#include <chrono>
#include <numeric>
#include <random>

using namespace dealerlens;
using model::Column;
using model::ColumnType;
using model::EntityKind;
using model::Record;
using model::Value;

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : m_random(seed)
    {
    }

    std::int64_t below(std::int64_t count) { return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(count)); }

    bool chance(int percent) { return below(100) < percent; }

    template <class T, std::size_t N> const T &oneOf(const T (&list)[N]) { return list[static_cast<std::size_t>(below(std::int64_t(N)))]; }

private:
    std::mt19937_64 m_random;
};

// A field as it is sent, and what of it must arrive beside the columns.
struct Spelling {
    std::string raw;
    bool kept = false; // also among the other fields
};

std::string hex4(unsigned unit, bool upper)
{
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, upper ? "\\u%04X" : "\\u%04x", unit);
    return buffer;
}

std::string escaped(char32_t c, bool upper)
{
    if (c < 0x10000)
        return hex4(static_cast<unsigned>(c), upper);
    const auto rest = static_cast<unsigned>(c - 0x10000);
    return hex4(0xD800 + (rest >> 10), upper) + hex4(0xDC00 + (rest & 0x3FF), upper);
}

std::string utf8(const std::u32string &text) { return QString::fromUcs4(text.data(), qsizetype(text.size())).toUtf8().toStdString(); }

// PHP escapes slashes and everything beyond ASCII unless it is told not to.
std::string quoted(const std::u32string &text, Dice &dice)
{
    const bool plain = dice.chance(30);
    const bool upper = dice.chance(20);
    std::string out = "\"";
    for (const char32_t c : text) {
        if (c == U'"' || c == U'\\')
            out += std::string("\\") + static_cast<char>(c);
        else if (c == U'/')
            out += plain ? "/" : "\\/";
        else if (c == U'\n')
            out += "\\n";
        else if (c == U'\t')
            out += "\\t";
        else if (c < 0x20 || (c > 0x7E && !plain))
            out += escaped(c, upper);
        else
            out += utf8(std::u32string(1, c));
    }
    return out + '"';
}

std::u32string someText(Dice &dice)
{
    static constexpr const char32_t *parts[] { U"Заявка", U"Ёж", U" ", U"a/b", U"\"кавычки\"", U"\\", U"\n", U"\t", U"\u0001", U"🚗",
        U"\u2028", U"e\u0301\u0301", U"\u202Eabc", U"<b>", U"=1+1", U"'; DROP TABLE lead;--", U"]", U"}", U",", U":", U"null", U"0",
        U"Мир" };
    std::u32string out;
    for (std::int64_t i = 1 + dice.below(5); i > 0; --i)
        out += dice.oneOf(parts);
    if (dice.chance(3))
        out.push_back(U'\0');
    return out;
}

std::string someJson(Dice &dice, int depth = 0)
{
    switch (dice.below(depth > 2 ? 6 : 8)) {
    case 0:
        return "null";
    case 1:
        return dice.chance(50) ? "true" : "false";
    case 2:
        return std::to_string(dice.below(1'000'000'000) * 9'007'199'255);
    case 3:
        return "1.50";
    case 4:
        return "-1e-7";
    case 5:
        return quoted(someText(dice), dice);
    default:
        break;
    }
    const bool isMap = dice.chance(50);
    std::string out;
    for (std::int64_t i = dice.below(4); i > 0; --i)
        out += (out.empty() ? std::string() : std::string(dice.chance(30) ? " ,\n" : ","))
            + (isMap ? quoted(someText(dice), dice) + ":" : "") + someJson(dice, depth + 1);
    return isMap ? "{" + out + "}" : "[" + out + "]";
}

std::int64_t someInstant(Dice &dice) { return dice.below(4'000'000'000) - 100'000'000; }

// Seconds since 1970 as a wall clock that far east of UTC shows them.
std::string clockText(std::int64_t utc, std::int64_t offset, Dice &dice)
{
    const std::chrono::sys_seconds local(std::chrono::seconds(utc + offset));
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const auto seconds = static_cast<int>((local - day).count());
    const auto away = static_cast<int>(std::abs(offset));
    char buffer[80];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d%s", int(date.year()), unsigned(date.month()), unsigned(date.day()),
        seconds / 3600, seconds / 60 % 60, seconds % 60, dice.chance(10) ? ".000" : "");
    std::string out = buffer;
    if (offset == 0 && dice.chance(30))
        return out + "Z";
    std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", offset < 0 ? '-' : '+', away / 3600, away / 60 % 60);
    return out + buffer;
}

std::int64_t someOffset(Dice &dice)
{
    static constexpr std::int64_t offsets[] { 0, 7'200, 10'800, 12'600, 19'800, 43'200, -12'600, -18'000, 36'000 };
    return dice.oneOf(offsets);
}

std::string inQuotes(const std::string &text) { return '"' + text + '"'; }

Spelling writeInteger(const Column &column, Dice &dice, Value &value)
{
    static constexpr std::int64_t numbers[] { 1, 7, 42, 500, 9'007'199'254'740'993, 4'611'686'018'427'387'905 };
    const std::int64_t number = dice.oneOf(numbers);
    value = number;
    const std::string text = std::to_string(number);
    if (column.field == "UF_DEPARTMENT") // a list, of which the first counts
        return { dice.chance(50) ? "[" + text + ",3]" : "[\"" + text + "\"]", true };
    return { dice.chance(50) ? text : inQuotes(text) };
}

Spelling writeText(const Column &column, Dice &dice, Value &value)
{
    if (column.field == "ufCrmTask" && dice.chance(70)) {
        value = std::string("L_12,D_7");
        return { R"(["L_12","D_7"])", true };
    }
    if (dice.chance(10)) { // a text of digits that came out as a number
        value = std::string("79001234567");
        return { "79001234567" };
    }
    const std::u32string text = someText(dice);
    value = utf8(text);
    return { quoted(text, dice) };
}

Spelling writeMoney(Dice &dice, Value &value)
{
    const std::int64_t whole = dice.below(1'000'000'000);
    const std::int64_t cents = dice.below(100);
    const bool negative = dice.chance(5);
    value = (whole * 10'000 + cents * 100) * (negative ? -1 : 1);
    const std::string text
        = std::string(negative ? "-" : "") + std::to_string(whole) + '.' + (cents < 10 ? "0" : "") + std::to_string(cents);
    switch (dice.below(4)) {
    case 0:
        return { text };
    case 1:
        return { inQuotes(text + "00") };
    default:
        return { inQuotes(text) };
    }
}

Spelling writeFlag(Dice &dice, Value &value)
{
    static constexpr const char *yes[] { "\"Y\"", "\"1\"", "1", "true" };
    static constexpr const char *no[] { "\"N\"", "\"0\"", "0", "false" };
    const bool isYes = dice.chance(50);
    value = std::int64_t { isYes };
    return { isYes ? dice.oneOf(yes) : dice.oneOf(no) };
}

Spelling writeDate(Dice &dice, Value &value)
{
    const std::int64_t day = someInstant(dice) / 86'400;
    value = day;
    const std::int64_t slip = dice.chance(10) ? (dice.chance(50) ? 3'600 : -3'600) : 0; // across a change of the clocks
    const std::string whole = clockText(day * 86'400 + slip, someOffset(dice), dice);
    if (dice.chance(70))
        return { inQuotes(whole) };
    return { inQuotes(clockText(day * 86'400, 0, dice).substr(0, 10)) };
}

Spelling write(const Column &column, Dice &dice, Value &value)
{
    switch (column.type) {
    case ColumnType::Integer:
        return writeInteger(column, dice, value);
    case ColumnType::Text:
        return writeText(column, dice, value);
    case ColumnType::Money:
        return writeMoney(dice, value);
    case ColumnType::Flag:
        return writeFlag(dice, value);
    case ColumnType::Date:
        return writeDate(dice, value);
    case ColumnType::Instant: {
        const std::int64_t instant = someInstant(dice);
        value = instant;
        return { inQuotes(clockText(instant, someOffset(dice), dice)) };
    }
    }
    return {};
}

// What nothing looks like in a column; false is a value of a flag.
std::string nothing(ColumnType type, Dice &dice)
{
    static constexpr const char *spellings[] { "null", "\"\"", "false" };
    return type == ColumnType::Flag ? "null" : dice.oneOf(spellings);
}

// What a column of that type can never be.
std::string impossible(ColumnType type, Dice &dice)
{
    static constexpr const char *integers[] { "\"seven\"", "7.5", "\"7.5\"", R"({"id":1})", "[[1]]", "true", "\"1e3\"", "1e3",
        "99999999999999999999", "-1e400", "\"0x10\"", "[\"x\"]" };
    static constexpr const char *texts[] { R"({"a":"b"})", "[[1]]", R"([{"x":1}])", R"(["L_1",{}])" };
    static constexpr const char *flags[] { "\"perhaps\"", "2", "\"2\"", "[1]", R"({"a":1})", "\"YES\"", "\"true \"" };
    static constexpr const char *instants[] { "\"0000-00-00\"", "\"0000-00-00 00:00:00\"", "12", "[1]", R"({"date":"2024"})", "true",
        "\"30.08.2024 12:00:00\"", "\"2024-08-30T12:00:00\"", "\"2024-02-30T12:00:00+03:00\"", "\"2024-08-30\"",
        "\"2024-08-30T12:61:00+03:00\"", "\"yesterday\"" };
    static constexpr const char *dates[] { "\"0000-00-00\"", "12", "[1]", R"({"a":1})", "true", "\"30.08.2024\"", "\"2024-02-30\"",
        "\"2024-8-3\"" };
    static constexpr const char *amounts[] { "\"1e3\"", "1e3", "\"1 000,50\"", "\"12,5\"", "\"RUB\"", R"({"a":1})", "[1]", "\"1.2.3\"",
        "\"--1\"", "true", "\"300|RUB\"" };
    switch (type) {
    case ColumnType::Integer:
        return dice.oneOf(integers);
    case ColumnType::Text:
        return dice.oneOf(texts);
    case ColumnType::Flag:
        return dice.oneOf(flags);
    case ColumnType::Instant:
        return dice.oneOf(instants);
    case ColumnType::Date:
        return dice.oneOf(dates);
    case ColumnType::Money:
        break;
    }
    return dice.oneOf(amounts);
}

// One record and the row it is written as. Members come in any order; what is to be kept is kept in that order.
class Row {
public:
    Row(EntityKind kind, model::RecordId id, int badPercent, Dice &dice)
        : m_dice(dice)
        , m_badPercent(badPercent)
    {
        record.kind = kind;
        record.id = id;
        const auto &schema = model::schemaOf(kind);
        record.values.resize(schema.columns.size());
        std::vector<int> members(schema.columns.size() + 8);
        std::iota(members.begin(), members.end(), 0);
        for (std::size_t i = members.size(); i > 1; --i)
            std::swap(members[i - 1], members[static_cast<std::size_t>(dice.below(std::int64_t(i)))]);
        const auto idAt = static_cast<std::size_t>(dice.below(std::int64_t(members.size())));
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (i == idAt && !schema.idField.empty())
                add(schema.idField, { dice.chance(50) ? std::to_string(id) : inQuotes(std::to_string(id)) });
            const auto at = static_cast<std::size_t>(members[i]);
            if (at < schema.columns.size())
                addColumn(schema.columns[at], record.values[at]);
            else
                addOther(members[i] - int(schema.columns.size()));
        }
        json = "{" + m_members + "}";
        if (!record.extra.empty())
            record.extra += '}';
    }

    Record record;
    std::string json;
    int bad = 0;

private:
    void add(std::string_view field, const Spelling &spelling)
    {
        const std::string space = m_dice.chance(5) ? "\n " : "";
        m_members += (m_members.empty() ? "" : "," + space) + '"' + std::string(field) + "\":" + space + spelling.raw;
        if (spelling.kept)
            record.extra += std::string(record.extra.empty() ? "{" : ",") + inQuotes(std::string(field)) + ':' + spelling.raw;
    }

    void addColumn(const Column &column, Value &value)
    {
        const bool isNumber = record.kind == EntityKind::Line && column.name == "number"; // its identity
        if (column.field.empty() || (m_dice.chance(15) && !isNumber))
            return; // missing
        if (m_dice.chance(m_badPercent) && !isNumber) {
            ++bad;
            record.badFields.emplace_back(column.field);
            add(column.field, { impossible(column.type, m_dice), true });
        } else if (m_dice.chance(20) && !isNumber) {
            add(column.field, { nothing(column.type, m_dice) });
        } else {
            const Spelling spelling = write(column, m_dice, value);
            add(column.field, spelling);
        }
    }

    void addOther(int number)
    {
        static constexpr const char *points[] { "PHONE", "EMAIL", "WEB", "IM" };
        const bool hasPoints = record.kind == EntityKind::Lead || record.kind == EntityKind::Contact || record.kind == EntityKind::Company;
        if (number >= 4) {
            if (m_dice.chance(50))
                add("UF_CRM_" + std::to_string(number), { someJson(m_dice), true });
        } else if (hasPoints && m_dice.chance(50)) {
            addPoints(points[number]);
        }
    }

    void addPoints(const char *field)
    {
        static constexpr const char *empties[] { "[]", "{}", "\"\"", "null", "false" };
        static constexpr const char *wrong[] { "\"+7\"", "7", "[7]", R"([{"VALUE":"+7"}])", R"([{"ID":"x","VALUE":"+7"}])",
            R"([{"ID":1}])" };
        if (m_dice.chance(m_badPercent)) {
            ++bad;
            record.badFields.emplace_back(field);
            return add(field, { m_dice.oneOf(wrong), true });
        }
        if (m_dice.chance(20))
            return add(field, { m_dice.oneOf(empties) });
        const bool isMap = m_dice.chance(20); // PHP prints a list with holes as a map
        std::string list;
        for (std::int64_t i = 1 + m_dice.below(3); i > 0; --i) {
            const std::u32string text = someText(m_dice);
            const model::RecordId id = 1 + m_dice.below(100'000);
            record.points.push_back({ id, field, "WORK", utf8(text) });
            list += std::string(list.empty() ? "" : ",") + (isMap ? inQuotes("n" + std::to_string(i)) + ":" : std::string()) + R"({"ID":")"
                + std::to_string(id) + R"(","VALUE_TYPE":"WORK","VALUE":)" + quoted(text, m_dice) + R"(,"TYPE_ID":")" + field + "\"}";
        }
        add(field, { isMap ? "{" + list + "}" : "[" + list + "]" });
    }

    Dice &m_dice;
    int m_badPercent;
    std::string m_members;
};

// "" when they are equal.
QString difference(const Record &wanted, const Record &got)
{
    const auto &schema = model::schemaOf(wanted.kind);
    if (wanted.kind != EntityKind::Line && wanted.id != got.id)
        return QStringLiteral("id %1, not %2").arg(got.id).arg(wanted.id);
    if (got.values.size() != wanted.values.size())
        return QStringLiteral("not as many values");
    for (std::size_t i = 0; i < wanted.values.size(); ++i)
        if (wanted.values[i] != got.values[i])
            return QStringLiteral("column %1").arg(QLatin1String(schema.columns[i].name.data(), qsizetype(schema.columns[i].name.size())));
    if (wanted.extra != got.extra)
        return QStringLiteral("other fields: %1, not %2").arg(QString::fromStdString(got.extra), QString::fromStdString(wanted.extra));
    if (wanted.points != got.points)
        return QStringLiteral("phones and addresses");
    return wanted.badFields == got.badFields ? QString() : QStringLiteral("marks of bad fields");
}

// All rows that a list method may wrap.
std::string page(EntityKind kind, const std::vector<Row> &rows, Dice &dice)
{
    const bool isMap = dice.chance(20);
    std::string list;
    for (std::size_t i = 0; i < rows.size(); ++i)
        list += std::string(i == 0 ? "" : ",") + (isMap ? inQuotes(std::to_string(3 * i)) + ":" : std::string()) + rows[i].json;
    list = isMap && !rows.empty() ? "{" + list + "}" : "[" + list + "]";
    if (kind == EntityKind::Task)
        return "{\"tasks\":" + list + "}";
    if (kind == EntityKind::Category)
        return "{\"categories\":" + list + "}";
    if (kind == EntityKind::LeadHistory || kind == EntityKind::DealHistory)
        return "{\"items\":" + list + "}";
    return list;
}

} // namespace

class TestRoundTrip : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRecordComesBack_data();
    void everyRecordComesBack();
};

void TestRoundTrip::everyRecordComesBack_data()
{
    QTest::addColumn<int>("kind");
    for (const EntityKind kind : model::kEntityKinds)
        QTest::newRow(std::string(model::nameOf(kind)).c_str()) << int(kind);
}

// A field of an impossible type costs that field: its column is empty, it is named and kept as it was sent, and all other
// fields and rows arrive as they are.
void TestRoundTrip::everyRecordComesBack()
{
    QFETCH(int, kind);
    const auto of = EntityKind(kind);
    const int pages = testing::isLongRun() ? 4'000 : 100;
    int records = 0;
    int bad = 0;
    for (int seed = 1; seed <= pages; ++seed) {
        Dice dice(static_cast<std::uint64_t>(seed * 100 + kind));
        std::vector<Row> rows;
        const int badPercent = seed % 2 == 0 ? 0 : 15;
        for (std::int64_t i = dice.below(50); i >= 0; --i)
            rows.emplace_back(of, (of == EntityKind::Category ? 0 : 1) + std::int64_t(rows.size()) * 7, badPercent, dice);
        const std::string json = page(of, rows, dice);
        const auto reply = portal::readReply(200, QByteArray::fromStdString("{\"result\":" + json + ",\"total\":1}"));
        QVERIFY2(reply, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(reply ? QString() : reply.error().detail)));
        const auto decoded = portal::decodeRecords(of, reply->result);
        QVERIFY2(decoded && decoded->size() == rows.size(), qPrintable(QStringLiteral("seed %1").arg(seed)));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const QString wrong = difference(rows[i].record, (*decoded)[i]);
            const QString text = QStringLiteral("seed %1, row %2: %3\n").arg(seed).arg(i).arg(wrong) + QString::fromStdString(rows[i].json);
            QVERIFY2(wrong.isEmpty(), qPrintable(text));
            bad += rows[i].bad;
        }
        records += int(rows.size());
    }
    testing::countResult(QStringLiteral("record written as portals write and read again"), records);
    testing::countResult(QStringLiteral("field of an impossible type among them"), bad);
}

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
