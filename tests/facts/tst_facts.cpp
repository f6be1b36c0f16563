// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/filledstore.h"

#include "model/standard.h"

using namespace dealerlens;
using namespace dealerlens::facts;
using base::kNever;
using model::EntityKind;

namespace {

constexpr base::UtcSeconds kStart = 1'700'000'000;

model::Record stageRow(int id, const char *directory, const char *code, const char *name, const char *semantic, int sort = 10)
{
    return record(EntityKind::Status, id,
        { { "directory", text(directory) }, { "code", text(code) }, { "name", text(name) }, { "semantic", text(semantic) },
            { "sort", num(sort) } });
}

model::Record history(EntityKind kind, int id, int owner, base::UtcSeconds at, const char *stage, int type = 2, int category = 0)
{
    return record(kind, id,
        { { "owner_id", num(owner) }, { "type_id", num(type) }, { "created", num(at) }, { "category_id", num(category) },
            { "stage_id", text(stage) } });
}

model::Record lead(int id, base::UtcSeconds created, const char *stage)
{
    return record(EntityKind::Lead, id,
        { { "title", text("lead") }, { "stage_id", text(stage) }, { "created", num(created) }, { "modified", num(created) },
            { "assigned_by_id", num(7) } });
}

void setValue(model::Record &made, std::string_view column, model::Value value)
{
    made.values[static_cast<std::size_t>(model::columnIndex(made.kind, column))] = std::move(value);
}

model::Record call(
    int id, base::UtcSeconds at, int type, int seconds, const char *code, const char *phone, const char *crm = "", int crmId = 0)
{
    return record(EntityKind::Call, id,
        { { "call_type", num(type) }, { "started", num(at) }, { "duration", num(seconds) }, { "failed_code", text(code) },
            { "phone", text(phone) }, { "crm_type", text(crm) }, { "crm_id", num(crmId) } });
}

model::SyncState state(model::PortalId portal, EntityKind kind, base::UtcSeconds watermark, bool denied = false)
{
    model::SyncState made;
    made.portal = portal;
    made.kind = kind;
    made.watermark = watermark;
    made.denied = denied;
    return made;
}

QString stageName(const Snapshot &facts, Index stage) { return facts.stages[static_cast<std::size_t>(stage)].name; }

} // namespace

class FactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyStore();
    void visitsMergeAndOrder();
    void itemsWithoutHistoryHaveOneInferredVisit();
    void moveSeenBeforeItsHistoryRow();
    void movesWithoutHistoryRowsEndTheVisit();
    void funnelChangeKeepsTheOldVisits();
    void reopenedItemsAreOpen();
    void dealsPointToTheirLeads();
    void sourcesOfEqualNamesAreJoined();
    void peopleAlwaysHaveNames();
    void stagesArePairedAndHandWins();
    void watermarksAreTheOldest();
    void callsAreEvidence();
    void callsByPhoneCountFromCreationToClosing();
    void robotsMailsAreNoTouch();
    void journalTellsWhoWasResponsible();
    void monthPushesAreCounted();
    void deletedItemsStayMarked();
    void testsTwinsAndEarlierTouchesAreMarked();
    void missedCallsWaitForTheirReturn();
    void historyHasABeginning();
    void earlierPairingsAreKept();
};

void FactsTest::emptyStore()
{
    FilledStore filled;
    const auto facts = filled.facts();
    QCOMPARE(facts->items.size(), std::size_t(0));
    QCOMPARE(facts->sources.size(), std::size_t(1));
    QCOMPARE(facts->builtAt, filled.clock.at);
}

void FactsTest::visitsMergeAndOrder()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one", QStringLiteral("North"));
    using enum EntityKind;
    filled.write(portal,
        { stageRow(1, "STATUS", "NEW", "Новый", ""), stageRow(2, "STATUS", "WORK", "В работе", ""),
            stageRow(3, "STATUS", "CONVERTED", "Готов", "S"), lead(2, kStart + 5, "CONVERTED"), lead(1, kStart, "WORK"),
            history(LeadHistory, 10, 1, kStart, "NEW", 1), history(LeadHistory, 11, 1, kStart, "WORK"),
            history(LeadHistory, 12, 1, kStart + 60, "WORK"), history(LeadHistory, 15, 2, kStart + 90, "CONVERTED", 3),
            history(LeadHistory, 14, 2, kStart + 5, "NEW", 1), history(LeadHistory, 99, 404, kStart, "NEW", 1) });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.id, facts->items), (std::vector<model::RecordId> { 1, 2 }));
    QCOMPARE(listOf(facts->items.visitCount, facts->items), (std::vector<std::uint32_t> { 2, 2 }));
    const VisitColumns &v = facts->visits;
    QVERIFY(!v.isInferred(0) && !v.isInferred(3));
    QCOMPARE(listOf(v.entered, v), (std::vector<base::UtcSeconds> { kStart, kStart, kStart + 5, kStart + 90 }));
    QCOMPARE(listOf(v.left, v), (std::vector<base::UtcSeconds> { kStart, kNever, kStart + 90, kNever }));
    QCOMPARE(stageName(*facts, v.stage[1]), QStringLiteral("В работе"));
    QCOMPARE(listOf(facts->items.closed, facts->items), (std::vector<base::UtcSeconds> { kNever, kStart + 90 }));
    QCOMPARE(listOf(facts->items.attested, facts->items), (std::vector<base::UtcSeconds> { kStart, kStart + 90 }));
    QCOMPARE(facts->regions, (std::vector<QString> { QStringLiteral("North") }));
    QCOMPARE(facts->portals[0].region, 0);
    QCOMPARE(facts->portals[0].newestData, kStart + 90);
}

void FactsTest::itemsWithoutHistoryHaveOneInferredVisit()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal, { lead(1, kStart, "UNHEARD_OF") });
    const auto facts = filled.facts();
    QCOMPARE(facts->visits.size(), std::size_t(1));
    QVERIFY(facts->visits.isInferred(0));
    QCOMPARE(facts->visits.entered[0], kStart);
    QCOMPARE(stageName(*facts, facts->visits.stage[0]), QStringLiteral("UNHEARD_OF"));
    QCOMPARE(facts->items.attested[0], kNever);
}

void FactsTest::moveSeenBeforeItsHistoryRow()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    auto moved = lead(1, kStart, "WORK");
    setValue(moved, "moved", num(kStart + 100));
    auto old = lead(2, kStart, "NEW"); // the history is newer than the item
    setValue(old, "moved", num(kStart));
    filled.write(portal,
        { moved, old, history(EntityKind::LeadHistory, 1, 1, kStart, "NEW", 1), history(EntityKind::LeadHistory, 2, 2, kStart, "NEW", 1),
            history(EntityKind::LeadHistory, 3, 2, kStart + 9, "WORK") });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.visitCount, facts->items), (std::vector<std::uint32_t> { 2, 2 }));
    QCOMPARE(facts->visits.entered[1], kStart + 100);
    QVERIFY(facts->visits.isInferred(1));
    QCOMPARE(stageName(*facts, facts->items.stage[1]), QStringLiteral("WORK"));
}

// The stage differs from that of the last row: the stay ends when the item was moved, else when it was changed last;
// where both are older than the row, the row is newer than the item.
void FactsTest::movesWithoutHistoryRowsEndTheVisit()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    auto unmoved = lead(1, kStart, "WORK"); // a portal that keeps no MOVED_TIME
    setValue(unmoved, "moved", num(kStart));
    setValue(unmoved, "modified", num(kStart + 500));
    auto both = lead(2, kStart, "WORK");
    setValue(both, "moved", num(kStart + 200));
    setValue(both, "modified", num(kStart + 900)); // a comment later
    auto neither = lead(3, kStart, "WORK");
    auto closed = lead(4, kStart, "JUNK");
    setValue(closed, "semantic", text("F"));
    setValue(closed, "modified", num(kStart + 60));
    filled.write(portal, { unmoved, both, neither, closed });
    for (const int item : { 1, 2, 3, 4 })
        filled.write(portal, { history(EntityKind::LeadHistory, item, item, kStart + 10, "NEW", 1) });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.visitCount, facts->items), (std::vector<std::uint32_t> { 2, 2, 1, 2 }));
    const auto leftFirst = [&](std::size_t row) { return facts->visits.left[facts->items.firstVisit[row]]; };
    QCOMPARE(leftFirst(0), kStart + 500);
    QCOMPARE(leftFirst(1), kStart + 200);
    QCOMPARE(leftFirst(2), kNever);
    QCOMPARE(stageName(*facts, facts->items.stage[2]), QStringLiteral("NEW"));
    QCOMPARE(leftFirst(3), kStart + 60);
    QCOMPARE(facts->items.closed[3], kStart + 60);
}

void FactsTest::funnelChangeKeepsTheOldVisits()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    using enum EntityKind;
    filled.write(portal,
        { record(Category, 0, { { "name", text("Sales") } }), record(Category, 2, { { "name", text("Service") } }),
            record(Deal, 1, { { "category_id", num(2) }, { "stage_id", text("C2:NEW") }, { "created", num(kStart) } }),
            history(DealHistory, 1, 1, kStart, "NEW", 1), history(DealHistory, 2, 1, kStart + 10, "EXECUTING"),
            history(DealHistory, 3, 1, kStart + 20, "C2:NEW", 5, 2) });
    const auto facts = filled.facts();
    QCOMPARE(facts->items.visitCount[0], 3U);
    QCOMPARE(facts->visits.left[1], kStart + 20);
    const auto funnel = static_cast<std::size_t>(facts->funnelOf(0));
    QCOMPARE(facts->funnels[funnel].name, QStringLiteral("Service"));
    const auto former = static_cast<std::size_t>(facts->stages[static_cast<std::size_t>(facts->visits.stage[0])].funnel);
    QCOMPARE(facts->funnels[former].name, QStringLiteral("Sales"));
}

void FactsTest::reopenedItemsAreOpen()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    using enum EntityKind;
    filled.write(portal,
        { stageRow(1, "STATUS", "NEW", "New", ""), stageRow(2, "STATUS", "JUNK", "Junk", "F"), lead(1, kStart, "NEW"),
            history(LeadHistory, 1, 1, kStart, "NEW", 1), history(LeadHistory, 2, 1, kStart + 10, "JUNK", 3),
            history(LeadHistory, 3, 1, kStart + 20, "NEW") });
    const auto facts = filled.facts();
    QCOMPARE(facts->items.closed[0], kNever);
    QCOMPARE(facts->visits.left[1], kStart + 20);
    QCOMPARE(facts->visits.size(), std::size_t(3));
}

void FactsTest::dealsPointToTheirLeads()
{
    FilledStore filled;
    const auto one = filled.addPortal("one");
    const auto two = filled.addPortal("two");
    filled.write(one,
        { lead(5, kStart + 1, "NEW"),
            record(EntityKind::Deal, 5,
                { { "lead_id", num(5) }, { "created", num(kStart) }, { "amount", num(120'000) }, { "currency", text("EUR") } }) });
    filled.write(two, { record(EntityKind::Deal, 5, { { "lead_id", num(5) }, { "created", num(kStart) } }) });
    const auto facts = filled.facts();
    QCOMPARE(
        listOf(facts->items.lead, facts->items), (std::vector<Index> { 1, kNone, kNone })); // the lead of another portal is another lead
    QCOMPARE(facts->items.amount[0], std::int64_t(120'000));
    QCOMPARE(facts->currencies[static_cast<std::size_t>(facts->items.currency[0])], QStringLiteral("EUR"));
    QCOMPARE(facts->currencies[static_cast<std::size_t>(facts->items.currency[1])], QStringLiteral("RUB"));
}

void FactsTest::sourcesOfEqualNamesAreJoined()
{
    FilledStore filled;
    const auto one = filled.addPortal("one");
    const auto two = filled.addPortal("two");
    auto a = lead(1, kStart, "NEW");
    setValue(a, "source_id", text("WEB"));
    setValue(a, "utm_campaign", text("spring"));
    auto b = lead(1, kStart, "NEW");
    setValue(b, "source_id", text("UC_77"));
    auto c = lead(2, kStart, "NEW");
    setValue(c, "source_id", text("GONE"));
    filled.write(one, { stageRow(1, "SOURCE", "WEB", "Наш  Сайт Чёрный", ""), a, lead(3, kStart, "NEW") });
    filled.write(two, { stageRow(1, "SOURCE", "UC_77", "наш сайт черный", ""), b, c });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.source, facts->items), (std::vector<Index> { 1, 0, 1, 2 }));
    QCOMPARE(facts->sources, (std::vector<QString> { QString(), QStringLiteral("Наш  Сайт Чёрный"), QStringLiteral("GONE") }));
    QCOMPARE(facts->campaigns, (std::vector<QString> { QString(), QStringLiteral("spring") }));
}

void FactsTest::peopleAlwaysHaveNames()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    using enum EntityKind;
    auto unknown = lead(2, kStart + 1, "NEW");
    setValue(unknown, "assigned_by_id", num(99));
    auto nobody = lead(3, kStart + 2, "NEW");
    setValue(nobody, "assigned_by_id", {});
    filled.write(portal,
        { record(Department, 1, { { "name", text("Company") } }),
            record(Department, 4, { { "name", text("Sales") }, { "parent_id", num(1) } }),
            record(
                User, 7, { { "last_name", text("Орлов") }, { "name", text("Пётр") }, { "department_id", num(4) }, { "active", num(1) } }),
            lead(1, kStart, "NEW"), unknown, nobody });
    const auto facts = filled.facts();
    const auto user = [&](std::size_t row) { return facts->users[static_cast<std::size_t>(facts->items.responsible[row])]; };
    QCOMPARE(user(0).name, QStringLiteral("Орлов Пётр"));
    QCOMPARE(user(1).name, QStringLiteral("user 99"));
    QCOMPARE(facts->items.responsible[2], kNone);
    const auto department = facts->departments[static_cast<std::size_t>(user(0).department)];
    QCOMPARE(department.name, QStringLiteral("Sales"));
    QCOMPARE(facts->departments[static_cast<std::size_t>(department.parent)].name, QStringLiteral("Company"));
}

void FactsTest::stagesArePairedAndHandWins()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal,
        { stageRow(1, "DEAL_STAGE", "NEW", "Новая", ""), stageRow(2, "DEAL_STAGE", "UC_1", "Ждём погоды", ""),
            stageRow(3, "DEAL_STAGE", "UC_2", "Отгрузка", "") });
    const auto milestoneOf = [](const Snapshot &facts, const QString &code) {
        for (const StageFact &stage : facts.stages)
            if (stage.code == code)
                return stage.milestone == kNone ? QString() : facts.standard.milestones[static_cast<std::size_t>(stage.milestone)].code;
        return QStringLiteral("?");
    };
    auto facts = filled.facts();
    QCOMPARE(milestoneOf(*facts, QStringLiteral("NEW")), QStringLiteral("NEW"));
    QCOMPARE(milestoneOf(*facts, QStringLiteral("UC_1")), QString());
    QCOMPARE(milestoneOf(*facts, QStringLiteral("UC_2")), QStringLiteral("SHIP"));
    model::Standard standard = facts->standard;
    standard.mappings.push_back({ portal, EntityKind::Deal, 0, QStringLiteral("UC_1"), 3, kNever, true });
    standard.mappings.push_back({ portal, EntityKind::Deal, 0, QStringLiteral("UC_2"), 0, kNever, true });
    standard.mappings.push_back({ portal, EntityKind::Deal, 0, QStringLiteral("NEW"), 6, filled.clock.at + 100, true });
    QVERIFY(filled.store->saveStandard(standard).result());
    facts = filled.facts();
    QCOMPARE(milestoneOf(*facts, QStringLiteral("UC_1")), QStringLiteral("KP"));
    QCOMPARE(milestoneOf(*facts, QStringLiteral("UC_2")), QString());
    QCOMPARE(milestoneOf(*facts, QStringLiteral("NEW")), QStringLiteral("NEW")); // not valid yet
}

void FactsTest::watermarksAreTheOldest()
{
    FilledStore filled;
    const auto one = filled.addPortal("one");
    const auto two = filled.addPortal("two");
    const auto three = filled.addPortal("three");
    using enum EntityKind;
    filled.write(one, {},
        { state(one, Lead, 500), state(one, Deal, 300), state(one, LeadHistory, 400), state(one, DealHistory, 600), state(one, Call, 1) });
    filled.write(two, {}, { state(two, Lead, kNever, true), state(two, Deal, 300), state(two, DealHistory, 310) });
    filled.write(three, {}, { state(three, Lead, 500), state(three, Deal, kNever) });
    const auto facts = filled.facts();
    QCOMPARE(facts->portals[0].watermark, base::UtcSeconds(300));
    QVERIFY(!facts->portals[0].neverComplete);
    QCOMPARE(facts->portals[1].watermark, base::UtcSeconds(300));
    QVERIFY(facts->portals[2].neverComplete);
    QCOMPARE(facts->portals[2].watermark, kNever);
}

void FactsTest::callsAreEvidence()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    auto byContact = lead(2, kStart, "NEW");
    setValue(byContact, "contact_id", num(30));
    filled.write(portal,
        { lead(1, kStart, "NEW"), byContact, lead(3, kStart, "NEW"), lead(4, kStart, "NEW"),
            call(1, kStart + 60, 1, 0, "304", "", "LEAD", 1), call(2, kStart + 90, 1, 45, "200", "", "LEAD", 1),
            call(3, kStart + 70, 4, 19, "200", "", "CONTACT", 30), // a callback, too short for a conversation
            call(4, kStart + 10, 2, 0, "304", "", "LEAD", 3), // missed
            call(5, kStart - 30, 2, 120, "200", "", "LEAD", 4) }); // the call that made the lead
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.attempt, facts->items), (std::vector<base::UtcSeconds> { kStart + 60, kStart + 70, kNever, kStart }));
    QCOMPARE(listOf(facts->items.conversation, facts->items), (std::vector<base::UtcSeconds> { kStart + 90, kNever, kNever, kStart }));
}

void FactsTest::callsByPhoneCountFromCreationToClosing()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    const auto other = filled.addPortal("two");
    using enum EntityKind;
    const auto withPhone = [](model::Record made, const char *phone) {
        made.points.push_back({ 1, "PHONE", "WORK", phone });
        return made;
    };
    auto byContact = lead(2, kStart, "NEW");
    setValue(byContact, "contact_id", num(30));
    filled.write(portal,
        { stageRow(1, "STATUS", "JUNK", "Junk", "F"), withPhone(lead(1, kStart, "NEW"), "8 (495) 111-22-33"), byContact,
            withPhone(record(Contact, 30, {}), "+7 495 444 55 66"), withPhone(lead(3, kStart, "JUNK"), "84957778899"),
            history(LeadHistory, 1, 3, kStart, "NEW", 1), history(LeadHistory, 2, 3, kStart + 100, "JUNK", 3),
            call(1, kStart - 500, 1, 60, "200", "+74951112233"), call(2, kStart + 500, 1, 0, "486", "74951112233"),
            call(3, kStart + 40, 2, 60, "200", "+74954445566"), call(4, kStart + 200, 1, 60, "200", "+74957778899") });
    filled.write(other, { withPhone(lead(1, kStart, "NEW"), "+74951112233") });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.attempt, facts->items), (std::vector<base::UtcSeconds> { kStart + 500, kStart + 40, kNever, kNever }));
    QCOMPARE(listOf(facts->items.conversation, facts->items), (std::vector<base::UtcSeconds> { kNever, kStart + 40, kNever, kNever }));
}

void FactsTest::robotsMailsAreNoTouch()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    const auto mail = [](int id, int owner, base::UtcSeconds at, int direction, int author) {
        return record(EntityKind::Activity, id,
            { { "owner_type_id", num(1) }, { "owner_id", num(owner) }, { "type_id", num(4) }, { "provider_id", text("CRM_EMAIL") },
                { "direction", num(direction) }, { "author_id", num(author) }, { "completed", num(1) }, { "created", num(at) },
                { "modified", num(at) } });
    };
    const auto todo = record(EntityKind::Activity, 9,
        { { "owner_type_id", num(1) }, { "owner_id", num(1) }, { "type_id", num(6) }, { "provider_id", text("CRM_TODO") },
            { "direction", num(2) }, { "completed", num(0) }, { "created", num(kStart + 2) }, { "deadline", num(kStart + 900) } });
    filled.write(portal,
        { lead(1, kStart, "NEW"), lead(2, kStart, "NEW"), mail(1, 1, kStart + 5, 2, 0), mail(2, 2, kStart + 5, 1, 0),
            mail(3, 2, kStart + 8, 2, 7), mail(4, 2, kStart + 50, 1, 0), todo });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.attempt, facts->items), (std::vector<base::UtcSeconds> { kNever, kStart + 8 }));
    QCOMPARE(listOf(facts->items.conversation, facts->items),
        (std::vector<base::UtcSeconds> { kNever, kStart + 50 })); // a reply to ours, not the first mail
    QCOMPARE(listOf(facts->activities.deadline, facts->activities), (std::vector<base::UtcSeconds> { kStart + 900 }));
    QCOMPARE(listOf(facts->activities.completed, facts->activities), (std::vector<base::UtcSeconds> { kNever }));
}

void FactsTest::journalTellsWhoWasResponsible()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    auto changing = lead(1, kStart, "NEW");
    filled.write(portal, { changing, lead(2, kStart, "NEW") });
    setValue(changing, "assigned_by_id", num(8));
    setValue(changing, "modified", num(kStart + 50));
    filled.write(portal, { changing });
    setValue(changing, "assigned_by_id", num(9));
    setValue(changing, "modified", num(kStart + 70));
    filled.write(portal, { changing });
    const auto facts = filled.facts();
    const ResponsibleColumns &r = facts->responsibles;
    QCOMPARE(listOf(r.item, r), (std::vector<std::uint32_t> { 0, 0 }));
    QCOMPARE(listOf(r.since, r), (std::vector<base::UtcSeconds> { kStart + 50, kStart + 70 }));
    const auto id = [&](Index user) { return facts->users[static_cast<std::size_t>(user)].id; };
    QCOMPARE(id(r.before[0]), model::RecordId(7));
    QCOMPARE(id(r.user[0]), model::RecordId(8));
    QCOMPARE(id(r.user[1]), model::RecordId(9));
    QCOMPARE(id(facts->items.responsible[0]), model::RecordId(9));
}

void FactsTest::monthPushesAreCounted()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    auto deal = record(EntityKind::Deal, 1, { { "created", num(kStart) }, { "modified", num(kStart) } });
    const auto day = [](int year, int month, int date) { return num(QDate(1970, 1, 1).daysTo(QDate(year, month, date))); };
    int version = 0;
    for (const auto &close : { day(2025, 3, 1), day(2025, 3, 28), day(2025, 4, 1), day(2025, 3, 20), day(2026, 1, 1) }) {
        setValue(deal, "close_date", close);
        setValue(deal, "modified", num(kStart + ++version));
        filled.write(portal, { deal });
    }
    const auto facts = filled.facts();
    // March to April, March to January; not within March, not back. At the instants they happened.
    QCOMPARE(listOf(facts->pushes.item, facts->pushes), (std::vector<std::uint32_t> { 0, 0 }));
    QCOMPARE(listOf(facts->pushes.at, facts->pushes), (std::vector<base::UtcSeconds> { kStart + 3, kStart + 5 }));
    QCOMPARE(facts->items.closeDate[0], static_cast<std::int32_t>(QDate(1970, 1, 1).daysTo(QDate(2026, 1, 1))));
}

void FactsTest::deletedItemsStayMarked()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal, { lead(1, kStart, "NEW"), lead(2, kStart, "NEW") });
    filled.write(portal, {}, {}, { { portal, EntityKind::Lead, 1 } });
    const auto facts = filled.facts();
    QCOMPARE(facts->items.size(), std::size_t(2));
    QVERIFY(facts->items.deleted[0] != kNever);
    QCOMPARE(facts->items.deleted[1], kNever);
}

void FactsTest::testsTwinsAndEarlierTouchesAreMarked()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    const auto withPhone = [](model::Record made, const char *phone) {
        made.points.push_back({ 1, "PHONE", "WORK", phone });
        return made;
    };
    auto canary = lead(1, kStart, "NEW");
    setValue(canary, "originator_id", text("dealerlens-canary"));
    filled.write(portal,
        { canary, withPhone(lead(2, kStart, "NEW"), "+74951112233"), withPhone(lead(3, kStart, "NEW"), "8 495 111-22-33"),
            withPhone(lead(4, kStart, "NEW"), "+74959999999"), lead(5, kStart, "NEW"),
            call(1, kStart - 30, 2, 120, "200", "", "LEAD", 5) });
    filled.write(portal, {}, {}, { { portal, EntityKind::Lead, 3 }, { portal, EntityKind::Lead, 4 } });
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->items.marks, facts->items), (std::vector<std::uint8_t> { kTestMark, 0, kTwinMark, 0, kPreTouchMark }));
}

void FactsTest::missedCallsWaitForTheirReturn()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal,
        { lead(1, kStart, "NEW"), call(1, kStart + 300, 2, 0, "304", "+74951112233"),
            call(2, kStart + 100, 2, 0, "304", "+74954445566", "LEAD", 1), call(3, kStart + 200, 2, 60, "200", "+74957778899"), // taken
            call(4, kStart + 50, 1, 0, "304", "+74951112233"), // before it was missed
            call(5, kStart + 900, 1, 0, "486", "+74954445566"),
            call(6, kStart + 120, 2, 0, "304", "") }); // no number: nobody can return it
    const auto facts = filled.facts();
    QCOMPARE(listOf(facts->missed.call, facts->missed), (std::vector<model::RecordId> { 2, 1 }));
    QCOMPARE(listOf(facts->missed.returned, facts->missed), (std::vector<base::UtcSeconds> { kStart + 900, kNever }));
    QCOMPARE(listOf(facts->missed.item, facts->missed), (std::vector<Index> { 0, kNone }));
}

void FactsTest::historyHasABeginning()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal,
        { lead(1, kStart - 500, "NEW"), lead(2, kStart, "NEW"), history(EntityKind::LeadHistory, 1, 2, kStart + 70, "WORK"),
            history(EntityKind::LeadHistory, 2, 2, kStart + 40, "NEW", 1) });
    const auto facts = filled.facts();
    QCOMPARE(facts->portals[0].watchedSince(EntityKind::Lead), kStart + 40);
    QCOMPARE(facts->portals[0].watchedSince(EntityKind::Deal), kNever);
}

void FactsTest::earlierPairingsAreKept()
{
    FilledStore filled;
    const auto portal = filled.addPortal("one");
    filled.write(portal, { stageRow(1, "DEAL_STAGE", "UC_2", "Отгрузка", "") });
    model::Standard standard = filled.facts()->standard;
    const base::UtcSeconds change = filled.clock.at - 1'000;
    standard.mappings.push_back({ portal, EntityKind::Deal, 0, QStringLiteral("UC_2"), 3, change, true });
    QVERIFY(filled.store->saveStandard(standard).result());
    const auto facts = filled.facts();
    const auto codeAt = [&](base::UtcSeconds at) { return facts->standard.milestones[std::size_t(facts->milestoneOf(0, at))].code; };
    QCOMPARE(codeAt(kNever), QStringLiteral("KP"));
    QCOMPARE(codeAt(change), QStringLiteral("KP"));
    QCOMPARE(codeAt(change - 1), QStringLiteral("SHIP"));
}

QTEST_GUILESS_MAIN(FactsTest)
#include "tst_facts.moc"
