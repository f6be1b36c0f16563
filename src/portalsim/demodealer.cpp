// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/demodealer.h"

#include "portalsim/portalsetup.h"

#include <QTimeZone>

namespace dealerlens::portalsim {
namespace {

QString prefixed(int category, const QString &id) { return category == 0 ? id : QStringLiteral("C%1:%2").arg(category).arg(id); }

QString customCode(Dice &dice)
{
    static constexpr char16_t kLetters[] = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    QString code = QStringLiteral("UC_");
    for (int i = 0; i < 6; ++i)
        code += QChar(kLetters[dice.between(0, 35)]);
    return code;
}

std::vector<DemoStage> leadStages(Dice &dice)
{
    std::vector<DemoStage> stages {
        { QStringLiteral("NEW"), QStringLiteral("Новая"), 'P', 0.3, 0.10 },
        { QStringLiteral("IN_PROCESS"), QStringLiteral("В работе"), 'P', 2.6, 0.30 },
        { QStringLiteral("PROCESSED"), QStringLiteral("Обработана"), 'P', 1.3, 0.18 },
    };
    if (dice.chance(0.2)) // a stage of their own
        stages.insert(stages.begin() + 2, { customCode(dice), QStringLiteral("Думает"), 'P', 5.0, 0.2 });
    if (dice.chance(0.15)) {
        stages[0].name = QStringLiteral("Не обработан");
        stages[1].name = QStringLiteral("Взяли в работу");
    }
    stages.push_back({ QStringLiteral("CONVERTED"), QStringLiteral("Качественная"), 'S', 0, 0 });
    stages.push_back({ QStringLiteral("JUNK"), QStringLiteral("Некачественная"), 'F', 0, 0 });
    return stages;
}

std::vector<DemoStage> salesStages(Dice &dice)
{
    std::vector<DemoStage> stages {
        { QStringLiteral("NEW"), QStringLiteral("Новая"), 'P', 1.2, 0.08 },
        { QStringLiteral("PREPARATION"), QStringLiteral("В работе"), 'P', 5.0, 0.18 },
        { QStringLiteral("PREPAYMENT_INVOICE"), QStringLiteral("КП отправлено"), 'P', 7.0, 0.28 },
        { QStringLiteral("EXECUTING"), QStringLiteral("Счёт и договор"), 'P', 6.0, 0.15 },
        { QStringLiteral("FINAL_INVOICE"), QStringLiteral("Отгрузка"), 'P', 13.0, 0.04 },
        { customCode(dice), QStringLiteral("Документы"), 'P', 5.0, 0.02 },
    };
    if (dice.chance(0.2)) { // this dealer says it in his own words
        stages[1].name = QStringLiteral("Квалификация");
        stages[2].name = QStringLiteral("Отправили предложение");
        stages[3].name = QStringLiteral("Договор подписан");
    }
    if (dice.chance(0.15))
        stages.insert(stages.begin() + 2, { customCode(dice), QStringLiteral("Показ в хозяйстве"), 'P', 6.0, 0.1 });
    else if (dice.chance(0.12))
        stages.erase(stages.begin() + 5); // no stage for the papers
    stages.push_back({ QStringLiteral("WON"), QStringLiteral("Успешна"), 'S', 0, 0 });
    stages.push_back({ QStringLiteral("LOSE"), QStringLiteral("Отказ"), 'F', 0, 0 });
    if (dice.chance(0.3))
        stages.push_back({ QStringLiteral("APOLOGY"), QStringLiteral("Анализ отказа"), 'F', 0, 0 });
    return stages;
}

std::vector<DemoStage> shortStages(int category)
{
    const bool parts = category == 1;
    std::vector<DemoStage> stages {
        { QStringLiteral("NEW"), parts ? QStringLiteral("Новый заказ") : QStringLiteral("Заявка"), 'P', 1.1, 0.08 },
        { QStringLiteral("PREPARATION"), parts ? QStringLiteral("Подбор") : QStringLiteral("Диагностика"), 'P', 4.5, 0.18 },
        { QStringLiteral("EXECUTING"), parts ? QStringLiteral("Счёт") : QStringLiteral("Ремонт"), 'P', 5.0, 0.15 },
        { QStringLiteral("FINAL_INVOICE"), parts ? QStringLiteral("Отгрузка") : QStringLiteral("Приёмка"), 'P', 4.5, 0.03 },
        { QStringLiteral("WON"), QStringLiteral("Успешна"), 'S', 0, 0 },
        { QStringLiteral("LOSE"), QStringLiteral("Отказ"), 'F', 0, 0 },
    };
    for (DemoStage &stage : stages)
        stage.id = prefixed(category, stage.id);
    return stages;
}

QString semanticText(char semantic) { return semantic == 'P' ? QString() : QString(QChar::fromLatin1(semantic)); }

void addStages(PortalData &portal, const QString &directory, const std::vector<DemoStage> &stages)
{
    static constexpr std::array kColors { "#2FC6F6", "#55D0E0", "#47E4C2", "#FFA900", "#FFD58C", "#A8ADB4" };
    portal.clearDirectory(directory);
    int sort = 0;
    for (const DemoStage &stage : stages) {
        const std::size_t place = static_cast<std::size_t>(sort / 10) % kColors.size();
        const char *color = stage.semantic == 'S' ? "#7BD500" : stage.semantic == 'F' ? "#FF5752" : kColors[place];
        portal.addStatus(directory, stage.id, stage.name, sort += 10, semanticText(stage.semantic), QString::fromLatin1(color));
    }
}

void addDirectories(Dealer &dealer, Dice &dice)
{
    PortalData &portal = *dealer.portal;
    portal.addDefaultDirectories();
    dealer.leadStages = leadStages(dice);
    dealer.dealStages = { salesStages(dice), shortStages(1), shortStages(2) };
    addStages(portal, QStringLiteral("STATUS"), dealer.leadStages);
    portal.defaultCategoryName = QStringLiteral("Продажа техники");
    portal.addCategory(QStringLiteral("Запчасти"), 200);
    portal.addCategory(QStringLiteral("Сервис"), 300);
    for (int category = 0; category < 3; ++category) {
        addStages(portal, PortalData::stageDirectory(Entity::Deal, category), dealer.dealStages[static_cast<std::size_t>(category)]);
    }
    portal.clearDirectory(QStringLiteral("SOURCE"));
    int sort = 0;
    for (const SourceRow &source : demoSources())
        portal.addStatus(QStringLiteral("SOURCE"), QString::fromLatin1(source.id), text(source.name), sort += 10);
}

// The same fields for leads and deals; one of every type that a portal knows.
std::vector<qint64> addFields(PortalData &portal, Entity entity, std::vector<qint64> &crops)
{
    struct Plain {
        const char *name;
        const char *type;
        const char16_t *label;
    };

    static constexpr Plain kPlain[] {
        { "UF_CRM_PRODUCT", "string", u"Продукт" },
        { "UF_CRM_QUANTITY", "integer", u"Количество, шт." },
        { "UF_CRM_AREA", "double", u"Площадь, га" },
        { "UF_CRM_DELIVERY", "date", u"Срок поставки" },
        { "UF_CRM_SHOWN_AT", "datetime", u"Показ проведён" },
        { "UF_CRM_PAYMENT", "string", u"Оплата" },
        { "UF_CRM_LEASING", "boolean", u"Лизинг" },
        { "UF_CRM_BUDGET", "money", u"Бюджет клиента" },
        { "UF_CRM_SITE", "url", u"Страница заявки" },
        { "UF_CRM_PLACE", "address", u"Адрес хозяйства" },
        { "UF_CRM_ENGINEER", "employee", u"Инженер" },
        { "UF_CRM_PARTNER", "crm", u"Рекомендовал" },
        { "UF_CRM_REFUSAL_TEXT", "string", u"Причина отказа, подробно" },
    };
    for (const Plain &field : kPlain)
        portal.addUserField(entity, field.name, QString::fromLatin1(field.type), text(field.label));
    std::vector<EnumValue> cropNames;
    for (const char16_t *crop : { u"Пшеница", u"Ячмень", u"Подсолнечник", u"Кукуруза", u"Рапс", u"Травы" })
        cropNames.push_back({ 0, text(crop), {} });
    crops = portal.addUserField(entity, "UF_CRM_CROPS", QStringLiteral("enumeration"), QStringLiteral("Культуры"), true, cropNames);
    std::vector<EnumValue> reasons;
    for (const Reason &reason : demoLossReasons())
        reasons.push_back({ 0, text(reason.name), {} });
    return portal.addUserField(
        entity, "UF_CRM_REFUSAL_REASON", QStringLiteral("enumeration"), QStringLiteral("Причина отказа"), false, reasons);
}

Record makeUser(Dice &dice, const Dealer &dealer, const Person &person, int departmentId, const char16_t *post)
{
    Record user;
    user.set("NAME", person.name);
    user.set("SECOND_NAME", person.secondName);
    user.set("LAST_NAME", person.lastName);
    const QString mail = QString(latin(person.lastName).toLower() % u'@' % dealer.portal->key % u".example");
    user.set("EMAIL", mail);
    user.setBool("ACTIVE", true);
    user.setBool("ADMIN", false);
    user.set("USER_TYPE", QStringLiteral("employee"));
    user.set("WORK_POSITION", text(post));
    user.set("PERSONAL_GENDER", person.isWoman ? QStringLiteral("F") : QStringLiteral("M"));
    user.set("PERSONAL_MOBILE", makePhone(dice, *dealer.city));
    user.set("UF_PHONE_INNER", QString::number(100 + dealer.staff.size()));
    user.set("UF_DEPARTMENT", QStringList { QString::number(departmentId) });
    return user;
}

void addDepartment(PortalData &portal, const QString &name, qint64 head)
{
    Record department;
    department.set("NAME", name);
    department.set("SORT", 200);
    department.set("PARENT", 1);
    department.set("UF_HEAD", head);
    portal.append(Entity::Department, std::move(department));
}

void addStaff(Dealer &dealer, Dice &dice)
{
    const int people = std::clamp(static_cast<int>(std::lround(dice.logNormal(7.0 * dealer.size, 0.25))), 3, 25);
    const int service = std::max(1, people / 3);
    for (int i = 0; i < people; ++i) {
        const bool inService = i >= people - service;
        const Person person = makePerson(dice, inService ? 0.15 : 0.35);
        const bool head = i == 0 || i == people - service;
        const char16_t *post = inService ? (head ? u"Руководитель сервиса" : u"Инженер сервиса")
                                         : (head ? u"Руководитель отдела продаж" : u"Менеджер по продажам");
        Record user = makeUser(dice, dealer, person, inService ? 3 : 2, post);
        const bool gone = !head && dice.chance(0.08); // has left; his cards remain
        user.setBool("ACTIVE", !gone);
        Employee employee;
        employee.id = dealer.portal->append(Entity::User, std::move(user));
        employee.department = inService ? 1 : 0;
        employee.skill = std::clamp(dealer.skill + 0.12 * dice.normal(), 0.02, 0.98);
        employee.load = (gone ? 0.3 : 1.0) * dice.real(0.4, 1.6);
        employee.fullName = QString(person.lastName % u' ' % person.name % u' ' % person.secondName);
        dealer.staff.push_back(std::move(employee));
    }
    addDepartment(*dealer.portal, QStringLiteral("Отдел продаж техники"), dealer.staff.front().id);
    addDepartment(*dealer.portal, QStringLiteral("Сервис и запчасти"), dealer.staff[static_cast<std::size_t>(people - service)].id);
}

void addLines(Dealer &dealer, Dice &dice)
{
    static constexpr std::array kNames { u"Основная линия", u"Линия Авито", u"Линия сайта", u"Сервис" };
    const qint64 count = dice.between(2, 4);
    for (qint64 i = 0; i < count; ++i) {
        Record line;
        const QString number = makePhone(dice, *dealer.city);
        line.set("NUMBER", number);
        line.set("NAME", text(kNames[static_cast<std::size_t>(i)]));
        dealer.portal->append(Entity::Line, std::move(line));
        dealer.lines.push_back(number);
    }
}

} // namespace

int zoneOffset(const QByteArray &zone, UtcSeconds instant)
{
    const QTimeZone known(zone);
    return known.isValid() ? known.offsetFromUtc(QDateTime::fromSecsSinceEpoch(instant, Qt::UTC)) : 0;
}

std::unique_ptr<PortalData> makeDealer(Dealer &dealer, Dice &dice, quint64 seed)
{
    auto portal = makePortal(dealer.key, dealer.title, seed);
    dealer.portal = portal.get();
    portal->region = text(dealer.city->region);
    portal->city = text(dealer.city->name);
    portal->timezone = dealer.city->zone;
    dealer.clock = WorkClock(zoneOffset(portal->timezone, dealer.now));
    addDirectories(dealer, dice);
    dealer.fields.leadReasons = addFields(*portal, Entity::Lead, dealer.fields.leadCrops);
    dealer.fields.dealReasons = addFields(*portal, Entity::Deal, dealer.fields.dealCrops);
    portal->addUserField(Entity::Company, "UF_CRM_INN", QStringLiteral("string"), QStringLiteral("ИНН"));
    addStaff(dealer, dice);
    addLines(dealer, dice);
    return portal;
}

} // namespace dealerlens::portalsim
