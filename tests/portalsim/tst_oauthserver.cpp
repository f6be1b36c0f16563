// SPDX-License-Identifier: GPL-3.0-or-later
#include "simfixture.h"

#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace dealerlens::portalsim;

namespace {

struct OAuthFixture : EngineFixture {
    OAuthFixture()
    {
        engine.oauth().base = QStringLiteral("http://127.0.0.1:8080");
        engine.oauth().addApplication({ "app.1", "topsecret", {} });
        engine.oauth().addApplication({ "app.loop", "topsecret", QStringLiteral("http://127.0.0.1:9999/") });
    }

    Answer ask(const QByteArray &path, const QByteArray &query, bool post = true)
    {
        HttpCall call;
        call.path = path;
        call.host = "127.0.0.1:8080";
        call.isPost = post;
        if (post) {
            call.contentType = query.startsWith('{') ? "application/json" : "application/x-www-form-urlencoded";
            call.body = query;
        } else {
            call.query = query;
        }
        return read(engine.handle(call));
    }

    Answer token(const QByteArray &rest, bool post = true)
    {
        return ask("/oauth-host/oauth/token/", "client_id=app.1&client_secret=topsecret&" + rest, post);
    }

    QByteArray code() { return engine.oauth().giveCode(portal, "app.1", clock.now()); }

    Answer signIn() { return token("grant_type=authorization_code&code=" + code()); }

    Answer refresh(const Answer &before)
    {
        return token("grant_type=refresh_token&refresh_token=" + before.json.value(QLatin1String("refresh_token")).toString().toLatin1());
    }

    Answer call(const Answer &tokens, const QByteArray &method = "profile")
    {
        return ask("/alpha/rest/" + method, "auth=" + tokens.json.value(QLatin1String("access_token")).toString().toLatin1());
    }
};

} // namespace

class TestOAuthServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTokensForACode();
    void acceptsTokensInEveryPlace();
    void rotatesRefreshTokens();
    void expires();
    void saysWhatIsWrong();
    void redirectsWithACode();
    void losesTheApplication();
    void movesAway();
    void expiresInsideABatch();
    void faultsOfTheTokenEndpoint();
};

void TestOAuthServer::givesTokensForACode()
{
    OAuthFixture f;
    const Answer answer = f.signIn();
    QCOMPARE(answer.status, 200);
    for (const char *key : { "access_token", "refresh_token", "member_id", "scope", "domain" })
        QVERIFY2(!answer.json.value(QLatin1String(key)).toString().isEmpty(), key);
    QCOMPARE(answer.json.value(QLatin1String("expires_in")).toInt(), 3600);
    QCOMPARE(answer.json.value(QLatin1String("client_endpoint")).toString(), QStringLiteral("http://127.0.0.1:8080/alpha/rest/"));
    QCOMPARE(answer.json.value(QLatin1String("server_endpoint")).toString(), QStringLiteral("http://127.0.0.1:8080/oauth-host/rest/"));
    QCOMPARE(answer.json.value(QLatin1String("member_id")).toString().size(), 32);
    const QByteArray again = f.code();
    QCOMPARE(f.token("grant_type=authorization_code&code=" + again, false).status, 200); // GET too
    QCOMPARE(f.token("grant_type=authorization_code&code=" + again).error(), QStringLiteral("invalid_grant")); // once
    const QByteArray late = f.code();
    f.clock.advance(31);
    QCOMPARE(f.token("grant_type=authorization_code&code=" + late).error(), QStringLiteral("invalid_grant"));
}

void TestOAuthServer::acceptsTokensInEveryPlace()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    const QByteArray access = tokens.json.value(QLatin1String("access_token")).toString().toLatin1();
    QCOMPARE(f.call(tokens).result().toObject().value(QLatin1String("ID")).toString(), QStringLiteral("1"));
    QCOMPARE(f.ask("/alpha/rest/profile.json", "auth=" + access, false).status, 200);
    QCOMPARE(f.ask("/alpha/rest/profile", "{\"auth\":\"" + access + "\"}").status, 200);
    QVERIFY(f.call(tokens, "app.info").result().toObject().value(QLatin1String("INSTALLED")).toBool());
    const Answer info = f.ask("/oauth-host/rest/app.info", "auth=" + access);
    QCOMPARE(info.result().toObject().value(QLatin1String("install")).toObject().value(QLatin1String("member_id")).toString(),
        QString::fromLatin1(memberId(f.portal)));
    QCOMPARE(f.ask("/alpha/rest/profile", "").error(), QStringLiteral("NO_AUTH_FOUND"));
    QCOMPARE(f.ask("/alpha/rest/profile", "auth=unknown").error(), QStringLiteral("invalid_token"));
}

void TestOAuthServer::rotatesRefreshTokens()
{
    OAuthFixture f;
    const Answer first = f.signIn();
    const Answer second = f.refresh(first);
    QCOMPARE(second.status, 200);
    QVERIFY(second.json.value(QLatin1String("refresh_token")) != first.json.value(QLatin1String("refresh_token")));
    const Answer spent = f.refresh(first);
    QCOMPARE(spent.status, 400);
    QCOMPARE(spent.error(), QStringLiteral("invalid_grant"));
    QCOMPARE(f.refresh(second).status, 200);
}

void TestOAuthServer::expires()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    f.clock.advance(3'600);
    QCOMPARE(f.call(tokens).status, 200);
    f.clock.advance(1);
    const Answer late = f.call(tokens);
    QCOMPARE(late.status, 401);
    QCOMPARE(late.error(), QStringLiteral("expired_token"));
    const Answer fresh = f.refresh(tokens);
    QCOMPARE(f.call(fresh).status, 200);
    f.engine.oauth().expireTokens(f.portal.key);
    QCOMPARE(f.call(fresh).error(), QStringLiteral("expired_token"));
}

void TestOAuthServer::saysWhatIsWrong()
{
    OAuthFixture f;
    const Answer stranger = f.ask("/oauth-host/oauth/token/", "client_id=no&client_secret=x&grant_type=refresh_token&refresh_token=y");
    QCOMPARE(stranger.status, 200);
    QCOMPARE(stranger.error(), QStringLiteral("wrong_client"));
    QCOMPARE(f.ask("/oauth-host/oauth/token/", "client_id=app.1&client_secret=x&grant_type=refresh_token&refresh_token=y").error(),
        QStringLiteral("invalid_client"));
    QCOMPARE(f.token("grant_type=refresh_token").error(), QStringLiteral("invalid_request"));
    QCOMPARE(f.token("").error(), QStringLiteral("invalid_request"));
}

void TestOAuthServer::redirectsWithACode()
{
    OAuthFixture f;
    HttpCall call;
    call.path = "/alpha/oauth/authorize/";
    call.query = "client_id=app.loop&state=a%26b";
    const HttpAnswer answer = f.engine.handle(call);
    QCOMPARE(answer.status, 302);
    const QUrl target = QUrl::fromEncoded(answer.location);
    QCOMPARE(target.port(), 9999);
    const QUrlQuery query(target);
    QCOMPARE(query.queryItemValue(QStringLiteral("state"), QUrl::FullyDecoded), QStringLiteral("a&b"));
    QCOMPARE(query.queryItemValue(QStringLiteral("member_id")), QString::fromLatin1(memberId(f.portal)));
    QVERIFY(!query.queryItemValue(QStringLiteral("code")).isEmpty());
    call.query = "client_id=app.1";
    QVERIFY(f.engine.handle(call).body.contains("id=\"code\"")); // no redirect: shown for pasting
    call.query = "client_id=nobody";
    QCOMPARE(f.engine.handle(call).status, 400);
}

void TestOAuthServer::losesTheApplication()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    f.engine.oauth().setPaid(f.portal.key, false);
    QCOMPARE(f.call(tokens).error(), QStringLiteral("PAYMENT_REQUIRED"));
    QCOMPARE(f.refresh(tokens).error(), QStringLiteral("PAYMENT_REQUIRED"));
    f.engine.oauth().setPaid(f.portal.key, true);
    QCOMPARE(f.call(tokens).status, 200);
    f.engine.oauth().install(f.portal.key, false);
    QCOMPARE(f.call(tokens).error(), QStringLiteral("ERROR_OAUTH"));
    QVERIFY(f.code().isEmpty());
    f.engine.oauth().install(f.portal.key, true);
    QCOMPARE(f.refresh(tokens).error(), QStringLiteral("invalid_grant"));
}

void TestOAuthServer::movesAway()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    f.engine.oauth().move(f.portal.key, QStringLiteral("http://localhost:8080/alpha"));
    HttpCall call;
    call.path = "/alpha/rest/profile";
    call.host = "127.0.0.1:8080";
    const HttpAnswer moved = f.engine.handle(call);
    QCOMPARE(moved.status, 302);
    QCOMPARE(moved.location, QByteArray("http://localhost:8080/alpha/rest/profile"));
    const Answer fresh = f.refresh(tokens);
    QCOMPARE(fresh.json.value(QLatin1String("client_endpoint")).toString(), QStringLiteral("http://localhost:8080/alpha/rest/"));
    QCOMPARE(fresh.json.value(QLatin1String("member_id")), tokens.json.value(QLatin1String("member_id")));
    call.host = "localhost:8080";
    call.query = "auth=" + fresh.json.value(QLatin1String("access_token")).toString().toLatin1();
    QCOMPARE(f.engine.handle(call).status, 200);
}

void TestOAuthServer::expiresInsideABatch()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    Fault fault;
    fault.kind = "expire";
    fault.method = "scope";
    fault.remaining = 1;
    f.engine.addFault(f.portal.key, fault);
    const QByteArray access = tokens.json.value(QLatin1String("access_token")).toString().toLatin1();
    const Answer batch = f.ask("/alpha/rest/batch", "{\"auth\":\"" + access + R"(","cmd":{"a":"profile","b":"scope","c":"profile"}})");
    QCOMPARE(batch.status, 200);
    QVERIFY(batch.result().toObject().value(QLatin1String("result")).toObject().contains(QLatin1String("a")));
    const QJsonObject errors = batch.result().toObject().value(QLatin1String("result_error")).toObject();
    for (const char *key : { "b", "c" })
        QCOMPARE(errors.value(QLatin1String(key)).toObject().value(QLatin1String("error")).toString(), QStringLiteral("expired_token"));
}

void TestOAuthServer::faultsOfTheTokenEndpoint()
{
    OAuthFixture f;
    const Answer tokens = f.signIn();
    Fault everything;
    everything.kind = "status";
    f.engine.addFault(f.portal.key, everything);
    const Answer second = f.refresh(tokens); // a fault of the portal is not one of the OAuth host
    QCOMPARE(second.status, 200);
    Fault lost;
    lost.kind = "drop";
    lost.after = true;
    lost.method = "oauth.token.refresh_token";
    lost.remaining = 1;
    f.engine.clearFaults({});
    f.engine.addFault(f.portal.key, lost);
    f.refresh(second); // the answer is lost, the token is spent
    QCOMPARE(f.refresh(second).error(), QStringLiteral("invalid_grant"));
    QStringList methods;
    for (const LedgerEntry &entry : f.engine.reads())
        methods += QString::fromLatin1(entry.method);
    QCOMPARE(methods.count(QStringLiteral("oauth.token.refresh_token")), 3);
}

QTEST_GUILESS_MAIN(TestOAuthServer)
#include "tst_oauthserver.moc"
