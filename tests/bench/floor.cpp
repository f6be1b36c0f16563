// SPDX-License-Identifier: GPL-3.0-or-later
// The yardstick of a full mirror: the smallest program that fetches the same batches, reads every column with its
// type and stores the same rows in the same tables, with their words or without. No journal, nobody to tell, nothing to
// resume.
#include "bench/floorhttp.h"
#include "bench/parts.h"

#include "base/clock.h"
#include "store/recordtables.h"
#include "store/store.h"

#include <QUrl>

#include <charconv>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <simdjson.h>
#include <sqlite3.h>

namespace dealerlens::bench {
namespace {

namespace json = simdjson::ondemand;

constexpr std::int64_t kPage = 50;
constexpr std::int64_t kPages = 50;

void check(int code, sqlite3 *database)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        giveUp(QString::fromUtf8(sqlite3_errmsg(database)));
}

// The mirror as the store makes it, then by hand.
class FloorStore {
public:
    FloorStore(const QString &folder, bool search)
    {
        {
            const base::SystemClock clock;
            store::Store::Options options;
            options.clock = &clock;
            if (!store::Store::open(folder, options))
                giveUp(QStringLiteral("the store cannot be made"));
        }
        check(sqlite3_open_v2(
                  (folder.toStdString() + "/mirror.db").c_str(), &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr),
            m_database);
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF");
        m_lead = prepare(store::sqlOf(model::EntityKind::Lead).insert.c_str());
        m_point = prepare("INSERT INTO contact_point (portal_id, owner_kind, owner_id, place, id, type, kind, value, lookup) "
                          "VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)");
        if (search)
            m_words = prepare("INSERT INTO search_text (rowid, words) VALUES (?, ?)");
    }

    ~FloorStore()
    {
        sqlite3_finalize(m_lead);
        sqlite3_finalize(m_point);
        sqlite3_finalize(m_words);
        sqlite3_close(m_database);
    }

    FloorStore(const FloorStore &) = delete;
    FloorStore &operator=(const FloorStore &) = delete;

    void run(const char *sql) { check(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr), m_database); }

    void step(sqlite3_stmt *statement)
    {
        check(sqlite3_step(statement), m_database);
        sqlite3_reset(statement);
    }

    [[nodiscard]] sqlite3_stmt *lead() const { return m_lead; }

    [[nodiscard]] sqlite3_stmt *point() const { return m_point; }

    [[nodiscard]] sqlite3_stmt *words() const { return m_words; } // none: without the word index

private:
    sqlite3_stmt *prepare(const char *sql)
    {
        sqlite3_stmt *statement = nullptr;
        check(sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr), m_database);
        return statement;
    }

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_lead = nullptr;
    sqlite3_stmt *m_point = nullptr;
    sqlite3_stmt *m_words = nullptr;
};

int two(const char *digits) { return (digits[0] - '0') * 10 + digits[1] - '0'; }

// 2024-08-30T14:29:00+02:00 (days by Howard Hinnant's formula).
std::int64_t instantOf(std::string_view text)
{
    if (text.size() < 25)
        return 0;
    const char *at = text.data();
    const int month = two(at + 5);
    const std::int64_t year = two(at) * 100 + two(at + 2) - (month <= 2);
    const std::int64_t era = year / 400;
    const std::int64_t ofEra = year - era * 400;
    const std::int64_t ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + two(at + 8) - 1;
    const std::int64_t day = era * 146'097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719'468;
    const int offset = two(at + 20) * 3600 + two(at + 23) * 60;
    return day * 86'400 + two(at + 11) * 3600 + two(at + 14) * 60 + two(at + 17) - (at[19] == '-' ? -offset : offset);
}

std::int64_t moneyOf(std::string_view text)
{
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    std::int64_t rest = 0;
    if (end != text.data() + text.size() && *end == '.')
        std::from_chars(end + 1, text.data() + text.size(), rest);
    return whole * 10'000 + rest * 100;
}

// Small letters and digits of Russian and English, as the store folds them; everything else parts words.
void appendFolded(std::string &out, std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            const bool large = c >= 'A' && c <= 'Z';
            const bool usual = large || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            out.push_back(usual ? static_cast<char>(large ? c + 32 : c) : ' ');
        } else if (c == 0xD0 || c == 0xD1) {
            const unsigned code = (c & 0x1FU) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3FU);
            const unsigned small = code == 0x401 || code == 0x451 ? 0x435 : code < 0x430 ? code + 32 : code;
            out.push_back(static_cast<char>(0xC0 | small >> 6));
            out.push_back(static_cast<char>(0x80 | (small & 0x3F)));
        } else {
            const bool number = text.substr(i).starts_with("№");
            out.append(number ? "no" : " ");
            i += c >= 0xE0 ? 2 : 1;
        }
    }
    out.push_back(' ');
}

// Reads the pages of one portal and stores them.
class FloorReader {
public:
    FloorReader(std::int64_t portal, FloorStore *store)
        : m_portal(portal)
        , m_store(store)
    {
        const auto columns = model::schemaOf(model::EntityKind::Lead).columns;
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (!columns[i].field.empty())
                m_columns.emplace(columns[i].field, i);
        for (const char *name : { "title", "last_name", "name", "second_name", "company_title" })
            m_named.push_back(static_cast<std::size_t>(model::columnIndex(model::EntityKind::Lead, name)));
        m_numbers.resize(columns.size());
        m_texts.resize(columns.size());
        m_types.resize(columns.size());
    }

    std::int64_t last = 0; // highest id read

    std::int64_t read(std::string_view body)
    {
        std::int64_t rows = 0;
        json::document document = m_parser.iterate(body.data(), body.size(), body.size() + HttpConnection::kSpare);
        json::object pages = document["result"]["result"].get_object();
        for (auto page : pages)
            for (auto row : page.value().get_array()) {
                readRow(row.get_object());
                ++rows;
            }
        return rows;
    }

private:
    enum Type : std::uint8_t { Null, Number, Text };

    struct Point {
        std::int64_t id = 0;
        std::string_view type;
        std::string_view kind;
        std::string_view value;
    };

    void readRow(json::object row)
    {
        const auto columns = model::schemaOf(model::EntityKind::Lead).columns;
        std::ranges::fill(m_types, Null);
        m_extra.clear();
        m_points.clear();
        for (auto field : row) {
            const std::string_view key = field.unescaped_key();
            json::value value = field.value();
            if (key == "ID") {
                const std::string_view id = value.get_string();
                std::from_chars(id.data(), id.data() + id.size(), last);
                continue;
            }
            if (const auto found = m_columns.find(key); found != m_columns.end()) {
                if (value.type() == json::json_type::string)
                    readColumn(columns[found->second].type, found->second, value.get_string());
            } else if (value.type() == json::json_type::array && (key == "PHONE" || key == "EMAIL" || key == "WEB" || key == "IM")) {
                readPoints(key, value.get_array());
            } else {
                m_extra.append(m_extra.empty() ? "{\"" : ",\"").append(key).append("\":");
                m_extra.append(rawText(value));
            }
        }
        if (m_store)
            write(columns.size());
    }

    static std::string_view rawText(json::value value)
    {
        if (value.type() != json::json_type::array)
            return value.raw_json_token();
        json::array list = value.get_array();
        return list.raw_json();
    }

    void readColumn(model::ColumnType type, std::size_t at, std::string_view text)
    {
        if (text.empty())
            return;
        m_types[at] = Number;
        switch (type) {
        case model::ColumnType::Integer:
        case model::ColumnType::Date:
            m_numbers[at] = 0;
            std::from_chars(text.data(), text.data() + text.size(), m_numbers[at]);
            return;
        case model::ColumnType::Flag:
            m_numbers[at] = text == "Y";
            return;
        case model::ColumnType::Instant:
            m_numbers[at] = instantOf(text);
            return;
        case model::ColumnType::Money:
            m_numbers[at] = moneyOf(text);
            return;
        case model::ColumnType::Text:
            m_types[at] = Text;
            m_texts[at] = text;
        }
    }

    void readPoints(std::string_view type, json::array list)
    {
        for (auto element : list) {
            Point point;
            point.type = type;
            const std::string_view id = element["ID"].get_string();
            std::from_chars(id.data(), id.data() + id.size(), point.id);
            point.kind = element["VALUE_TYPE"].get_string();
            point.value = element["VALUE"].get_string();
            m_points.push_back(point);
        }
    }

    static void bindText(sqlite3_stmt *statement, int at, std::string_view text)
    {
        sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }

    void write(std::size_t columns)
    {
        sqlite3_stmt *lead = m_store->lead();
        sqlite3_bind_int64(lead, 1, m_portal);
        sqlite3_bind_int64(lead, 2, last);
        for (std::size_t i = 0; i < columns; ++i) {
            const int at = static_cast<int>(i) + 3;
            if (m_types[i] == Null)
                sqlite3_bind_null(lead, at);
            else if (m_types[i] == Number)
                sqlite3_bind_int64(lead, at, m_numbers[i]);
            else
                bindText(lead, at, m_texts[i]);
        }
        m_extra.push_back('}');
        bindText(lead, static_cast<int>(columns) + 3, m_extra);
        m_store->step(lead);
        m_search.clear();
        for (const std::size_t named : m_named)
            if (m_types[named] == Text)
                appendFolded(m_search, m_texts[named]);
        sqlite3_stmt *point = m_store->point();
        std::int64_t place = 0;
        for (const Point &each : m_points) {
            m_key.clear();
            for (const char c : each.value)
                if (each.type != "PHONE" || (c >= '0' && c <= '9'))
                    m_key.push_back(c);
            sqlite3_bind_int64(point, 1, m_portal);
            sqlite3_bind_int64(point, 2, last);
            sqlite3_bind_int64(point, 3, place++);
            sqlite3_bind_int64(point, 4, each.id);
            bindText(point, 5, each.type);
            bindText(point, 6, each.kind);
            bindText(point, 7, each.value);
            bindText(point, 8, m_key);
            m_store->step(point);
            if (each.type == "PHONE") {
                m_search.append(m_key).append(" \uE001").append(m_key.rbegin(), m_key.rend());
                if (m_key.size() > 10)
                    m_search.append(" ").append(m_key, m_key.size() - 10);
            } else if (each.type == "EMAIL") {
                m_search.append("\uE002");
                std::ranges::copy_if(m_key, std::back_inserter(m_search), [](char c) { return c != '@' && c != '.' && c != '-'; });
            }
            m_search.push_back(' ');
        }
        if (sqlite3_stmt *words = m_store->words()) {
            sqlite3_bind_int64(words, 1, m_portal << 42 | last); // as store/searchwords.h has it
            bindText(words, 2, m_search);
            m_store->step(words);
        }
    }

    std::int64_t m_portal;
    FloorStore *m_store;
    json::parser m_parser;
    std::unordered_map<std::string_view, std::size_t> m_columns;
    std::vector<std::int64_t> m_numbers;
    std::vector<std::string_view> m_texts;
    std::vector<Type> m_types;
    std::vector<Point> m_points;
    std::string m_extra;
    std::string m_key;
    std::vector<std::size_t> m_named; // columns whose words are searched
    std::string m_search;
};

// One batch: `pages` pages behind `after`, each behind the last row of the one before, up to `upTo`.
std::string batchOf(std::int64_t after, std::int64_t upTo, std::int64_t pages)
{
    std::string body = "{\"halt\":0,\"cmd\":{";
    for (std::int64_t page = 0; page < pages; ++page) {
        body += (page == 0 ? "\"c" : ",\"c") + std::to_string(page) + "\":\"crm.lead.list?order%5BID%5D=ASC&filter%5B%3EID%5D="
            + (page == 0 ? std::to_string(after) : "%24result%5Bc" + std::to_string(page - 1) + "%5D%5B49%5D%5BID%5D");
        if (upTo > 0)
            body += "&filter%5B%3C%3DID%5D=" + std::to_string(upTo);
        body += "&select%5B%5D=%2A&select%5B%5D=UF_%2A&select%5B%5D=PHONE&select%5B%5D=EMAIL&select%5B%5D=WEB&select%5B%5D=IM&start=-1\"";
    }
    return body + "}}";
}

struct Work {
    std::uint16_t port = 0;
    std::string path;
    std::int64_t portal = 0;
    std::int64_t after = 0;
    std::int64_t upTo = 0; // 0: to the end
    std::int64_t rows = 0;
};

std::int64_t fetch(const Work &work, FloorStore *store, std::mutex &mutex)
{
    HttpConnection connection(work.port);
    FloorReader reader(work.portal, store);
    reader.last = work.after;
    std::int64_t requests = 0;
    for (std::int64_t rows = 0; rows < work.rows; ++requests) {
        const std::int64_t pages = std::min(kPages, (work.rows - rows + kPage - 1) / kPage);
        const std::string_view body = connection.post(work.path, batchOf(reader.last, work.upTo, pages));
        const std::lock_guard lock(mutex);
        if (store)
            store->run("BEGIN");
        const std::int64_t read = reader.read(body);
        if (store)
            store->run("COMMIT");
        if (read == 0)
            giveUp(QStringLiteral("the portal has fewer rows"));
        rows += read;
    }
    return requests;
}

std::vector<Work> workOf(const QJsonObject &arguments)
{
    std::vector<Work> all;
    const std::int64_t rows = arguments.value(QLatin1String("rows")).toInteger();
    const std::int64_t lanes = arguments.value(QLatin1String("lanes")).toInteger(1);
    for (const QJsonValue each : arguments.value(QLatin1String("portals")).toArray()) {
        const QUrl url(each[QLatin1String("address")].toString() % QStringLiteral("batch"));
        const std::int64_t portal = static_cast<std::int64_t>(all.size()) + 1;
        for (std::int64_t lane = 0; lane < lanes; ++lane)
            all.push_back({ static_cast<std::uint16_t>(url.port()), url.path().toStdString(), portal, rows / lanes * lane,
                lanes > 1 ? rows / lanes * (lane + 1) : 0, rows / lanes });
    }
    return all;
}

} // namespace

QJsonObject floorTask(const QJsonObject &arguments)
{
    const std::vector<Work> all = workOf(arguments);
    std::unique_ptr<FloorStore> store;
    if (const QString folder = arguments.value(QLatin1String("folder")).toString(); !folder.isEmpty())
        store = std::make_unique<FloorStore>(folder, arguments.value(QLatin1String("search")).toBool());
    std::mutex mutex;
    std::atomic<std::int64_t> requests = 0;
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < all.size(); ++i)
        threads.emplace_back([&, i] { requests += fetch(all[i], store.get(), mutex); });
    requests += fetch(all.front(), store.get(), mutex);
    threads.clear(); // joins
    store.reset();
    return { { QStringLiteral("requests"), qint64(requests) } };
}

} // namespace dealerlens::bench
