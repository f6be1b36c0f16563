// SPDX-License-Identifier: GPL-3.0-or-later
// Reader: global search.
#include "model/text.h"
#include "store/ledgerwriter.h"
#include "store/readerprivate.h"
#include "store/searchwords.h"

#include <array>
#include <unordered_set>
#include <utility>

namespace dealerlens::store {

using model::EntityKind;

namespace {

constexpr int kCandidates = 300; // read and ordered; more is no answer to a person

QString textOf(const StoredRecord &record, std::string_view column)
{
    return QString::fromStdString(model::toText(record.value(column))).trimmed();
}

QString nameOf(const StoredRecord &record)
{
    QStringList parts { textOf(record, "last_name"), textOf(record, "name"), textOf(record, "second_name") };
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

QString phoneOf(const StoredRecord &record)
{
    for (const model::ContactPoint &point : record.points)
        if (point.type == "PHONE" && !point.value.empty())
            return QString::fromStdString(point.value);
    return {};
}

QString firstOf(std::initializer_list<QString> texts)
{
    for (const QString &text : texts)
        if (!text.isEmpty())
            return text;
    return {};
}

struct Candidate {
    SearchHit hit;
    bool whole = false; // every word as typed
    bool begins = false; // the title begins with what was typed
    base::UtcSeconds modified = 0;
};

bool isBetter(const Candidate &a, const Candidate &b)
{
    return std::tuple(a.whole, a.begins, a.modified, b.hit.record) > std::tuple(b.whole, b.begins, b.modified, a.hit.record);
}

constexpr std::array<std::string_view, 6> kTitleColumns { "title", "last_name", "name", "second_name", "company_title", "modified" };

QString companyOf(const StoredRecord &record) { return record.key.kind == EntityKind::Lead ? textOf(record, "company_title") : QString(); }

// `record`: kTitleColumns of it.
Candidate makeCandidate(const StoredRecord &record, const QString &wanted)
{
    Candidate candidate;
    candidate.hit.record = record.key;
    candidate.hit.title
        = record.key.kind == EntityKind::Contact ? nameOf(record) : firstOf({ textOf(record, "title"), nameOf(record), companyOf(record) });
    candidate.begins = model::folded(candidate.hit.title).startsWith(wanted);
    candidate.modified = model::toInt(record.value("modified"));
    return candidate;
}

// kTitleColumns of a record that is alive: of hundreds that are put in order most are not shown.
std::optional<StoredRecord> titlesOf(Connection &mirror, Statement &select, const model::RecordKey &key)
{
    if (!select.isValid()) {
        std::string sql = "SELECT ";
        sql += selectList(key.kind, kTitleColumns);
        sql += " FROM ";
        sql += model::schemaOf(key.kind).table;
        sql += " WHERE portal_id = ? AND id = ?";
        select = Statement(mirror, sql, true);
    }
    select.bind(1, std::int64_t { key.portal });
    select.bind(2, key.id);
    if (!select.step())
        return {};
    StoredRecord record;
    readRecord(select, key.kind, record);
    select.reset();
    return record.deletedAt == base::kNever ? std::optional(std::move(record)) : std::nullopt;
}

// Words of the index that begin so, quoted and joined; "" when there are none, too many, or the index cannot be asked. Each is
// looked for behind the last: the table that lists words reads all rows of a word to count them before it goes on to the next.
std::string wordsThatBegin(Connection &mirror, const std::string &beginning)
{
    constexpr std::size_t kMostWords = 32;
    if (mirror.failed())
        return {};
    // The table of words and their rows lives in the memory of this connection; nothing can be written afterwards.
    if (mirror.number("SELECT count(*) FROM temp.sqlite_schema WHERE name = 'search_words'") == 0)
        mirror.execute("PRAGMA query_only=OFF;"
                       "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search_text, instance);"
                       "PRAGMA query_only=ON");
    const std::string end = beginning + "\xF4\x8F\xBF\xBF"; // no letter comes after that one
    std::string words;
    {
        Statement select(mirror, "SELECT term FROM temp.search_words WHERE term >= ? AND term < ? LIMIT 1");
        std::string from = beginning;
        for (std::size_t count = 0;; ++count) {
            select.bind(1, std::string_view(from));
            select.bind(2, std::string_view(end));
            if (!select.step())
                break;
            from = select.text(0);
            select.reset();
            if (count == kMostWords) {
                words.clear();
                break;
            }
            words += (words.empty() ? "\"" : " OR \"") + from + '"';
            from += '\x01'; // parts words, so that none has it
        }
    }
    if (mirror.failed()) {
        (void)mirror.takeError(); // as before, then
        return {};
    }
    return words;
}

// What begins so is made of the rows of all words that do, each time anew, whatever is wanted of them; the words
// themselves are few as a rule, and their newest rows are read and no others.
std::string withWholeWords(Connection &mirror, const std::string &expression)
{
    std::string result;
    std::size_t done = 0;
    for (std::size_t end = expression.find("\"*"); end != std::string::npos; end = expression.find("\"*", done)) {
        const std::size_t begin = expression.rfind('"', end - 1);
        result.append(expression, done, begin - done);
        const std::string words = wordsThatBegin(mirror, expression.substr(begin + 1, end - begin - 1));
        done = end + 2;
        result += words.empty() ? expression.substr(begin, done - begin) : '(' + words + ')';
    }
    return result.append(expression, done);
}

} // namespace

base::Result<std::vector<SearchHit>> Reader::search(const QString &text, int limit) const
{
    std::vector<SearchHit> hits;
    std::vector<Candidate> candidates;
    std::unordered_set<std::int64_t> seen;
    const QString wanted = model::folded(text.left(200));
    for (const bool whole : { true, false }) {
        std::string expression = searchExpression(text, whole);
        if (expression.empty() || limit <= 0)
            return hits;
        if (!whole)
            expression = withWholeWords(*d->mirror, expression);
        Statement select(*d->mirror, "SELECT rowid FROM search_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?");
        select.bind(1, std::string_view(expression));
        select.bind(2, std::int64_t { kCandidates });
        std::vector<model::RecordKey> keys;
        while (select.step())
            if (seen.insert(select.number(0)).second)
                keys.push_back(keyOfSearchRow(select.number(0)));
        // A word that the tokenizer of SQLite takes apart and ours does not (letters newer than its tables).
        if (d->mirror->failed()) {
            if (base::Error error = d->mirror->takeError(); error.kind != base::ErrorKind::Storage)
                return std::unexpected(error);
        }
        for (const model::RecordKey &key : keys) {
            const auto record = titlesOf(*d->mirror, d->selectTitles[std::to_underlying(key.kind) - 1U], key);
            if (!record)
                continue;
            candidates.push_back(makeCandidate(*record, wanted));
            candidates.back().whole = whole;
        }
        if (static_cast<int>(candidates.size()) >= limit)
            break; // words that only begin so stand behind those
    }
    std::ranges::sort(candidates, isBetter);
    std::map<model::PortalId, QString> titles;
    if (auto portals = readPortals(*d->ledger))
        for (const model::Portal &portal : *portals)
            titles[portal.id] = portal.title;
    for (Candidate &candidate : candidates) {
        if (static_cast<int>(hits.size()) >= limit)
            break;
        if (const auto record = d->find(candidate.hit.record))
            candidate.hit.subtitle = firstOf({ phoneOf(*record), companyOf(*record) });
        if (candidate.hit.subtitle.isEmpty())
            candidate.hit.subtitle = titles[candidate.hit.record.portal];
        hits.push_back(std::move(candidate.hit));
    }
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return hits;
}

} // namespace dealerlens::store
