// SPDX-License-Identifier: GPL-3.0-or-later
// Reader: global search.
#include "model/text.h"
#include "store/ledgerwriter.h"
#include "store/readerprivate.h"
#include "store/searchwords.h"

#include <unordered_set>

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

Candidate makeCandidate(const StoredRecord &record, const QString &wanted)
{
    Candidate candidate;
    candidate.hit.record = record.key;
    const QString company = record.key.kind == EntityKind::Lead ? textOf(record, "company_title") : QString();
    candidate.hit.title
        = record.key.kind == EntityKind::Contact ? nameOf(record) : firstOf({ textOf(record, "title"), nameOf(record), company });
    candidate.hit.subtitle = firstOf({ phoneOf(record), company });
    candidate.begins = model::folded(candidate.hit.title).startsWith(wanted);
    candidate.modified = model::toInt(record.value("modified"));
    return candidate;
}

} // namespace

base::Result<std::vector<SearchHit>> Reader::search(const QString &text, int limit) const
{
    std::vector<SearchHit> hits;
    std::vector<Candidate> candidates;
    std::unordered_set<std::int64_t> seen;
    const QString wanted = model::folded(text.left(200));
    for (const bool whole : { true, false }) {
        const std::string expression = searchExpression(text, whole);
        if (expression.empty() || limit <= 0)
            return hits;
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
            const auto record = d->find(key);
            if (!record || record->deletedAt != base::kNever)
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
        if (candidate.hit.subtitle.isEmpty())
            candidate.hit.subtitle = titles[candidate.hit.record.portal];
        hits.push_back(std::move(candidate.hit));
    }
    if (auto sound = d->status(); !sound)
        return std::unexpected(sound.error());
    return hits;
}

} // namespace dealerlens::store
