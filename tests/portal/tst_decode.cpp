// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/money.h"
#include "model/recordpool.h"
#include "portal/decode.h"
#include "portal/reply.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens;
using model::EntityKind;

namespace {

std::vector<model::Record> decode(EntityKind kind, const QByteArray &rows)
{
    const auto reply = portal::readReply(200, QByteArray("{\"result\":" + rows + "}"));
    if (!reply)
        return {};
    const auto records = portal::decodeRecords(kind, reply->result);
    return records ? *records : std::vector<model::Record>();
}

model::Value field(const model::Record &record, std::string_view name)
{
    return record.values[static_cast<std::size_t>(model::columnIndex(record.kind, name))];
}

QJsonObject extraOf(const model::Record &record) { return QJsonDocument::fromJson(QByteArray::fromStdString(record.extra)).object(); }

QByteArray sharedExample(const char *name)
{
    QFile file(QStringLiteral(DEALERLENS_SOURCE_DIR "/../shared/reference/rest-examples/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

// Rows of lists to records: documented examples, wrong types, cut and damaged pages.
class TestDecode : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void documentedExamples_data();
    void documentedExamples();
    void aLead();
    void integersAreExact();
    void wrongTypesAreKept_data();
    void wrongTypesAreKept();
    void noIdNoPage_data();
    void noIdNoPage();
    void emptyPhpMaps();
    void truncatedAtEveryByte();
    void damagedAtEveryByte();
    void escapes();
    void otherFieldsInTheNextPage();
    void brokenEscapes();
    void nothingOfAnEarlierRecord();
};

void TestDecode::documentedExamples_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("least");
    const auto row = [](const char *file, EntityKind kind, int least) { QTest::newRow(file) << QByteArray(file) << int(kind) << least; };
    row("crm.lead.list.json", EntityKind::Lead, 1);
    row("crm.deal.list.json", EntityKind::Deal, 1);
    row("crm.contact.list.json", EntityKind::Contact, 1);
    row("crm.company.list.json", EntityKind::Company, 1);
    row("crm.activity.list.json", EntityKind::Activity, 1);
    row("crm.stagehistory.list.json", EntityKind::DealHistory, 1);
    row("crm.timeline.comment.list.json", EntityKind::Comment, 1);
    row("tasks.task.list.json", EntityKind::Task, 1);
    row("voximplant.statistic.get.json", EntityKind::Call, 2);
    row("user.get.json", EntityKind::User, 2);
    row("department.get.json", EntityKind::Department, 5);
    row("crm.status.list.json", EntityKind::Status, 2);
    row("crm.category.list.json", EntityKind::Category, 2);
    row("crm.lead.userfield.list.json", EntityKind::UserField, 2);
    row("telephony.externalLine.get.json", EntityKind::Line, 2);
}

void TestDecode::documentedExamples()
{
    QFETCH(QByteArray, file);
    QFETCH(int, kind);
    QFETCH(int, least);
    const QByteArray body = sharedExample(file.constData());
    if (body.isEmpty()) {
        qInfo() << "left out: the protocol's examples are not beside the sources";
        return;
    }
    const auto reply = portal::readReply(200, body);
    QVERIFY2(reply, file.constData());
    const auto records = portal::decodeRecords(static_cast<EntityKind>(kind), reply->result);
    QVERIFY2(records, file.constData());
    QVERIFY(static_cast<int>(records->size()) >= least);
    for (const model::Record &record : *records) {
        QVERIFY(record.id >= 0);
        QVERIFY2(record.badFields.empty(), record.badFields.empty() ? "" : record.badFields.front().c_str());
        QVERIFY(record.extra.empty() || !extraOf(record).isEmpty());
    }
}

void TestDecode::aLead()
{
    const auto records = decode(
        EntityKind::Lead, R"([{"ID":"5","TITLE":"\u0417\u0430\u044f\u0432\u043a\u0430 \"A\"","STATUS_ID":"NEW","STATUS_SEMANTIC_ID":"P",
        "ASSIGNED_BY_ID":"7","CONTACT_ID":"0","COMPANY_ID":null,"DATE_CREATE":"2024-08-30T14:29:00+02:00","DATE_CLOSED":"","OPPORTUNITY":"15000.10",
        "IS_RETURN_CUSTOMER":"N","UTM_SOURCE":null,"COMMENTS":"","UF_CRM_1":"300|RUB","UF_CRM_2":["1","2"],"UF_CRM_3":false,"UF_CRM_4":1.50,
        "PHONE":[{"ID":"11","VALUE_TYPE":"WORK","VALUE":"+7 900 123-45-67","TYPE_ID":"PHONE"}],"EMAIL":[{"ID":"12","VALUE_TYPE":"HOME","VALUE":"a@b.c","TYPE_ID":"EMAIL"}]}])");
    QCOMPARE(records.size(), std::size_t(1));
    const model::Record &lead = records.front();
    QCOMPARE(lead.id, 5);
    QCOMPARE(field(lead, "title"), model::Value(std::string("Заявка \"A\"")));
    QCOMPARE(field(lead, "assigned_by_id"), model::Value(std::int64_t(7)));
    QCOMPARE(field(lead, "contact_id"), model::Value());
    QCOMPARE(field(lead, "company_id"), model::Value());
    QCOMPARE(field(lead, "created"), model::Value(std::int64_t(1'725'020'940)));
    QCOMPARE(field(lead, "closed"), model::Value());
    QCOMPARE(field(lead, "amount"), model::Value(std::int64_t(150'001'000)));
    QCOMPARE(field(lead, "is_return"), model::Value(std::int64_t(0)));
    QCOMPARE(lead.points.size(), std::size_t(2));
    QCOMPARE(lead.points[0], (model::ContactPoint { 11, "PHONE", "WORK", "+7 900 123-45-67" }));
    QVERIFY(lead.badFields.empty());
    // Everything else as it was spelt.
    QVERIFY(lead.extra.find("\"UF_CRM_4\":1.50") != std::string::npos);
    QCOMPARE(extraOf(lead).value(QStringLiteral("UF_CRM_2")).toArray().size(), 2);
    QVERIFY(extraOf(lead).contains(QStringLiteral("COMMENTS")));
    QVERIFY(!extraOf(lead).contains(QStringLiteral("TITLE")));
}

void TestDecode::integersAreExact()
{
    const auto records
        = decode(EntityKind::Deal, R"([{"ID":9007199254740993,"OPPORTUNITY":19000.07},{"ID":" 9007199254740995","OPPORTUNITY":"0.1"}])");
    QCOMPARE(records.size(), std::size_t(2));
    QCOMPARE(records[0].id, 9'007'199'254'740'993);
    QCOMPARE(records[1].id, 9'007'199'254'740'995);
    QCOMPARE(field(records[0], "amount"), model::Value(std::int64_t(190'000'700)));
    QCOMPARE(field(records[1], "amount"), model::Value(std::int64_t(1'000)));
}

void TestDecode::wrongTypesAreKept_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("bad");
    const auto row = [](const char *name, const char *value, bool bad) {
        QTest::addRow("%s %s", name, value) << QByteArray(name) << QByteArray(value) << bad;
    };
    row("DATE_CREATE", "false", false);
    row("DATE_CREATE", "{}", false);
    row("DATE_CREATE", "\"\"", false);
    row("DATE_CREATE", "\"0000-00-00\"", true);
    row("DATE_CREATE", "[1]", true);
    row("DATE_CREATE", "12", true);
    row("OPPORTUNITY", "null", false);
    row("OPPORTUNITY", "\"1 000,50\"", true);
    row("OPPORTUNITY", "\"1e3\"", true);
    row("OPPORTUNITY", "{\"a\":1}", true);
    row("ASSIGNED_BY_ID", "\"seven\"", true);
    row("ASSIGNED_BY_ID", "{\"id\":1}", true);
    row("ASSIGNED_BY_ID", "7.5", true);
    row("TITLE", "{\"a\":\"b\"}", true);
    row("TITLE", "12", false);
    row("TITLE", "[[1]]", true);
    row("IS_RETURN_CUSTOMER", "\"perhaps\"", true);
    row("IS_RETURN_CUSTOMER", "true", false);
    row("IS_RETURN_CUSTOMER", "0", false);
    row("PHONE", "\"+7\"", true);
    row("PHONE", "[{\"VALUE\":\"+7\"}]", true);
    row("PHONE", "[]", false);
}

void TestDecode::wrongTypesAreKept()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, bad);
    const auto records
        = decode(EntityKind::Lead, "[{\"ID\":1,\"" + name + "\":" + value + ",\"SOURCE_ID\":\"WEB\"},{\"ID\":2,\"TITLE\":\"next\"}]");
    QCOMPARE(records.size(), std::size_t(2));
    QCOMPARE(!records[0].badFields.empty(), bad);
    QCOMPARE(field(records[0], "source_id"), model::Value(std::string("WEB")));
    QCOMPARE(field(records[1], "title"), model::Value(std::string("next")));
    if (bad)
        QVERIFY(records[0].extra.find(value.toStdString()) != std::string::npos);
}

void TestDecode::noIdNoPage_data()
{
    QTest::addColumn<QByteArray>("rows");
    for (const char *rows : { "[{\"TITLE\":\"x\"}]", "[{\"ID\":null}]", "[{\"ID\":\"\"}]", "[{\"ID\":\"0\"}]", "[{\"ID\":-4}]",
             "[{\"ID\":\"5x\"}]", "[{\"ID\":1.0}]", "[{\"ID\":[1]}]", "[{\"ID\":\"99999999999999999999\"}]", "[7]", "[{\"ID\":1},null]",
             "\"text\"", "7", "true" })
        QTest::newRow(rows) << QByteArray(rows);
}

void TestDecode::noIdNoPage()
{
    QFETCH(QByteArray, rows);
    const auto reply = portal::readReply(200, QByteArray("{\"result\":" + rows + "}"));
    QVERIFY(reply);
    const auto records = portal::decodeRecords(EntityKind::Lead, reply->result);
    QVERIFY(!records);
    QCOMPARE(records.error().kind, base::ErrorKind::Protocol);
    QVERIFY(!portal::decodeIds(EntityKind::Lead, reply->result));
}

void TestDecode::emptyPhpMaps()
{
    for (const char *rows : { "[]", "{}", "{\"items\":[]}", "{\"items\":{}}", "{\"tasks\":[]}" }) {
        const auto reply = portal::readReply(200, QByteArray("{\"result\":") + rows + "}");
        const auto records = portal::decodeRecords(EntityKind::Lead, reply->result);
        QVERIFY2(records && records->empty(), rows);
    }
    QCOMPARE(decode(EntityKind::Lead, R"({"3":{"ID":"3"},"9":{"ID":"9"}})").size(), std::size_t(2));
}

// A page of 50 rows cut anywhere is never half a list.
void TestDecode::truncatedAtEveryByte()
{
    QByteArray rows("[");
    for (int i = 1; i <= 50; ++i)
        rows += QByteArray(i > 1 ? "," : "") + "{\"ID\":\"" + QByteArray::number(i)
            + "\",\"TITLE\":\"\\u0410 \\\"x\\\\\",\"OPPORTUNITY\":\"1.00\",\"UF\":[1,{\"a\":null}]}";
    const QByteArray body = "{\"result\":" + rows + "],\"total\":50}";
    QVERIFY(portal::readReply(200, body));
    for (qsizetype cut = 0; cut < body.size(); ++cut)
        QVERIFY2(!portal::readReply(200, body.left(cut)), qPrintable(QString::number(cut)));
    qInfo() << "cuts:" << body.size();
}

// Any single byte replaced: no crash, and never an id that was not sent unless that byte was one of its digits.
void TestDecode::damagedAtEveryByte()
{
    const QByteArray body
        = R"({"result":[{"ID":"12","TITLE":"\u0410b\"c","DATE_CREATE":"2024-08-30T14:29:00+02:00","OPPORTUNITY":1.5,"PHONE":[{"ID":"1","VALUE":"+7"}]}]})";
    for (qsizetype at = 0; at < body.size(); ++at) {
        for (const char other : { '"', '\\', '{', '}', '[', ']', ',', ':', '0', '\0', '\xFF' }) {
            QByteArray damaged = body;
            damaged[at] = other;
            const auto reply = portal::readReply(200, damaged);
            if (!reply)
                continue;
            const auto records = portal::decodeRecords(EntityKind::Lead, reply->result);
            if (records && !records->empty() && other != '0')
                QCOMPARE(records->front().id, 12);
        }
    }
}

void TestDecode::escapes()
{
    const auto records
        = decode(EntityKind::Lead, R"([{"ID":1,"TITLE":"a\/b\n\t\u20ac\ud83d\ude97\u0000z","NAME":"\\\"","UF\u005fX":"\\"}])");
    QCOMPARE(records.size(), std::size_t(1));
    QCOMPARE(field(records[0], "title"), model::Value(std::string("a/b\n\t€🚗\0z", 14)));
    QCOMPARE(field(records[0], "name"), model::Value(std::string("\\\"")));
    QCOMPARE(extraOf(records[0]).value(QStringLiteral("UF_X")).toString(), QStringLiteral("\\"));
}

// What is known of the fields of one page is not believed of the next.
void TestDecode::otherFieldsInTheNextPage()
{
    QByteArray wide(R"([{"ID":"7","TITLE":"a")");
    for (int i = 0; i < 2'000; ++i)
        wide += ",\"UF_" + QByteArray::number(i) + "\":\"" + QByteArray::number(i) + '"';
    wide += "}]";
    for (const QByteArray &page : { QByteArray(R"([{"ID":"1","TITLE":"a","NAME":"b","UF_1":"c","OPPORTUNITY":"1.00"}])"),
             QByteArray(R"([{"NAME":"b","UF_1":"c","ID":"2","OPPORTUNITY":"1.00","TITLE":"a"},{"UF_1":"c","TITLE":"a","ID":"3"}])"),
             QByteArray(R"([{"ID":"4"}])"), wide, QByteArray(R"([{"ID":"5","UF_1":"c","TITLE":"a"}])") }) {
        const auto records = decode(EntityKind::Lead, page);
        QVERIFY(!records.empty());
        for (const model::Record &record : records) {
            const bool isBare = record.id == 4;
            QCOMPARE(field(record, "title"), isBare ? model::Value() : model::Value(std::string("a")));
            QCOMPARE(field(record, "name"), record.id < 3 ? model::Value(std::string("b")) : model::Value());
            QCOMPARE(field(record, "amount"), record.id < 3 ? model::Value(std::int64_t { 10'000 }) : model::Value());
            if (record.id == 7)
                QCOMPARE(extraOf(record).size(), 2'000);
            else
                QCOMPARE(record.extra, std::string(isBare ? "" : R"({"UF_1":"c"})"));
        }
        // Another kind has columns of its own.
        QCOMPARE(field(decode(EntityKind::Company, R"([{"ID":"9","TITLE":"b"}])").front(), "title"), model::Value(std::string("b")));
    }
}

// One character of an escape wrong, and nothing of the answer is used; wherever in the text it stands.
void TestDecode::brokenEscapes()
{
    const auto isRead = [](const QByteArray &text) {
        return portal::readReply(200, QByteArray("{\"result\":[\"\\u0410 a\",\"" + text + "\",\"\\u0410\"]}")).has_value();
    };
    for (const char *good : { "\\u0410", "\\u04aF\\u0000", "\\uFFFF", "\\ud83d\\ude97", "\\\\u04", "\\/\\b\\f\\n\\r\\t\\\"" })
        QVERIFY2(isRead(good), good);
    for (const char *bad : { "\\u041", "\\u04", "\\u0", "\\u", "\\u04G0", "\\u041g", "\\u0 10", "\\uG410", "\\u041\\\"", "\\U0410", "\\x",
             "\\0", "\\ud83d", "\\ude97", "\\ud83d\\u0410", "\\ud83dx", "\\ud83d\\ud83d", "\\ud83d\\ude9", "\\u0410\\ud83d" }) {
        QVERIFY2(!isRead(bad), bad);
        QVERIFY2(!isRead(QByteArray("\\u0417\\u0430 ") + bad), bad);
        QVERIFY2(!isRead(bad + QByteArray(" \\u0417")), bad);
    }
}

// Records come round: what one has and the next has not, is gone.
void TestDecode::nothingOfAnEarlierRecord()
{
    model::Record full;
    full.values.assign(model::schemaOf(EntityKind::Lead).columns.size() + 3, std::string("a text of somebody else, and a long one"));
    full.extra = R"({"UF_1":"secret"})";
    full.points.assign(3, { 7, "PHONE", "WORK", "+7 (916) 123-45-67" });
    full.badFields = { "UF_2", "UF_3" };
    model::giveRecords(std::vector<model::Record>(4, full));
    const auto records = decode(EntityKind::Lead,
        R"([{"ID":"1"},
            {"ID":"2","TITLE":null,"NAME":"\u0418\u0432\u0430\u043d","DATE_CREATE":"never","STATUS_ID":"","ASSIGNED_BY_ID":"0",
             "PHONE":[{"ID":"5","VALUE_TYPE":"HOME","VALUE":"112"}],"EMAIL":{"broken":1}}])");
    QCOMPARE(records.size(), std::size_t { 2 });
    const std::vector<model::Value> nothing(model::schemaOf(EntityKind::Lead).columns.size());
    QCOMPARE(records[0].kind, EntityKind::Lead);
    QVERIFY(records[0].values == nothing);
    QVERIFY(records[0].extra.empty() && records[0].points.empty() && records[0].badFields.empty());
    auto expected = nothing;
    expected[static_cast<std::size_t>(model::columnIndex(EntityKind::Lead, "name"))] = std::string("Иван");
    QVERIFY(records[1].values == expected);
    QVERIFY((records[1].points == std::vector<model::ContactPoint> { { 5, "PHONE", "HOME", "112" } }));
    QVERIFY((records[1].badFields == std::vector<std::string> { "DATE_CREATE", "EMAIL" }));
    QCOMPARE(records[1].extra, std::string(R"({"DATE_CREATE":"never","EMAIL":{"broken":1}})"));
}

QTEST_GUILESS_MAIN(TestDecode)
#include "tst_decode.moc"
