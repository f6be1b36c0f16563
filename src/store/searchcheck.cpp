// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/searchcheck.h"

#include "store/recordtables.h"
#include "store/searchwords.h"

namespace dealerlens::store {

using model::EntityKind;

namespace {

// The index as it should be, beside the stored one; both as rows of (word, record), ordered alike. A connection for
// queries only may not even write temporary tables; that the file is opened for reading stays as it is.
constexpr const char *kWanted = "CREATE VIRTUAL TABLE temp.wanted USING fts5(words, content='', detail=none, tokenize='ascii')";
constexpr const char *kWantedOld // for files that were begun before version 4
    = "CREATE VIRTUAL TABLE temp.wanted USING fts5(words, content='', detail=none, tokenize='unicode61 remove_diacritics 0')";
constexpr const char *kPrepare = "CREATE VIRTUAL TABLE temp.wanted_words USING fts5vocab('temp', 'wanted', 'instance');"
                                 "CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab('main', 'search_text', 'instance')";
constexpr const char *kForget
    = "DROP TABLE IF EXISTS temp.wanted_words; DROP TABLE IF EXISTS temp.stored_words; DROP TABLE IF EXISTS temp.wanted;"
      "PRAGMA query_only=ON";

void indexAgain(Connection &mirror, const base::CancelToken &cancel)
{
    Statement insert(mirror, "INSERT INTO temp.wanted (rowid, words) VALUES (?, ?)");
    Statement selectPoints(mirror, kSelectPoints);
    StoredRecord record;
    std::vector<StoredPoint> points;
    for (const EntityKind kind : { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company }) {
        Statement select(
            mirror, "SELECT " + selectList(kind) + " FROM " + std::string(model::schemaOf(kind).table) + " WHERE deleted_at IS NULL");
        while (!cancel.isCancelled() && select.step()) {
            readRecord(select, kind, record);
            points.clear();
            if (hasPoints(kind))
                readPoints(selectPoints, record.key, points);
            const std::int64_t row = searchRow(record.key);
            if (row == 0)
                continue;
            const std::string words = searchWords(kind, record.values, points);
            insert.bind(1, row);
            insert.bind(2, std::string_view(words));
            insert.run();
        }
    }
}

struct Difference {
    std::int64_t words = 0;
    model::RecordKey example;

    void add(const Statement &row)
    {
        if (words++ == 0)
            example = keyOfSearchRow(row.number(1));
    }
};

void tell(const Difference &found, QLatin1String what, QStringList &problems)
{
    if (found.words == 0)
        return;
    const std::string_view kind = model::nameOf(found.example.kind);
    problems << QStringLiteral("mirror.db: the search index %1 %2 words, for example of %3 %4 of portal %5")
                    .arg(what)
                    .arg(found.words)
                    .arg(QLatin1String(kind.data(), static_cast<qsizetype>(kind.size())))
                    .arg(found.example.id)
                    .arg(found.example.portal);
}

} // namespace

void checkSearch(Connection &mirror, const base::CancelToken &cancel, QStringList &problems)
{
    const bool isOld = mirror.string("SELECT sql FROM sqlite_schema WHERE name = 'search_text'").contains(QLatin1String("unicode61"));
    mirror.execute("PRAGMA query_only=OFF");
    mirror.execute(isOld ? kWantedOld : kWanted);
    mirror.execute(kPrepare);
    indexAgain(mirror, cancel);
    Difference lacking;
    Difference surplus;
    {
        Statement wanted(mirror, "SELECT term, doc FROM temp.wanted_words");
        Statement stored(mirror, "SELECT term, doc FROM temp.stored_words");
        bool hasWanted = wanted.step();
        bool hasStored = stored.step();
        while ((hasWanted || hasStored) && !cancel.isCancelled()) {
            const auto place = [](const Statement &row) { return std::pair(row.text(0), row.number(1)); };
            const bool lacks = hasWanted && (!hasStored || place(wanted) < place(stored));
            const bool exceeds = hasStored && (!hasWanted || place(stored) < place(wanted));
            if (lacks)
                lacking.add(wanted);
            if (exceeds)
                surplus.add(stored);
            hasWanted = exceeds ? hasWanted : wanted.step();
            hasStored = lacks ? hasStored : stored.step();
        }
    }
    mirror.execute(kForget);
    tell(lacking, QLatin1String("lacks"), problems);
    tell(surplus, QLatin1String("has not forgotten"), problems);
}

} // namespace dealerlens::store
