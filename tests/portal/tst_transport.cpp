// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/endpoint.h"
#include "portal/reply.h"
#include "portal/transport.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <optional>

using namespace dealerlens;
using base::ErrorKind;

namespace {

const QString kSecret = QStringLiteral("topsecretkey");

// Answers every request by `respond`, after its headers and body have come.
class RawServer : public QTcpServer {
public:
    int requests = 0;
    QByteArray lastRequest;
    std::function<void(QTcpSocket *)> respond;

    RawServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                lastRequest += socket->readAll();
                if (lastRequest.endsWith("{}")) {
                    ++requests;
                    respond(socket);
                }
            });
        });
        listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] QUrl url(const char *method = "batch") const
    {
        return portal::methodUrl(QStringLiteral("http://127.0.0.1:%1/rest/1").arg(serverPort()), kSecret, method);
    }
};

} // namespace

// The only network access: what it promises against servers that misbehave (measured facts M1 to M6).
class TestTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsAndReads();
    void neverFollowsARedirect_data();
    void neverFollowsARedirect();
    void endsWithinItsDeadline();
    void capsTheSize();
    void largeAnswersWaitForTheirPlace();
    void whoFallsSilentGivesItsPlaceUp();
    void aLargeCompressedAnswerIsRead();
    void manyRequestsLeaveAtATime();
    void aCutBodyIsAnError_data();
    void aCutBodyIsAnError();
    void refusedAndUnknownHosts();
    void plainHttpGoesNowhere();
    void deadContextIsNotCalled();
    void aRequestThatMustNotActTwiceLeavesOnce_data();
    void aRequestThatMustNotActTwiceLeavesOnce();

private:
    using Replies = std::vector<base::Result<portal::RawReply>>;

    void start(portal::Transport &transport, const QUrl &url, Replies &replies)
    {
        transport.post(
            url, "application/json", "{}", this, [&replies](base::Result<portal::RawReply> reply) { replies.push_back(std::move(reply)); });
    }

    base::Result<portal::RawReply> post(portal::Transport &transport, const QUrl &url)
    {
        std::optional<base::Result<portal::RawReply>> got;
        transport.post(url, "application/json", "{}", this, [&got](base::Result<portal::RawReply> reply) { got = std::move(reply); });
        if (!QTest::qWaitFor([&got] { return got.has_value(); }, 20'000))
            return base::fail(ErrorKind::Bug, QStringLiteral("no answer at all"));
        if (!*got && (got->error().detail.contains(kSecret) || got->error().code.contains(kSecret.toLatin1())))
            return base::fail(ErrorKind::Bug, QStringLiteral("the secret is in the error"));
        return *got;
    }
};

void TestTransport::sendsAndReads()
{
    RawServer server;
    server.respond
        = [](QTcpSocket *socket) { socket->write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 3\r\nSet-Cookie: a=b\r\n\r\nabc"); };
    portal::Transport transport;
    const auto reply = post(transport, server.url());
    QVERIFY(reply);
    QCOMPARE(reply->http, 401);
    QCOMPARE(reply->body, QByteArray("abc"));
    QVERIFY(server.lastRequest.startsWith("POST /rest/1/topsecretkey/batch.json HTTP/1.1"));
    QVERIFY(server.lastRequest.contains("User-Agent: Dealerlens/"));
    server.lastRequest.clear();
    QVERIFY(post(transport, server.url()));
    QVERIFY(!server.lastRequest.contains("Cookie"));
}

void TestTransport::neverFollowsARedirect_data()
{
    QTest::addColumn<int>("status");
    for (const int status : { 301, 302, 303, 307, 308 })
        QTest::addRow("%d", status) << status;
}

void TestTransport::neverFollowsARedirect()
{
    QFETCH(int, status);
    RawServer other;
    other.respond = [](QTcpSocket *socket) { socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); };
    RawServer server;
    server.respond = [&](QTcpSocket *socket) {
        socket->write(
            "HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nLocation: " + other.url().toEncoded() + "\r\nContent-Length: 0\r\n\r\n");
    };
    portal::Transport transport;
    const auto reply = post(transport, server.url());
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Auth);
    QCOMPARE(reply.error().code, QByteArray("MOVED"));
    QVERIFY(reply.error().detail.contains(QString::number(other.serverPort())));
    QCOMPARE(other.requests, 0);
}

// One byte every 20 ms is no silence: only our own deadline ends it.
void TestTransport::endsWithinItsDeadline()
{
    RawServer server;
    QTimer dribble;
    server.respond = [&dribble](QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        connect(&dribble, &QTimer::timeout, socket, [socket] { socket->write(" "); });
        dribble.start(20);
    };
    portal::Transport transport;
    transport.setLimits({ 300, 1'000'000 });
    const auto reply = post(transport, server.url());
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Timeout);
}

void TestTransport::capsTheSize()
{
    RawServer server;
    server.respond = [](QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\n\r\n");
        socket->write(QByteArray(400'000, 'x'));
    };
    portal::Transport transport;
    transport.setLimits({ 10'000, 100'000 });
    const auto reply = post(transport, server.url());
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Protocol);
    QCOMPARE(reply.error().code, QByteArray("SIZE"));
}

// As many as have room; the next is read when what came before has gone from memory.
void TestTransport::largeAnswersWaitForTheirPlace()
{
    const QByteArray large(6'000'000, 'x');
    RawServer server;
    server.respond = [&large](QTcpSocket *socket) { socket->write("HTTP/1.1 200 OK\r\nContent-Length: 6000000\r\n\r\n" + large); };
    RawServer small;
    small.respond = [](QTcpSocket *socket) { socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"); };
    portal::Transport transport;
    transport.setLimits({ 20'000, 100'000'000, 14'000'000 });
    Replies replies;
    for (int i = 0; i < 5; ++i)
        start(transport, server.url(), replies);
    QTRY_COMPARE(replies.size(), 2);
    for (int i = 0; i < 5; ++i)
        QVERIFY(post(transport, small.url())); // small ones go past them
    QVERIFY(transport.isCrowded());
    QCOMPARE(replies.size(), 2);
    replies.front()->place.reset();
    QTRY_COMPARE(replies.size(), 3);
    for (int i = 0; i < 5; ++i)
        QVERIFY(post(transport, small.url()));
    QCOMPARE(replies.size(), 3);
    for (auto &reply : replies)
        reply->place.reset();
    QTRY_COMPARE(replies.size(), 5);
    QVERIFY(!transport.isCrowded());
    for (const auto &reply : replies)
        QCOMPARE(reply->body, large);
}

void TestTransport::whoFallsSilentGivesItsPlaceUp()
{
    RawServer server;
    server.respond = [&server](QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        socket->write(QByteArray(server.requests == 1 ? 100'000 : 1'000'000, 'x'));
    };
    portal::Transport transport;
    transport.setLimits({ 30'000, 10'000'000, 1'500'000 });
    Replies silent;
    Replies replies;
    start(transport, server.url(), silent);
    QTRY_COMPARE(server.requests, 1);
    start(transport, server.url(), replies);
    QTRY_COMPARE_WITH_TIMEOUT(replies.size(), 1, 20'000);
    QVERIFY(replies.front());
    QVERIFY(silent.empty());
}

void TestTransport::aLargeCompressedAnswerIsRead()
{
    QByteArray text;
    for (int i = 0; text.size() < 2'000'000; ++i)
        text += QByteArray::number(qHash(i), 36);
    const QByteArray packed = qCompress(text).mid(4); // without Qt's own length
    RawServer server;
    server.respond = [&packed](QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: " + QByteArray::number(packed.size()) + "\r\n\r\n");
        socket->write(packed);
    };
    portal::Transport transport;
    const auto reply = post(transport, server.url());
    QVERIFY(reply);
    QCOMPARE(reply->body, text);
    QVERIFY(reply->place);
}

// Qt alone sends six to a host.
void TestTransport::manyRequestsLeaveAtATime()
{
    RawServer server;
    server.respond = [](QTcpSocket *) { };
    portal::Transport transport;
    Replies replies;
    for (int i = 0; i < 40; ++i)
        start(transport, server.url(), replies);
    QTRY_COMPARE(server.requests, 40);
    QVERIFY(replies.empty());
}

void TestTransport::aCutBodyIsAnError_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("with length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":[1,2");
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"res\r\n");
    QTest::newRow("without length") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"result\":[1,2");
    QTest::newRow("in the headers") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
    QTest::newRow("nothing") << QByteArray();
}

void TestTransport::aCutBodyIsAnError()
{
    QFETCH(QByteArray, answer);
    RawServer server;
    server.respond = [&answer](QTcpSocket *socket) {
        socket->write(answer);
        socket->disconnectFromHost();
    };
    portal::Transport transport;
    const auto raw = post(transport, server.url());
    const bool refused = !raw || !portal::readReply(raw->http, raw->body); // the parser is the judge (M4)
    QVERIFY(refused);
}

void TestTransport::refusedAndUnknownHosts()
{
    quint16 freePort = 0;
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        freePort = server.serverPort();
    }
    portal::Transport transport;
    const auto refused = post(transport, portal::methodUrl(QStringLiteral("http://127.0.0.1:%1/rest/1").arg(freePort), kSecret, "batch"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Network);
    QCOMPARE(refused.error().code, QByteArray("REFUSED"));
}

void TestTransport::plainHttpGoesNowhere()
{
    portal::Transport transport;
    const auto reply = post(transport, QUrl(QStringLiteral("http://portal.example/rest/1/topsecretkey/batch.json")));
    QVERIFY(!reply);
    QCOMPARE(reply.error().kind, ErrorKind::Input);
}

void TestTransport::deadContextIsNotCalled()
{
    RawServer server;
    bool answered = false;
    server.respond = [&answered](QTcpSocket *socket) {
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        answered = true;
    };
    portal::Transport transport;
    bool called = false;
    auto context = std::make_unique<QObject>();
    transport.post(
        server.url(), "application/json", "{}", context.get(), [&called](const base::Result<portal::RawReply> &) { called = true; });
    context.reset();
    QTRY_VERIFY(answered);
    QVERIFY(post(transport, server.url())); // one more round trip: the first has ended by then
    QVERIFY(!called);
}

// The server has read the request and closes without a word: at once, after a while, orderly or not, on a new or a
// kept connection. post() is sent again by Qt; postOnce() never is.
void TestTransport::aRequestThatMustNotActTwiceLeavesOnce_data()
{
    QTest::addColumn<int>("delayMs");
    QTest::addColumn<bool>("reset");
    QTest::addColumn<bool>("kept");
    for (const int delay : { 0, 300 })
        for (const bool reset : { false, true })
            for (const bool kept : { false, true })
                QTest::addRow("%s %s after %d ms", kept ? "kept" : "new", reset ? "RST" : "FIN", delay) << delay << reset << kept;
}

void TestTransport::aRequestThatMustNotActTwiceLeavesOnce()
{
    QFETCH(int, delayMs);
    QFETCH(bool, reset);
    QFETCH(bool, kept);
    RawServer server;
    bool isGood = kept;
    server.respond = [&](QTcpSocket *socket) {
        server.lastRequest.clear();
        if (isGood) {
            isGood = false;
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            return;
        }
        QTimer::singleShot(delayMs, socket, [socket, reset] {
            if (reset)
                socket->abort();
            else
                socket->disconnectFromHost();
        });
    };
    portal::Transport transport;
    if (kept) {
        bool done = false;
        transport.postOnce(server.url(), "application/json", "{}", this, [&](const auto &) { done = true; });
        QTRY_VERIFY(done);
    }
    server.requests = 0;
    std::optional<base::Result<portal::RawReply>> answer;
    transport.postOnce(server.url(), "application/json", "{}", this, [&](base::Result<portal::RawReply> raw) { answer = std::move(raw); });
    QTRY_VERIFY(answer.has_value());
    QVERIFY(!*answer);
    QCOMPARE(answer->error().kind, ErrorKind::Network);
    QCOMPARE(server.requests, 1);
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
