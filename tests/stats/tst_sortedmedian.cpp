// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/intervals.h"
#include "stats/sortedmedian.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace dealerlens::stats;

class TestSortedMedian : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTheSortedWhole()
    {
        std::mt19937 dice(5);
        SortedMedian sorted;
        CountedMedian counted;
        const auto below = [&](std::uint32_t limit) { return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(dice); };
        for (int round = 0; round < 3'000; ++round) {
            const std::uint32_t lists = round % 100 == 0 ? 800 : below(14);
            const std::uint32_t most = 1 + below(round % 100 == 1 ? 3'000 : round % 3 == 0 ? 400 : 8);
            const std::uint32_t spread = round % 2 == 0 ? 1 + below(6) : 4'000'000'000;
            std::vector<std::vector<std::uint32_t>> numbers(lists);
            std::vector<std::int64_t> whole;
            for (auto &list : numbers) {
                list.resize(below(most + 1));
                for (std::uint32_t &number : list)
                    whole.push_back(number = below(spread));
                std::ranges::sort(list);
            }
            const std::vector<std::span<const std::uint32_t>> spans(numbers.begin(), numbers.end());
            const auto wanted = percentile(whole, 0.5);
            const std::uint32_t guess = below(spread);
            const auto probably = round % 3 == 0 ? std::optional<NumberRange>() : NumberRange { guess, guess + below(spread / 4 + 1) };
            const auto requireEqual = [&](const std::optional<MiddleNumbers> &found) {
                QCOMPARE(found.has_value(), wanted.has_value());
                QVERIFY2(!wanted || found->median() == *wanted,
                    qPrintable(QStringLiteral("round %1: %2, wanted %3").arg(round).arg(found->median()).arg(*wanted)));
            };
            requireEqual(sorted(spans, probably));
            for (auto &list : numbers)
                std::ranges::shuffle(list, dice);
            requireEqual(counted(spans, probably));
        }
    }

    // Neighbours in memory are one list to it, whichever of them are empty.
    void neighbours()
    {
        const std::vector<std::uint32_t> numbers { 9, 1, 8, 4'294'967'295, 0, 3, 3, 7, 5, 2, 6, 6, 4'294'967'295 };
        const std::span<const std::uint32_t> all(numbers);
        const std::vector<std::span<const std::uint32_t>> spans { {}, all.first(3), {}, all.subspan(3, 1), all.subspan(4, 0), {},
            all.subspan(6, 7), all.subspan(4, 2), {} };
        CountedMedian counted;
        QCOMPARE(counted(spans), std::optional(MiddleNumbers { 6, 6 }));
        QCOMPARE(counted(spans, NumberRange { 5, 5 }), std::optional(MiddleNumbers { 6, 6 }));
        QCOMPARE(counted(spans, NumberRange { 0, 4 }), std::optional(MiddleNumbers { 6, 6 }));
        QCOMPARE(counted(std::span(spans).first(4)), std::optional(MiddleNumbers { 8, 9 }));
        QVERIFY(!counted({}));
    }
};

QTEST_APPLESS_MAIN(TestSortedMedian)
#include "tst_sortedmedian.moc"
