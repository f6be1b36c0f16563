// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <span>
#include <vector>

class QPainter;

// The small painted parts of ui.md section 9. All take a painter, a rectangle, plain data and a theme; they know
// nothing of widgets and serve delegates, print and pdf alike. Each leaves the painter as it found it.
namespace dealerlens::desk {

enum class State {
    Met,
    Running,
    Warning,
    Breached,
    Paused,
    NotApplicable,
    Fresh,
    Stale,
    NoAccess,
    Won,
    Lost,
    Open,
    Better,
    Worse,
    Same,
    BetterDown, // the number fell and that is good
    WorseUp, // the number rose and that is bad
};

void paintStateGlyph(QPainter *painter, const QRectF &rect, State state, const Theme &theme);
// Colour for the word beside the glyph.
[[nodiscard]] Token textToken(State state);
[[nodiscard]] Token shapeToken(State state);

// Two letters on the hue of the n-th dealer of the view (-1: grey); 24 × 16.
void paintDealerBadge(QPainter *painter, const QRectF &rect, const QString &code, int index, const Theme &theme);

// 45° lines 5 px apart with the phase of the viewport, so that neighbouring cells join.
void paintHatch(QPainter *painter, const QRectF &rect, Token token, const Theme &theme, QPointF origin = {});
// Text on a hatch stands on a plate of its own size.
void paintTextOnHatch(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text, const Theme &theme);

struct IntervalBar {
    double low = 0;
    double high = 0;
    std::optional<double> point; // nothing: fewer than five, interval only
    std::optional<double> network;
    double scaleLow = 0;
    double scaleHigh = 1;
    bool stale = false;
};

// Bar 4 px, point ⌀ 7, network line through the whole height, chevrons where it leaves the scale.
void paintIntervalBar(QPainter *painter, const QRectF &rect, const IntervalBar &bar, const Theme &theme);

// Amount with its interval: 1.5 px line with 7 px ends.
void paintWhiskers(QPainter *painter, const QRectF &rect, const IntervalBar &bar, const Theme &theme);

// Stage time on a log scale: interval, median, ticks p75 and p90, limit. Values in one unit > 0.
struct LogTimeBar {
    double scaleLow = 0.1;
    double scaleHigh = 30;
    std::optional<double> low;
    std::optional<double> high; // nothing: not reached, an arrow
    std::optional<double> median;
    std::optional<double> p75;
    std::optional<double> p90;
    std::optional<double> limit;
};

void paintLogTimeBar(QPainter *painter, const QRectF &rect, const LogTimeBar &bar, const Theme &theme);
[[nodiscard]] double logPosition(const QRectF &rect, double low, double high, double value);

inline constexpr int kAgeBins = 43; // bins of 0 … 1.6 × limit
// Ages of what stands in a stage. counts.size() bins over 0 … 1.6 × limit; without a limit none is red.
void paintAgeHistogram(QPainter *painter, const QRectF &rect, std::span<const int> counts, bool hasLimit, const Theme &theme);

// 2 px at the lower edge; share = age / limit.
void paintAgeLine(QPainter *painter, const QRectF &rect, double share, const Theme &theme);

// Gaps where the value is unknown; never a line to zero.
void paintSparkline(QPainter *painter, const QRectF &rect, std::span<const std::optional<double>> values, const Theme &theme);

// Share of the largest behind or beside a count.
void paintShareBar(QPainter *painter, const QRectF &rect, double share, const Theme &theme);

// Age of data on a log scale 1 min … 3 d with a mark at the limit; seconds.
void paintAgeBar(QPainter *painter, const QRectF &rect, double seconds, double limitSeconds, const Theme &theme);

struct PathStep {
    enum class Kind { AsPlanned, Skipped, Now, Ahead };
    Kind kind = Kind::Ahead;
    bool overLimit = false;
    bool reentered = false;
    double fill = 0; // Now: age / limit, 0 … 1
    QString label; // wide form only
    QString time; // wide form only
    bool warn = false; // Now: at or above 80 % of the limit
};

// One cell of 22 × 16 per milestone.
void paintPathStrip(QPainter *painter, const QRectF &rect, std::span<const PathStep> steps, const Theme &theme, bool selected = false);
// Label above, duration below.
void paintPathStripWide(QPainter *painter, const QRectF &rect, std::span<const PathStep> steps, const Theme &theme);

// Time to the right, milestones as rows; below the two lines claimed and evidenced.
struct PathChart {
    struct Visit {
        int row = 0;
        double from = 0; // seconds since `begin`
        double to = 0;
        bool extra = false;
        double overFrom = -1; // from here on over the limit; -1 = nowhere
        bool running = false;
    };

    struct Mark {
        double at = 0;
        bool proven = false; // a claim with its proof
        double proofAt = 0;
    };

    struct Proof {
        double at = 0;
        bool call = true; // otherwise a document or mail
    };

    double span = 1; // seconds shown
    std::vector<QString> rows;
    std::vector<Visit> visits;
    std::vector<std::pair<double, double>> weekends;
    std::vector<Mark> claims;
    std::vector<Proof> proofs;
    std::vector<std::pair<double, QString>> ticks;
    QString claimedWord;
    QString evidencedWord;
};

void paintPathChart(QPainter *painter, const QRectF &rect, const PathChart &chart, const Theme &theme);
[[nodiscard]] double pathChartHeight(const PathChart &chart, const Theme &theme);

} // namespace dealerlens::desk
