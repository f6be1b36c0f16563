// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/reportsnetwork.h"

#include "bench/bench.h"
#include "facts/hub.h"
#include "reports/itemstates.h"
#include "store/store.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <charconv>

namespace dealerlens::bench {
namespace {

class ClockAtEnd final : public base::Clock {
public:
    [[nodiscard]] base::UtcSeconds now() const override { return kNetworkEnd; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return 0; }
};

std::uint32_t timeOf(base::UtcSeconds at) { return at == base::kNever ? kNoTime : std::uint32_t(std::max<base::UtcSeconds>(at, 0)); }

// Lines of numbers; kNoTime is nothing.
class CsvFile {
public:
    explicit CsvFile(const QString &path)
        : m_file(path)
    {
        if (!m_file.open(QIODevice::WriteOnly))
            giveUp(QStringLiteral("cannot write ") % path);
    }

    ~CsvFile() { m_file.write(m_text.data(), qint64(m_text.size())); }

    template <class... Values> void line(Values... values)
    {
        (put(std::int64_t { values }), ...);
        m_text.back() = '\n';
        if (m_text.size() > 1'000'000) {
            m_file.write(m_text.data(), qint64(m_text.size()));
            m_text.clear();
        }
    }

private:
    void put(std::int64_t value)
    {
        std::array<char, 24> digits {};
        if (value != kNoTime)
            m_text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
        m_text.push_back(',');
    }

    QFile m_file;
    std::string m_text;
};

void writeCsv(const QString &folder, const RawRows &rows)
{
    CsvFile leaves(folder % QStringLiteral("/leaf.csv"));
    for (std::size_t i = 0; i < rows.leaves.size(); ++i)
        leaves.line(std::uint32_t(i), rows.leaves[i].portal, rows.leaves[i].region);
    CsvFile leads(folder % QStringLiteral("/lead.csv"));
    const LeadRows &l = rows.leads;
    for (std::size_t i = 0; i < l.size(); ++i)
        leads.line(l.first[i], l.last[i], l.source[i], l.began[i], l.closed[i], l.outcome[i], l.amount[i], l.answered[i], l.talked[i],
            l.breached[i], l.inLimit[i]);
    CsvFile stays(folder % QStringLiteral("/stay.csv"));
    const StayRows &s = rows.stays;
    for (std::size_t i = 0; i < s.size(); ++i)
        stays.line(s.leaf[i], s.entered[i], s.seconds[i], s.source[i], s.stage[i]);
}

QJsonArray prepared(const QString &folder)
{
    const auto load = [&](const char *table, const char *columns, const char *file) {
        return QJsonValue(QStringLiteral("CREATE TABLE %1 AS SELECT * FROM read_csv('%2/%3', header = false, columns = {%4})")
                .arg(QLatin1String(table), folder, QLatin1String(file), QLatin1String(columns)));
    };
    return { load("leaf", "'leaf': 'INTEGER', 'portal': 'INTEGER', 'region': 'INTEGER'", "leaf.csv"),
        load("lead",
            "'first': 'INTEGER', 'last': 'INTEGER', 'source': 'INTEGER', 'began': 'UINTEGER', 'closed': 'UINTEGER', 'outcome': 'TINYINT', "
            "'amount': 'BIGINT', 'answered': 'UINTEGER', 'talked': 'UINTEGER', 'breached': 'UINTEGER', 'in_limit': 'TINYINT'",
            "lead.csv"),
        load("stay", "'leaf': 'INTEGER', 'entered': 'UINTEGER', 'seconds': 'UINTEGER', 'source': 'INTEGER', 'stage': 'INTEGER'",
            "stay.csv") };
}

} // namespace

facts::SnapshotPtr networkIn(const QString &folder, std::int64_t items)
{
    if (!QFile::exists(folder % QStringLiteral("/generated"))) {
        QDir(folder).removeRecursively();
        QDir().mkpath(folder);
        if (const auto done = generateStore(folder, { .items = items, .search = false }); !done)
            giveUp(done.error().detail);
        QFile mark(folder % QStringLiteral("/generated"));
        (void)mark.open(QIODevice::WriteOnly);
    }
    const ClockAtEnd clock;
    store::Store::Options options;
    options.clock = &clock;
    auto opened = store::Store::open(folder, options);
    if (!opened)
        giveUp(opened.error().detail);
    auto built = (*opened)->read<facts::SnapshotPtr>([&](store::Reader &reader) { return facts::build(reader, clock, {}); }).result();
    if (!built)
        giveUp(built.error().detail);
    return *built;
}

RawRows rawRows(const facts::Snapshot &facts)
{
    const reports::Question all { .itemKind = model::EntityKind::Lead };
    const reports::Population population(facts, all);
    const facts::ItemColumns &items = facts.items;
    RawRows rows;
    for (const facts::UserFact &user : facts.users)
        rows.leaves.push_back({ std::uint32_t(user.portal), std::uint32_t(facts.portals[std::size_t(user.portal)].region) });
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        rows.leaves.push_back({ std::uint32_t(i), std::uint32_t(facts.portals[i].region) });
    for (const std::uint32_t item : items.rows()) {
        if (items.kind[item] != model::EntityKind::Lead)
            continue;
        const auto leafAt = [&](base::UtcSeconds at) {
            const facts::Index user = population.userAt(item, at);
            return user >= 0 ? std::uint32_t(user) : std::uint32_t(facts.users.size()) + std::uint32_t(items.portal[item]);
        };
        const reports::ItemNow state = population.stateOf(item);
        const base::UtcSeconds began = population.createdOf(item);
        const bool isOpen = state.outcome == 'P';
        LeadRows &l = rows.leads;
        l.first.push_back(leafAt(began));
        l.last.push_back(leafAt(isOpen ? population.nowOf(item) : state.entered));
        l.source.push_back(std::uint32_t(items.source[item]));
        l.began.push_back(timeOf(began));
        l.closed.push_back(isOpen ? kNoTime : timeOf(state.entered));
        l.outcome.push_back(isOpen ? 0 : state.outcome == 'S' ? 1 : 2);
        l.amount.push_back(items.amount[item]);
        const std::int64_t limit = facts.standard.responseLimit;
        const base::UtcSeconds answered = items.attempt[item];
        l.answered.push_back(timeOf(answered));
        l.talked.push_back(timeOf(items.conversation[item]));
        l.breached.push_back(timeOf(population.portalOf(item).calendar->addBusiness(began, limit + 1)));
        const bool isAnswered = answered != base::kNever && answered <= kNetworkEnd;
        const bool isInLimit = answered != base::kNever && population.business(item, began, answered) <= limit;
        l.inLimit.push_back(isInLimit ? 1 : 0);
        l.known.push_back(isAnswered || (l.breached.back() <= kEnd && l.talked.back() > kEnd) ? 1 : 0);
        const std::uint32_t end = items.firstVisit[item] + items.visitCount[item];
        for (std::uint32_t visit = items.firstVisit[item]; visit + 1 < end; ++visit) {
            const base::UtcSeconds entered = facts.visits.entered[visit];
            rows.stays.leaf.push_back(leafAt(entered));
            rows.stays.entered.push_back(timeOf(entered));
            rows.stays.seconds.push_back(std::uint32_t(facts.visits.entered[visit + 1] - entered));
            rows.stays.source.push_back(std::uint32_t(items.source[item]));
            rows.stays.stage.push_back(std::uint32_t(facts.visits.stage[visit]));
        }
    }
    return rows;
}

QJsonObject askDuckDb(const QString &folder, const QString &modules, const RawRows &rows, const QJsonObject &questions, int runs)
{
    const QString place = QDir(folder).absolutePath();
    writeCsv(place, rows);
    QFile job(place % QStringLiteral("/job.json"));
    if (!job.open(QIODevice::WriteOnly))
        giveUp(QStringLiteral("cannot write ") % job.fileName());
    job.write(QJsonDocument(QJsonObject { { QStringLiteral("threads"), 2 }, { QStringLiteral("runs"), runs },
                                { QStringLiteral("prepare"), prepared(place) }, { QStringLiteral("questions"), questions } })
            .toJson());
    job.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.setWorkingDirectory(modules);
    process.start(QStringLiteral("node"), { QStringLiteral(DEALERLENS_BENCH_SOURCES "/duckdb.mjs"), job.fileName() });
    const bool isDone = process.waitForFinished(-1) && process.exitCode() == 0;
    for (const char *name : { "leaf.csv", "lead.csv", "stay.csv" })
        QFile::remove(place % u'/' % QLatin1String(name));
    return isDone ? QJsonDocument::fromJson(process.readAllStandardOutput()).object() : QJsonObject { { QStringLiteral("missing"), true } };
}

} // namespace dealerlens::bench
