// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "facts/compare.h"
#include "facts/hub.h"
#include "store/files.h"

#include <QElapsedTimer>
#include <QFile>

namespace dealerlens::ctl {

using Kind = reports::TableColumn::Kind;

namespace {

// Problems of the visits of one item: neighbours must touch, differ in stage and follow in time, so that the
// sum of stays is the item's life to the second.
QString problemOfVisits(const facts::Snapshot &facts, std::uint32_t item)
{
    const auto &visits = facts.visits;
    const std::size_t first = facts.items.firstVisit[item];
    const std::size_t end = first + facts.items.visitCount[item];
    if (end > visits.rowEnd())
        return QStringLiteral("points behind the last visit");
    for (std::size_t i = first; i < end; ++i) {
        if (visits.left.isLast(i) != (i + 1 == end))
            return QStringLiteral("owns a visit of another item");
        if (visits.left[i] != base::kNever && visits.left[i] < visits.entered[i])
            return QStringLiteral("leaves a stage before entering it");
        if (i + 1 < end && visits.left[i] != visits.entered[i + 1])
            return QStringLiteral("has a gap between two stages");
        if (i + 1 < end && visits.stage[i] == visits.stage[i + 1])
            return QStringLiteral("has two visits of one stage in a row");
    }
    return {};
}

QStringList checkVisits(const facts::Snapshot &facts)
{
    constexpr qsizetype kMost = 20;
    QStringList findings;
    for (const std::uint32_t item : facts.items.rows()) {
        const QString problem = problemOfVisits(facts, item);
        if (problem.isEmpty())
            continue;
        const auto &portal = facts.portals[static_cast<std::size_t>(facts.items.portal[item])].portal;
        const bool isLead = facts.items.kind[item] == model::EntityKind::Lead;
        findings += QStringLiteral("facts: %1 %2 %3 %4")
                        .arg(portal.key, isLead ? QStringLiteral("lead") : QStringLiteral("deal"))
                        .arg(facts.items.id[item])
                        .arg(problem);
        if (findings.size() >= kMost)
            break;
    }
    return findings;
}

using Counts = std::map<std::pair<model::PortalId, model::EntityKind>, std::int64_t>;

QStringList compareCounts(const facts::Snapshot &facts, const Counts &alive)
{
    Counts inFacts;
    for (const std::uint32_t item : facts.items.rows()) {
        if (facts.items.deleted[item] == base::kNever)
            ++inFacts[{ facts.portals[static_cast<std::size_t>(facts.items.portal[item])].portal.id, facts.items.kind[item] }];
    }
    QStringList findings;
    for (const auto &[key, count] : alive) {
        const bool isItem = key.second == model::EntityKind::Lead || key.second == model::EntityKind::Deal;
        if (!isItem || inFacts[key] == count)
            continue;
        findings += QStringLiteral("facts: portal %1 has %2 living %3s in the store and %4 in the facts")
                        .arg(key.first)
                        .arg(count)
                        .arg(key.second == model::EntityKind::Lead ? QStringLiteral("lead") : QStringLiteral("deal"))
                        .arg(inFacts[key]);
    }
    return findings;
}

// What an earlier run kept in the file of columns, and every report reads, against what the store says now.
QStringList compareKept(const facts::Snapshot &made, const facts::Snapshot &kept)
{
    QStringList findings;
    for (const QString &portal : facts::differingPortals(made, kept))
        findings
            += QStringLiteral("facts: what facts.columns keeps of portal %1 is not what the store says; delete that file, it is made anew")
                   .arg(portal);
    return findings;
}

// What is not wrong with the data of ours but with what a portal sent; said, not failed.
QStringList badFields(const std::vector<store::BadRecords> &bad, const std::vector<model::Portal> &portals)
{
    QStringList notes;
    for (const store::BadRecords &each : bad) {
        const auto portal = std::find_if(portals.begin(), portals.end(), [&each](const model::Portal &p) { return p.id == each.portal; });
        const std::string_view kind = model::nameOf(each.kind);
        notes += QStringLiteral("%1: %2 records of kind %3 have fields of a wrong type, kept as the portal sent them; for example %4: %5. "
                                "Tell the portal's administrator.")
                     .arg(portal == portals.end() ? QString::number(each.portal) : portal->key)
                     .arg(each.records)
                     .arg(QLatin1String(kind.data(), static_cast<qsizetype>(kind.size())))
                     .arg(each.example)
                     .arg(each.exampleFields);
    }
    return notes;
}

base::Result<reports::Table> countTable(
    Session &session, const std::vector<model::Portal> &portals, const std::vector<store::BadRecords> &bad, Counts &alive)
{
    reports::Table table;
    table.name = QStringLiteral("check");
    table.columns
        = { { QStringLiteral("portal"), Kind::Text }, { QStringLiteral("kind"), Kind::Text }, { QStringLiteral("alive"), Kind::Integer },
              { QStringLiteral("watermark"), Kind::Instant }, { QStringLiteral("denied"), Kind::Integer },
              { QStringLiteral("problem"), Kind::Text }, { QStringLiteral("bad_records"), Kind::Integer } };
    std::map<std::pair<model::PortalId, model::EntityKind>, std::int64_t> badOf;
    for (const store::BadRecords &each : bad)
        badOf[{ each.portal, each.kind }] = each.records;
    for (const model::Portal &portal : portals) {
        const auto states = session.reader().syncStates(portal.id);
        if (!states)
            return std::unexpected(states.error());
        for (const model::EntityKind kind : model::kEntityKinds) {
            const auto count = session.reader().countAlive(portal.id, kind);
            if (!count)
                return std::unexpected(count.error());
            alive[{ portal.id, kind }] = *count;
            const auto state = std::find_if(states->begin(), states->end(), [kind](const model::SyncState &s) { return s.kind == kind; });
            const bool known = state != states->end();
            const std::string_view name = model::nameOf(kind);
            table.rows.push_back(
                { portal.key, QString::fromLatin1(name), *count, reports::InstantCell { known ? state->watermark : base::kNever },
                    std::int64_t(known && state->denied ? 1 : 0), known ? state->problem : QString(), badOf[{ portal.id, kind }] });
        }
    }
    return table;
}

} // namespace

int checkCommand(Session &session)
{
    if (auto opened = session.open(false); !opened)
        return session.fail(opened.error());
    const auto integrity = session.reader().checkIntegrity({});
    if (!integrity)
        return session.fail(integrity.error());
    const auto portals = session.portals();
    if (!portals)
        return session.fail(portals.error());
    Counts alive;
    const auto bad = session.reader().badRecords();
    if (!bad)
        return session.fail(bad.error());
    const auto table = countTable(session, *portals, *bad, alive);
    if (!table)
        return session.fail(table.error());
    QElapsedTimer timer;
    timer.start();
    const auto facts = facts::build(session.reader(), session.clock(), {}); // of the store alone
    if (!facts)
        return session.fail(facts.error());
    const double seconds = double(timer.elapsed()) / 1000;
    const bool isKept = QFile::exists(store::columnsPath(session.store().folder()));
    const auto kept = isKept ? session.facts() : facts;
    if (!kept)
        return session.fail(kept.error());
    const QStringList findings = *integrity + compareCounts(**facts, alive) + checkVisits(**facts) + compareKept(**facts, **kept);
    if (const int code = emitTable(session, *table); code != kOk)
        return code;
    for (const QString &note : badFields(*bad, *portals))
        session.console().note(note);
    for (const QString &finding : findings)
        session.console().error(finding);
    if (!findings.isEmpty()) {
        return session.fail(kStorage,
            QStringLiteral("The data is not sound. Try `dealerlensctl repair`; if that does not help, keep a copy of the folder, delete "
                           "mirror.db and sync again. If ledger.db is named above, `dealerlensctl restore` puts a copy in its place."));
    }
    session.console().note(
        QStringLiteral("Sound: %1 portals, %2 items, %3 visits; both databases whole; facts equal to the store (made anew in %4 s).")
            .arg(portals->size())
            .arg((*facts)->items.size())
            .arg((*facts)->visits.size())
            .arg(seconds, 0, 'f', 2));
    return kOk;
}

} // namespace dealerlens::ctl
