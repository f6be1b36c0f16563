// SPDX-License-Identifier: GPL-3.0-or-later
// The simulator's answers beside the vendor's published examples: every key of an example is in our answer and of
// a kind that the example or the protocol reference allows.
#include "simfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace dealerlens::portalsim;

namespace {

QString word(const char *text) { return QString::fromUtf8(text); }

// Keys that the examples show and the reference explains away: fields of the documentation's own portal, service
// fields that are always null, features outside this simulator.
bool isExcused(const QString &key)
{
    static const QSet<QString> kKeys {
        word("FACE_ID"), word("searchContent"), word("dateCreateShort"), word("dateModifyShort"), word("isConvert"), word("productId"),
        word("shortName"), word("login"), word("isWork"), word("isWon"), word("isLose"), word("receivedAmount"), word("lostAmount"),
        word("hasProducts"), word("begindateShort"), word("closedateShort"), word("eventDate"), word("eventDateShort"), word("eventId"),
        word("eventDescription"), word("orderStage"), word("phoneMobile"), word("phoneWork"), word("phoneMailing"), word("emailHome"),
        word("emailWork"), word("emailMailing"), word("skype"), word("icq"), word("imol"), word("email"), word("phone"), word("FILES"),
        word("operating_reset_at"), word("previousStageId"), word("xmlId"), word("next"), word("total"), word("address"), word("IM"),
        word("WEB"), word("LINK"), word("PHOTO"), word("LOGO"), word("photo"), word("logo"), word("ASSIGNED_BY"), word("SECOND_NAME"),
        word("TIME_ZONE"), // users: absent when empty (trap 40)
    };
    return kKeys.contains(key) || key.startsWith(word("UF_CRM")) || key.startsWith(word("ufCrm")) || key.startsWith(word("PARENT_ID"))
        || key.startsWith(word("parentId")) || key.startsWith(word("PERSONAL_")) || key.startsWith(word("WORK_"));
}

// Numbers and texts of numbers stand for each other only where the reference says so (traps 1, 2, 31).
bool typesAgree(const QString &key, const QJsonValue &example, const QJsonValue &ours)
{
    if (example.type() == ours.type() || example.isNull() || ours.isNull())
        return true;
    static const QSet<QString> kLoose { word("ID"), word("TYPE_ID"), word("OWNER_ID"), word("CATEGORY_ID"), word("id"), word("TIMESTAMP_X"),
        word("LAST_ACTIVITY_DATE") };
    if (kLoose.contains(key))
        return true;
    // An empty PHP array stands for an empty object, and "" or false for an absent value.
    const auto isEmpty = [](const QJsonValue &value) {
        return (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty())
            || value == QJsonValue(QString()) || value == QJsonValue(false);
    };
    return isEmpty(example) || isEmpty(ours);
}

void compare(const QJsonValue &example, const QJsonValue &ours, const QString &path, QStringList &differences)
{
    if (example.isObject() && ours.isObject()) {
        const QJsonObject wanted = example.toObject();
        const QJsonObject got = ours.toObject();
        for (auto at = wanted.begin(); at != wanted.end(); ++at) {
            if (isExcused(at.key()))
                continue;
            const QString inner = path + u'.' + at.key();
            if (!got.contains(at.key()))
                differences << inner + word(" is missing");
            else if (!typesAgree(at.key(), at.value(), got.value(at.key())))
                differences << inner + word(" is of another kind");
            else
                compare(at.value(), got.value(at.key()), inner, differences);
        }
    } else if (example.isArray() && ours.isArray()) {
        if (!example.toArray().isEmpty() && !ours.toArray().isEmpty())
            compare(example.toArray().first(), ours.toArray().first(), path + word("[]"), differences);
    }
}

} // namespace

class TestRestShapes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersLookLikeTheExamples_data();
    void answersLookLikeTheExamples();
    void errorsLookLikeTheExamples_data();
    void errorsLookLikeTheExamples();

private:
    static QString folder() { return QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/reference/rest-examples/"); }

    static QJsonObject example(const QString &name)
    {
        QFile file(folder() + name + word(".json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    static bool isMissing()
    {
        if (QDir(folder()).exists())
            return false;
        qInfo("skipped: the published examples (shared/reference/rest-examples) are not beside this checkout");
        return true;
    }

    static void fill(EngineFixture &fixture);
};

void TestRestShapes::fill(EngineFixture &fixture)
{
    fixture.engine.options.call.allowLines = true;
    fixture.post("crm.contact.add",
        R"({"fields":{"NAME":"Анна","LAST_NAME":"Белова","PHONE":[{"VALUE":"+79000000001"}],"EMAIL":[{"VALUE":"a@example.org"}]}})");
    fixture.post("crm.company.add", R"({"fields":{"TITLE":"Ромашка","COMPANY_TYPE":"CUSTOMER","PHONE":[{"VALUE":"+79000000003"}]}})");
    fixture.post(
        "crm.lead.add", R"({"fields":{"TITLE":"Лид","SOURCE_ID":"CALL","OPPORTUNITY":"15000","PHONE":[{"VALUE":"+79000000002"}]}})");
    fixture.post(
        "crm.deal.add", R"({"fields":{"TITLE":"Сделка","CONTACT_ID":1,"COMPANY_ID":1,"OPPORTUNITY":1000000,"UTM_SOURCE":"google"}})");
    fixture.post("crm.activity.add",
        R"({"fields":{"OWNER_TYPE_ID":2,"OWNER_ID":1,"TYPE_ID":2,"SUBJECT":"Звонок","RESPONSIBLE_ID":1,"COMMUNICATIONS":[{"VALUE":"+7"}],"DIRECTION":2,"COMPLETED":"Y","PROVIDER_ID":"VOXIMPLANT_CALL","PROVIDER_TYPE_ID":"CALL","START_TIME":"2025-10-09T10:00:00+03:00","END_TIME":"2025-10-09T10:05:00+03:00","DEADLINE":"2025-10-09T10:00:00+03:00"}})");
    fixture.post("crm.timeline.comment.add", R"({"fields":{"ENTITY_TYPE":"deal","ENTITY_ID":1,"COMMENT":"Привет"}})");
    fixture.post("tasks.task.add",
        R"({"fields":{"TITLE":"Задача","RESPONSIBLE_ID":1,"DEADLINE":"2025-10-19T10:00:00+03:00","UF_CRM_TASK":["D_1"]}})");
    Record call;
    call.set("PHONE_NUMBER", word("+79000000002"));
    call.set("CALL_ID", word("externalCall.1"));
    call.set("CALL_TYPE", 1);
    call.set("CALL_DURATION", 65);
    call.set("CALL_FAILED_CODE", word("200"));
    call.set("CRM_ENTITY_TYPE", word("LEAD"));
    call.set("CRM_ENTITY_ID", 1);
    fixture.portal.addOther(Entity::Call, std::move(call), fixture.clock.now(), 1);
    Record line;
    line.set("NUMBER", word("78430000001"));
    line.set("NAME", word("Основная"));
    fixture.portal.append(Entity::Line, std::move(line));
    Record child;
    child.set("NAME", word("Отдел"));
    child.set("PARENT", 1);
    fixture.portal.append(Entity::Department, std::move(child));
}

void TestRestShapes::answersLookLikeTheExamples_data()
{
    QTest::addColumn<QByteArray>("call");
    const auto row = [](const char *name, const char *call) { QTest::newRow(name) << QByteArray(call); };
    row("crm.lead.list", "crm.lead.list");
    row("crm.lead.get", "crm.lead.get?id=1");
    row("crm.lead.fields", "crm.lead.fields");
    row("crm.lead.add", "crm.lead.add?fields[TITLE]=x");
    row("crm.lead.update", "crm.lead.update?id=1&fields[TITLE]=x");
    row("crm.lead.userfield.list", "crm.lead.userfield.list?filter[LANG]=ru");
    row("crm.deal.list", "crm.deal.list");
    row("crm.deal.get", "crm.deal.get?id=1");
    row("crm.deal.fields", "crm.deal.fields");
    row("crm.contact.list", "crm.contact.list?select[]=*&select[]=EMAIL&select[]=PHONE");
    row("crm.contact.get", "crm.contact.get?id=1");
    row("crm.contact.fields", "crm.contact.fields");
    row("crm.company.list", "crm.company.list?select[]=*&select[]=PHONE");
    row("crm.company.get", "crm.company.get?id=1");
    row("crm.company.fields", "crm.company.fields");
    row("crm.item.list", "crm.item.list?entityTypeId=1");
    row("crm.item.get", "crm.item.get?entityTypeId=1&id=1");
    row("crm.item.add", "crm.item.add?entityTypeId=2&fields[title]=x");
    row("crm.item.delete", "crm.item.delete?entityTypeId=1&id=1");
    row("crm.status.list", "crm.status.list?filter[ENTITY_ID]=DEAL_STAGE");
    row("crm.status.entity.items", "crm.status.entity.items?entityId=DEAL_STAGE");
    row("crm.category.list", "crm.category.list?entityTypeId=2");
    row("crm.stagehistory.list", "crm.stagehistory.list?entityTypeId=2");
    row("user.get", "user.get");
    row("user.current", "user.current");
    row("user.admin", "user.admin");
    row("department.get", "department.get?sort=ID&order=DESC");
    row("profile", "profile");
    row("scope", "scope");
    row("server.time", "server.time");
    row("method.get", "method.get?name=profile");
    row("feature.get", "feature.get?CODE=rest_offline_extended");
    row("crm.settings.mode.get", "crm.settings.mode.get");
    row("crm.enum.ownertype", "crm.enum.ownertype");
    row("crm.activity.list", "crm.activity.list");
    row("crm.activity.get", "crm.activity.get?id=1");
    row("crm.activity.todo.add", "crm.activity.todo.add?ownerTypeId=2&ownerId=1&deadline=2025-12-01T10:00:00%2B03:00");
    row("crm.timeline.comment.list", "crm.timeline.comment.list?filter[ENTITY_ID]=1&filter[ENTITY_TYPE]=deal");
    row("crm.timeline.comment.get", "crm.timeline.comment.get?id=1");
    row("crm.timeline.comment.add", "crm.timeline.comment.add?fields[ENTITY_TYPE]=deal&fields[ENTITY_ID]=1&fields[COMMENT]=x");
    row("voximplant.statistic.get", "voximplant.statistic.get");
    row("telephony.externalLine.get", "telephony.externalLine.get");
    row("crm.duplicate.findbycomm", "crm.duplicate.findbycomm?type=PHONE&values[]=%2B79000000001");
    row("batch-2",
        "batch?cmd[get_user]=user.current&cmd[get_department]=department.get%3FID%3D%24result%5Bget_user%5D%5BUF_DEPARTMENT%5D%5B0%5D");
}

void TestRestShapes::answersLookLikeTheExamples()
{
    if (isMissing())
        return;
    QFETCH(QByteArray, call);
    const QJsonObject wanted = example(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(!wanted.isEmpty(), "no such example");
    EngineFixture fixture;
    fill(fixture);
    const Answer answer = fixture.get(call);
    QCOMPARE(answer.status, 200);
    QStringList differences;
    compare(wanted, answer.json, QString(), differences);
    if (!typesAgree(QString(), wanted.value(word("result")), answer.result()))
        differences << word("result is of another kind");
    QVERIFY2(differences.isEmpty(), qPrintable(differences.join(u'\n')));
}

void TestRestShapes::errorsLookLikeTheExamples_data()
{
    QTest::addColumn<QByteArray>("call");
    const auto row = [](const char *name, const char *call) { QTest::newRow(name) << QByteArray(call); };
    row("crm.lead.get-error", "crm.lead.get?id=99");
    row("crm.item.list-error", "crm.item.list?entityTypeId=2&filter[FIELD]=1");
    row("app.info-error", "app.info");
    row("crm.duplicate.findbycomm-error", "crm.duplicate.findbycomm");
}

void TestRestShapes::errorsLookLikeTheExamples()
{
    if (isMissing())
        return;
    QFETCH(QByteArray, call);
    const QJsonObject wanted = example(QString::fromLatin1(QTest::currentDataTag()));
    EngineFixture fixture;
    const Answer answer = fixture.get(call);
    QVERIFY(answer.status >= 400);
    QCOMPARE(answer.error(), wanted.value(word("error")).toString());
    const auto plain = [](QString text) { return text.endsWith(u'.') ? text.chopped(1) : text; };
    QCOMPARE(plain(answer.description()), plain(wanted.value(word("error_description")).toString()));
}

QTEST_GUILESS_MAIN(TestRestShapes)
#include "tst_restshapes.moc"
