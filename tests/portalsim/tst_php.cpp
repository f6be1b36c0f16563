// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/php.h"

#include <rapidcheck.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace dealerlens::portalsim;

namespace {

QString anyText()
{
    const auto units = *rc::gen::container<std::vector<int>>(rc::gen::element(int('a'), int('Z'), int('&'), int('='), int('%'), int('+'),
        int(' '), int('['), int(']'), int('"'), int('\\'), int('/'), int('\n'), 0x0451, 0x0416, 0x20ac, 0x1F600, int('#'), int('?')));
    QString text;
    for (const int unit : units)
        text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&unit), 1);
    return text;
}

QByteArray anyKey()
{
    const auto letters = *rc::gen::nonEmpty(
        rc::gen::container<std::string>(rc::gen::element('A', 'b', '_', '0', '7', '>', '<', '!', '@', '%', '&', '=', '+', ' ')));
    return QByteArray::fromStdString(letters);
}

// Trees that a form can carry: texts in maps; empty containers do not travel.
Php anyTree(int depth)
{
    Php map = Php::Map {};
    const int count = *rc::gen::inRange(1, 4);
    for (int index = 0; index < count; ++index) {
        const QByteArray key = anyKey();
        if (depth > 0 && *rc::gen::inRange(0, 3) == 0)
            map.set(key, anyTree(depth - 1));
        else
            map.set(key, anyText());
    }
    return map;
}

} // namespace

class TestPhp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void formsRoundTrip();
    void jsonRoundTripsThroughQt();
    void bracketsMakeListsAndMaps();
    void unencodedSignsBreakAsInPhp();
    void batchCommandsKeepTheirOrder();
    void printsAsPhpDoes();
    void brokenJsonIsRefused();
    void multipartIsRead();
};

void TestPhp::formsRoundTrip()
{
    QVERIFY(rc::check("what is encoded as a form is read back", [] {
        const Php tree = anyTree(3);
        Php back = Php::Map {};
        parseForm(encodeForm(tree), back);
        RC_ASSERT(back.toJson().toStdString() == tree.toJson().toStdString());
    }));
}

void TestPhp::jsonRoundTripsThroughQt()
{
    QVERIFY(rc::check("our JSON means the same to Qt, and Qt's to us", [] {
        const Php tree = anyTree(3);
        const QJsonDocument qt = QJsonDocument::fromJson(QByteArray("[") + tree.toJson() + "]");
        RC_ASSERT(qt.isArray());
        const auto back = parseJson(qt.toJson());
        RC_ASSERT(back.has_value());
        const QJsonDocument again = QJsonDocument::fromJson(back->toJson());
        RC_ASSERT((again == qt));
    }));
}

void TestPhp::bracketsMakeListsAndMaps()
{
    Php params = Php::Map {};
    parseForm("select[]=ID&select[]=TITLE&filter[%3EID]=5&filter[@STATUS_ID][]=NEW&filter[@STATUS_ID][]=JUNK"
              "&fields[PHONE][0][VALUE]=%2B7+900&flag&order[ID]=ASC",
        params);
    QCOMPARE(params.toJson(),
        QByteArray(R"({"select":["ID","TITLE"],"filter":{">ID":"5","@STATUS_ID":["NEW","JUNK"]},)"
                   R"("fields":{"PHONE":[{"VALUE":"+7 900"}]},"flag":"","order":{"ID":"ASC"}})"));
}

void TestPhp::unencodedSignsBreakAsInPhp()
{
    Php params = Php::Map {};
    parseForm("filter[>=ID]=3", params);
    QVERIFY(!params.find("filter"));
    QCOMPARE(params.find("filter_>")->text(), QStringLiteral("ID]=3"));
}

void TestPhp::batchCommandsKeepTheirOrder()
{
    const auto parsed = parseJson(R"({"cmd":{"c9":"a","c10":"b","c1":"c"}})");
    QVERIFY(parsed);
    QStringList texts;
    for (const Php *element : parsed->find("cmd")->elements())
        texts << element->text();
    QCOMPARE(texts, (QStringList { QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") }));
}

void TestPhp::printsAsPhpDoes()
{
    QCOMPARE(Php(QStringLiteral("а/\"")).toJson(), QByteArray("\"\\u0430\\/\\\"\""));
    QCOMPARE(Php(Php::Map {}).toJson(), QByteArray("[]"));
    QCOMPARE(Php::emptyObject().toJson(), QByteArray("{}"));
    QCOMPARE(Php(Php::Map { { "0", 1 }, { "1", 2 } }).toJson(), QByteArray("[1,2]"));
    QCOMPARE(Php(Php::Map { { "1", 1 }, { "0", 2 } }).toJson(), QByteArray(R"({"1":1,"0":2})"));
    QCOMPARE(Php(Php::Map { { "a", Php() }, { "b", true }, { "c", 1.5 } }).toJson(), QByteArray(R"({"a":null,"b":true,"c":1.5})"));
}

void TestPhp::brokenJsonIsRefused()
{
    for (const char *text : { "", "{", "[1,]", "{\"a\":}", "\"\\x\"", "tru", "1 2", "{\"a\" 1}", "nul", "\"abc" })
        QVERIFY2(!parseJson(text), text);
    QVERIFY(!parseJson(QByteArray(QByteArray(100, '[') + QByteArray(100, ']'))));
}

void TestPhp::multipartIsRead()
{
    Php params = Php::Map {};
    parseMultipart("--X\r\nContent-Disposition: form-data; name=\"fields[TITLE]\"\r\n\r\nодин\r\n--X\r\n"
                   "Content-Disposition: form-data; name=\"id\"\r\n\r\n7\r\n--X--\r\n",
        "X", params);
    QCOMPARE(params.find("id")->number(), 7);
    QCOMPARE(params.find("fields")->find("TITLE")->text(), QStringLiteral("один"));
}

QTEST_GUILESS_MAIN(TestPhp)
#include "tst_php.moc"
