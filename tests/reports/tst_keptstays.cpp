// SPDX-License-Identifier: GPL-3.0-or-later
// What a question leaves of a run of stays, picked by eights, equals what is left when each is looked at by itself.
#include "reports/keptstays.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace dealerlens::reports;

class TestKeptStays : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsOneByOne()
    {
        std::mt19937 dice(7);
        const auto below = [&](std::uint32_t limit) { return std::uniform_int_distribution<std::uint32_t>(0, limit - 1)(dice); };
        std::size_t kept = 0;
        for (int round = 0; round < 4'000; ++round) {
            const std::uint32_t size = 1 + below(90);
            const std::uint32_t latest = below(2) == 0 ? 50 : kNoSecond; // instants without a sign in 32 bits
            StayTable::Rows rows;
            for (std::uint32_t row = 0; row < size; ++row) {
                rows.entered.push_back(below(latest));
                rows.seconds.push_back(below(below(2) == 0 ? 60 : kNoSecond));
                rows.code.push_back(std::uint16_t(below(6) == 0 ? 65'534 - below(3) : below(9)));
            }
            StayScope scope { .now = below(latest), .from = below(latest), .isPast = below(2) == 0, .hasPeriod = below(2) == 0 };
            scope.length = below(5) == 0 ? 0 : below(kNoSecond - scope.from) + 1;
            if (below(2) == 0)
                scope.codes.emplace(std::uint16_t(below(8)), std::uint16_t(below(5) == 0 ? 65'500 : below(6)));
            else if (below(2) == 0)
                scope.chosen.assign(65'536, char(below(2)));
            for (std::size_t code = 0; code < 9 && !scope.chosen.empty(); ++code)
                scope.chosen[code] = char(below(2));
            const std::uint32_t from = below(size);
            const std::uint32_t to = from + below(size - from + 1);
            std::vector<std::uint32_t> wanted;
            for (std::uint32_t row = from; row < to; ++row)
                if (isLeft(rows, row, scope))
                    wanted.push_back(rows.seconds[row]);
            std::vector<std::uint32_t> found(size + kKeptSlack);
            found.resize(std::size_t(keepStays(found.data(), rows, from, to, scope) - found.data()));
            QVERIFY2(found == wanted, qPrintable(QStringLiteral("round %1").arg(round)));
            kept += found.size();
        }
        QVERIFY(kept > 5'000);
    }

private:
    static bool isLeft(const StayTable::Rows &rows, std::size_t row, const StayScope &scope)
    {
        const std::uint64_t entered = rows.entered[row];
        const std::uint64_t ended = entered + rows.seconds[row];
        if (scope.hasPeriod && (entered < scope.from || entered >= std::uint64_t(scope.from) + scope.length))
            return false;
        if (scope.isPast && ended > scope.now)
            return false;
        const int code = rows.code[row];
        if (!scope.chosen.empty())
            return scope.chosen[std::size_t(code)] != 0;
        return !scope.codes || (code >= scope.codes->first && code < scope.codes->first + scope.codes->second);
    }
};

QTEST_APPLESS_MAIN(TestKeptStays)
#include "tst_keptstays.moc"
