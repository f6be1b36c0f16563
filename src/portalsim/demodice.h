// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QString>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <span>

namespace dealerlens::portalsim {

// Chance with a seed. Everything is computed from the generator's own numbers (the distributions of the standard
// library differ between compilers), so one seed makes one network everywhere. One thread; owns nothing.
class Dice {
public:
    explicit Dice(std::mt19937_64 &random)
        : m_random(&random)
    {
    }

    [[nodiscard]] quint64 number() { return (*m_random)(); }

    // 0 ≤ x < 1.
    [[nodiscard]] double real() { return static_cast<double>(number() >> 11) * 0x1.0p-53; }

    [[nodiscard]] double real(double from, double to) { return from + (to - from) * real(); }

    // from ≤ n ≤ to.
    [[nodiscard]] qint64 between(qint64 from, qint64 to)
    {
        return to <= from ? from : from + static_cast<qint64>(number() % static_cast<quint64>(to - from + 1));
    }

    [[nodiscard]] bool chance(double probability) { return real() < probability; }

    [[nodiscard]] double normal()
    {
        // Box and Muller; 1 − x keeps the logarithm finite.
        const double radius = std::sqrt(-2.0 * std::log(1.0 - real()));
        return radius * std::cos(2.0 * std::numbers::pi * real());
    }

    [[nodiscard]] double logNormal(double median, double sigma) { return median * std::exp(sigma * normal()); }

    template <class T, std::size_t Extent> [[nodiscard]] T &pick(std::span<T, Extent> list)
    {
        return list[static_cast<std::size_t>(number() % list.size())];
    }

    template <class Container> [[nodiscard]] const auto &pick(const Container &list)
    {
        return list[static_cast<decltype(list.size())>(number() % static_cast<quint64>(list.size()))];
    }

    // Index into weights, in their proportion.
    [[nodiscard]] std::size_t weighted(std::span<const double> weights)
    {
        double total = 0;
        for (const double weight : weights)
            total += weight;
        double rest = real() * total;
        for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
            rest -= weights[i];
            if (rest < 0)
                return i;
        }
        return weights.size() - 1;
    }

private:
    std::mt19937_64 *m_random;
};

// Working time of a dealer: Monday to Friday, 9 to 18, at a fixed distance from UTC (Russian zones have had no
// summer time since 2014).
class WorkClock {
public:
    explicit WorkClock(int offsetSeconds)
        : m_offset(offsetSeconds)
    {
    }

    // Working seconds that have passed since some fixed instant.
    [[nodiscard]] base::UtcSeconds worked(base::UtcSeconds instant) const
    {
        const base::UtcSeconds local = instant + m_offset + 3 * 86400; // 1970-01-01 was a Thursday
        const base::UtcSeconds day = local / 86400;
        const base::UtcSeconds weekday = day % 7;
        const base::UtcSeconds inDay = std::clamp<base::UtcSeconds>(local % 86400 - kOpens, 0, kDay);
        return (day / 7 * 5 + std::min<base::UtcSeconds>(weekday, 5)) * kDay + (weekday < 5 ? inDay : 0);
    }

    // The instant at which `workedSeconds` are reached; always inside working hours.
    [[nodiscard]] base::UtcSeconds instant(base::UtcSeconds workedSeconds) const
    {
        const base::UtcSeconds days = workedSeconds / kDay;
        const base::UtcSeconds day = days / 5 * 7 + days % 5;
        return day * 86400 + kOpens + workedSeconds % kDay - m_offset - 3 * 86400;
    }

    [[nodiscard]] base::UtcSeconds after(base::UtcSeconds instant_, double workSeconds) const
    {
        return std::max(instant_ + 1, instant(worked(instant_) + static_cast<base::UtcSeconds>(workSeconds)));
    }

    // Working seconds in an average calendar day.
    static constexpr double kPerCalendarDay = 9.0 * 3600.0 * 5.0 / 7.0;

private:
    static constexpr base::UtcSeconds kOpens = 9 * 3600;
    static constexpr base::UtcSeconds kDay = 9 * 3600;
    int m_offset;
};

} // namespace dealerlens::portalsim
