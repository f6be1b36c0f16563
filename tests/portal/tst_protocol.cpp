// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/endpoint.h"
#include "portal/errors.h"
#include "portal/instant.h"
#include "portal/reply.h"
#include "portal/request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens;
using base::ErrorKind;
using base::Retry;

// Addresses, encoding of calls, what errors mean, batch replies.
class TestProtocol : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptsAddresses_data();
    void acceptsAddresses();
    void refusesAddresses_data();
    void refusesAddresses();
    void encodesAnything();
    void aReferenceInAValueStaysOutOfBatches();
    void classifies_data();
    void classifies();
    void readsInstants();
    void readsBatches();
    void judgesEachCommandAlone_data();
    void judgesEachCommandAlone();
    void judgesReplies_data();
    void judgesReplies();
};

void TestProtocol::acceptsAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("endpoint");
    QTest::addColumn<QString>("secret");
    const auto row = [](const char *text, const char *endpoint, const char *secret) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(endpoint) << QString::fromLatin1(secret);
    };
    row("https://a.bitrix24.ru/rest/1/abc0/", "https://a.bitrix24.ru/rest/1", "abc0");
    row("  https://a.bitrix24.ru/rest/15/abc0 ", "https://a.bitrix24.ru/rest/15", "abc0");
    row("https://a.bitrix24.ru/rest/1/abc0/crm.lead.list.json?start=0", "https://a.bitrix24.ru/rest/1", "abc0");
    row("https://box.example.org:8443/crm/rest/7/Z9-_/", "https://box.example.org:8443/crm/rest/7", "Z9-_");
    row("http://127.0.0.1:8080/zarya/rest/1/abc/", "http://127.0.0.1:8080/zarya/rest/1", "abc");
    row("http://localhost:1/rest/1/abc/", "http://localhost:1/rest/1", "abc");
    row("HTTPS://A.Bitrix24.RU/rest/1/abc/", "https://a.bitrix24.ru/rest/1", "abc");
}

void TestProtocol::acceptsAddresses()
{
    QFETCH(QString, text);
    const auto address = portal::parseAddress(text);
    QVERIFY(address);
    QTEST(address->endpoint, "endpoint");
    QTEST(address->secret, "secret");
    QCOMPARE(portal::methodUrl(address->endpoint, address->secret, "batch").toString(),
        QString(address->endpoint + u'/' + address->secret + QStringLiteral("/batch.json")));
}

void TestProtocol::refusesAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *text, const char *code) { QTest::newRow(text) << QString::fromLatin1(text) << QByteArray(code); };
    row("", "address");
    row("zarya", "address");
    row("https://user@evil.example/rest/1/topsecret/", "address");
    row("https://good.ru@evil.example/rest/1/topsecret/", "address");
    row("ftp://a.ru/rest/1/topsecret/", "scheme");
    row("http://a.ru/rest/1/topsecret/", "scheme");
    row("http://127.0.0.1.evil.example/rest/1/topsecret/", "scheme");
    row("https:///rest/1/topsecret/", "host");
    row("https://a.ru/", "address");
    row("https://a.ru/rest/", "address");
    row("https://a.ru/rest/one/topsecret/", "address");
    row("https://a.ru/rest/1/", "secret");
    row("https://a.ru/rest/1/top%2Fsecret%20x/", "secret");
    row("https://a.ru/%0d%0aX/rest/1/topsecret/", "address");
    row("javascript:alert(1)", "scheme");
}

void TestProtocol::refusesAddresses()
{
    QFETCH(QString, text);
    const auto address = portal::parseAddress(text);
    QVERIFY(!address);
    QCOMPARE(address.error().kind, ErrorKind::Input);
    QTEST(address.error().code, "code");
    QVERIFY(!address.error().detail.contains(QStringLiteral("topsecret")));
}

// What PHP would read from a command is exactly what was put in.
void TestProtocol::encodesAnything()
{
    const QByteArrayList values { "plain", "a&b=c", "100%", "1+1=2", "]&filter[ID]=1", "Привет, мир", "a#b?c", "line\r\nbreak",
        "quote\"back\\slash", "", "\xF0\x9F\x9A\x97" };
    for (const QByteArray &value : values) {
        portal::Call call("crm.lead.list");
        call.set("filter[=TITLE]", value).set("start", -1);
        const QByteArray text = call.batchText();
        QVERIFY(text.startsWith("crm.lead.list?"));
        QVERIFY(!text.contains('"') && !text.contains('\\') && !text.contains('\n'));
        const QByteArrayList parts = text.mid(14).split('&');
        QCOMPARE(parts.size(), 2);
        const QByteArrayList first = parts[0].split('=');
        QCOMPARE(first.size(), 2);
        QCOMPARE(QByteArray::fromPercentEncoding(first[0]), QByteArray("filter[=TITLE]"));
        QCOMPARE(QByteArray::fromPercentEncoding(first[1]), value);
        const QByteArray body = portal::batchBody({ call, call });
        const QJsonObject object = QJsonDocument::fromJson(body).object();
        QCOMPARE(object.value(QStringLiteral("cmd")).toObject().value(QStringLiteral("c1")).toString().toLatin1(), text);
    }
}

void TestProtocol::aReferenceInAValueStaysOutOfBatches()
{
    portal::Call hostile("crm.lead.list");
    hostile.set("filter[=TITLE]", QByteArray("$result[c0][0][ID]"));
    QVERIFY(!hostile.mayGoInBatch());
    portal::Call chained("crm.lead.list");
    chained.setReference("filter[>ID]", "c0][49][ID");
    QVERIFY(chained.mayGoInBatch());
    QCOMPARE(QByteArray::fromPercentEncoding(chained.batchText()), QByteArray("crm.lead.list?filter[>ID]=$result[c0][49][ID]"));
}

void TestProtocol::classifies_data()
{
    QTest::addColumn<int>("http");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("retry");
    const auto row = [](int http, const char *code, const char *text, ErrorKind kind, Retry retry) {
        QTest::addRow("%d %s %s", http, code, text) << http << QByteArray(code) << QByteArray(text) << int(kind) << int(retry);
    };
    row(503, "QUERY_LIMIT_EXCEEDED", "Too many requests", ErrorKind::Limit, Retry::AfterLimit);
    row(200, "QUERY_LIMIT_EXCEEDED", "", ErrorKind::Limit, Retry::AfterLimit);
    row(429, "OPERATION_TIME_LIMIT", "Method is blocked", ErrorKind::Limit, Retry::AfterLimit);
    row(401, "OVERLOAD_LIMIT", "", ErrorKind::Denied, Retry::WhenChanged);
    row(500, "INTERNAL_SERVER_ERROR", "", ErrorKind::Network, Retry::Later);
    row(500, "ERROR_UNEXPECTED_ANSWER", "", ErrorKind::Network, Retry::Later);
    row(401, "NO_AUTH_FOUND", "", ErrorKind::Auth, Retry::AfterAuth);
    row(401, "INVALID_CREDENTIALS", "", ErrorKind::Auth, Retry::AfterAuth);
    row(403, "INVALID_CREDENTIALS", "", ErrorKind::Auth, Retry::AfterAuth);
    row(401, "expired_token", "", ErrorKind::Auth, Retry::AfterAuth);
    row(401, "insufficient_scope", "", ErrorKind::Denied, Retry::WhenChanged);
    row(0, "insufficient_scope", "", ErrorKind::Denied, Retry::WhenChanged);
    row(401, "user_access_error", "", ErrorKind::Denied, Retry::WhenChanged);
    row(401, "ACCESS_DENIED", "REST is available only on commercial plans", ErrorKind::Denied, Retry::WhenChanged);
    row(403, "PORTAL_DELETED", "", ErrorKind::NotFound, Retry::WhenChanged);
    row(404, "ERROR_METHOD_NOT_FOUND", "", ErrorKind::Denied, Retry::WhenChanged);
    row(401, "INVALID_REQUEST", "Https required", ErrorKind::Input, Retry::Never);
    row(403, "WRONG_AUTH_TYPE", "", ErrorKind::Denied, Retry::WhenChanged);
    row(400, "ERROR_BATCH_LENGTH_EXCEEDED", "", ErrorKind::Bug, Retry::Never);
    row(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "", ErrorKind::Bug, Retry::Never);
    row(400, "ERROR_CORE", "text<br>", ErrorKind::Rejected, Retry::Never);
    row(400, "INVALID_ARG_VALUE", "", ErrorKind::Rejected, Retry::Never);
    row(400, "NOT_FOUND", "Item not found", ErrorKind::NotFound, Retry::Never);
    row(400, "100", "Could not find value", ErrorKind::Rejected, Retry::Never);
    row(400, "0", "free text", ErrorKind::Rejected, Retry::Never);
    row(400, "", "Access denied.", ErrorKind::Denied, Retry::WhenChanged);
    row(400, "", "Not found", ErrorKind::NotFound, Retry::Never);
    row(400, "", "ID is not defined or invalid.", ErrorKind::NotFound, Retry::Never);
    row(400, "", "Failed to get list. General error.", ErrorKind::Network, Retry::Later);
    row(400, "", "Parameter 'fields' must be array.", ErrorKind::Rejected, Retry::Never);
    // without any code: the status
    row(400, "", "", ErrorKind::Rejected, Retry::Never);
    row(401, "", "", ErrorKind::Auth, Retry::AfterAuth);
    row(403, "", "", ErrorKind::Denied, Retry::WhenChanged);
    row(404, "", "", ErrorKind::NotFound, Retry::WhenChanged);
    row(405, "", "", ErrorKind::Rejected, Retry::Never);
    row(408, "", "", ErrorKind::Timeout, Retry::Later);
    row(413, "", "", ErrorKind::Rejected, Retry::Never);
    row(418, "", "", ErrorKind::Rejected, Retry::Never);
    row(429, "", "", ErrorKind::Limit, Retry::AfterLimit);
    row(500, "", "", ErrorKind::Network, Retry::Later);
    row(502, "", "", ErrorKind::Network, Retry::Later);
    row(503, "", "", ErrorKind::Limit, Retry::AfterLimit);
    row(504, "", "", ErrorKind::Timeout, Retry::Later);
    row(599, "", "", ErrorKind::Network, Retry::Later);
    row(500, "SOMETHING_NEW", "", ErrorKind::Network, Retry::Later);
    row(400, "SOMETHING_NEW", "", ErrorKind::Rejected, Retry::Never);
}

void TestProtocol::classifies()
{
    QFETCH(int, http);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, text);
    const base::Error error = portal::classify(http, code.toStdString(), text.toStdString());
    QTEST(int(error.kind), "kind");
    QTEST(int(error.retry), "retry");
    QCOMPARE(error.http, http);
}

void TestProtocol::readsInstants()
{
    QCOMPARE(portal::parseInstant("2024-08-30T14:29:00+02:00"), 1'725'020'940);
    QCOMPARE(portal::parseInstant("2024-08-30T12:29:00Z"), 1'725'020'940);
    QCOMPARE(portal::parseInstant("2024-08-30T12:29:00.123456+00:00"), 1'725'020'940);
    QCOMPARE(portal::parseInstant("2024-08-30T18:14:00+05:45"), 1'725'020'940);
    QCOMPARE(portal::parseInstant("1969-12-31T23:59:59+00:00"), -1);
    for (const char *bad : { "", "2024-08-30", "2024-08-30T12:29:00", "24.08.2023 13:19:39", "0000-00-00T00:00:00+00:00",
             "2023-02-29T00:00:00+00:00", "2024-08-30T12:29:00+", "2024-08-30T12:29:0x+00:00", "2024-13-01T00:00:00+00:00" })
        QVERIFY2(!portal::parseInstant(bad), bad);
    // Dates: midnight UTC however the server prints it (reference 9, row 19).
    const std::int64_t day = 19'965; // 2024-08-30
    for (const char *text : { "2024-08-30T02:00:00+02:00", "2024-08-30T03:00:00+03:00", "2024-08-29T19:00:00-05:00", "2024-08-30",
             "2024-08-29T23:00:00+00:00" })
        QCOMPARE(portal::parseDate(text), day);
    for (const base::UtcSeconds instant : { 0LL, 1'725'020'940LL, 951'782'400LL, 4'102'444'799LL })
        QCOMPARE(portal::parseInstant(portal::instantText(instant).toStdString()), instant);
}

void TestProtocol::readsBatches()
{
    const auto reply = portal::readReply(
        200, R"({"result":{"result":{"c0":[{"ID":"5"}],"c3":[]},"result_error":{"c1":{"error":"","error_description":"Access denied."}},
        "result_total":{"c0":77},"result_next":[],"result_time":{"c0":{"operating":1.5,"operating_reset_at":1729697289}}},
        "time":{"start":1729696689.13,"date_start":"2024-10-23T18:18:09+03:00","operating":0}})");
    QVERIFY(reply);
    QCOMPARE(reply->startedAt, 1'729'696'689);
    QCOMPARE(reply->zoneOffset, QStringLiteral("+03:00"));
    const auto batch = portal::readBatch(*reply, 4);
    QVERIFY(batch);
    QCOMPARE((*batch)[0].total, 77);
    QCOMPARE((*batch)[0].time.operating, 1.5);
    QCOMPARE((*batch)[0].time.resetAt, 1'729'697'289);
    QCOMPARE((*batch)[1].error->kind, ErrorKind::Denied);
    QCOMPARE((*batch)[2].error->code, QByteArray("ABSENT")); // not answered is not success
    QVERIFY(!(*batch)[3].error);
    const auto empty
        = portal::readReply(200, R"({"result":{"result":[],"result_error":[],"result_total":[],"result_next":[],"result_time":[]}})");
    QVERIFY(empty);
    QCOMPARE(portal::readBatch(*empty, 1)->front().error->code, QByteArray("ABSENT"));
    const auto wrong = portal::readReply(200, R"({"result":[1,2]})");
    QVERIFY(!portal::readBatch(*wrong, 1));
}

void TestProtocol::judgesEachCommandAlone_data()
{
    QTest::addColumn<QByteArray>("sections");
    QTest::addColumn<QByteArrayList>("codes"); // of three commands; "" success
    const auto row
        = [](const char *name, const char *sections, const QByteArrayList &codes) { QTest::newRow(name) << QByteArray(sections) << codes; };
    row("all well", R"("result":{"c0":[],"c1":[],"c2":[]},"result_error":[])", { "", "", "" });
    row("order changed", R"("result":{"c2":[],"c0":[],"c1":[]},"result_error":[])", { "", "", "" });
    row("one refused", R"("result":{"c0":[],"c2":[]},"result_error":{"c1":{"error":"ERROR_CORE","error_description":"no"}})",
        { "", "ERROR_CORE", "" });
    row("one over its time", R"("result":{"c0":[],"c2":[]},"result_error":{"c1":{"error":"OPERATION_TIME_LIMIT","error_description":"x"}})",
        { "", "OPERATION_TIME_LIMIT", "" });
    row("the bucket ran over inside",
        R"("result":{"c0":[]},"result_error":{"c1":{"error":"QUERY_LIMIT_EXCEEDED"},"c2":{"error":"QUERY_LIMIT_EXCEEDED"}})",
        { "", "QUERY_LIMIT_EXCEEDED", "QUERY_LIMIT_EXCEEDED" });
    row("halted at the first error", R"("result":{"c0":[]},"result_error":{"c1":{"error":"NOT_FOUND"}})", { "", "NOT_FOUND", "ABSENT" });
    row("the last one missing", R"("result":{"c0":[],"c1":[]},"result_error":[])", { "", "", "ABSENT" });
    row("keys of somebody else", R"("result":{"x0":[],"c7":[],"c1":[]},"result_error":{"c9":{"error":"X"}})", { "ABSENT", "", "ABSENT" });
    row("error and result", R"("result":{"c0":[],"c1":[{"ID":"1"}],"c2":[]},"result_error":{"c1":{"error":"ERROR_CORE"}})",
        { "", "ERROR_CORE", "" });
    row("null", R"("result":{"c0":null,"c1":[],"c2":[]},"result_error":[])", { "", "", "" });
    row("a list for a map", R"("result":[[],[],[]],"result_error":[])", { "ABSENT", "ABSENT", "ABSENT" });
    row("nothing at all", R"("result":[],"result_error":[])", { "ABSENT", "ABSENT", "ABSENT" });
}

// What is not there is not success, and what is wrong with one command says nothing of its neighbours.
void TestProtocol::judgesEachCommandAlone()
{
    QFETCH(QByteArray, sections);
    QFETCH(QByteArrayList, codes);
    const QByteArray body = "{\"result\":{" + sections + R"(,"result_total":[],"result_next":[],"result_time":[]}})";
    const auto reply = portal::readReply(200, body);
    QVERIFY(reply);
    const auto batch = portal::readBatch(*reply, 3);
    QVERIFY(batch);
    QCOMPARE(batch->size(), std::size_t { 3 });
    for (std::size_t i = 0; i < 3; ++i)
        QCOMPARE((*batch)[i].error ? (*batch)[i].error->code : QByteArray(), codes[qsizetype(i)]);
}

void TestProtocol::judgesReplies_data()
{
    QTest::addColumn<int>("http");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, int http, const char *body, ErrorKind kind) {
        QTest::newRow(name) << http << QByteArray(body) << int(kind);
    };
    row("login page", 200, "<html><body>Sign in</body></html>", ErrorKind::Protocol);
    row("empty", 200, "", ErrorKind::Protocol);
    row("no content", 204, "", ErrorKind::Protocol);
    row("garbage behind", 200, R"({"result":[]} x)", ErrorKind::Protocol);
    row("not an object", 200, "[1]", ErrorKind::Protocol);
    row("no result", 200, R"({"time":{}})", ErrorKind::Protocol);
    row("bad UTF-8", 200, "{\"result\":\"\xC3\x28\"}", ErrorKind::Protocol);
    row("cp1251", 200, "{\"result\":\"\xCF\xF0\"}", ErrorKind::Protocol);
    row("NaN", 200, R"({"result":NaN})", ErrorKind::Protocol);
    row("firewall page", 403, "<html>", ErrorKind::Denied);
    row("proxy", 502, "<html>", ErrorKind::Network);
    row("proxy sign-in", 407, "", ErrorKind::Auth);
    row("error with 200", 200, R"({"error":"wrong_client"})", ErrorKind::Auth);
    row("error object", 400, R"({"error":{"code":"X","message":"y"}})", ErrorKind::Rejected);
    row("revoked", 401, R"({"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"})", ErrorKind::Auth);
}

void TestProtocol::judgesReplies()
{
    QFETCH(int, http);
    QFETCH(QByteArray, body);
    const auto reply = portal::readReply(http, body);
    QVERIFY(!reply);
    QTEST(int(reply.error().kind), "kind");
    const QByteArray deep = "{\"result\":" + QByteArray(2'000, '[') + QByteArray(2'000, ']') + '}';
    QVERIFY(!portal::readReply(200, deep));
    QVERIFY(portal::readReply(200, "\xEF\xBB\xBF{\"result\":[]}"));
}

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
