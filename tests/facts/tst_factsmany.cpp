// SPDX-License-Identifier: GPL-3.0-or-later
#include "facts/filledstore.h"

#include <QElapsedTimer>

using namespace dealerlens;
using namespace dealerlens::facts;
using model::EntityKind;

// 100,000 items with five history rows each, calls and phones: every one of them arrives, whatever the number.
class ManyFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hundredThousandItems();
};

namespace {

void addItem(std::vector<model::Record> &records, int id)
{
    const base::UtcSeconds created = 1'700'000'000 + id * 60;
    model::Record lead = record(EntityKind::Lead, id,
        { { "title", text("lead") }, { "stage_id", text("WORK") }, { "created", num(created) }, { "modified", num(created) },
            { "source_id", text("WEB") }, { "assigned_by_id", num(id % 9) } });
    const std::string phone = std::to_string(9'160'000'000 + id);
    lead.points.push_back({ id, "PHONE", "WORK", "+7" + phone });
    records.push_back(std::move(lead));
    for (int row = 0; row < 5; ++row)
        records.push_back(record(EntityKind::LeadHistory, id * 5 + row,
            { { "owner_id", num(id) }, { "type_id", num(2) }, { "created", num(created + row * 600) },
                { "stage_id", text(row % 2 ? "WORK" : "NEW") } }));
    records.push_back(record(EntityKind::Call, id,
        { { "call_type", num(1) }, { "started", num(created + 99) }, { "duration", num(30) }, { "failed_code", text("200") },
            { "phone", std::string("+7") + phone } }));
}

} // namespace

void ManyFactsTest::hundredThousandItems()
{
    FilledStore filled;
    constexpr int kPortals = 20;
    constexpr int kEach = 5'000;
    for (int p = 0; p < kPortals; ++p) {
        const auto portal = filled.addPortal(qPrintable(QStringLiteral("p%1").arg(p)));
        std::vector<model::Record> records;
        for (int id = 1; id <= kEach; ++id)
            addItem(records, id);
        filled.write(portal, std::move(records));
    }
    QElapsedTimer timer;
    timer.start();
    const auto facts = filled.facts();
    const qint64 ms = timer.elapsed();
    QCOMPARE(facts->items.size(), std::size_t(kPortals * kEach));
    QCOMPARE(facts->visits.size(), std::size_t(kPortals * kEach * 5));
    QVERIFY(std::ranges::all_of(facts->items.rows(), [&](auto row) { return facts->items.attempt[row] != base::kNever; }));
    qInfo("%zu items, %zu visits: %lld ms", facts->items.size(), facts->visits.size(), static_cast<long long>(ms));
}

QTEST_GUILESS_MAIN(ManyFactsTest)
#include "tst_factsmany.moc"
