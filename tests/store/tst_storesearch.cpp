// SPDX-License-Identifier: GPL-3.0-or-later
// Global search: words, names, phones as people type them, and any text at all.
#include "model/text.h"
#include "store/connection.h"
#include "store/recordtables.h"
#include "store/searchwords.h"
#include "store/storefixture.h"

#include <QRandomGenerator>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;
using model::RecordKey;

class StoreSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void finds_data();
    void finds();
    void bestFirstAndAtMostTheLimit();
    void followsChangesAndDeletions();
    void anyTextIsHarmless();
    void rowsNameTheirRecords();
    void phonesHaveTheKeyOfTheModel();
    void usualTextsHaveTheWordsOfUnicode();
    void aWrongIndexIsFoundByItsContent();

private:
    Folder m_folder;
    std::unique_ptr<Store> m_store;
};

namespace {

const RecordKey kLead { 1, EntityKind::Lead, 1 };
const RecordKey kContact { 1, EntityKind::Contact, 1 };
const RecordKey kCompany { 2, EntityKind::Company, 1 };
const RecordKey kDeal { 2, EntityKind::Deal, 1 };

QString wordsFor(const RecordKey &key)
{
    const std::string_view name = model::nameOf(key.kind);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

void StoreSearch::initTestCase()
{
    m_store = m_folder.open();
    QVERIFY(m_store);
    for (const char *key : { "a", "b" })
        QVERIFY(answerOf(m_store->savePortal({ 0, QString::fromLatin1(key), QStringLiteral("Дилер ") + QLatin1String(key), {},
            model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever })));
    model::Record lead = makeRecord(EntityKind::Lead, 1,
        { { "title", words("Заявка №17: «Ёлочный базар»") }, { "last_name", words("Соловьёв") }, { "name", words("Артём") } });
    lead.points = { phone("8 (916) 123-45-67") };
    model::Record contact = makeRecord(
        EntityKind::Contact, 1, { { "last_name", words("Щербаков-Заде") }, { "name", words("Юрий") }, { "second_name", words("Ильич") } });
    contact.points = { phone("+7 812 555 00 11"), { 2, "EMAIL", "WORK", "Yuri.S@Example.org" } };
    model::Record company = makeRecord(EntityKind::Company, 1, { { "title", words("ООО \"АвтоМир\" AND Co*") } });
    const model::Record deal = makeRecord(EntityKind::Deal, 1, { { "title", words("Экскаватор ЭО-3322 для С\u200BеверСтрой") } });
    QVERIFY(answerOf(m_store->write(pageOf(1, { lead, contact }))));
    QVERIFY(answerOf(m_store->write(pageOf(2, { company, deal }))));
}

void StoreSearch::finds_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("found");
    const auto row
        = [](const char *typed, const char *found) { QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromLatin1(found); };
    row("соловьев", "lead");
    row("СОЛОВЬЁВ", "lead");
    row("соло арт", "lead");
    row("Артем Соловьев", "lead");
    row("елочный", "lead");
    row("№17", "lead");
    row("заявка елка", "");
    row("щербаков", "contact");
    row("заде юрий", "contact");
    row("Щербаков-Заде", "contact");
    row("ильич", "contact");
    row("автомир", "company");
    row("ооо «автомир»", "company");
    row("co*", "company");
    row("ЭО-3322", "deal");
    row("эо 33", "deal");
    row("северстрой", "deal");
    row("+7 (916) 123-45-67", "lead");
    row("89161234567", "lead");
    row("8-916-123", "lead");
    row("9161234567", "lead");
    row("916 123", "lead");
    row("4567", "lead");
    row("123-45-67", "lead");
    row("соловьев 916", "lead");
    row("8 812 555-00-11", "contact");
    row("550011", "contact");
    row("yuri.s@example.org", "contact");
    row("YURI.S@exa", "contact");
    row("северстрой л", "deal"); // the letter that another word begins with
    row("916 12", "lead");
    row("", "");
    row("   ", "");
    row("\"", "");
    row("-", "");
    row("нет такого", "");
    row("автомир AND", "company");
    row("автомир NOT ооо", "");
}

void StoreSearch::finds()
{
    QFETCH(QString, typed);
    QFETCH(QString, found);
    const auto hits = (*m_store->reader())->search(typed, 10);
    QVERIFY2(hits, hits ? "" : qPrintable(hits.error().detail));
    QStringList kinds;
    for (const SearchHit &hit : *hits)
        kinds << wordsFor(hit.record);
    QCOMPARE(kinds.join(QLatin1Char(',')), found);
}

void StoreSearch::bestFirstAndAtMostTheLimit()
{
    Folder folder;
    auto store = folder.open();
    std::vector<model::Record> leads;
    for (model::RecordId id = 1; id <= 30; ++id)
        leads.push_back(makeRecord(EntityKind::Lead, id, { { "title", words("Ковалёва Анна") }, { "modified", number(id) } }));
    leads.push_back(makeRecord(EntityKind::Lead, 31, { { "title", words("Коваль Анна") }, { "modified", number(1) } }));
    QVERIFY(answerOf(store->write(pageOf(1, leads))));
    auto reader = *store->reader();
    const auto hits = reader->search(QStringLiteral("коваль"), 5).value();
    QCOMPARE(hits.size(), std::size_t { 1 });
    QCOMPARE(hits[0].record.id, 31);
    const auto many = reader->search(QStringLiteral("ков"), 5).value();
    QCOMPARE(many.size(), std::size_t { 5 });
    QCOMPARE(many[0].record.id, 30); // the newest first
    // Few words that begin so, many, and none.
    std::vector<model::Record> others;
    for (model::RecordId id = 101; id <= 150; ++id) {
        const QString title = QStringLiteral("Мин%1%2").arg(QChar(u'а' + int(id) % 25)).arg(QChar(u'а' + int(id) / 25));
        others.push_back(makeRecord(EntityKind::Lead, id, { { "title", title.toStdString() } }));
    }
    QVERIFY(answerOf(store->write(pageOf(1, others))));
    reader->refresh();
    QCOMPARE(reader->search(QStringLiteral("мин"), 90).value().size(), std::size_t { 50 });
    QCOMPARE(reader->search(QStringLiteral("мина"), 90).value().size(), std::size_t { 2 });
    QCOMPARE(reader->search(QStringLiteral("мино"), 90).value().size(), std::size_t { 2 });
    QVERIFY(reader->search(QStringLiteral("минъъ"), 90).value().empty());
    const auto both = reader->search(QStringLiteral("анна"), 40).value();
    QCOMPARE(both.size(), std::size_t { 31 });
    QVERIFY(reader->search(QStringLiteral("анна"), 0).value().empty());
}

void StoreSearch::followsChangesAndDeletions()
{
    Folder folder;
    auto store = folder.open();
    model::Record lead = makeRecord(EntityKind::Lead, 1, { { "title", words("Трактор") } });
    lead.points = { phone("+79031112233") };
    const auto count = [&](const char *typed) { return (*store->reader())->search(QString::fromUtf8(typed), 10).value().size(); };
    const RecordKey key { 1, EntityKind::Lead, 1 };
    QVERIFY(answerOf(store->write(pageOf(1, { lead }))));
    QCOMPARE(count("трактор"), std::size_t { 1 });
    lead.values[0] = words("Комбайн");
    lead.points = { phone("+79031112244") };
    QVERIFY(answerOf(store->write(pageOf(1, { lead }))));
    QCOMPARE(count("трактор"), std::size_t { 0 });
    QCOMPARE(count("1112233"), std::size_t { 0 });
    QCOMPARE(count("комбайн"), std::size_t { 1 });
    QCOMPARE(count("1112244"), std::size_t { 1 });
    PageWrite gone;
    gone.portal = 1;
    gone.gone = { key };
    QVERIFY(answerOf(store->write(gone)));
    QCOMPARE(count("комбайн"), std::size_t { 0 });
    QVERIFY(answerOf(
        store->savePortal({ 0, QStringLiteral("a"), {}, {}, model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever })));
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    QVERIFY(answerOf(store->write(pageOf(1, { lead }))));
    QCOMPARE(count("комбайн"), std::size_t { 1 });
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
}

// Random texts of search syntax, SQL, broken surrogates and every plane of Unicode, as questions and as titles.
void StoreSearch::anyTextIsHarmless()
{
    Folder folder;
    auto store = folder.open();
    static const QString parts[] { QStringLiteral("\""), QStringLiteral("*"), QStringLiteral(" AND "), QStringLiteral(" OR "),
        QStringLiteral(" NOT "), QStringLiteral("NEAR("), QStringLiteral(")"), QStringLiteral("^"), QStringLiteral("words:"),
        QStringLiteral("{"), QStringLiteral("-"), QStringLiteral("+"), QStringLiteral("'; DROP TABLE lead; --"), QStringLiteral("%_"),
        QStringLiteral("8916"), QStringLiteral("ё"), QStringLiteral("é"), QStringLiteral("И\u0306"), QStringLiteral("@"),
        QStringLiteral("a@b"), QStringLiteral("Иван"), QStringLiteral("漢字"), QStringLiteral("🚗"), QStringLiteral("\u202E"),
        QStringLiteral("\uE001") };
    QRandomGenerator random(20'260'101);
    for (int round = 0; round < 60; ++round) {
        std::vector<model::Record> leads;
        QStringList texts;
        for (int i = 0; i < 20; ++i) {
            QString text;
            for (quint32 n = random.bounded(8U); n > 0; --n)
                text += random.bounded(4) == 0 ? QString(QChar(static_cast<char16_t>(random.bounded(0x10000))))
                                               : parts[random.bounded(static_cast<quint32>(std::size(parts)))];
            texts << text;
            leads.push_back(makeRecord(EntityKind::Lead, 1 + random.bounded(200), { { "title", text.toStdString() } }));
            leads.back().points = { { 1, "PHONE", "", text.toStdString() }, { 2, "EMAIL", "", text.toStdString() } };
        }
        const auto written = answerOf(store->write(pageOf(1, leads)));
        QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
        auto reader = *store->reader();
        for (const QString &text : texts) {
            const auto hits = reader->search(text, 10);
            QVERIFY2(hits, qPrintable(text));
        }
    }
    QVERIFY(answerOf(
        store->savePortal({ 0, QStringLiteral("a"), {}, {}, model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever })));
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    QVERIFY((*store->reader())->search(QString(100'000, QLatin1Char('x')), 10));
    QVERIFY((*store->reader())->search(QStringLiteral("a ").repeated(50'000), 10));
}

void StoreSearch::rowsNameTheirRecords()
{
    for (const RecordKey &key :
        { kLead, kContact, kCompany, kDeal, RecordKey { (1 << 20) - 1, EntityKind::Company, (std::int64_t { 1 } << 40) - 1 } }) {
        QVERIFY(searchRow(key) > 0);
        QVERIFY(keyOfSearchRow(searchRow(key)) == key);
    }
    QCOMPARE(searchRow({ 1, EntityKind::Lead, -5 }), 0);
    QCOMPARE(searchRow({ 1, EntityKind::Lead, std::int64_t { 1 } << 40 }), 0);
}

void StoreSearch::phonesHaveTheKeyOfTheModel()
{
    static const char *const forms[] { "+7%1", "8%1", "+7 (%1", "8 (%1", "7%1", "+8%1", "8-%1", "+7-%1", "(8)%1", "+7 %1 ", "%1", "+7%1,12",
        "--8%1" };
    QRandomGenerator random(11);
    for (int i = 0; i < 4'000; ++i) {
        QString national;
        for (int n = 0; n < 10; ++n) {
            national += QString::number(n == 0 && i % 3 == 0 ? 9 : random.bounded(10));
            if (random.bounded(5) == 0)
                national += QLatin1String(" )-(").at(random.bounded(4));
        }
        if (random.bounded(10) == 0)
            national.chop(1);
        const std::string typed
            = QString::fromLatin1(forms[random.bounded(static_cast<quint32>(std::size(forms)))]).arg(national).toStdString();
        QCOMPARE(lookupOf({ 1, "PHONE", "", typed }), model::phoneKey(typed));
    }
}

// Texts in Russian and English do not go through the tables of Unicode; their words must be those all the same, or the
// index could not forget them.
void StoreSearch::usualTextsHaveTheWordsOfUnicode()
{
    QRandomGenerator random(4);
    const QString letters = QStringLiteral("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ«»№–—");
    const QString unusual = QStringLiteral("\u00a0ßİЇéﬁ①\u0301\u202e…");
    for (int i = 0; i < 5'000; ++i) {
        QString title;
        for (quint32 size = random.bounded(i % 50 == 0 ? 1'200U : 40U); size > 0; --size)
            title += random.bounded(2) == 0 ? QChar(random.bounded(128)) : letters.at(random.bounded(letters.size()));
        if (i % 10 == 0)
            title.insert(random.bounded(int(title.size()) + 1), unusual.at(random.bounded(unusual.size())));
        const std::vector<model::Value> values { title.toStdString() };
        QString expected = model::folded(QString(title + QLatin1Char(' ')).left(1'000));
        for (QChar &c : expected)
            c = c.isLetterOrNumber() ? c : QChar(u' ');
        QCOMPARE(QString::fromStdString(searchWords(EntityKind::Lead, values, {})), expected);
    }
}

// The number of rows stays right; the words are those of another record.
void StoreSearch::aWrongIndexIsFoundByItsContent()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(store);
    QVERIFY(answerOf(store->savePortal(
        { 0, QStringLiteral("a"), QStringLiteral("A"), {}, model::PortalKind::Dealer, {}, {}, {}, {}, base::kNever, base::kNever })));
    model::Record lead = makeRecord(EntityKind::Lead, 1, { { "title", words("Solovyev Artem") } });
    lead.points = { phone("8 (916) 123-45-67") };
    QVERIFY(answerOf(store->write(pageOf(1, { lead, makeRecord(EntityKind::Deal, 2, { { "title", words("Ёлочный базар") } }) }))));
    QCOMPARE((*store->reader())->checkIntegrity({}).value(), QStringList());
    store.reset();
    {
        auto mirror = *Connection::open(folder.mirror(), Connection::Mode::ReadWrite);
        mirror->execute("UPDATE lead SET title = 'Somebody Else' WHERE id = 1");
        QVERIFY(!mirror->failed());
    }
    store = folder.open();
    QVERIFY(store);
    const QStringList problems = (*store->reader())->checkIntegrity({}).value();
    QCOMPARE(problems.size(), 2);
    QVERIFY2(problems[0].contains(QStringLiteral("lacks 2 words, for example of lead 1 of portal 1")), qPrintable(problems[0]));
    QVERIFY2(problems[1].contains(QStringLiteral("has not forgotten 2 words")), qPrintable(problems[1]));
}

QTEST_GUILESS_MAIN(StoreSearch)
#include "tst_storesearch.moc"
