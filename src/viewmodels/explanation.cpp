// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/explanation.h"

namespace dealerlens::viewmodels {

namespace {

constexpr qsizetype kNamed = 5; // missing dealers listed by key

} // namespace

std::vector<Explanation::Line> Explanation::lines(const reports::Waterfall &waterfall, const Fmt &fmt)
{
    using reports::Count;
    std::vector<Line> result;
    result.push_back({ tr("All"), fmt.integer(waterfall.all), Count::All });
    const auto without = [&](const QString &what, std::int64_t count, Count step) {
        if (count != 0)
            result.push_back({ QChar(0x2212) + QStringLiteral(" ") + what, fmt.integer(count), step });
    };
    without(tr("deleted"), waterfall.deleted, Count::Deleted);
    without(tr("test"), waterfall.test, Count::Test);
    without(tr("spam"), waterfall.spam, Count::Spam);
    without(tr("merged"), waterfall.merged, Count::Merged);
    without(tr("outside the filter"), waterfall.outsideFilter, Count::OutsideFilter);
    without(tr("too young"), waterfall.immature, Count::Immature);
    result.push_back({ tr("= counted"), fmt.integer(waterfall.counted), Count::Counted });
    if (waterfall.junk > 0)
        result.push_back({ tr("of them spam or no inquiry"), fmt.integer(waterfall.junk), Count::Junk });
    return result;
}

RowsScope Explanation::step(reports::Count count) const
{
    RowsScope step = *scope;
    step.count = count;
    if (count == reports::Count::Mapped || count == reports::Count::Unmapped)
        step.report = reports::Report::Coverage;
    return step;
}

QStringList Explanation::lines(const reports::Coverage &coverage, const Fmt &fmt)
{
    QStringList result;
    QString line = tr("%1 of %Ln dealers are fresh", nullptr, coverage.portals).arg(coverage.fresh);
    if (coverage.oldest != base::kNever)
        line += QStringLiteral(" · ") + tr("oldest data %1").arg(fmt.dateTime(coverage.oldest));
    result.append(line);
    if (coverage.mappedShare < 0.9995)
        result.append(tr("%1 of the stage visits have a pair in the standard").arg(fmt.percent(coverage.mappedShare, 1)));
    if (!coverage.missing.empty()) {
        QStringList names;
        for (const QString &key : coverage.missing) {
            if (names.size() == kNamed) {
                names.append(QStringLiteral("…"));
                break;
            }
            names.append(key);
        }
        result.append(tr("Stale or never read: %1").arg(names.join(QStringLiteral(", "))));
    }
    return result;
}

QString Explanation::text(const Fmt &fmt) const
{
    QStringList out;
    for (const QString &part : { title, subject, value, formula, method }) {
        if (!part.isEmpty())
            out.append(part);
    }
    out.append(notes);
    if (waterfall) {
        for (const Line &line : lines(*waterfall, fmt))
            out.append(line.what + QLatin1Char('\t') + line.number);
    }
    if (coverage)
        out.append(lines(*coverage, fmt));
    return out.join(QLatin1Char('\n'));
}

} // namespace dealerlens::viewmodels
