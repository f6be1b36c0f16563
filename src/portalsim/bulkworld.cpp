// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/bulkworld.h"

#include "portalsim/portalsetup.h"

#include <algorithm>
#include <random>

namespace dealerlens::portalsim {
namespace {

constexpr UtcSeconds kYear = 365 * 86400;

QString numbered(QStringView name, qint64 number) { return QString(name % u' ' % QString::number(number)); }

// "TITLE"_field: looked up once for each place that names it.
template <std::size_t size> struct FieldLiteral {
    char text[size];

    consteval FieldLiteral(const char (&name)[size]) { std::ranges::copy(name, text); } // NOLINT(google-explicit-constructor)
};

template <FieldLiteral name> Field operator""_field()
{
    static const Field field(name.text);
    return field;
}

// "name 0" to "name end - 1", made once: records share them.
std::vector<QString> numberedUpTo(qint64 end, QStringView name)
{
    std::vector<QString> texts;
    for (qint64 number = 0; number < end; ++number)
        texts.push_back(numbered(name, number));
    return texts;
}

// Records as a stream of random numbers has them.
class Writer {
public:
    Writer(const BulkOptions &options, const PortalData &portal, quint64 portalNumber)
        : random(options.seed * 1'000'003 + portalNumber)
        , m_options(options)
        , m_currency(portal.baseCurrency)
    {
        for (const Record &row : portal.table(Entity::Status).rows)
            if (row.text("ENTITY_ID") == u"STATUS") {
                const QString stage = row.text("STATUS_ID");
                m_stages.push_back({ stage, QString(QChar::fromLatin1(portal.stageSemantic(Entity::Lead, 0, stage))) });
            }
    }

    qint64 below(qint64 end) { return qint64(random() % quint64(end)); }

    const QString &anyStage() { return m_stages[std::size_t(below(qint64(m_stages.size())))].id; }

    UtcSeconds instant() { return m_options.now - kYear + below(kYear); }

    void lead(Record &record, qint64 number)
    {
        item(record);
        person(record, number);
        static const auto kCompanies = numberedUpTo(5000, u"КФХ «Заря»");
        static const auto kProducts = numberedUpTo(60, u"Трактор, модель");
        record.set("TITLE"_field, numbered(u"Заявка на трактор с сайта №", number));
        record.set("COMPANY_TITLE"_field, any(kCompanies));
        const Stage &stage = m_stages[std::size_t(below(qint64(m_stages.size())))];
        record.set("STATUS_ID"_field, stage.id);
        record.set("STATUS_SEMANTIC_ID"_field, stage.semantic);
        record.set("STATUS_DESCRIPTION"_field, QStringLiteral("ждёт ответа"));
        record.set("UF_CRM_PRODUCT"_field, any(kProducts));
        record.set("UF_CRM_AREA"_field, QString::number(100 + below(6000)));
    }

    static constexpr unsigned kNumbersOfLead = 22; // so many does lead() take, the first of them for instant()

    void deal(Record &record, qint64 number, const QString &stage)
    {
        item(record);
        record.set("TITLE"_field, numbered(u"Поставка №", number));
        record.set("STAGE_ID"_field, stage);
        record.set("STAGE_SEMANTIC_ID"_field, QStringLiteral("P"));
        record.set("CATEGORY_ID"_field, qint64(0));
    }

    void contact(Record &record, qint64 number)
    {
        usual(record);
        person(record, number);
    }

    std::mt19937_64 random;

private:
    struct Stage {
        QString id;
        QString semantic;
    };

    const QString &any(const std::vector<QString> &texts) { return texts[std::size_t(below(qint64(texts.size())))]; }

    void usual(Record &record)
    {
        static const auto kComments = numberedUpTo(10'000, u"Просил перезвонить после обеда, договор");
        const UtcSeconds created = instant();
        // No last activity: comments are asked for item by item, which is another measurement.
        for (const Field field : { "DATE_CREATE"_field, "DATE_MODIFY"_field })
            record.setTime(field, created);
        for (const Field field : { "ASSIGNED_BY_ID"_field, "CREATED_BY_ID"_field, "MODIFY_BY_ID"_field, "LAST_ACTIVITY_BY"_field })
            record.set(field, 1 + below(m_options.users));
        record.setBool("OPENED"_field, true);
        record.set("SOURCE_ID"_field, QStringLiteral("WEB"));
        record.set("ORIGINATOR_ID"_field, QStringLiteral("site"));
        record.set("ORIGIN_ID"_field, QString::number(random(), 16));
        record.set("COMMENTS"_field, any(kComments));
    }

    void person(Record &record, qint64 number)
    {
        static const std::vector kNames { QStringLiteral("Иван"), QStringLiteral("Пётр"), QStringLiteral("Анна"), QStringLiteral("Ольга") };
        static const auto kAddresses = numberedUpTo(300, u"ул. Полевая, дом");
        record.set("NAME"_field, any(kNames));
        record.set("SECOND_NAME"_field, QStringLiteral("Сергеевич"));
        record.set("LAST_NAME"_field, numbered(u"Клиентов", number));
        record.set("POST"_field, QStringLiteral("Главный агроном"));
        record.set("ADDRESS"_field, any(kAddresses));
        record.set("ADDRESS_CITY"_field, QStringLiteral("Зареченск"));
        record.set("ADDRESS_REGION"_field, QStringLiteral("Заречный район"));
        record.set("ADDRESS_POSTAL_CODE"_field, QString::number(400'000 + below(90'000)));
        const QString code = QString::number(100 + below(900));
        const QString middle = QString::number(10 + below(90));
        record.addPhone(QString(u"+7 (916) " % code % u'-' % middle % u'-' % QString::number(10 + below(90))));
        record.addEmail(QString(u"client" % QString::number(number) % u"@mail.example"));
        record.setBool("HAS_PHONE"_field, true);
        record.setBool("HAS_EMAIL"_field, true);
    }

    void item(Record &record)
    {
        static const auto kForms = numberedUpTo(20, u"Заявка с сайта, форма");
        static const auto kCampaigns = numberedUpTo(12, u"spring");
        static const auto kBanners = numberedUpTo(50, u"banner");
        usual(record);
        record.setTime("MOVED_TIME"_field, record.number("DATE_CREATE"_field));
        record.set("MOVED_BY_ID"_field, 1 + below(m_options.users));
        record.set("OPPORTUNITY"_field, QString(QString::number(1000 + below(9'000'000)) % QStringLiteral(".00")));
        record.set("CURRENCY_ID"_field, m_currency);
        record.setBool("IS_MANUAL_OPPORTUNITY"_field, true);
        record.set("SOURCE_DESCRIPTION"_field, any(kForms));
        record.set("UTM_SOURCE"_field, QStringLiteral("yandex"));
        record.set("UTM_MEDIUM"_field, QStringLiteral("cpc"));
        record.set("UTM_CAMPAIGN"_field, any(kCampaigns));
        record.set("UTM_CONTENT"_field, any(kBanners));
        record.set("UTM_TERM"_field, QStringLiteral("купить трактор"));
    }

    BulkOptions m_options;
    QString m_currency;
    std::vector<Stage> m_stages;
};

// Leads made when they are asked for: what is kept is when each was created and, every so many leads, where the stream of
// random numbers stood.
class BulkLeads final : public RowMaker {
public:
    // Leaves the writer's stream where the leads end.
    BulkLeads(Writer &writer, qint64 count, qint64 firstMultiId)
        : m_writer(writer)
        , m_firstMultiId(firstMultiId)
    {
        m_created.reserve(std::size_t(count));
        for (qint64 number = 0; number < count; ++number) {
            if (number % kStride == 0)
                m_stands.push_back(writer.random);
            m_created.push_back(quint32(writer.instant()));
            writer.random.discard(Writer::kNumbersOfLead - 1);
        }
    }

    static constexpr int kMultiFields = 2; // of a lead

    [[nodiscard]] qint64 count() const override { return qint64(m_created.size()); }

    [[nodiscard]] Record make(qint64 id) const override
    {
        const qint64 number = id - 1;
        seek(number);
        Record record = m_pattern; // the same fields: only their values change
        record.id = id;
        record.multi.clear();
        m_writer.lead(record, number);
        m_at = number + 1;
        qint64 multiId = m_firstMultiId + number * kMultiFields;
        for (MultiField &field : record.multi)
            field.id = multiId++;
        if (m_pattern.id == 0)
            m_pattern = record;
        return record;
    }

    [[nodiscard]] bool isSketched(FieldId field) const override
    {
        return field == "ID"_field.id || field == "DATE_CREATE"_field.id || field == "DATE_MODIFY"_field.id;
    }

    void sketch(qint64 id, Record &row) const override
    {
        const UtcSeconds created = m_created[std::size_t(id - 1)];
        row.id = id;
        row.setTime("DATE_CREATE"_field, created);
        row.setTime("DATE_MODIFY"_field, created);
    }

private:
    // Rows are asked for one after the other, mostly.
    void seek(qint64 number) const
    {
        if (m_at > number || number - m_at >= kStride) {
            m_at = number - number % kStride;
            m_writer.random = m_stands[std::size_t(number / kStride)];
        }
        m_writer.random.discard(static_cast<unsigned long long>(number - m_at) * Writer::kNumbersOfLead);
    }

    static constexpr qint64 kStride = 2048;
    mutable Writer m_writer;
    mutable qint64 m_at = std::numeric_limits<qint64>::max(); // the lead that the stream comes to next
    mutable Record m_pattern; // any lead
    qint64 m_firstMultiId = 1;
    std::vector<quint32> m_created;
    std::vector<std::mt19937_64> m_stands;
};

void fill(PortalData &portal, const BulkOptions &options, quint64 portalNumber)
{
    portal.addDefaultDirectories();
    for (int i = 1; i < options.users; ++i)
        addPlainUser(portal, numbered(u"Сотрудник", i), 1);
    portal.addUserField(Entity::Lead, "UF_CRM_PRODUCT", QStringLiteral("string"), QStringLiteral("Техника"));
    portal.addUserField(Entity::Lead, "UF_CRM_AREA", QStringLiteral("double"), QStringLiteral("Площадь"));
    Writer writer(options, portal, portalNumber);
    portal.table(Entity::Lead).setMaker(std::make_unique<BulkLeads>(writer, options.leads, portal.nextMultiId + 1));
    portal.nextMultiId += qint64(options.leads) * BulkLeads::kMultiFields;
    const QString firstStage = portal.firstStage(Entity::Deal, 0);
    for (int i = 0; i < options.deals; ++i) {
        Record record;
        writer.deal(record, i, firstStage);
        portal.append(Entity::Deal, std::move(record));
    }
    for (int i = 0; i < options.contacts; ++i) {
        Record record;
        writer.contact(record, i);
        portal.append(Entity::Contact, std::move(record));
    }
    for (int i = 0; i < options.historyRows; ++i) {
        const Entity entity = options.deals > 0 && i % 4 == 0 ? Entity::Deal : Entity::Lead;
        HistoryRow row;
        row.ownerId = 1 + writer.below(entity == Entity::Deal ? options.deals : std::max(1, options.leads));
        row.time = options.now - kYear + i * kYear / std::max(1, options.historyRows);
        row.stageId = entity == Entity::Deal ? firstStage : writer.anyStage();
        row.typeId = 2;
        portal.appendHistory(entity, row);
    }
}

} // namespace

World generateBulk(const BulkOptions &options)
{
    World world;
    for (int i = 0; i < options.portals; ++i) {
        const QString key = QStringLiteral("bulk-%1").arg(i + 1);
        world.portals.push_back(makePortal(key, numbered(u"Дилер", i + 1), options.seed));
        fill(*world.portals.back(), options, quint64(i));
    }
    return world;
}

int touchLeads(PortalData &portal, int every, UtcSeconds now)
{
    Table &leads = portal.table(Entity::Lead);
    std::vector<qint64> ids; // in their order, whichever are in memory
    for (qint64 id = 1, place = 0; id <= leads.lastId; ++id)
        if ((leads.isMade(id) || std::ranges::binary_search(leads.rows, id, {}, &Record::id)) && place++ % std::max(1, every) == 0)
            ids.push_back(id);
    for (const qint64 id : ids) {
        Record &row = *leads.find(id);
        row.set("TITLE"_field, QString(row.text("TITLE"_field) % u'+'));
        row.setTime("DATE_MODIFY"_field, now);
    }
    return int(ids.size());
}

} // namespace dealerlens::portalsim
