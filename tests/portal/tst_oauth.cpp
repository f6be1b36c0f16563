// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/oauth.h"
#include "portal/redirectlistener.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace dealerlens;
using base::ErrorKind;

namespace {

const QUrl kAsked(QStringLiteral("https://oauth.bitrix24.tech/oauth/token/"));

// The fields of the documentation's own example (rest-examples/oauth-2.json).
QJsonObject example()
{
    return { { QStringLiteral("access_token"), QStringLiteral("ydtj8pho532wydb5ixk78ol7uqlb7sch") },
        { QStringLiteral("client_endpoint"), QStringLiteral("https://portal.bitrix24.com/rest/") },
        { QStringLiteral("domain"), QStringLiteral("oauth.bitrix.info") }, { QStringLiteral("expires"), 1780319382 },
        { QStringLiteral("expires_in"), 3600 }, { QStringLiteral("member_id"), QStringLiteral("a223c6b3710f85df22e9377d6c4f7553") },
        { QStringLiteral("refresh_token"), QStringLiteral("3s6lr4kr3cv2od4v853gvrchb875bwxb") },
        { QStringLiteral("server_endpoint"), QStringLiteral("https://oauth.bitrix.info/rest/") },
        { QStringLiteral("status"), QStringLiteral("F") } };
}

base::Result<portal::Tokens> read(const QJsonObject &object, int http = 200)
{
    return portal::readTokens({ http, QJsonDocument(object).toJson() }, kAsked, QStringLiteral("app.1"));
}

QJsonObject with(const char *key, const QJsonValue &value)
{
    QJsonObject object = example();
    object.insert(QLatin1String(key), value);
    return object;
}

QByteArray ask(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!QTest::qWaitFor([&socket] { return socket.state() == QAbstractSocket::ConnectedState; }))
        return "not connected";
    socket.write(request);
    if (!QTest::qWaitFor([&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }))
        return "not answered";
    return socket.readAll();
}

} // namespace

class TestOAuth : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTokens();
    void believesOnlyKnownServers_data();
    void believesOnlyKnownServers();
    void refusesHalfAnswers_data();
    void refusesHalfAnswers();
    void readsErrors_data();
    void readsErrors();
    void keepsTokens();
    void putsSecretsIntoBodiesOnly();
    void putsTheTokenIntoTheBody_data();
    void putsTheTokenIntoTheBody();
    void readsPortalRoots_data();
    void readsPortalRoots();
    void judgesAnswers_data();
    void judgesAnswers();
    void listensForOneRedirect();
};

void TestOAuth::readsTokens()
{
    const auto tokens = read(example());
    QVERIFY(tokens);
    QCOMPARE(tokens->access, QStringLiteral("ydtj8pho532wydb5ixk78ol7uqlb7sch"));
    QCOMPARE(tokens->refresh, QStringLiteral("3s6lr4kr3cv2od4v853gvrchb875bwxb"));
    QCOMPARE(tokens->expires, 1780319382);
    QCOMPARE(tokens->lifetime, 3600);
    QCOMPARE(tokens->endpoint, QStringLiteral("https://portal.bitrix24.com/rest"));
    QCOMPARE(tokens->server, QStringLiteral("https://oauth.bitrix.info/oauth/token/"));
    QCOMPARE(tokens->memberId, QStringLiteral("a223c6b3710f85df22e9377d6c4f7553"));
    QJsonObject first = example(); // the first exchange does not tell `expires`
    first.remove(QStringLiteral("expires"));
    QCOMPARE(read(first)->expires, base::kNever);
}

void TestOAuth::believesOnlyKnownServers_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("used");
    const QString same = kAsked.toString();
    QTest::newRow("west") << QStringLiteral("https://oauth.bitrix.info/rest/") << QStringLiteral("https://oauth.bitrix.info/oauth/token/");
    QTest::newRow("east") << QStringLiteral("https://oauth.bitrix24.tech/rest/") << same;
    QTest::newRow("stranger") << QStringLiteral("https://oauth.bitrix.info.evil.example/rest/") << same;
    QTest::newRow("not https") << QStringLiteral("http://oauth.bitrix.info/rest/") << same;
    QTest::newRow("this computer") << QStringLiteral("http://127.0.0.1/rest/") << same;
    QTest::newRow("user info") << QStringLiteral("https://oauth.bitrix.info@evil.example/rest/") << same;
    QTest::newRow("absent") << QString() << same;
}

void TestOAuth::believesOnlyKnownServers()
{
    QFETCH(QString, server);
    const auto tokens = read(with("server_endpoint", server));
    QVERIFY(tokens);
    QTEST(tokens->server, "used");
}

void TestOAuth::refusesHalfAnswers_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    for (const char *key : { "access_token", "refresh_token", "member_id", "client_endpoint" }) {
        QTest::addRow("no %s", key) << QString::fromLatin1(key) << QJsonValue();
        QTest::addRow("%s a list", key) << QString::fromLatin1(key) << QJsonValue(QJsonArray { 1 });
    }
    QTest::newRow("plain http") << QStringLiteral("client_endpoint") << QJsonValue(QStringLiteral("http://portal.example/rest/"));
    QTest::newRow("this computer") << QStringLiteral("client_endpoint") << QJsonValue(QStringLiteral("http://127.0.0.1:80/rest/"));
    QTest::newRow("user info") << QStringLiteral("client_endpoint") << QJsonValue(QStringLiteral("https://a@evil.example/rest/"));
    QTest::newRow("no rest") << QStringLiteral("client_endpoint") << QJsonValue(QStringLiteral("https://portal.example/"));
}

void TestOAuth::refusesHalfAnswers()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const auto tokens = read(with(key.toLatin1().constData(), value));
    QVERIFY(!tokens);
    QCOMPARE(tokens.error().kind, ErrorKind::Protocol);
    QVERIFY(!tokens.error().detail.contains(QStringLiteral("ydtj8pho")));
}

void TestOAuth::readsErrors_data()
{
    QTest::addColumn<int>("http");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *code, int http, ErrorKind kind) {
        QTest::newRow(code) << http << QByteArray("{\"error\":\"" + QByteArray(code) + "\",\"error_description\":\"x\"}") << int(kind)
                            << QByteArray(code);
    };
    row("invalid_grant", 400, ErrorKind::Auth);
    row("bad_verification_code", 400, ErrorKind::Auth);
    row("invalid_client", 401, ErrorKind::Auth);
    row("wrong_client", 200, ErrorKind::Auth); // an error with status 200
    row("NOT_INSTALLED", 401, ErrorKind::Auth);
    row("PAYMENT_REQUIRED", 402, ErrorKind::Denied);
    row("invalid_scope", 403, ErrorKind::Denied);
    row("invalid_request", 400, ErrorKind::Input);
    QTest::newRow("page") << 200 << QByteArray("<html>sign in</html>") << int(ErrorKind::Protocol) << QByteArray("JSON");
    QTest::newRow("list") << 200 << QByteArray("[]") << int(ErrorKind::Protocol) << QByteArray("JSON");
    QTest::newRow("half") << 200 << QByteArray(R"({"access_token":"abc)") << int(ErrorKind::Protocol) << QByteArray("JSON");
    QTest::newRow("gateway") << 502 << QByteArray("<html>") << int(ErrorKind::Network) << QByteArray();
}

void TestOAuth::readsErrors()
{
    QFETCH(int, http);
    QFETCH(QByteArray, body);
    const auto tokens = portal::readTokens({ http, body }, kAsked, QStringLiteral("app.1"));
    QVERIFY(!tokens);
    QTEST(int(tokens.error().kind), "kind");
    QTEST(tokens.error().code, "code");
}

void TestOAuth::keepsTokens()
{
    const auto tokens = read(example());
    const auto back = portal::tokensFromSecret(portal::tokensToSecret(*tokens));
    QVERIFY(back);
    QCOMPARE(back->access, tokens->access);
    QCOMPARE(back->refresh, tokens->refresh);
    QCOMPARE(back->expires, tokens->expires);
    QCOMPARE(back->endpoint, tokens->endpoint);
    QCOMPARE(back->server, tokens->server);
    QCOMPARE(back->memberId, tokens->memberId);
    QCOMPARE(back->clientId, QStringLiteral("app.1"));
    for (const char *bad : { "", "abcdef0123456789", "{}", "[1]", R"({"refresh":"x","client_id":"y","server":"http://evil.example/"})" })
        QCOMPARE(portal::tokensFromSecret(QString::fromLatin1(bad)).error().kind, ErrorKind::Auth);
}

void TestOAuth::putsSecretsIntoBodiesOnly()
{
    const portal::Application application { QStringLiteral("app.1"), QStringLiteral("s&e=c ret") };
    QCOMPARE(portal::exchangeForm(application, QStringLiteral("co+de")),
        QByteArray("grant_type=authorization_code&client_id=app.1&client_secret=s%26e%3Dc%20ret&code=co%2Bde"));
    QCOMPARE(portal::refreshForm(application, QStringLiteral("r/t")),
        QByteArray("grant_type=refresh_token&client_id=app.1&client_secret=s%26e%3Dc%20ret&refresh_token=r%2Ft"));
    QCOMPARE(portal::firstTokenUrl(QStringLiteral("https://dealer.bitrix24.ru")), kAsked);
    QCOMPARE(portal::firstTokenUrl(QStringLiteral("https://dealer.bitrix24.de")),
        QUrl(QStringLiteral("https://oauth.bitrix.info/oauth/token/")));
    const QUrl consent = portal::consentUrl(QStringLiteral("https://dealer.bitrix24.ru"), QStringLiteral("a&b"), QStringLiteral("c=d"));
    QCOMPARE(consent.host(), QStringLiteral("dealer.bitrix24.ru"));
    QCOMPARE(QUrlQuery(consent).queryItemValue(QStringLiteral("client_id"), QUrl::FullyDecoded), QStringLiteral("a&b"));
    QCOMPARE(QUrlQuery(consent).queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded), QStringLiteral("c=d"));
}

void TestOAuth::putsTheTokenIntoTheBody_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray json = "application/json";
    const QByteArray form = "application/x-www-form-urlencoded";
    QTest::newRow("object") << json << QByteArray(R"({"halt":0,"cmd":{}})") << QByteArray(R"({"auth":"t\"k","halt":0,"cmd":{}})");
    QTest::newRow("empty object") << json << QByteArray("{}") << QByteArray(R"({"auth":"t\"k"})");
    QTest::newRow("form") << form << QByteArray("a=b") << QByteArray("a=b&auth=t%22k");
    QTest::newRow("empty form") << form << QByteArray() << QByteArray("auth=t%22k");
}

void TestOAuth::putsTheTokenIntoTheBody()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QTEST(portal::withToken(type, body, QStringLiteral("t\"k")), "expected");
}

void TestOAuth::readsPortalRoots_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("root");
    const QString dealer = QStringLiteral("https://dealer.bitrix24.ru");
    QTest::newRow("host") << QStringLiteral(" dealer.bitrix24.ru ") << dealer;
    QTest::newRow("slash") << QStringLiteral("https://dealer.bitrix24.ru/") << dealer;
    QTest::newRow("page") << QStringLiteral("https://dealer.bitrix24.ru/company/personal/?a=b#c") << dealer;
    QTest::newRow("webhook") << QStringLiteral("https://dealer.bitrix24.ru/rest/1/abc/") << dealer;
    QTest::newRow("port") << QStringLiteral("https://crm.example:8443/x") << QStringLiteral("https://crm.example:8443");
    QTest::newRow("simulator") << QStringLiteral("http://127.0.0.1:80/alpha/") << QStringLiteral("http://127.0.0.1:80/alpha");
    QTest::newRow("http") << QStringLiteral("http://dealer.bitrix24.ru") << QString();
    QTest::newRow("other host hidden") << QStringLiteral("https://dealer.bitrix24.ru@evil.example/") << QString();
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("file") << QStringLiteral("file:///etc/passwd") << QString();
}

void TestOAuth::readsPortalRoots()
{
    QFETCH(QString, text);
    QTEST(portal::parsePortalRoot(text).value_or(QString()), "root");
}

void TestOAuth::judgesAnswers_data()
{
    QTest::addColumn<int>("http");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("verdict");
    using portal::TokenVerdict;
    const auto row = [](const char *name, int http, const char *body, TokenVerdict verdict) {
        QTest::newRow(name) << http << QByteArray(body) << int(verdict);
    };
    row("good", 200, R"({"result":{"result":{"c0":[]},"result_error":[]}})", TokenVerdict::Accepted);
    row("expired", 401, R"({"error":"expired_token","error_description":"x"})", TokenVerdict::Refused);
    row("expired with status 200", 200, R"({"error":"expired_token","error_description":"x"})", TokenVerdict::Refused);
    row("unknown", 401, R"({"error":"invalid_token"})", TokenVerdict::Refused);
    row("other 401", 401, R"({"error":"insufficient_scope"})", TokenVerdict::Accepted);
    row("page", 401, "<html>expired_token</html>", TokenVerdict::Accepted);
    row("inside", 200, R"({"result":{"result":{"c0":1},"result_error":{"c1":{"error":"expired_token"}}}})", TokenVerdict::RefusedInside);
    row("a lead of that name", 200, R"({"result":{"result":{"c0":[{"TITLE":"expired_token"}]},"result_error":[]}})",
        TokenVerdict::Accepted);
}

void TestOAuth::judgesAnswers()
{
    QFETCH(int, http);
    QFETCH(QByteArray, body);
    QTEST(int(portal::tokenVerdict({ http, body })), "verdict");
}

void TestOAuth::listensForOneRedirect()
{
    portal::RedirectListener listener;
    QVERIFY(listener.listen(0));
    QSignalSpy arrived(&listener, &portal::RedirectListener::arrived);
    const quint16 port = quint16(QUrl(listener.address()).port());
    const QByteArray state = listener.state().toLatin1();
    QCOMPARE(state.size(), 32);
    QVERIFY(portal::RedirectListener().state() != listener.state());
    QVERIFY(ask(port, "GET /?code=evil&state=guessed HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 403"));
    QVERIFY(ask(port, "GET /?code=&state=" + state + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 403"));
    QVERIFY(ask(port, "POST /?code=a&state=" + state + " HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 405"));
    QVERIFY(!ask(port, QByteArray("GET /") + QByteArray(20'000, 'a')).startsWith("HTTP/1.1 200"));
    QVERIFY(ask(port, "\r\n\r\n").startsWith("HTTP/1.1 405"));
    QCOMPARE(arrived.count(), 0);
    const QByteArray page = ask(port, "GET /?code=a%2Bb&state=" + state + "&domain=x HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(page.startsWith("HTTP/1.1 200"));
    QVERIFY(page.contains("text/plain"));
    QVERIFY(!page.contains("a+b") && !page.contains(state));
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(arrived.first().first().toString(), QStringLiteral("a+b"));
    QTcpSocket late;
    late.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
}

QTEST_GUILESS_MAIN(TestOAuth)
#include "tst_oauth.moc"
