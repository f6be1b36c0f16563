// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/ranking.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/tools/minima.hpp>

#include <map>
#include <utility>
#include <vector>

#include <math.h>

namespace dealerlens::stats {

namespace {

constexpr int kBits = 26; // the minimum is flat: half of the mantissa is all that can be had
constexpr double kLogitLimit = 14; // 10⁻⁶
constexpr double kLogStrengthLow = -5;
constexpr double kLogStrengthHigh = 13.8; // 10⁶

// The likelihood is a sum over k, over n − k and over n, each by itself: equal numbers are taken once.
struct Groups {
    std::vector<std::pair<double, double>> k; // number, dealers that have it
    std::vector<std::pair<double, double>> rest;
    std::vector<std::pair<double, double>> n;
    double dealers = 0;
};

// As exact as doubles are; what is asked is known to a few digits.
using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

// Of the C library, three times as fast as Boost's. The sign, always plus here, goes where no other thread looks.
double logGamma(double x)
{
    int sign = 0;
    return ::lgamma_r(x, &sign);
}

double sumOfLogGammas(const std::vector<std::pair<double, double>> &numbers, double shift)
{
    double sum = 0;
    for (const auto &[number, dealers] : numbers)
        sum += dealers * logGamma(number + shift);
    return sum;
}

// Minus the log-likelihood without what depends on the strength alone: the same, whatever the mean.
double minusLogOfMean(const Groups &groups, double mean, double strength)
{
    const double a = mean * strength;
    const double b = (1 - mean) * strength;
    return groups.dealers * (logGamma(a) + logGamma(b)) - sumOfLogGammas(groups.k, a) - sumOfLogGammas(groups.rest, b);
}

// The rest of it, without the binomial coefficients, which do not depend on the prior.
double minusLogOfStrength(const Groups &groups, double strength)
{
    return sumOfLogGammas(groups.n, strength) - groups.dealers * logGamma(strength);
}

double fromLogit(double logit) { return 1 / (1 + std::exp(-logit)); }

Groups grouped(std::span<const Share> dealers)
{
    std::map<std::int64_t, double> k;
    std::map<std::int64_t, double> rest;
    std::map<std::int64_t, double> n;
    Groups groups;
    for (const Share &dealer : dealers) {
        if (dealer.n <= 0)
            continue;
        k[dealer.k] += 1;
        rest[dealer.n - dealer.k] += 1;
        n[dealer.n] += 1;
        groups.dealers += 1;
    }
    groups.k.assign(k.begin(), k.end());
    groups.rest.assign(rest.begin(), rest.end());
    groups.n.assign(n.begin(), n.end());
    return groups;
}

} // namespace

std::optional<BetaPrior> fitPrior(std::span<const Share> dealers)
{
    const Groups groups = grouped(dealers);
    if (groups.dealers == 0)
        return std::nullopt;
    const auto bestBetween = [&groups](double strength, double low, double high) {
        return boost::math::tools::brent_find_minima(
            [&](double logit) { return minusLogOfMean(groups, fromLogit(logit), strength); }, low, high, kBits);
    };
    // The best mean hardly depends on the strength: it is looked for around the last one first.
    std::optional<double> last;
    const auto bestMean = [&](double strength) {
        constexpr double kAround = 0.25; // logits
        constexpr double kEdge = 0.01;
        auto best = last ? bestBetween(strength, *last - kAround, *last + kAround) : std::pair(kLogitLimit, 0.0);
        if (!last || std::abs(best.first - *last) > kAround - kEdge)
            best = bestBetween(strength, -kLogitLimit, kLogitLimit);
        last = best.first;
        return best;
    };
    const auto best = boost::math::tools::brent_find_minima(
        [&](double logStrength) {
            const double strength = std::exp(logStrength);
            return bestMean(strength).second + minusLogOfStrength(groups, strength);
        },
        kLogStrengthLow, kLogStrengthHigh, kBits);
    const double strength = std::exp(best.first);
    return BetaPrior { fromLogit(bestMean(strength).first), strength };
}

Posterior posterior(const BetaPrior &prior, Share dealer, double level)
{
    const double a = prior.mean * prior.strength + static_cast<double>(dealer.k);
    const double b = (1 - prior.mean) * prior.strength + static_cast<double>(dealer.n - dealer.k);
    const boost::math::beta_distribution<double, InDoubles> distribution(a, b);
    const double tail = (1 - level) / 2;
    return { a / (a + b),
        { boost::math::quantile(distribution, tail), boost::math::quantile(boost::math::complement(distribution, tail)) } };
}

FunnelLimits funnelLimits(std::int64_t n, double rate, double tail)
{
    if (n <= 0 || rate <= 0 || rate >= 1)
        return {};
    const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), rate);
    const auto atMost = [&](std::int64_t k) { return boost::math::cdf(binomial, static_cast<double>(k)); };
    const auto atLeast
        = [&](std::int64_t k) { return k == 0 ? 1.0 : boost::math::cdf(boost::math::complement(binomial, static_cast<double>(k - 1))); };
    FunnelLimits limits;
    std::int64_t low = -1; // P(X <= low) <= tail, as with −1 it surely is
    std::int64_t above = n;
    while (above - low > 1) {
        const std::int64_t middle = low + (above - low) / 2;
        (atMost(middle) <= tail ? low : above) = middle;
    }
    if (low >= 0)
        limits.low = low;
    std::int64_t below = 0;
    std::int64_t high = n + 1;
    while (high - below > 1) {
        const std::int64_t middle = below + (high - below) / 2;
        (atLeast(middle) <= tail ? high : below) = middle;
    }
    if (high <= n)
        limits.high = high;
    return limits;
}

} // namespace dealerlens::stats
