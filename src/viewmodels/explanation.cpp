// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/explanation.h"

namespace dealerlens::viewmodels {

namespace {

constexpr qsizetype kNamed = 5; // missing dealers listed by key

} // namespace

std::vector<Explanation::Line> Explanation::lines(const reports::Waterfall &waterfall, const Fmt &fmt)
{
    std::vector<Line> result;
    result.emplace_back(tr("All"), fmt.integer(waterfall.all));
    const auto without = [&](const QString &what, std::int64_t count) {
        if (count != 0)
            result.emplace_back(QString(QChar(0x2212) + QStringLiteral(" ") + what), fmt.integer(count));
    };
    without(tr("deleted"), waterfall.deleted);
    without(tr("test"), waterfall.test);
    without(tr("spam"), waterfall.spam);
    without(tr("merged"), waterfall.merged);
    without(tr("outside the filter"), waterfall.outsideFilter);
    without(tr("too young"), waterfall.immature);
    result.emplace_back(tr("= counted"), fmt.integer(waterfall.counted));
    if (waterfall.junk > 0)
        result.emplace_back(tr("of them spam or no inquiry"), fmt.integer(waterfall.junk));
    return result;
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
        for (const auto &[what, count] : lines(*waterfall, fmt))
            out.append(what + QLatin1Char('\t') + count);
    }
    if (coverage)
        out.append(lines(*coverage, fmt));
    return out.join(QLatin1Char('\n'));
}

} // namespace dealerlens::viewmodels
