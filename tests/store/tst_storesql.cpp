// SPDX-License-Identifier: GPL-3.0-or-later
// No SQL text is made of data: whatever people and portals write, SQLite is given the same statements.
#include "store/storefixture.h"
#include "support/results.h"

#include <QDir>
#include <QMutex>

#include <sqlite3.h>

using namespace dealerlens;
using namespace dealerlens::store;
using model::EntityKind;

namespace {

QMutex g_mutex; // NOLINT: statements come from the threads of the store
std::set<QByteArray> g_statements;

int note(unsigned, void *, void *statement, void *)
{
    const char *sql = sqlite3_sql(static_cast<sqlite3_stmt *>(statement));
    const QMutexLocker lock(&g_mutex);
    g_statements.insert(sql ? QByteArray(sql) : QByteArray());
    return 0;
}

int watch(sqlite3 *database, char **, const struct sqlite3_api_routines *)
{
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, note, nullptr);
}

model::Record filled(EntityKind kind, model::RecordId id, const std::string &text)
{
    model::Record record = makeRecord(kind, id);
    const auto columns = model::schemaOf(kind).columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
        record.values[i] = columns[i].type == model::ColumnType::Text ? model::Value(text) : model::Value(std::int64_t { 1 });
    record.extra = R"({"A":1})";
    record.points = { { 1, "PHONE", text, text }, { 2, "EMAIL", text, text + "@example.com" } };
    record.badFields = { text };
    return record;
}

// Everything a store does with words, once.
void live(const QString &path, const QString &text)
{
    TestClock clock;
    auto store = std::move(*Store::open(path, { false, &clock, 0 }));
    model::Portal portal;
    portal.key = portal.title = portal.city = portal.region = portal.endpoint = text;
    QVERIFY(answerOf(store->savePortal(portal)));
    for (const std::int64_t version : { 1, 2 }) {
        std::vector<model::Record> records;
        for (const EntityKind kind : model::kEntityKinds)
            records.push_back(filled(kind, 10, text.toStdString()));
        records[0].values[0] = words(version == 1 ? "first" : "second");
        PageWrite page = pageOf(1, records);
        model::SyncState state;
        state.portal = 1;
        state.problem = text;
        page.states = { state };
        page.cycleEnd = model::CycleEnd { 1, base::kNever, text, 5 };
        QVERIFY(answerOf(store->write(page)));
    }
    QVERIFY(answerOf(store->saveDocument(QString(u'x' + text), "{}")));
    model::Write wish = model::newWrite(model::WriteKind::Change, { 1, EntityKind::Deal, 10 }, 5);
    wish.uuid = text + QStringLiteral("-u");
    wish.text = wish.reason = wish.group = text;
    wish.fields = { { text, text, text, text } };
    QVERIFY(answerOf(store->addWrites({ wish })));
    wish.state = model::WriteState::Cancelled;
    wish.problemText = text;
    QVERIFY(answerOf(store->moveWrite(model::WriteState::Queued, wish, { 0, 6, wish.state, text.toUtf8(), text })));
    {
        const auto reader = *store->reader();
        QVERIFY(reader->search(text, 20).has_value());
        QVERIFY(reader->document(text).has_value());
        QVERIFY(reader->writeEvents(wish.uuid)->size() == 2);
        WritesAsked asked;
        asked.uuid = wish.uuid;
        QCOMPARE(reader->writes(asked)->front().reason, text);
        QCOMPARE(QString::fromStdString(model::toText((*reader->record({ 1, EntityKind::Contact, 10 }))->value("last_name"))), text);
        QVERIFY(reader->eachJournalEntry(text.toStdString(), [](const JournalEntry &) { }));
        QCOMPARE(reader->portals()->front().title, text);
        QVERIFY(reader->checkIntegrity({})->isEmpty());
        QCOMPARE(reader->badRecords()->front().exampleFields, text);
    }
    QVERIFY(answerOf(store->forget({ model::RecordKey { 1, EntityKind::Contact, 10 }, {} }, false)));
    QVERIFY(answerOf(store->forget({ {}, QString(text % QStringLiteral(" +7 916 555-44-33")) }, true)));
}

} // namespace

class StoreSql : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch)); }

    void cleanupTestCase() { sqlite3_reset_auto_extension(); }

    void statementsAreTheSameForAnyText();
    void whatLooksLikeAPatternIsALetter();
    void composedAndDecomposedAreOne();
    void oddNamesAreStoredAndFound();
};

void StoreSql::statementsAreTheSameForAnyText()
{
    const auto statementsFor = [](const QString &text) {
        QTemporaryDir dir;
        g_statements.clear();
        live(dir.filePath(QStringLiteral("data")), text);
        return g_statements;
    };
    const auto plain = statementsFor(QStringLiteral("Wort"));
    QVERIFY(plain.size() > 60);
    int texts = 0;
    for (const char *hostile :
        { "x'); DROP TABLE lead; --", "x\" OR 1=1 --", "50%_\\", "x' UNION SELECT * FROM portal --", "NEAR(x y)", "words:x*", "x AND y",
            "^x", "{a b}:c", "?1 :a @b $c", "/* x", "[x]", "`x`", "x;PRAGMA writable_schema=1", "NULL", "x\"y'z" }) {
        const auto given = statementsFor(QString::fromUtf8(hostile));
        for (const QByteArray &sql : given)
            QVERIFY2(plain.contains(sql), sql.constData());
        ++texts;
    }
    testing::countResult(QStringLiteral("hostile text through every statement of the store"), texts);
}

void StoreSql::whatLooksLikeAPatternIsALetter()
{
    Folder folder;
    auto store = folder.open();
    std::vector<model::Record> leads;
    for (const char *title : { "100% sale", "1000 sale", "a_b", "acb", "back\\slash", "backslash" })
        leads.push_back(makeRecord(EntityKind::Lead, 1 + model::RecordId(leads.size()), { { "title", words(title) } }));
    QVERIFY(answerOf(store->write(pageOf(1, leads))));
    const auto found = [&](const char *text) {
        QStringList titles;
        const auto hits = (*store->reader())->search(QString::fromLatin1(text), 10);
        for (const SearchHit &hit : *hits)
            titles += hit.title;
        titles.sort();
        return titles;
    };
    QCOMPARE(found("%"), QStringList());
    QCOMPARE(found("1%0"), QStringList());
    QCOMPARE(found("a_b"), QStringList { QStringLiteral("a_b") });
    QCOMPARE(found("back\\slash"), QStringList { QStringLiteral("back\\slash") });
    QCOMPARE(found("sale"), (QStringList { QStringLiteral("100% sale"), QStringLiteral("1000 sale") }));
}

void StoreSql::composedAndDecomposedAreOne()
{
    Folder folder;
    auto store = folder.open();
    const QString names[] { QStringLiteral("Йошкин"), QStringLiteral("Соловьёв"), QStringLiteral("Müller"), QStringLiteral("Ångström"),
        QStringLiteral("ﬁrma"), QStringLiteral("ＡＢＣ") };
    std::vector<model::Record> leads;
    for (const QString &name : names)
        leads.push_back(makeRecord(EntityKind::Lead, 1 + model::RecordId(leads.size()),
            { { "last_name",
                name.normalized(leads.size() % 2 == 0 ? QString::NormalizationForm_D : QString::NormalizationForm_C).toStdString() } }));
    QVERIFY(answerOf(store->write(pageOf(1, leads))));
    for (const QString &name : names)
        for (const auto form : { QString::NormalizationForm_C, QString::NormalizationForm_D, QString::NormalizationForm_KC })
            QVERIFY2((*store->reader())->search(name.normalized(form), 10)->size() == 1, qPrintable(name));
    QCOMPARE((*store->reader())->search(QStringLiteral("соловьев"), 10)->size(), 1U);
    QCOMPARE((*store->reader())->search(QStringLiteral("firma"), 10)->size(), 1U);
}

// A megabyte, two hundred accents on one letter, noncharacters, half of a pair, nothing but spaces and controls.
void StoreSql::oddNamesAreStoredAndFound()
{
    Folder folder;
    auto store = folder.open();
    QVERIFY(answerOf(store->savePortal([] {
        model::Portal portal;
        portal.key = QStringLiteral("a");
        return portal;
    }())));
    const QString names[] { QString(1'000'000, u'W'), QString(u'e' + QString(200, QChar(0x301)) + QStringLiteral(" tail")),
        QStringLiteral("\uFFFE\uFFFF x \uFDD0"), QString(QChar(0xD800)) + QStringLiteral("half"), QStringLiteral("   \t\n  "),
        QStringLiteral("\u202E\u2066exe.pdf\u2069"), QStringLiteral("👩‍👩‍👧‍👦 family"),
        QString(QChar(0)) + QStringLiteral("zero") };
    std::vector<model::Record> leads;
    for (const QString &name : names)
        leads.push_back(makeRecord(EntityKind::Lead, 1 + model::RecordId(leads.size()), { { "title", name.toStdString() } }));
    QVERIFY(answerOf(store->write(pageOf(1, leads))));
    const auto reader = *store->reader();
    for (std::size_t i = 0; i < std::size(names); ++i)
        QCOMPARE(model::toText((*reader->record({ 1, EntityKind::Lead, 1 + model::RecordId(i) }))->value("title")), names[i].toStdString());
    for (const char *found : { "tail", "half", "family", "zero", "exe" })
        QVERIFY2(reader->search(QString::fromLatin1(found), 10)->size() == 1, found);
    for (const QString &name : names)
        QVERIFY(reader->search(name, 10).has_value());
    QCOMPARE(reader->checkIntegrity({}).value(), QStringList());
}

QTEST_GUILESS_MAIN(StoreSql)
#include "tst_storesql.moc"
