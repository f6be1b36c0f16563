// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/painters.h"
#include "desk/plots.h"
#include "desk/plotwidget.h"
#include "desk/treemap.h"
#include "desk/treemapwidget.h"
#include "desk/widepath.h"

#include <QAccessible>
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace dealerlens::desk;

namespace {

int pixelsOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == color ? 1 : 0;
    return count;
}

template <class Paint> QImage drawn(int width, int height, const Theme &theme, Paint paint)
{
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(theme.color(Token::Base));
    QPainter painter(&image);
    paint(painter);
    return image;
}

} // namespace

class TestPainted : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { m_themes = std::make_unique<ThemeManager>(*qApp); }

    void ticksAreRoundAndInside();
    void atRiskCountsThoseStillWatched();
    void treemapAreasAreProportional();
    void smallDealersBecomeOneCell();
    void intervalOfFewHasNoPoint();
    void unknownDaysLeaveGapsInTheSparkline();
    void ageHistogramIsRedOnlyBeyondTheLimit();
    void statesDifferWithoutColour();
    void longLabelsOfAPathTakeASecondLine();
    void plotsAreListsOfWhatCanBeRead();
    void curvesAreReadByKeys();
    void treemapIsAListOfItsCells();
    void gallery();

private:
    std::unique_ptr<ThemeManager> m_themes;
};

void TestPainted::ticksAreRoundAndInside()
{
    QCOMPARE(niceTicks(0, 25, 5), (std::vector<double> { 0, 5, 10, 15, 20, 25 }));
    QCOMPARE(niceTicks(0, 1, 4), (std::vector<double> { 0, 0.25, 0.5, 0.75, 1 }));
    QVERIFY(niceTicks(3, 3, 5).empty());
    for (const double tick : niceTicks(0.37, 912.5, 7))
        QVERIFY(tick >= 0.37 && tick <= 912.5);
}

void TestPainted::atRiskCountsThoseStillWatched()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 200; ++round) {
        // Times on a coarse grid, so that ties happen.
        std::vector<std::pair<double, bool>> times;
        const int n = 1 + static_cast<int>(random.bounded(30));
        for (int i = 0; i < n; ++i)
            times.emplace_back(random.bounded(12), random.bounded(2) == 0);
        StepSeries series;
        series.begun = n;
        for (int x = 0; x < 12; ++x) {
            const auto left = std::count(times.begin(), times.end(), std::pair<double, bool>(x, true));
            const auto watched = std::count_if(times.begin(), times.end(), [x](const auto &time) { return time.first >= x; });
            if (left > 0)
                series.steps.push_back({ static_cast<double>(x), 0.5, 0, 1, static_cast<int>(watched) });
            for (auto open = std::count(times.begin(), times.end(), std::pair<double, bool>(x, false)); open > 0; --open)
                series.censored.push_back(x);
            if (watched > 0)
                series.end = x;
        }
        for (int x = 1; x < 14; ++x) {
            const auto watched = std::count_if(times.begin(), times.end(), [x](const auto &time) { return time.first >= x; });
            QCOMPARE(series.atRiskAt(x), static_cast<int>(watched));
        }
        QCOMPARE(series.atRiskAt(0), n);
    }
}

void TestPainted::treemapAreasAreProportional()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 100; ++round) {
        std::vector<double> weights(1 + random.bounded(60));
        for (double &weight : weights)
            weight = random.bounded(10) == 0 ? 0 : random.bounded(1000.0) + 0.1;
        weights.front() = 10;
        const QRectF room(5, 7, 640, 190);
        const std::vector<QRectF> cells = squarify(weights, room);
        const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (size_t i = 0; i < cells.size(); ++i) {
            const double area = cells[i].width() * cells[i].height();
            QVERIFY(std::abs(area - weights[i] / total * 640 * 190) < 1e-6 * 640 * 190);
            if (weights[i] > 0)
                QVERIFY(room.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(cells[i]));
            for (size_t j = 0; j < i; ++j) {
                const QRectF both = cells[i].intersected(cells[j]);
                QVERIFY(both.width() * both.height() < 1e-3);
            }
        }
    }
}

void TestPainted::smallDealersBecomeOneCell()
{
    std::vector<TreemapGroup> groups(1);
    groups[0].items.push_back({ 1, QStringLiteral("A"), QStringLiteral("9"), 100'000, 0, false });
    for (int i = 0; i < 50; ++i)
        groups[0].items.push_back({ 2 + i, QStringLiteral("B"), QStringLiteral("1"), 1, 0, false });
    const TreemapLayout layout = layoutTreemap(groups, QRectF(0, 0, 500, 150), theme());
    QCOMPARE(layout.cells.size(), size_t(2));
    QCOMPARE(layout.cells.back().merged, 50);
}

void TestPainted::intervalOfFewHasNoPoint()
{
    IntervalBar bar { .low = 0.1, .high = 0.6, .point = 0.3, .network = {}, .scaleLow = 0, .scaleHigh = 1, .stale = false };
    const auto paint = [&](QPainter &painter) { paintIntervalBar(&painter, QRectF(0, 0, 120, 24), bar, theme()); };
    QVERIFY(pixelsOf(drawn(120, 24, theme(), paint), theme().color(Token::Point)) > 5);
    bar.point.reset();
    const QImage few = drawn(120, 24, theme(), paint);
    QCOMPARE(pixelsOf(few, theme().color(Token::Point)), 0);
    QVERIFY(pixelsOf(few, theme().color(Token::IntervalWeak)) > 100);
}

void TestPainted::unknownDaysLeaveGapsInTheSparkline()
{
    const std::vector<std::optional<double>> values { 5, 5, {}, {}, 5, 5 };
    const QImage image
        = drawn(110, 20, theme(), [&](QPainter &painter) { paintSparkline(&painter, QRectF(0, 0, 110, 20), values, theme()); });
    for (int y = 0; y < 20; ++y)
        QCOMPARE(image.pixelColor(54, y), theme().color(Token::Base));
}

void TestPainted::ageHistogramIsRedOnlyBeyondTheLimit()
{
    std::vector<int> counts(kAgeBins, 3);
    const QRectF rect(0, 0, 172, 16);
    const QImage with = drawn(172, 20, theme(), [&](QPainter &painter) { paintAgeHistogram(&painter, rect, counts, true, theme()); });
    const QColor red = theme().color(Token::BreachFill);
    QVERIFY(pixelsOf(with, red) > 0);
    QCOMPARE(pixelsOf(with.copy(0, 0, 104, 20), red), 0);
    const QImage without = drawn(172, 20, theme(), [&](QPainter &painter) { paintAgeHistogram(&painter, rect, counts, false, theme()); });
    QCOMPARE(pixelsOf(without, red), 0);
}

void TestPainted::statesDifferWithoutColour()
{
    // Shape means, colour repeats: the glyphs must differ as black and white masks.
    std::vector<QImage> masks;
    for (int state = 0; state <= static_cast<int>(State::Same); ++state) {
        QImage image = drawn(20, 20, theme(),
            [&](QPainter &painter) { paintStateGlyph(&painter, QRectF(4, 4, 12, 12), static_cast<State>(state), theme()); });
        const QColor base = theme().color(Token::Base);
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 20; ++x)
                image.setPixelColor(x, y, image.pixelColor(x, y) == base ? Qt::white : Qt::black);
        masks.push_back(image);
    }
    for (size_t i = 0; i < masks.size(); ++i) {
        QVERIFY(pixelsOf(masks[i], Qt::black) > 0);
        for (size_t j = 0; j < i; ++j) {
            const auto a = static_cast<State>(i);
            const auto b = static_cast<State>(j);
            // "Better" rises like "breached"; they never stand in the same column.
            if (a == State::Better && b == State::Breached)
                continue;
            QVERIFY2(masks[i] != masks[j], qPrintable(QStringLiteral("%1 and %2").arg(i).arg(j)));
        }
    }
}

namespace {

StepSeries curve(const QString &name, Token token, double rate, bool network)
{
    StepSeries series;
    series.name = name;
    series.token = token;
    series.network = network;
    series.begun = 240;
    series.end = 22;
    QRandomGenerator random(static_cast<quint32>(rate * 1'000));
    double share = 1;
    int risk = 240;
    for (double x = 0.1; x < 22; x += 0.15) {
        share *= 1 - rate * 0.15;
        risk = static_cast<int>(240 * share);
        series.steps.push_back({ x, share, std::max(0.0, share - 0.06), std::min(1.0, share + 0.06), risk });
        if (random.bounded(5) == 0)
            series.censored.push_back(x + 0.05);
    }
    series.median = std::log(2.0) / rate;
    return series;
}

void paintStates(QPainter &painter, const Theme &theme)
{
    for (int state = 0; state <= static_cast<int>(State::WorseUp); ++state)
        paintStateGlyph(&painter, QRectF(20 + state * 24, 14, 12, 12), static_cast<State>(state), theme);
    for (int i = 0; i < 12; ++i)
        paintDealerBadge(&painter, QRectF(460 + i * 30, 12, 24, 16), QStringLiteral("ЗМ"), i, theme);
    for (int i = 0; i < 4; ++i) {
        IntervalBar bar { .low = 0.2 + i * 0.08,
            .high = 0.4 + i * 0.12,
            .point = 0.3 + i * 0.1,
            .network = 0.35,
            .scaleLow = 0,
            .scaleHigh = 0.7,
            .stale = i == 1 };
        if (i == 3)
            bar.point.reset();
        paintIntervalBar(&painter, QRectF(20, 40 + i * 24, 150, 24), bar, theme);
        paintLogTimeBar(&painter, QRectF(200, 40 + i * 24, 250, 24),
            { .low = 0.3 + i,
                .high = 0.6 + i * 2,
                .median = 0.4 + i,
                .p75 = 4.0 + i,
                .p90 = i == 2 ? std::optional<double>() : 9.0 + i,
                .limit = 5 },
            theme);
        paintAgeBar(&painter, QRectF(480, 40 + i * 24, 104, 24), 200.0 * std::pow(8.0, i), 3600, theme);
    }
    std::vector<int> counts;
    for (int i = 0; i < kAgeBins; ++i)
        counts.push_back(static_cast<int>(60 * std::exp(-i / 9.0)));
    paintAgeHistogram(&painter, QRectF(620, 50, 172, 16), counts, true, theme);
    std::vector<std::optional<double>> days;
    for (int i = 0; i < 30; ++i)
        days.emplace_back(i == 12 ? std::optional<double>() : std::optional<double>(5 + 3 * std::sin(i * 1.3)));
    paintSparkline(&painter, QRectF(620, 80, 118, 20), days, theme);
    using K = PathStep::Kind;
    std::vector<PathStep> steps { { K::AsPlanned, false, false, 0, QStringLiteral("Новая"), QStringLiteral("5 ч"), false },
        { K::AsPlanned, true, false, 0, QStringLiteral("В работе"), QStringLiteral("9 дн"), false },
        { K::Skipped, false, false, 0, QStringLiteral("КП"), {}, false },
        { K::AsPlanned, false, true, 0, QStringLiteral("Счёт"), QStringLiteral("2 дн"), false },
        { K::Now, false, false, 0.84, QStringLiteral("Отгрузка"), QStringLiteral("4 дн 6 ч"), true },
        { K::Ahead, false, false, 0, QStringLiteral("Док-ты"), QStringLiteral("≈ 2 дн"), false } };
    paintPathStrip(&painter, QRectF(620, 110, 150, 20), steps, theme);
    paintPathStripWide(&painter, QRectF(820, 50, 370, 50), steps, theme);
}

} // namespace

void TestPainted::longLabelsOfAPathTakeASecondLine()
{
    const Theme &look = theme();
    std::vector<PathStep> steps(4);
    for (PathStep &step : steps)
        step.label = QStringLiteral("New");
    const std::vector<double> equal = pathStripWideEdges(steps, 400, look);
    QCOMPARE(equal, std::vector<double>({ 0, 100, 200, 300, 400 }));
    const double oneLine = pathStripWideHeight(steps, 400, look);
    steps[1].label = QStringLiteral("Invoice and contract");
    const double words = QFontMetricsF(look.font(FontStyle::Caption)).horizontalAdvance(QStringLiteral("and contract"));
    const double narrow = words * 2.2; // four equal parts could not hold the longer line
    const std::vector<double> edges = pathStripWideEdges(steps, narrow, look);
    QVERIFY(edges[2] - edges[1] > narrow / 4);
    QVERIFY(std::abs(edges.back() - narrow) < 1e-6);
    QVERIFY(pathStripWideHeight(steps, narrow, look) > oneLine);
    QCOMPARE(pathStripWideEdges({}, 100, look), std::vector<double>({ 0 }));
}

void TestPainted::plotsAreListsOfWhatCanBeRead()
{
    FunnelPlot::Data data;
    data.points = { { 40, 0.5, QStringLiteral("East"), true, false }, { 10, 0.2, QStringLiteral("West"), false, false } };
    data.limits = { { 1, 0, 1, 0, 1 }, { 50, 0.2, 0.4, 0.1, 0.5 } };
    data.network = 0.3;
    data.summary = QStringLiteral("two");
    PlotWidget widget;
    widget.resize(600, 300);
    widget.setName(QStringLiteral("Scatter"));
    widget.setPlot(std::make_unique<FunnelPlot>(data));
    widget.show();
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&widget);
    QVERIFY(list);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Scatter"));
    QCOMPARE(list->text(QAccessible::Description), QStringLiteral("two"));
    QCOMPARE(list->childCount(), 2);
    QAccessibleInterface *west = list->child(0); // from left to right
    QVERIFY(west->text(QAccessible::Name).startsWith(QStringLiteral("West")));
    QVERIFY(list->child(1)->text(QAccessible::Name).startsWith(QStringLiteral("East")));
    QCOMPARE(west->role(), QAccessible::ListItem);
    QCOMPARE(west->parent(), list);
    QCOMPARE(list->indexOfChild(west), 0);
    QVERIFY(list->rect().contains(west->rect()));
    QCOMPARE(list->childAt(west->rect().center().x(), west->rect().center().y()), west);
    QSignalSpy clicked(&widget, &PlotWidget::clicked);
    west->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(clicked.count(), 1);
    QVERIFY(west->state().selected);
    QCOMPARE(widget.currentPart(), 0);
    widget.setPlot(nullptr);
    QCOMPARE(list->childCount(), 0);
    QVERIFY(!west->isValid());
}

void TestPainted::curvesAreReadByKeys()
{
    StepSeries one;
    one.name = QStringLiteral("One");
    one.begun = 10;
    one.end = 10;
    one.steps = { { 2, 0.5, 0.3, 0.7, 10 } };
    StepSeries other = one;
    other.name = QStringLiteral("Other");
    other.steps.front().share = 0.8;
    StepCurvePlot::Data data;
    data.series = { one, other };
    data.last = 10;
    PlotWidget widget;
    widget.resize(600, 300);
    widget.setPlot(std::make_unique<StepCurvePlot>(data));
    widget.show();
    QVERIFY(widget.partCount() > 10);
    QCOMPARE(widget.currentPart(), -1);
    QTest::keyClick(&widget, Qt::Key_Right);
    QTest::keyClick(&widget, Qt::Key_Right);
    QCOMPARE(widget.currentPart(), 1);
    QVERIFY(widget.partSentence(1).startsWith(QStringLiteral("One")));
    QTest::keyClick(&widget, Qt::Key_Down);
    QVERIFY(widget.partSentence(widget.currentPart()).startsWith(QStringLiteral("Other")));
    QTest::keyClick(&widget, Qt::Key_Up);
    QCOMPARE(widget.currentPart(), 1);
    const double whole = widget.plot()->to() - widget.plot()->from();
    QTest::keyClick(&widget, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(widget.plot()->to() - widget.plot()->from() < whole);
    QTest::keyClick(&widget, Qt::Key_Home);
    QCOMPARE(widget.plot()->to() - widget.plot()->from(), whole);
    QTest::keyClick(&widget, Qt::Key_Escape);
    QCOMPARE(widget.currentPart(), -1);
}

void TestPainted::treemapIsAListOfItsCells()
{
    TreemapWidget widget;
    widget.resize(640, 180);
    widget.setGroups({ { QStringLiteral("Volga"),
        { { 7, QStringLiteral("Kazan"), QStringLiteral("388"), 388, 2, false },
            { 8, QStringLiteral("Ufa"), QStringLiteral("274"), 274, 0, true } } } });
    widget.show();
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&widget);
    QVERIFY(list);
    QCOMPARE(list->childCount(), 2);
    const QString kazan = list->child(0)->text(QAccessible::Name);
    for (const char *word : { "Volga", "Kazan", "388", "far above" })
        QVERIFY2(kazan.contains(QLatin1String(word)), qPrintable(kazan));
    QVERIFY(list->child(1)->text(QAccessible::Name).contains(QStringLiteral("stale")));
    QSignalSpy chosen(&widget, &TreemapWidget::chosen);
    QSignalSpy zoomed(&widget, &TreemapWidget::zoomed);
    list->child(1)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(zoomed.count(), 1);
    QCOMPARE(widget.selected(), 8);
    QVERIFY(list->child(1)->state().selected && !list->child(0)->state().selected);
    QVERIFY(!list->child(0)->rect().intersects(list->child(1)->rect().adjusted(1, 1, -1, -1)));
}

void TestPainted::gallery()
{
    for (const bool dark : { false, true }) {
        const Theme theme = Theme::load(dark, QApplication::font());
        StepCurvePlot::Data data;
        data.series = { curve(QStringLiteral("Казань"), Token::Series1, 0.16, false),
            curve(QStringLiteral("Самара"), Token::Series2, 0.075, false), curve(QStringLiteral("сеть"), Token::SeriesNet, 0.12, true) };
        data.last = 25;
        data.limit = 7;
        data.limitText = QStringLiteral("лимит 7 дн");
        data.unitText = QStringLiteral("рабочих дней в этапе");
        data.atRiskText = QStringLiteral("Под наблюдением");
        data.percent = [](double share) -> QString { return QString::number(std::lround(share * 100)) + QStringLiteral(" %"); };
        const StepCurvePlot steps(data);
        FunnelPlot::Data points;
        points.network = 0.29;
        points.highest = 0.6;
        for (int i = 1; i <= 60; ++i) {
            const double n = i * 6;
            const double wide = std::sqrt(0.29 * 0.71 / n);
            points.limits.push_back({ n, 0.29 - 1.96 * wide, 0.29 + 1.96 * wide, 0.29 - 3.09 * wide, 0.29 + 3.09 * wide });
            if (i % 3 == 0)
                points.points.push_back({ n, 0.29 + (i % 7 - 3) * 0.03, QStringLiteral("Самара"), i == 45, false });
        }
        const FunnelPlot funnel(points);
        std::vector<TreemapGroup> groups;
        for (int g = 0; g < 6; ++g) {
            groups.push_back({ QStringLiteral("Регион %1").arg(g + 1), {} });
            for (int i = 0; i < 7; ++i)
                groups.back().items.push_back({ g * 10 + i, QStringLiteral("Новосибирск"), QString::number(300 - i * 30),
                    300.0 - i * 30 + g * 20, i == 0 ? (g - 2) : 0, i == 3 });
        }
        const QImage image = drawn(1200, 760, theme, [&](QPainter &painter) {
            paintStates(painter, theme);
            steps.paint(&painter, QRectF(10, 150, 700, 420), theme);
            funnel.paint(&painter, QRectF(720, 150, 470, 420), theme);
            const TreemapLayout layout = layoutTreemap(groups, QRectF(10, 590, 1180, 160), theme);
            paintTreemap(&painter, groups, layout, 20, {}, theme);
        });
        QVERIFY(pixelsOf(image, theme.color(Token::Base)) < 1200 * 760 * 9 / 10);
        const QString folder = qEnvironmentVariable("DEALERLENS_GALLERY");
        if (!folder.isEmpty())
            QVERIFY(image.save(folder + (dark ? QStringLiteral("/gallery-dark.png") : QStringLiteral("/gallery-light.png"))));
    }
}

QTEST_MAIN(TestPainted)
#include "tst_painted.moc"
