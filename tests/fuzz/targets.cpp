// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/targets.h"

#include "ctl/standardfile.h"
#include "exporting/celltext.h"
#include "exporting/exporting.h"
#include "model/standard.h"
#include "model/text.h"
#include "portal/decode.h"
#include "portal/reply.h"
#include "stats/calendar.h"
#include "store/searchwords.h"
#include "sync/portallist.h"
#include "sync/wire.h"

#include <sqlite3.h>

namespace dealerlens::fuzz {
namespace {

using model::EntityKind;

constexpr std::array kKinds { EntityKind::Lead, EntityKind::Deal, EntityKind::Contact, EntityKind::Company, EntityKind::Activity,
    EntityKind::Task, EntityKind::Call, EntityKind::Comment, EntityKind::User, EntityKind::Status };

constexpr std::array kTargets { Target { "decoder", decoder }, Target { "batch", batch }, Target { "search", search },
    Target { "files", files }, Target { "hours", hours }, Target { "planner", planner }, Target { "texts", texts },
    Target { "database", database } };

EntityKind kindFrom(Source &source) { return kKinds[static_cast<std::size_t>(source.byte()) % kKinds.size()]; }

// No id is invented: each stands in the text.
void demandKnownIds(const std::vector<model::Record> &records, const QByteArray &text)
{
    for (const model::Record &record : records) {
        const bool isText = record.kind == EntityKind::Status;
        demand(isText || record.id > 0, "ids are positive");
        demand(record.id <= 0 || text.contains(QByteArray::number(qlonglong(record.id))), "ids stand in the answer");
        demand(record.values.size() == model::schemaOf(record.kind).columns.size(), "records are whole");
    }
}

} // namespace

std::span<const Target> targets() { return kTargets; }

void demand(bool good, const char *promise)
{
    if (!good)
        qFatal("broken: %s", promise);
}

void decoder(const QByteArray &bytes)
{
    Source source(bytes);
    const EntityKind kind = kindFrom(source);
    const int http = source.byte() % 4 == 3 ? 503 : 200;
    const QByteArray body = source.rest();
    const auto reply = portal::readReply(http, body);
    if (!reply)
        return;
    if (const auto records = portal::decodeRecords(kind, reply->result))
        demandKnownIds(*records, body);
    static_cast<void>(portal::decodeIds(kind, reply->result));
}

void batch(const QByteArray &bytes)
{
    Source source(bytes);
    std::vector<sync::Query> queries(static_cast<std::size_t>(1 + source.byte() % 50));
    constexpr std::array kAsks { sync::Ask::Page, sync::Ask::Count, sync::Ask::Ids, sync::Ask::Known, sync::Ask::Fetch, sync::Ask::Story,
        sync::Ask::Whole, sync::Ask::Comments };
    const int shape = source.byte();
    for (std::size_t i = 0; i < queries.size(); ++i) {
        queries[i].ask = kAsks[(static_cast<std::size_t>(shape) + i) % kAsks.size()];
        queries[i].kind = queries[i].ask == sync::Ask::Comments ? EntityKind::Comment : kKinds[i % 2];
    }
    const QByteArray body = source.rest();
    const auto reply = portal::readReply(200, body);
    if (!reply)
        return;
    const auto answers = sync::readAnswers(*reply, queries);
    if (!answers)
        return;
    demand(answers->list.size() == queries.size(), "every question has an answer");
    for (const sync::Answer &answer : answers->list) {
        demand(!answer.error || (answer.records.empty() && answer.ids.empty()), "an error brings no records");
        for (const model::RecordId id : answer.ids)
            demand(body.contains(QByteArray::number(qlonglong(id))), "ids stand in the answer");
    }
}

void search(const QByteArray &bytes)
{
    Source source(bytes);
    const bool whole = source.byte() % 2 == 1;
    const std::string expression = store::searchExpression(QString::fromUtf8(source.rest()), whole);
    if (expression.empty())
        return;
    static sqlite3 *const memory = [] {
        sqlite3 *opened = nullptr;
        demand(sqlite3_open(":memory:", &opened) == SQLITE_OK, "SQLite opens");
        demand(
            sqlite3_exec(opened, "CREATE VIRTUAL TABLE words USING fts5(text)", nullptr, nullptr, nullptr) == SQLITE_OK, "SQLite has FTS5");
        return opened;
    }();
    sqlite3_stmt *statement = nullptr;
    demand(
        sqlite3_prepare_v2(memory, "SELECT rowid FROM words WHERE words MATCH ?", -1, &statement, nullptr) == SQLITE_OK, "it is prepared");
    sqlite3_bind_text(statement, 1, expression.data(), static_cast<int>(expression.size()), SQLITE_STATIC);
    const int answer = sqlite3_step(statement);
    sqlite3_finalize(statement);
    demand(answer == SQLITE_DONE || answer == SQLITE_ROW, "every expression is understood");
}

void files(const QByteArray &bytes)
{
    for (const sync::ListNeeds needs : { sync::ListNeeds::Naming, sync::ListNeeds::Address }) {
        const auto list = sync::readPortalList(bytes, needs);
        if (!list)
            demand(!list.error().filled(QString::fromUtf8(list.error().words())).isEmpty(), "what is refused is explained");
        for (const sync::ListedPortal &line : list.value_or(std::vector<sync::ListedPortal>())) {
            demand(line.problem || !line.address.secret.isEmpty(), "what is accepted has an address");
            demand(line.problem || needs == sync::ListNeeds::Address || !sync::problemWithNaming(line.portal), "and can be saved");
        }
    }
    static const model::Standard saved = model::defaultStandard();
    if (const auto standard = ctl::standardFromFile(bytes, saved, {})) {
        const auto again = ctl::standardFromFile(ctl::standardFile(*standard, {}), saved, {});
        demand(again && model::toJson(*again) == model::toJson(*standard), "a standard that is read can be written and read");
    }
}

void hours(const QByteArray &bytes)
{
    Source source(bytes);
    constexpr std::array kZones { "Europe/Moscow", "Europe/Berlin", "Asia/Tehran", "Australia/Lord_Howe", "America/St_Johns", "UTC" };
    stats::CalendarRules rules;
    rules.zone = kZones[static_cast<std::size_t>(source.byte()) % kZones.size()];
    for (stats::Slots &day : rules.week)
        for (int slots_ = source.byte() % 3; slots_ > 0; --slots_) {
            const int from = source.word() * 2;
            day.push_back({ from, from + source.word() });
        }
    const QDate first(2026, 1, 1);
    for (int special = source.byte() % 4; special > 0; --special)
        rules.exceptions[first.addDays(source.word() % 365)] = { { source.word(), source.word() + 1 } };
    rules.holidays = { first.addDays(source.word() % 365) };
    const auto calendar = stats::Calendar::make(rules, first, QDate(2027, 1, 1));
    if (!calendar)
        return;
    constexpr base::UtcSeconds kBegin = 1'767'225'600; // 2026-01-01
    while (!source.atEnd()) {
        std::array<base::UtcSeconds, 3> at {};
        for (base::UtcSeconds &each : at)
            each = kBegin + source.word() * 500 + source.byte();
        std::ranges::sort(at);
        const std::int64_t all = calendar->biz(at[0], at[2]);
        demand(all >= 0 && all <= at[2] - at[0], "no more than there is");
        demand(calendar->biz(at[0], at[1]) + calendar->biz(at[1], at[2]) == all, "the sum of the parts is the whole");
        const base::UtcSeconds then = calendar->addBusiness(at[0], all);
        demand(then != base::kNever && then <= at[2] && calendar->biz(at[0], then) == all, "forth is back");
    }
}

void texts(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    const QString folded = model::folded(text);
    demand(model::folded(folded) == folded, "folding twice is folding once");
    static_cast<void>(model::phoneKey({ bytes.constData(), static_cast<std::size_t>(bytes.size()) }));
    static_cast<void>(model::mailKey({ bytes.constData(), static_cast<std::size_t>(bytes.size()) }));
    reports::Table table;
    table.columns = { { QStringLiteral("text"), reports::TableColumn::Kind::Text } };
    table.rows = { { text } };
    const QString cell = QString::fromUtf8(exporting::toCsv(table)).section(QStringLiteral("\r\n"), 1);
    const QString inside = cell.startsWith(u'"') ? cell.mid(1) : cell;
    demand(!inside.startsWith(u'=') && !inside.startsWith(u'+') && !inside.startsWith(u'-') && !inside.startsWith(u'@'), "no formula");
    for (const QChar c : exporting::humanText(text, reports::TableColumn::Kind::Text))
        demand(c.category() != QChar::Other_Control && !(c.unicode() >= 0x202a && c.unicode() <= 0x202e), "lines stay in order");
}

} // namespace dealerlens::fuzz
