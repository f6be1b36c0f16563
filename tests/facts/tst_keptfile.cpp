// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/builder.h"
#include "facts/filledstore.h"
#include "facts/giveback.h"
#include "facts/keptfile.h"
#include "store/files.h"

#include <QTest>

#include <numeric>

using namespace dealerlens;
using namespace dealerlens::facts;

namespace {

struct Value {
    MappedVector<std::uint32_t> large;
    std::vector<std::int64_t> small;
    std::vector<std::pair<std::uint32_t, bool>> list;
    std::int64_t number = 0;

    static void archive(auto &archive, auto &value)
    {
        archive.column(value.large);
        archive.list(value.list, [&](auto &each) {
            archive.number(each.first);
            archive.number(each.second);
        });
        archive.column(value.small);
        archive.number(value.number);
    }
};

} // namespace

// What was derived is there again after the next start, as long as it holds.
class TestKeptFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isReadAgain();
    void writtenRowsStay();
    void ofWhatItHolds();

private:
    [[nodiscard]] SnapshotPtr opened();
    void keep(const Snapshot &facts);
    [[nodiscard]] std::optional<Value> kept(const Snapshot &facts) const;

    std::unique_ptr<FilledStore> m_filled;
    std::unique_ptr<Builder> m_builder;
    QString m_path;
    Value m_value;
};

void TestKeptFile::init()
{
    m_filled = std::make_unique<FilledStore>();
    m_path = store::derivedPath(m_filled->store->folder());
    for (const char *name : { "one", "two", "three" })
        m_filled->write(m_filled->addPortal(name), { record(model::EntityKind::Lead, 1, { { "stage_id", text("NEW") } }) });
    m_value = {};
    m_value.large.resize(kHugePage); // four huge pages
    std::iota(m_value.large.begin(), m_value.large.end(), 7U);
    m_value.small = { 1, -2, std::numeric_limits<std::int64_t>::min() };
    m_value.list = { { 5, true }, { 0, false } };
    m_value.number = -9;
    (void)opened();
    QVERIFY(m_builder->save());
}

SnapshotPtr TestKeptFile::opened()
{
    m_builder = std::make_unique<Builder>(store::columnsPath(m_filled->store->folder()), m_path);
    return *m_builder->bringUpToDate(**m_filled->store->reader(), m_filled->clock.at, {});
}

void TestKeptFile::keep(const Snapshot &facts)
{
    KeptFile::Contents contents;
    contents.add("other", std::make_shared<const Value>(), [](KeptWriter &writer, const Value &value) { Value::archive(writer, value); });
    contents.add(
        "value", std::make_shared<const Value>(m_value), [](KeptWriter &writer, const Value &value) { Value::archive(writer, value); });
    QVERIFY(contents.save(m_path, facts));
}

std::optional<Value> TestKeptFile::kept(const Snapshot &facts) const
{
    return KeptFile(m_path).follow<Value>(
        facts, "value", [](KeptReader &reader, Value &value) { Value::archive(reader, value); },
        [](Value &&value, const Same &) { return std::move(value); });
}

void TestKeptFile::isReadAgain()
{
    const SnapshotPtr facts = opened();
    QVERIFY(!kept(*facts));
    keep(*facts);
    const auto value = kept(*opened());
    QVERIFY(value);
    QVERIFY(value->large == m_value.large);
    QCOMPARE(value->small, m_value.small);
    QCOMPARE(value->list, m_value.list);
    QCOMPARE(value->number, m_value.number);
    QVERIFY(!(QFile::permissions(m_path) & (QFile::ReadGroup | QFile::ReadOther)));
}

// Pages that were only read go, and come back from the file, also when it has been replaced meanwhile.
void TestKeptFile::writtenRowsStay()
{
    const SnapshotPtr facts = opened();
    keep(*facts);
    auto value = kept(*facts);
    QVERIFY(value);
    value->large[100'000] = 1;
    value->large.push_back(2);
    QVERIFY(QFile::remove(m_path));
    letGoOfFilePages(*facts);
    m_value.large[100'000] = 1;
    m_value.large.push_back(2);
    QVERIFY(value->large == m_value.large);
    const MappedVector<std::uint32_t> moved = std::move(value->large);
    value.reset();
    letGoOfFilePages(*facts);
    QVERIFY(moved == m_value.large);
}

void TestKeptFile::ofWhatItHolds()
{
    keep(*opened());
    const KeptFile file(m_path);
    const auto same = [&](const Snapshot &facts) { return file.sameIn(facts).portals; };
    QCOMPARE(same(*opened()), (std::vector<char> { 1, 1, 1 }));

    const auto with = [&](const auto &change) {
        Snapshot after(*opened());
        change(after);
        return same(after);
    };
    const std::vector<char> firstIsAnother { 0, 1, 1 };
    QCOMPARE(with([](auto &after) { after.standard.responseLimit += 1; }), (std::vector<char> { 0, 0, 0 }));
    QCOMPARE(with([](auto &after) { after.portals[0].portal.timeZone = QStringLiteral("Asia/Tokyo"); }), firstIsAnother);
    QCOMPARE(with([](auto &after) { after.stages[0].milestone += 1; }), firstIsAnother);
    QCOMPARE(with([](auto &after) { after.stages[0].name += u'x'; }), firstIsAnother);
    QCOMPARE(with([](auto &after) { after.funnels[0].name += u'x'; }), firstIsAnother);
    QCOMPARE(with([](auto &after) { after.runs[0] = nullptr; }), firstIsAnother);
    QCOMPARE(with([](auto &after) { after.portals[0].watermark += 1; }), (std::vector<char> { 1, 1, 1 }));

    // Rows that were made anew, in the same place or not, are others.
    m_filled->write(1, { record(model::EntityKind::Lead, 1, { { "stage_id", text("WON") } }) });
    QCOMPARE(same(*opened()), firstIsAnother);
    QVERIFY(kept(*opened())); // of two of three
    m_filled->write(2, { record(model::EntityKind::Lead, 1, { { "stage_id", text("WON") } }) });
    QVERIFY(!kept(*opened()));
}

QTEST_GUILESS_MAIN(TestKeptFile)
#include "tst_keptfile.moc"
