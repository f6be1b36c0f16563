// SPDX-License-Identifier: GPL-3.0-or-later
// What goes over the wire, judged by the other end: answers cut at every byte, and calls read as the portal reads them.
#include "portal/endpoint.h"
#include "portal/reply.h"
#include "portal/request.h"
#include "portal/transport.h"
#include "portalsim/simfixture.h"
#include "portalsim/simserver.h"
#include "support/faultproxy.h"
#include "support/results.h"

#include <QTest>

#include <rapidcheck.h>

using namespace dealerlens;
using portalsim::Php;
using testing::ProxyFault;

namespace {

// Letters, signs that mean something in addresses, forms, JSON or batches, and anything else.
rc::Gen<QString> anyText()
{
    static const QString signs = QStringLiteral("[]&=?#%+$;:/\\\"'\r\n\t {}<>@.,");
    const auto one = rc::gen::weightedOneOf<char32_t>(
        { { 4, rc::gen::map(rc::gen::inRange(0, int(signs.size())), [](int i) { return char32_t(signs[i].unicode()); }) },
            { 4, rc::gen::inRange<char32_t>(U'a', U'z') }, { 2, rc::gen::inRange<char32_t>(0x400, 0x460) },
            { 1, rc::gen::inRange<char32_t>(1, 0xd7ff) }, { 1, rc::gen::inRange<char32_t>(0xe000, 0x10ffff) } });
    return rc::gen::map(rc::gen::container<std::u32string>(one), [](const std::u32string &text) {
        QString out = QString::fromUcs4(text.data(), qsizetype(text.size()));
        return text.size() % 7 == 3 ? QString(out + QStringLiteral("$result[c0][0][ID]")) : out;
    });
}

Php parsedForm(const QByteArray &form)
{
    Php out { Php::Map {} };
    portalsim::parseForm(form, out);
    return out;
}

QString at(const Php &params, const char *section, const char *key)
{
    const Php *inner = params.find(section);
    const Php *value = inner ? inner->find(key) : nullptr;
    return value ? value->text() : QStringLiteral("absent");
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPageCutAnywhereIsNoPage();
    void aPageCutOnTheWayIsNoPage();
    void whatIsNotOneTextIsNoAnswer_data();
    void whatIsNotOneTextIsNoAnswer();
    void valuesArriveAsTheyAre();
    void batchesCarryValuesAsTheyAre();

private:
    QByteArray page();
};

// The answer to a batch of two lists, from a portal of 70 leads.
QByteArray TestWire::page()
{
    portalsim::EngineFixture sim;
    for (int i = 0; i < 70; ++i)
        sim.addLead(QStringLiteral("Заявка \"%1\" {[").arg(i));
    portal::Call list("crm.lead.list");
    list.set("order[ID]", QByteArray("ASC")).set("start", -1);
    return sim.post("batch.json", portal::batchBody({ list, list })).raw;
}

void TestWire::aPageCutAnywhereIsNoPage()
{
    const QByteArray whole = page();
    QVERIFY(whole.size() > 3'000);
    const auto reply = portal::readReply(200, whole);
    QVERIFY(reply.has_value());
    const auto commands = portal::readBatch(*reply, 2);
    QVERIFY(commands.has_value());
    QCOMPARE(commands->front().result.size(), std::size_t(50));
    for (qsizetype i = 0; i < whole.size(); ++i) {
        const auto cut = portal::readReply(200, whole.left(i));
        if (cut)
            QFAIL(qPrintable(QStringLiteral("believed after %1 bytes").arg(i)));
        QCOMPARE(cut.error().kind, base::ErrorKind::Protocol);
    }
    testing::countResult(QStringLiteral("answer cut at this byte"), whole.size());
}

// The same over sockets, headers included, with and without a told length.
void TestWire::aPageCutOnTheWayIsNoPage()
{
    portalsim::World world;
    auto &small = portalsim::addSmallPortal(world);
    for (int i = 0; i < 20; ++i) {
        portalsim::Record lead;
        lead.set("TITLE", QStringLiteral("Заявка %1").arg(i));
        small.addItem(portalsim::Entity::Lead, std::move(lead), 1'760'000'000, 1);
    }
    portalsim::SimThread sim(std::move(world), portalsim::EngineFixture::noLimits()); // a refusal would look like a cut
    testing::FaultProxy proxy(sim.port());
    portal::Transport transport;
    const auto address = portal::parseAddress(proxy.through(sim.address(QStringLiteral("alpha"))));
    QVERIFY(address.has_value());
    portal::Call list("crm.lead.list");
    list.set("select[]", QByteArray("ID")).set("start", -1);
    const auto ask = [&] {
        std::optional<base::Result<portal::RawReply>> got;
        transport.post(portal::methodUrl(address->endpoint, address->secret, "batch"), "application/json", portal::batchBody({ list }),
            this, [&](base::Result<portal::RawReply> raw) { got = std::move(raw); });
        return QTest::qWaitFor([&] { return got.has_value(); }, 20'000) && *got
            && portal::readReply((*got)->http, (*got)->body).has_value();
    };
    QVERIFY(ask());
    qint64 cuts = 0;
    for (const bool withLength : { true, false })
        for (int i = 0; i < 32; ++i) {
            const qint64 bytes = i % 2 == 0 ? i * 12 : -1 - i * 12;
            proxy.spoil({ .kind = ProxyFault::Kind::Truncate, .reset = i % 3 == 1, .withLength = withLength, .bytes = bytes });
            QVERIFY2(!ask(), qPrintable(QStringLiteral("believed after %1 bytes").arg(bytes)));
            ++cuts;
        }
    proxy.heal();
    QVERIFY(ask());
    testing::countResult(QStringLiteral("answer cut on the way, over sockets"), cuts);
}

void TestWire::whatIsNotOneTextIsNoAnswer_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray good = R"({"result":[{"ID":"1"}],"total":1})";
    const auto row = [](const char *name, const QByteArray &body) { QTest::newRow(name) << body; };
    row("garbage behind", good + "x");
    row("two answers", good + good);
    row("page behind", good + "<html>");
    row("windows-1251", QByteArray("{\"result\":\"\xcf\xf0\xe8\"}"));
    row("half a letter", QByteArray("{\"result\":\"\xd0\"}"));
    row("too long a form", QByteArray("{\"result\":\"\xc0\xaf\"}"));
    row("surrogate", QByteArray("{\"result\":\"\xed\xa0\x80\"}"));
    row("NUL inside", QByteArray("{\"result\":\"a\0b\"}", 16));
    row("NUL behind", good + QByteArray(1, '\0'));
    row("not a number", R"({"result":NaN})");
    row("infinite", R"({"result":Infinity})");
    row("leading zero", R"({"result":01})");
    row("comma at the end", R"({"result":[1,]})");
    row("single quotes", R"({'result':[]})");
    row("comment", R"({"result":[]/**/})");
    row("deep", "{\"result\":" + QByteArray(2'000, '[') + QByteArray(2'000, ']') + '}');
    row("only open", QByteArray(100'000, '['));
    row("utf-16", QByteArray::fromHex("fffe7b00220072002200"));
}

void TestWire::whatIsNotOneTextIsNoAnswer()
{
    QFETCH(QByteArray, body);
    const auto reply = portal::readReply(200, body);
    QVERIFY(!reply.has_value());
    QCOMPARE(reply.error().kind, base::ErrorKind::Protocol);
}

void TestWire::valuesArriveAsTheyAre()
{
    QVERIFY(rc::check("a call of its own", [] {
        const QString title = *anyText();
        const QString other = *anyText();
        portal::Call call("crm.lead.add");
        call.set("fields[TITLE]", title.toUtf8()).set("fields[COMMENTS]", other.toUtf8()).set("id", 7);
        const Php params = parsedForm(call.form());
        RC_ASSERT(params.size() == 2U);
        RC_ASSERT(params.find("fields")->size() == 2U);
        RC_ASSERT(at(params, "fields", "TITLE") == title);
        RC_ASSERT(at(params, "fields", "COMMENTS") == other);
    }));
}

void TestWire::batchesCarryValuesAsTheyAre()
{
    QVERIFY(rc::check("inside a batch", [] {
        const QString title = *anyText();
        portal::Call call("crm.lead.list");
        call.set("filter[=TITLE]", title.toUtf8()).set("start", -1);
        if (!call.mayGoInBatch())
            RC_DISCARD("travels alone");
        const auto body = portalsim::parseJson(portal::batchBody({ call, call }));
        RC_ASSERT(body.has_value());
        RC_ASSERT(body->find("cmd")->size() == 2U);
        const QByteArray command = body->find("cmd")->find("c1")->text().toUtf8();
        RC_ASSERT(command.startsWith("crm.lead.list?"));
        Php params = parsedForm(command.mid(command.indexOf('?') + 1));
        portalsim::resolveReferences(params, Php(Php::Map { { "c0", Php("other") } }));
        RC_ASSERT(params.size() == 2U);
        RC_ASSERT(at(params, "filter", "=TITLE") == title);
    }));
}

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
