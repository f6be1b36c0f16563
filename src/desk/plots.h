// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QRectF>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

class QPainter;

// Plots drawn on any QPainter: the window, print, pdf and pictures show the same. They hold plain data in the
// units of their axis (days, shares 0 … 1) and words in the reader's language; they compute no statistics.
namespace dealerlens::desk {

struct AxisTick {
    double at = 0;
    QString text;
};

// Round steps (1, 2, 2.5, 5 × 10^k) covering from … to with about `wanted` marks.
[[nodiscard]] std::vector<double> niceTicks(double from, double to, int wanted);

// A place that can be read one after another, by keys or by a screen reader: a step of a curve, a point.
struct PlotStop {
    int group = 0; // which curve
    QPointF at;
    QString sentence;
};

// Base of all plots. The x axis can be zoomed; y is fixed.
class PlotPainter {
public:
    virtual ~PlotPainter() = default;
    virtual void paint(QPainter *painter, const QRectF &rect, const Theme &theme) const = 0;
    // Where the data are drawn inside `rect`.
    [[nodiscard]] virtual QRectF plotArea(const QRectF &rect, const Theme &theme) const = 0;
    // Words for the place nearest to `position`; empty where there is nothing.
    [[nodiscard]] virtual QString hover(const QRectF &rect, QPointF position, const Theme &theme) const = 0;
    // What there is to read, group by group and from left to right; made when asked for.
    [[nodiscard]] virtual std::vector<PlotStop> stops(const QRectF &rect, const Theme &theme) const = 0;
    // One sentence for a screen reader.
    [[nodiscard]] virtual QString summary() const = 0;
    // The same data as a table, first row = headers.
    [[nodiscard]] virtual QList<QStringList> table() const = 0;

    void setRange(double from, double to);
    void resetRange();

    [[nodiscard]] double from() const { return m_from; }

    [[nodiscard]] double to() const { return m_to; }

    [[nodiscard]] double fullFrom() const { return m_fullFrom; }

    [[nodiscard]] double fullTo() const { return m_fullTo; }

protected:
    void setFullRange(double from, double to);
    [[nodiscard]] double x(const QRectF &area, double value) const;
    [[nodiscard]] double valueAt(const QRectF &area, double pixel) const;

private:
    double m_from = 0;
    double m_to = 1;
    double m_fullFrom = 0;
    double m_fullTo = 1;
};

// One Kaplan–Meier curve.
struct StepSeries {
    struct Step {
        double x = 0; // event time
        double share = 1; // still there just after x
        double low = 1;
        double high = 1;
        int atRisk = 0; // under observation just before x
    };

    QString name;
    Token token = Token::Series1;
    bool network = false; // dashed, thinner, no band and no ticks
    int begun = 0; // under observation at 0
    std::vector<Step> steps; // ascending x
    std::vector<double> censored; // where open items end, ascending
    std::optional<double> median;
    double end = 0; // longest observation: the curve stops here

    [[nodiscard]] double shareAt(double at) const;
    [[nodiscard]] int atRiskAt(double at) const; // under observation just before `at`
};

// Share still in a stage over time: curves with bands and ticks, medians, limit, labels on the curves and the
// numbers at risk below.
class StepCurvePlot final : public PlotPainter {
public:
    struct Data {
        std::vector<StepSeries> series; // up to four and the network's
        double last = 1; // right end of the axis
        std::optional<double> limit;
        QString limitText;
        QString unitText; // "business days in stage"
        QString atRiskText; // "At risk"
        std::function<QString(double)> number; // axis numbers of x
        std::function<QString(double)> percent; // shares
        // Words under the pointer; empty: the numbers are enough.
        std::function<QString(const StepSeries &, double)> hoverText;
        QString summary;
    };

    explicit StepCurvePlot(Data data);
    void paint(QPainter *painter, const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QRectF plotArea(const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QString hover(const QRectF &rect, QPointF position, const Theme &theme) const override;
    [[nodiscard]] std::vector<PlotStop> stops(const QRectF &rect, const Theme &theme) const override;

    [[nodiscard]] QString summary() const override { return m_data.summary; }

    [[nodiscard]] QList<QStringList> table() const override;

private:
    void paintAxes(QPainter *painter, const QRectF &area, const Theme &theme) const;
    void paintSeries(QPainter *painter, const QRectF &area, const StepSeries &series, const Theme &theme) const;
    void paintCensored(QPainter *painter, const QRectF &area, const StepSeries &series) const;
    void paintLabels(QPainter *painter, const QRectF &area, const Theme &theme) const;
    void paintAtRisk(QPainter *painter, const QRectF &area, double rectLeft, const Theme &theme) const;
    [[nodiscard]] QString sentence(const StepSeries &series, double value) const;

    Data m_data;
};

// Rates against the number behind them, with the limits within which chance alone explains them.
class FunnelPlot final : public PlotPainter {
public:
    struct Point {
        double n = 0;
        double rate = 0;
        QString name;
        bool outside = false; // of the 99.8 % limits: triangle and name
        bool selected = false;
    };

    struct Limit {
        double n = 0;
        double low95 = 0;
        double high95 = 0;
        double low998 = 0;
        double high998 = 0;
    };

    struct Data {
        std::vector<Point> points;
        std::vector<Limit> limits; // ascending n
        double network = 0;
        double highest = 1; // top of the y axis
        QString unitText;
        std::function<QString(double)> number;
        std::function<QString(double)> percent;
        QString summary;
    };

    explicit FunnelPlot(Data data);
    void paint(QPainter *painter, const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QRectF plotArea(const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QString hover(const QRectF &rect, QPointF position, const Theme &theme) const override;
    [[nodiscard]] std::vector<PlotStop> stops(const QRectF &rect, const Theme &theme) const override;

    [[nodiscard]] QString summary() const override { return m_data.summary; }

    [[nodiscard]] QList<QStringList> table() const override;
    // Index of the point under `position`; -1 when there is none.
    [[nodiscard]] int pointAt(const QRectF &rect, QPointF position, const Theme &theme) const;

private:
    [[nodiscard]] QPointF place(const QRectF &area, double n, double rate) const;
    [[nodiscard]] QString sentence(const Point &point) const;

    Data m_data;
};

// Competing outcomes over the days from creation: won from below, lost from above, open between them.
class OutcomePlot final : public PlotPainter {
public:
    struct Step {
        double x = 0;
        double won = 0; // cumulative share
        double lost = 0;
    };

    struct Data {
        std::vector<Step> steps; // ascending x
        double last = 1;
        std::optional<double> horizon;
        double wonAtHorizon = 0;
        double wonLow = 0;
        double wonHigh = 0;
        QString wonText;
        QString lostText;
        QString openText;
        std::function<QString(double)> number;
        std::function<QString(double)> percent;
        QString summary;
    };

    explicit OutcomePlot(Data data);
    void paint(QPainter *painter, const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QRectF plotArea(const QRectF &rect, const Theme &theme) const override;
    [[nodiscard]] QString hover(const QRectF &rect, QPointF position, const Theme &theme) const override;
    [[nodiscard]] std::vector<PlotStop> stops(const QRectF &rect, const Theme &theme) const override;

    [[nodiscard]] QString summary() const override { return m_data.summary; }

    [[nodiscard]] QList<QStringList> table() const override;

private:
    [[nodiscard]] Step at(double x) const;
    [[nodiscard]] QString sentence(double x) const;

    Data m_data;
};

} // namespace dealerlens::desk
