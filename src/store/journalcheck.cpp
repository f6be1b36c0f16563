// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journalcheck.h"

#include "store/journal.h"

#include <set>

namespace dealerlens::store {
namespace {

struct Line {
    std::int64_t sequence = 0;
    model::RecordKey key;
    std::string field;
    std::string before;
    std::string after;

    [[nodiscard]] bool sameField(const Line &other) const { return key == other.key && field == other.field; }
};

struct Finding {
    std::int64_t count = 0;
    QString example;

    void add(const Line &line, const QString &what)
    {
        if (count++ > 0)
            return;
        const std::string_view kind = model::nameOf(line.key.kind);
        example = QStringLiteral("%1 %2 of portal %3: %4 %5")
                      .arg(QLatin1String(kind.data(), static_cast<qsizetype>(kind.size())))
                      .arg(line.key.id)
                      .arg(line.key.portal)
                      .arg(QString::fromStdString(line.field), what);
    }
};

QString inQuotes(const std::string &value) { return QStringLiteral("\"%1\"").arg(QString::fromStdString(value)); }

// The field of the record as the journal would tell it; nothing when it has no such field.
std::optional<std::string> stored(const StoredRecord &record, const std::string &field)
{
    if (field == "deleted")
        return record.deletedAt == base::kNever ? std::string() : std::string("1");
    const int column = model::columnIndex(record.key.kind, field);
    if (column < 0)
        return std::nullopt;
    return journalText(record.values[static_cast<std::size_t>(column)]);
}

// A line that came after the snapshot was taken tells of the value.
bool isToldLater(Connection &ledger, const Line &line, const std::string &value)
{
    auto fresh = Connection::open(ledger.path(), Connection::Mode::ReadOnly);
    if (!fresh)
        return false;
    Statement later(**fresh,
        "SELECT 1 FROM journal WHERE portal_id = ? AND kind = ? AND record_id = ? AND field = ? AND sequence > ? "
        "AND (before = ?6 OR after = ?6)");
    later.bind(1, std::int64_t { line.key.portal });
    later.bind(2, std::int64_t { std::to_underlying(line.key.kind) });
    later.bind(3, line.key.id);
    later.bind(4, std::string_view(line.field));
    later.bind(5, line.sequence);
    later.bind(6, std::string_view(value));
    return later.step();
}

void tell(const Finding &found, const QString &what, QStringList &problems)
{
    if (found.count > 0)
        problems << QStringLiteral("ledger.db: the journal %1 at %2 places, for example %3").arg(what).arg(found.count).arg(found.example);
}

} // namespace

void checkJournal(Connection &ledger, const std::function<std::optional<StoredRecord>(const model::RecordKey &)> &find,
    const base::CancelToken &cancel, QStringList &problems)
{
    Finding gaps;
    Finding ends;
    Line last;
    bool has = false;
    // Of the field of `last`. After a loss of power the mirror may stand at any of them: it is not synced with each page.
    std::set<std::string> told;
    const auto closeField = [&] {
        const auto record = has ? find(last.key) : std::nullopt;
        const auto value = record ? stored(*record, last.field) : std::nullopt;
        if (value && !told.contains(*value) && !isToldLater(ledger, last, *value))
            ends.add(last, QStringLiteral("ends with %1, stored is %2").arg(inQuotes(last.after), inQuotes(*value)));
        told.clear();
    };
    Statement lines(ledger,
        "SELECT sequence, portal_id, kind, record_id, field, before, after FROM journal "
        "ORDER BY portal_id, kind, record_id, field, sequence");
    while (!cancel.isCancelled() && lines.step()) {
        Line line { lines.number(0),
            { static_cast<model::PortalId>(lines.number(1)), static_cast<model::EntityKind>(lines.number(2)), lines.number(3) },
            std::string(lines.text(4)), std::string(lines.text(5)), std::string(lines.text(6)) };
        if (has && line.sameField(last)) {
            if (line.before != last.after)
                gaps.add(line, QStringLiteral("goes to %1 and then comes from %2").arg(inQuotes(last.after), inQuotes(line.before)));
        } else {
            closeField();
        }
        last = std::move(line);
        has = true;
        told.insert(last.before);
        told.insert(last.after);
    }
    closeField();
    tell(gaps, QStringLiteral("is broken"), problems);
    tell(ends, QStringLiteral("does not end with what is stored"), problems);
}

} // namespace dealerlens::store
