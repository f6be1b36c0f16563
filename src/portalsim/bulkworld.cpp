// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/bulkworld.h"

#include "portalsim/portalsetup.h"

#include <random>

namespace dealerlens::portalsim {
namespace {

constexpr UtcSeconds kYear = 365 * 86400;

QString numbered(QStringView name, qint64 number) { return QString(name % u' ' % QString::number(number)); }

class Filler {
public:
    Filler(PortalData &portal, const BulkOptions &options, quint64 portalNumber)
        : m_portal(portal)
        , m_options(options)
        , m_random(options.seed * 1'000'003 + portalNumber)
    {
    }

    void fill()
    {
        m_portal.addDefaultDirectories();
        for (int i = 1; i < m_options.users; ++i)
            addPlainUser(m_portal, numbered(u"Сотрудник", i), 1);
        m_portal.addUserField(Entity::Lead, "UF_CRM_PRODUCT", QStringLiteral("string"), QStringLiteral("Техника"));
        m_portal.addUserField(Entity::Lead, "UF_CRM_AREA", QStringLiteral("double"), QStringLiteral("Площадь"));
        for (const Record &row : m_portal.table(Entity::Status).rows)
            if (row.text("ENTITY_ID") == u"STATUS")
                m_stages.push_back(row.text("STATUS_ID"));
        m_portal.table(Entity::Lead).rows.reserve(std::size_t(m_options.leads));
        for (int i = 0; i < m_options.leads; ++i)
            addLead(i);
        for (int i = 0; i < m_options.deals; ++i)
            addDeal(i);
        for (int i = 0; i < m_options.contacts; ++i)
            addContact(i);
        for (int i = 0; i < m_options.historyRows; ++i)
            addHistory(i);
    }

private:
    qint64 below(qint64 end) { return qint64(m_random() % quint64(end)); }

    UtcSeconds instant() { return m_options.now - kYear + below(kYear); }

    void usual(Record &record)
    {
        const UtcSeconds created = instant();
        // No last activity: comments are asked for item by item, which is another measurement.
        for (const char *field : { "DATE_CREATE", "DATE_MODIFY" })
            record.setTime(field, created);
        for (const char *field : { "ASSIGNED_BY_ID", "CREATED_BY_ID", "MODIFY_BY_ID", "LAST_ACTIVITY_BY" })
            record.set(field, 1 + below(m_options.users));
        record.setBool("OPENED", true);
        record.set("SOURCE_ID", QStringLiteral("WEB"));
        record.set("ORIGINATOR_ID", QStringLiteral("site"));
        record.set("ORIGIN_ID", QString::number(m_random(), 16));
        record.set("COMMENTS", numbered(u"Просил перезвонить после обеда, договор", below(10'000)));
    }

    void person(Record &record, qint64 number)
    {
        static const QString kNames[] { QStringLiteral("Иван"), QStringLiteral("Пётр"), QStringLiteral("Анна"), QStringLiteral("Ольга") };
        record.set("NAME", kNames[below(4)]);
        record.set("SECOND_NAME", QStringLiteral("Сергеевич"));
        record.set("LAST_NAME", numbered(u"Клиентов", number));
        record.set("POST", QStringLiteral("Главный агроном"));
        record.set("ADDRESS", numbered(u"ул. Полевая, дом", below(300)));
        record.set("ADDRESS_CITY", QStringLiteral("Зареченск"));
        record.set("ADDRESS_REGION", QStringLiteral("Заречный район"));
        record.set("ADDRESS_POSTAL_CODE", QString::number(400'000 + below(90'000)));
        record.addPhone(QStringLiteral("+7 (916) %1-%2-%3").arg(100 + below(900)).arg(10 + below(90)).arg(10 + below(90)));
        record.addEmail(QStringLiteral("client%1@mail.example").arg(number));
        record.setBool("HAS_PHONE", true);
        record.setBool("HAS_EMAIL", true);
    }

    void item(Record &record)
    {
        usual(record);
        record.setTime("MOVED_TIME", record.number("DATE_CREATE"));
        record.set("MOVED_BY_ID", 1 + below(m_options.users));
        record.set("OPPORTUNITY", QString(QString::number(1000 + below(9'000'000)) % QStringLiteral(".00")));
        record.set("CURRENCY_ID", m_portal.baseCurrency);
        record.setBool("IS_MANUAL_OPPORTUNITY", true);
        record.set("SOURCE_DESCRIPTION", numbered(u"Заявка с сайта, форма", below(20)));
        record.set("UTM_SOURCE", QStringLiteral("yandex"));
        record.set("UTM_MEDIUM", QStringLiteral("cpc"));
        record.set("UTM_CAMPAIGN", numbered(u"spring", below(12)));
        record.set("UTM_CONTENT", numbered(u"banner", below(50)));
        record.set("UTM_TERM", QStringLiteral("купить трактор"));
    }

    void addLead(qint64 number)
    {
        Record record;
        item(record);
        person(record, number);
        record.set("TITLE", numbered(u"Заявка на трактор с сайта №", number));
        record.set("COMPANY_TITLE", numbered(u"КФХ «Заря»", below(5000)));
        const QString &stage = m_stages[std::size_t(below(qint64(m_stages.size())))];
        record.set("STATUS_ID", stage);
        record.set("STATUS_SEMANTIC_ID", QString(QChar::fromLatin1(m_portal.stageSemantic(Entity::Lead, 0, stage))));
        record.set("STATUS_DESCRIPTION", QStringLiteral("ждёт ответа"));
        record.set("UF_CRM_PRODUCT", numbered(u"Трактор, модель", below(60)));
        record.set("UF_CRM_AREA", QString::number(100 + below(6000)));
        m_portal.append(Entity::Lead, std::move(record));
    }

    void addDeal(qint64 number)
    {
        Record record;
        item(record);
        record.set("TITLE", numbered(u"Поставка №", number));
        record.set("STAGE_ID", m_portal.firstStage(Entity::Deal, 0));
        record.set("STAGE_SEMANTIC_ID", QStringLiteral("P"));
        record.set("CATEGORY_ID", qint64(0));
        m_portal.append(Entity::Deal, std::move(record));
    }

    void addContact(qint64 number)
    {
        Record record;
        usual(record);
        person(record, number);
        m_portal.append(Entity::Contact, std::move(record));
    }

    void addHistory(qint64 number)
    {
        const Entity entity = m_options.deals > 0 && number % 4 == 0 ? Entity::Deal : Entity::Lead;
        HistoryRow row;
        row.ownerId = 1 + below(entity == Entity::Deal ? m_options.deals : std::max(1, m_options.leads));
        row.time = m_options.now - kYear + number * kYear / std::max(1, m_options.historyRows);
        row.stageId = entity == Entity::Deal ? m_portal.firstStage(Entity::Deal, 0) : m_stages[std::size_t(below(qint64(m_stages.size())))];
        row.typeId = 2;
        m_portal.appendHistory(entity, row);
    }

    PortalData &m_portal;
    const BulkOptions &m_options;
    std::mt19937_64 m_random;
    std::vector<QString> m_stages;
};

} // namespace

World generateBulk(const BulkOptions &options)
{
    World world;
    for (int i = 0; i < options.portals; ++i) {
        const QString key = QStringLiteral("bulk-%1").arg(i + 1);
        world.portals.push_back(makePortal(key, numbered(u"Дилер", i + 1), options.seed));
        Filler(*world.portals.back(), options, quint64(i)).fill();
    }
    return world;
}

int touchLeads(PortalData &portal, int every, UtcSeconds now)
{
    int touched = 0;
    auto &rows = portal.table(Entity::Lead).rows;
    for (std::size_t i = 0; i < rows.size(); i += std::size_t(std::max(1, every)), ++touched) {
        rows[i].set("TITLE", QString(rows[i].text("TITLE") % u'+'));
        rows[i].setTime("DATE_MODIFY", now);
    }
    return touched;
}

} // namespace dealerlens::portalsim
