// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demodealer.h"
#include "portalsim/demogenerator.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTimeZone>

#include <phonenumbers/phonenumberutil.h>

using namespace dealerlens;
using namespace dealerlens::portalsim;

namespace {

constexpr UtcSeconds kNow = 1764000000; // 2025-11-24T16:00:00Z

World demo(int dealers, quint64 seed = 1)
{
    DemoOptions options;
    options.dealers = dealers;
    options.seed = seed;
    options.now = kNow;
    return generateDemo(options);
}

std::size_t items(const PortalData &portal) { return portal.table(Entity::Lead).rows.size() + portal.table(Entity::Deal).rows.size(); }

// Everything of a world that a difference would show in.
QString summary(const World &world)
{
    QString text;
    for (const auto &portal : world.portals) {
        text += portal->key % u' ' % QString::fromLatin1(portal->webhookSecret) % u' ';
        for (const Entity entity : { Entity::Lead, Entity::Deal, Entity::Contact, Entity::Call, Entity::Activity }) {
            const Table &table = portal->table(entity);
            text += QString::number(table.rows.size()) % u' ';
            for (const Record &row : table.rows)
                text += row.text("TITLE") % row.text("DATE_CREATE") % row.text("OPPORTUNITY") % row.text("CALL_ID");
        }
    }
    return text;
}

} // namespace

class DemoGeneratorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheSameForTheSameSeed();
    void fortyDealersAreASizeableNetwork();
    void portalsCanBeToldApart();
    void nothingHappensAfterNow();
    void cardsAgreeWithTheirHistory();
    void referencesHold();
    void numbersAreValid();
    void phonesAreValid();
    void theNetworkHasItsTroubles();
    void troublesAreTheSmallerPart();
    void dealersDiffer();
    void workClockCountsWorkingHours();
    void liveStepsKeepThePortalWhole();
    void aThousandDealersInSeconds();
};

void DemoGeneratorTest::isTheSameForTheSameSeed()
{
    const QString first = summary(demo(4));
    QCOMPARE(summary(demo(4)), first);
    QVERIFY(summary(demo(4, 2)) != first);
}

void DemoGeneratorTest::fortyDealersAreASizeableNetwork()
{
    QElapsedTimer timer;
    timer.start();
    const World world = demo(40);
    const qint64 elapsed = timer.elapsed();
    QCOMPARE(world.portals.size(), std::size_t(41));
    std::size_t total = 0;
    std::size_t calls = 0;
    std::size_t activities = 0;
    for (const auto &portal : world.portals) {
        total += items(*portal);
        calls += portal->table(Entity::Call).rows.size();
        activities += portal->table(Entity::Activity).rows.size();
        QVERIFY(!portal->table(Entity::User).rows.empty());
        QCOMPARE(portal->table(Entity::Department).rows.size(), std::size_t(3));
    }
    qInfo(
        "40 dealers in %lld ms: %zu leads and deals, %zu calls, %zu activities", static_cast<long long>(elapsed), total, calls, activities);
    QVERIFY(total >= 12000 && total <= 26000);
    QVERIFY(calls > total / 2);
}

void DemoGeneratorTest::portalsCanBeToldApart()
{
    const World world = demo(200);
    QSet<QString> keys;
    QSet<QString> titles;
    QSet<QString> regions;
    static const QRegularExpression kKey(QStringLiteral("^[a-z0-9-]+$"));
    static const QRegularExpression kSecret(QStringLiteral("^[a-z0-9]{16}$"));
    int heads = 0;
    for (const auto &portal : world.portals) {
        heads += portal->kind == u"head" ? 1 : 0;
        QVERIFY2(kKey.match(portal->key).hasMatch(), qPrintable(portal->key));
        QVERIFY(kSecret.match(QString::fromLatin1(portal->webhookSecret)).hasMatch());
        QVERIFY(QTimeZone(portal->timezone).isValid());
        QVERIFY(!keys.contains(portal->key));
        QVERIFY(!titles.contains(portal->title));
        keys.insert(portal->key);
        titles.insert(portal->title);
        regions.insert(portal->region);
    }
    QCOMPARE(heads, 1);
    QCOMPARE(regions.size(), 7); // six and the head office's blank
}

void DemoGeneratorTest::nothingHappensAfterNow()
{
    const World world = demo(10);
    UtcSeconds latest = 0;
    for (const auto &portal : world.portals) {
        for (int number = 0; number < kEntityCount; ++number) {
            for (const Record &row : portal->table(static_cast<Entity>(number)).rows) {
                for (const char *field : { "DATE_CREATE", "DATE_MODIFY", "MOVED_TIME", "LAST_ACTIVITY_TIME", "DATE_CLOSED", "CREATED",
                         "START_TIME", "LAST_UPDATED", "CALL_START_DATE", "CREATED_DATE" }) {
                    QVERIFY2(row.number(field) <= kNow, field);
                    latest = std::max(latest, UtcSeconds(row.number(field)));
                }
            }
        }
        for (const Entity entity : { Entity::Lead, Entity::Deal }) {
            for (const HistoryRow &row : portal->history(entity))
                QVERIFY(row.time <= kNow);
        }
    }
    QVERIFY(kNow - latest < 86400);
}

void DemoGeneratorTest::cardsAgreeWithTheirHistory()
{
    const World world = demo(12);
    std::array<int, 6> kinds {};
    for (const auto &portal : world.portals) {
        for (const Entity entity : { Entity::Lead, Entity::Deal }) {
            const bool lead = entity == Entity::Lead;
            std::map<qint64, const HistoryRow *> last;
            qint64 id = 0;
            UtcSeconds time = 0;
            for (const HistoryRow &row : portal->history(entity)) {
                QVERIFY(row.id > id && row.time >= time);
                id = row.id;
                time = row.time;
                QCOMPARE(row.typeId == 1, !last.contains(row.ownerId));
                QVERIFY(portal->hasStage(entity, row.categoryId, row.stageId));
                QCOMPARE(portal->stageSemantic(entity, row.categoryId, row.stageId), row.semantic);
                last[row.ownerId] = &row;
                ++kinds[row.typeId];
            }
            QCOMPARE(last.size(), portal->table(entity).rows.size());
            for (const Record &item : portal->table(entity).rows) {
                const HistoryRow &row = *last.at(item.id);
                QCOMPARE(item.text(lead ? "STATUS_ID" : "STAGE_ID"), row.stageId);
                QCOMPARE(item.text(lead ? "STATUS_SEMANTIC_ID" : "STAGE_SEMANTIC_ID"), QString(QLatin1Char(row.semantic)));
                QCOMPARE(item.number("MOVED_TIME"), qint64(row.time));
                if (!lead)
                    QCOMPARE(item.number("CATEGORY_ID"), qint64(row.categoryId));
                QVERIFY(portal->table(Entity::User).find(item.number("ASSIGNED_BY_ID")));
            }
        }
    }
    for (const int kind : { 1, 2, 3, 5 })
        QVERIFY2(kinds[static_cast<std::size_t>(kind)] > 0, "a kind of history row is missing");
}

void DemoGeneratorTest::referencesHold()
{
    const World world = demo(6);
    for (const auto &portal : world.portals) {
        for (const Record &deal : portal->table(Entity::Deal).rows) {
            if (const qint64 id = deal.number("LEAD_ID"); id > 0) {
                const Record *lead = portal->table(Entity::Lead).find(id);
                QVERIFY(lead);
                QCOMPARE(lead->text("STATUS_SEMANTIC_ID"), QStringLiteral("S"));
                QVERIFY(lead->number("DATE_CREATE") <= deal.number("DATE_CREATE"));
                QCOMPARE(lead->text("SOURCE_ID"), deal.text("SOURCE_ID"));
            }
            QVERIFY(portal->table(Entity::Contact).find(deal.number("CONTACT_ID")));
            if (deal.number("COMPANY_ID") > 0)
                QVERIFY(portal->table(Entity::Company).find(deal.number("COMPANY_ID")));
        }
        for (const Record &row : portal->table(Entity::Activity).rows) {
            const Entity owner = row.number("OWNER_TYPE_ID") == 1 ? Entity::Lead : Entity::Deal;
            QVERIFY(portal->table(owner).find(row.number("OWNER_ID")));
        }
        for (const Record &row : portal->table(Entity::Call).rows) {
            QVERIFY(portal->table(Entity::Activity).find(row.number("CRM_ACTIVITY_ID")));
            const Entity owner = row.text("CRM_ENTITY_TYPE") == u"LEAD" ? Entity::Lead : Entity::Contact;
            QVERIFY(portal->table(owner).find(row.number("CRM_ENTITY_ID")));
        }
    }
}

void DemoGeneratorTest::numbersAreValid()
{
    std::mt19937_64 random(7);
    Dice dice(random);
    static const QRegularExpression kPhone(QStringLiteral("^\\+79\\d{9}$"));
    for (const City &city : demoCities()) {
        QVERIFY(QTimeZone(city.zone).isValid());
        QVERIFY(kPhone.match(makePhone(dice, city)).hasMatch());
    }
    // Check digits by the rule itself, written another way.
    const auto check = [](const QString &inn, const std::vector<int> &weights, int at) {
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            sum += weights[i] * inn[static_cast<qsizetype>(i)].digitValue();
        return (sum % 11) % 10 == inn[at].digitValue();
    };
    for (int i = 0; i < 50; ++i) {
        const QString company = makeInn(dice, 16, false);
        QCOMPARE(company.size(), 10);
        QVERIFY(check(company, { 2, 4, 10, 3, 5, 9, 4, 6, 8 }, 9));
        const QString trader = makeInn(dice, 2, true);
        QCOMPARE(trader.size(), 12);
        QVERIFY(trader.startsWith(u"02"));
        QVERIFY(check(trader, { 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 }, 10));
        QVERIFY(check(trader, { 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8 }, 11));
        QString digits = retyped(dice, QStringLiteral("+79274012345"));
        digits.remove(QRegularExpression(QStringLiteral("\\D")));
        QCOMPARE(digits.right(10), QStringLiteral("9274012345"));
    }
}

// However they are typed, libphonenumber takes them for numbers of a Russian subscriber.
void DemoGeneratorTest::phonesAreValid()
{
    const auto &util = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
    const World world = demo(40);
    int checked = 0;
    for (const auto &portal : world.portals) {
        for (const Entity entity : { Entity::Lead, Entity::Contact, Entity::Company }) {
            for (const Record &row : portal->table(entity).rows) {
                for (const MultiField &field : row.multi) {
                    if (field.typeId != u"PHONE")
                        continue;
                    i18n::phonenumbers::PhoneNumber number;
                    const auto parsed = util.Parse(field.value.toStdString(), "RU", &number);
                    QVERIFY2(parsed == i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR, qPrintable(field.value));
                    QVERIFY2(util.IsValidNumber(number), qPrintable(field.value));
                    ++checked;
                }
            }
        }
    }
    QVERIFY(checked > 10000);
}

// Silent dealers, overdue deeds, missed calls, empty reasons, shared clients, own stages: what the program is for.
void DemoGeneratorTest::theNetworkHasItsTroubles()
{
    const World world = demo(40);
    int silent = 0;
    int overdue = 0;
    int missed = 0;
    int lostWithout = 0;
    int lost = 0;
    int ownStages = 0;
    int shared = 0;
    QHash<QString, QString> phones; // last ten digits → portal
    for (const auto &portal : world.portals) {
        UtcSeconds last = 0;
        for (const Record &lead : portal->table(Entity::Lead).rows) {
            last = std::max(last, UtcSeconds(lead.number("DATE_CREATE")));
            QString digits = lead.multi.front().value;
            digits = digits.remove(QRegularExpression(QStringLiteral("\\D"))).right(10);
            shared += phones.contains(digits) && phones.value(digits) != portal->key ? 1 : 0;
            phones.insert(digits, portal->key);
        }
        silent += kNow - last > 10 * 86400 ? 1 : 0;
        for (const Record &row : portal->table(Entity::Activity).rows)
            overdue += !row.flag("COMPLETED") && row.text("PROVIDER_ID") == u"CRM_TODO" && row.number("DEADLINE") < kNow ? 1 : 0;
        for (const Record &row : portal->table(Entity::Call).rows)
            missed += row.text("CALL_FAILED_CODE") == u"304" ? 1 : 0;
        for (const Record &deal : portal->table(Entity::Deal).rows) {
            lost += deal.text("STAGE_SEMANTIC_ID") == u"F" ? 1 : 0;
            lostWithout += deal.text("STAGE_SEMANTIC_ID") == u"F" && !deal.has("UF_CRM_REFUSAL_REASON") ? 1 : 0;
        }
        for (const Record &row : portal->table(Entity::Status).rows)
            ownStages += row.text("STATUS_ID").startsWith(u"UC_") && row.text("ENTITY_ID") == u"STATUS" ? 1 : 0;
    }
    QVERIFY(silent >= 1 && silent < 12);
    QVERIFY(overdue > 100);
    QVERIFY(missed > 300);
    QVERIFY(lost > 500 && lostWithout > 50 && lostWithout < lost / 2);
    QVERIFY(ownStages > 0);
    QVERIFY(shared > 50);
}

// Against the limits that head office sets for its milestones, in working days.
void DemoGeneratorTest::troublesAreTheSmallerPart()
{
    const QHash<QString, int> limits { { QStringLiteral("NEW"), 1 }, { QStringLiteral("PREPARATION"), 5 },
        { QStringLiteral("PREPAYMENT_INVOICE"), 7 }, { QStringLiteral("EXECUTING"), 6 }, { QStringLiteral("FINAL_INVOICE"), 14 } };
    const World world = demo(40);
    QHash<QString, int> open; // by stage of the sale of machines
    int all = 0;
    int limited = 0;
    int over = 0;
    int old = 0;
    for (const auto &portal : world.portals) {
        const WorkClock clock(zoneOffset(portal->timezone, kNow));
        for (const Record &deal : portal->table(Entity::Deal).rows) {
            if (deal.flag("CLOSED"))
                continue;
            const UtcSeconds moved = deal.number("MOVED_TIME");
            const QString stage = deal.text("STAGE_ID");
            ++all;
            old += kNow - moved > 60 * 86400 ? 1 : 0;
            if (deal.number("CATEGORY_ID") != 0 || !limits.contains(stage))
                continue;
            ++open[stage];
            ++limited;
            over += clock.worked(kNow) - clock.worked(moved) > limits.value(stage) * 9 * 3600 ? 1 : 0;
        }
    }
    qInfo("%d open deals, %d of %d over the limit, %d older than 60 days, %d new", all, over, limited, old,
        open.value(QStringLiteral("NEW")));
    QVERIFY(all >= 900 && all <= 1700);
    QVERIFY(over * 100 >= limited * 15 && over * 100 <= limited * 35);
    QVERIFY(old > 0 && old * 50 < all);
    for (auto stage = limits.keyBegin(); stage != limits.keyEnd(); ++stage)
        QVERIFY2(open.value(*stage) * 20 >= limited / 2, qPrintable(*stage)); // a column of the board is never bare
}

// Three dealers make more of their leads than everybody else, three less.
void DemoGeneratorTest::dealersDiffer()
{
    const World world = demo(40);
    std::vector<double> shares;
    for (const auto &portal : world.portals) {
        if (portal->kind == u"head")
            continue;
        int converted = 0;
        int closed = 0;
        for (const Record &lead : portal->table(Entity::Lead).rows) {
            converted += lead.text("STATUS_SEMANTIC_ID") == u"S" ? 1 : 0;
            closed += lead.text("STATUS_SEMANTIC_ID") != u"P" ? 1 : 0;
        }
        shares.push_back(double(converted) / double(closed));
    }
    std::ranges::sort(shares);
    QCOMPARE(shares.size(), std::size_t(40));
    qInfo("leads that became deals: %.2f %.2f %.2f … %.2f … %.2f %.2f %.2f", shares[0], shares[1], shares[2], shares[20], shares[37],
        shares[38], shares[39]);
    QVERIFY(shares[2] < 0.75 * shares[20]);
    QVERIFY(shares[37] > 1.2 * shares[20]);
}

void DemoGeneratorTest::workClockCountsWorkingHours()
{
    const WorkClock moscow(3 * 3600);
    // Friday 14 November 2025, 17:40 in Moscow, and 45 working minutes later: Monday 09:25.
    const UtcSeconds friday = QDateTime(QDate(2025, 11, 14), QTime(14, 40), Qt::UTC).toSecsSinceEpoch();
    const UtcSeconds monday = QDateTime(QDate(2025, 11, 17), QTime(6, 25), Qt::UTC).toSecsSinceEpoch();
    QCOMPARE(moscow.worked(monday) - moscow.worked(friday), UtcSeconds(45 * 60));
    QCOMPARE(moscow.after(friday, 45 * 60), monday);
}

void DemoGeneratorTest::liveStepsKeepThePortalWhole()
{
    World world = demo(2);
    PortalData &portal = *world.portals.back();
    const std::size_t before = items(portal);
    const std::size_t calls = portal.table(Entity::Call).rows.size();
    std::mt19937_64 random(3);
    for (int i = 0; i < 2000; ++i)
        liveStep(portal, random, kNow + i);
    QVERIFY(items(portal) > before);
    QVERIFY(portal.table(Entity::Call).rows.size() > calls);
    for (const Entity entity : { Entity::Lead, Entity::Deal }) {
        std::map<qint64, const HistoryRow *> last;
        for (const HistoryRow &row : portal.history(entity))
            last[row.ownerId] = &row;
        for (const Record &item : portal.table(entity).rows)
            QCOMPARE(item.text(entity == Entity::Lead ? "STATUS_ID" : "STAGE_ID"), last.at(item.id)->stageId);
    }
}

void DemoGeneratorTest::aThousandDealersInSeconds()
{
    QElapsedTimer timer;
    timer.start();
    const World world = demo(1000);
    std::size_t total = 0;
    for (const auto &portal : world.portals)
        total += items(*portal);
    qInfo("1,000 dealers in %lld ms: %zu leads and deals", static_cast<long long>(timer.elapsed()), total);
    QCOMPARE(world.portals.size(), std::size_t(1001));
}

QTEST_GUILESS_MAIN(DemoGeneratorTest)
#include "tst_demogenerator.moc"
