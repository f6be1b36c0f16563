// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recordpool.h"

#include <QTest>

#include <thread>

using namespace dealerlens::model;

namespace {

Record fullRecord(RecordId id)
{
    Record record;
    record.kind = EntityKind::Contact;
    record.id = id;
    record.values = { std::string("a name that needs memory of its own"), std::int64_t { 7 } };
    record.extra = R"({"UF_1":"secret"})";
    record.points = { { 1, "PHONE", "WORK", "+7 (916) 123-45-67" } };
    record.badFields = { "UF_2" };
    return record;
}

bool isWhole(const Record &record) { return record.values.empty() || record.extra == fullRecord(1).extra; }

} // namespace

class TestRecordPool : public QObject {
    Q_OBJECT

private Q_SLOTS:

    // That nothing of one record is in the next is shown where records are filled (tst_decode).
    void memoryComesBack()
    {
        giveRecords({ fullRecord(1), fullRecord(2) });
        const std::vector<Record> taken = takeRecords(3);
        QCOMPARE(taken.size(), std::size_t { 3 });
        QVERIFY(std::ranges::any_of(taken, [](const Record &record) { return record.extra.capacity() > 15; }));
    }

    void neverMoreThanOneLargeAnswer()
    {
        for (int page = 0; page < 10; ++page)
            giveRecords(std::vector<Record>(1'000, fullRecord(1)));
        const std::vector<Record> taken = takeRecords(10'000);
        QCOMPARE(taken.size(), std::size_t { 10'000 });
        const auto used = std::ranges::count_if(taken, [](const Record &record) { return record.values.capacity() > 0; });
        QVERIFY2(used > 0 && used <= 2'500, qPrintable(QString::number(used)));
    }

    void unusualSizesAreLetGo()
    {
        (void)takeRecords(10'000);
        Record large = fullRecord(1);
        large.extra.resize(1'000'000);
        giveRecords({ std::move(large) });
        QVERIFY(takeRecords(1).front().extra.capacity() < 1'000);
    }

    void fromAnyThread()
    {
        const auto work = [] {
            for (int round = 0; round < 2'000; ++round) {
                std::vector<Record> records = takeRecords(5);
                if (!std::ranges::all_of(records, isWhole))
                    std::abort();
                for (Record &record : records)
                    record = fullRecord(round + 1);
                giveRecords(std::move(records));
            }
        };
        std::jthread first(work);
        std::jthread second(work);
    }
};

QTEST_GUILESS_MAIN(TestRecordPool)
#include "tst_recordpool.moc"
