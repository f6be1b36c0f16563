// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/marks.h"
#include "model/standard.h"
#include "model/text.h"

#include <QTest>

#include <set>

using namespace dealerlens;
using namespace dealerlens::model;

namespace {

PortalStage stage(EntityKind kind, const QString &code, const QString &name, char semantic = 'P', std::int64_t category = 0)
{
    return { kind, category, code, name, 10, semantic };
}

QString mappedCode(const PortalStage &one)
{
    const Standard standard = defaultStandard();
    const auto milestone = StagePairing(standard).milestoneOf(one);
    if (!milestone)
        return {};
    for (const Milestone &m : standard.milestones)
        if (m.id == milestone)
            return m.code;
    return QStringLiteral("?");
}

} // namespace

class StandardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsAreComplete();
    void mapsStages_data();
    void mapsStages();
    void unknownStagesStayUnmapped();
    void handBeatsMachineAndDatesCount();
    void readsStagesOfDirectories();
    void jsonKeepsEverything();
    void brokenJsonIsAnError();
    void testsAndJunkAreTold();
};

void StandardTest::defaultsAreComplete()
{
    const Standard standard = defaultStandard();
    QCOMPARE(standard.milestones.size(), std::size_t(13));
    QCOMPARE(standard.limits.size(), std::size_t(6));
    QCOMPARE(standard.calendar.week.size(), std::size_t(5));
    std::set<std::int32_t> ids;
    for (const Milestone &m : standard.milestones) {
        QVERIFY(m.id > 0 && ids.insert(m.id).second);
        QVERIFY(!m.nameRu.isEmpty() && !m.nameEn.isEmpty());
    }
    QCOMPARE(standard.limits.front().businessSeconds, std::int64_t(9 * 3600));
}

void StandardTest::mapsStages_data()
{
    QTest::addColumn<bool>("lead");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("name");
    QTest::addColumn<char>("semantic");
    QTest::addColumn<QString>("milestone");
    const auto add = [](bool lead, const char *code, const QString &name, char semantic, const char *milestone) {
        QTest::addRow("%s %s %s", lead ? "lead" : "deal", code, qPrintable(name))
            << lead << QString::fromLatin1(code) << name << semantic << QString::fromLatin1(milestone);
    };
    add(false, "NEW", QStringLiteral("Новая"), 'P', "NEW");
    add(false, "C2:NEW", QStringLiteral("Первый шаг"), 'P', "NEW");
    add(false, "UC_1A2B3C", QStringLiteral("КП отправлено"), 'P', "KP");
    add(false, "UC_1", QStringLiteral("Отправили коммерческое предложение"), 'P', "KP");
    add(false, "PREPARATION", QStringLiteral("Подготовка документов"), 'P', "KP");
    add(false, "PREPAYMENT_INVOICE", QStringLiteral("Счёт на предоплату"), 'P', "INV");
    add(false, "EXECUTING", QStringLiteral("В РАБОТЕ"), 'P', "WORK");
    add(false, "UC_2", QStringLiteral("Отгружаем"), 'P', "SHIP");
    add(false, "UC_3", QStringLiteral("Закрывающие документы"), 'P', "DOCS");
    add(false, "WON", QStringLiteral("Ура"), 'S', "WON");
    add(false, "APOLOGY", QStringLiteral("Анализ причины провала"), 'F', "LOST");
    add(true, "NEW", QStringLiteral("Не обработан"), 'P', "LNEW");
    add(true, "IN_PROCESS", QStringLiteral("В работе"), 'P', "LWORK");
    add(true, "PROCESSED", QStringLiteral("Обработан"), 'P', "LDONE");
    add(true, "CONVERTED", QStringLiteral("Качественный лид"), 'S', "LWON");
    add(true, "JUNK", QStringLiteral("Спам"), 'F', "LJUNK");
}

void StandardTest::mapsStages()
{
    QFETCH(bool, lead);
    QFETCH(QString, code);
    QFETCH(QString, name);
    QFETCH(char, semantic);
    QFETCH(QString, milestone);
    QCOMPARE(mappedCode(stage(lead ? EntityKind::Lead : EntityKind::Deal, code, name, semantic)), milestone);
}

void StandardTest::unknownStagesStayUnmapped()
{
    QCOMPARE(mappedCode(stage(EntityKind::Deal, QStringLiteral("UC_9"), QStringLiteral("Ждём погоды"))), QString());
    QCOMPARE(mappedCode(stage(EntityKind::Deal, QStringLiteral("UC_9"), QStringLiteral("Активные"))), QString());
    Standard bare = defaultStandard();
    bare.milestones.clear();
    const PortalStage won = stage(EntityKind::Deal, QStringLiteral("WON"), QStringLiteral("Ура"), 'S');
    QVERIFY(!StagePairing(bare).milestoneOf(won));
}

void StandardTest::handBeatsMachineAndDatesCount()
{
    const QString code = QStringLiteral("UC_9");
    const std::vector<StageMapping> mappings {
        { 1, EntityKind::Deal, 0, code, 2, base::kNever, true },
        { 1, EntityKind::Deal, 0, code, 3, 1'000, true },
        { 1, EntityKind::Deal, 0, code, 4, 2'000, false },
        { 2, EntityKind::Deal, 0, code, 0, base::kNever, true },
    };
    QCOMPARE(milestoneAt(mappings, 1, EntityKind::Deal, 0, code), std::optional<std::int32_t>(3));
    QCOMPARE(milestoneAt(mappings, 1, EntityKind::Deal, 0, code, 999), std::optional<std::int32_t>(2));
    QCOMPARE(milestoneAt(mappings, 1, EntityKind::Deal, 0, code, 5'000), std::optional<std::int32_t>(3));
    QCOMPARE(milestoneAt(mappings, 2, EntityKind::Deal, 0, code), std::optional<std::int32_t>(0));
    QCOMPARE(milestoneAt(mappings, 1, EntityKind::Lead, 0, code), std::optional<std::int32_t>());
    QCOMPARE(milestoneAt(mappings, 1, EntityKind::Deal, 5, code), std::optional<std::int32_t>());
}

void StandardTest::readsStagesOfDirectories()
{
    std::vector<Value> row(schemaOf(EntityKind::Status).columns.size());
    row[0] = std::string("DEAL_STAGE_4");
    row[1] = std::string("C4:EXECUTING");
    row[2] = std::string("Ремонт");
    row[3] = std::int64_t(30);
    row[4] = std::string("S");
    const auto read = stageOf(row);
    QVERIFY(read);
    QCOMPARE(read->categoryId, std::int64_t(4));
    QCOMPARE(read->itemKind, EntityKind::Deal);
    QCOMPARE(read->semantic, 'S');
    row[0] = std::string("STATUS");
    QCOMPARE(stageOf(row)->itemKind, EntityKind::Lead);
    row[0] = std::string("SOURCE");
    QVERIFY(!stageOf(row));
    row[0] = std::string("DEAL_STAGE_x");
    QVERIFY(!stageOf(row));
}

void StandardTest::jsonKeepsEverything()
{
    Standard standard = defaultStandard();
    standard.mappings.push_back({ 3, EntityKind::Lead, 0, QStringLiteral("UC_\"7"), 12, 1'700'000'000, true });
    standard.mappings.push_back({ 4, EntityKind::Deal, 9, QStringLiteral("C9:NEW"), 0, base::kNever, false });
    standard.limits.push_back({ 3, 2, 1 });
    standard.calendar.special.push_back({ QDate(2026, 1, 1), false, {} });
    standard.calendar.special.push_back({ QDate(2026, 11, 7), true, { { 6, QTime(10, 0), QTime(), true } } });
    standard.dealerCalendars[3].week.push_back({ 6, QTime(8, 30), QTime(12, 0), false });
    standard.responseLimit = 1'800;
    standard.conversationSeconds = 15;
    standard.conversionDays = 90;
    standard.currency = QStringLiteral("KZT");
    standard.rates.push_back({ QStringLiteral("USD"), QDate(2026, 3, 1), *parseMoney("89.1234") });
    standard.testOrigins = { QStringLiteral("probe"), QStringLiteral("Тест") };
    standard.testTitles = { QStringLiteral("проверка") };
    standard.junkStages = {};
    const auto read = standardFromJson(toJson(standard));
    QVERIFY(read);
    QCOMPARE(toJson(*read), toJson(standard));
    QVERIFY(read->calendar == standard.calendar);
    QVERIFY(read->dealerCalendars == standard.dealerCalendars);
    QCOMPARE(read->mappings[0].validFrom, standard.mappings[0].validFrom);
    QCOMPARE(read->mappings[1].validFrom, base::kNever);
    QCOMPARE(read->rates[0].rate, standard.rates[0].rate);
    QCOMPARE(read->milestones.size(), standard.milestones.size());
    QCOMPARE(read->testOrigins, standard.testOrigins);
    QVERIFY(read->junkStages.empty());
}

void StandardTest::brokenJsonIsAnError()
{
    QCOMPARE(standardFromJson("[1]").error().kind, base::ErrorKind::Input);
    QCOMPARE(standardFromJson("{\"rates\": [{\"rate\": \"x\", \"day\": \"2026-01-01\"}]}").error().kind, base::ErrorKind::Input);
    QVERIFY(standardFromJson("{}"));
}

void StandardTest::testsAndJunkAreTold()
{
    Standard standard = defaultStandard();
    QVERIFY(TestSigns(standard).isTest("dealerlens-canary", "", "Lead"));
    QVERIFY(TestSigns(standard).isTest("", "Dealerlens-Canary/7", ""));
    QVERIFY(!TestSigns(standard).isTest("site", "17", "Тест"));
    QVERIFY(!TestSigns(standard).asksTitles());
    standard.testTitles = { QStringLiteral("тест"), QStringLiteral("Ёлка"), QStringLiteral("é"), QStringLiteral("(тест)") };
    const TestSigns signs(standard);
    for (const char *title : { "ТЕСТ, не трогать", "  тест", "\u202Eтест", "т\u200Bест", "ёлка", "Ёлка 2", "елка", "Е\u0308лка", "E\u0301t",
             "\u00C9t", "(Тест) окно" })
        QVERIFY2(signs.isTest({}, {}, title), title);
    for (const char *title : { "", "Окно", "Window", "e", "те", "мой тест", "й", "7" })
        QVERIFY2(!signs.isTest({}, {}, title), title);
    // Whatever a title begins with is found by the first character that its folded text has.
    for (char16_t unit = 1; unit < 0x2000; ++unit)
        for (const QString &end : { QString(), QStringLiteral("ест"), QStringLiteral("\u0301"), QStringLiteral("\u0306ест") }) {
            const QString title = QChar(unit) % end;
            standard.testTitles = { folded(title).left(1) };
            QCOMPARE(TestSigns(standard).isTest({}, {}, title.toStdString()), !folded(title).isEmpty());
        }
    QVERIFY(isJunk(standard, QStringLiteral("JUNK"), QStringLiteral("Провален")));
    QVERIFY(isJunk(standard, QStringLiteral("C4:UC_1"), QStringLiteral("Это спам")));
    QVERIFY(isJunk(standard, QStringLiteral("UC_2"), QStringLiteral("Некачественный лид")));
    QVERIFY(!isJunk(standard, QStringLiteral("LOSE"), QStringLiteral("Отказ клиента")));
    standard.junkStages.clear();
    QVERIFY(!isJunk(standard, QStringLiteral("JUNK"), QStringLiteral("Спам")));
}

QTEST_APPLESS_MAIN(StandardTest)
#include "tst_standard.moc"
