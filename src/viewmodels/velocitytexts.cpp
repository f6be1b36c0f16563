// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/velocitytexts.h"

#include <cmath>

namespace dealerlens::viewmodels {
namespace {

QString amountText(double amount, const QString &currency, const Fmt &fmt)
{
    return fmt.moneyShort({ std::llround(amount * double(model::Money::kScale)) }, currency);
}

QString signedAmount(double amount, const QString &currency, const Fmt &fmt)
{
    const QString text = amountText(amount, currency, fmt);
    return amount > 0 ? QString(QLatin1Char('+') + text) : text;
}

} // namespace

QString VelocityTexts::line(const reports::VelocityAnswer &answer, const QString &currency, const Fmt &fmt)
{
    const reports::Velocity &now = answer.now;
    if (!now.perDay) {
        return tr("Velocity: %Ln open deals; too few have ended to tell what they bring", nullptr, static_cast<int>(now.openQualified));
    }
    QString text = tr("Velocity: %1 open × %2 won × %3 ÷ %4 = %5 a day")
                       .arg(fmt.integer(now.openQualified), fmt.percent(*now.winRate), amountText(*now.meanWonAmount, currency, fmt),
                           fmt.days(*now.meanCycleDays * 86'400), amountText(*now.perDay, currency, fmt));
    if (answer.before && answer.before->perDay)
        text += QStringLiteral(" · ")
            + tr("%1 against the period before").arg(signedAmount(*now.perDay - *answer.before->perDay, currency, fmt));
    return text;
}

Explanation VelocityTexts::explain(const reports::VelocityAnswer &answer, const QString &currency, const Fmt &fmt)
{
    Explanation explanation;
    explanation.title = tr("Pipeline velocity");
    explanation.value = answer.now.perDay ? tr("%1 a day").arg(amountText(*answer.now.perDay, currency, fmt)) : Fmt::dash();
    explanation.formula = tr("Open deals × win rate × mean amount of those won in the period ÷ mean cycle. Win rate and cycle are of the "
                             "%Ln deals whose horizon of %1 days ended in the period: each was watched for as long.",
        nullptr, static_cast<int>(answer.now.mature))
                              .arg(answer.horizonDays);
    explanation.method = tr("Cycle: mean time to the end, counted up to the horizon (restricted mean of Kaplan–Meier).");
    explanation.coverage = answer.coverage;
    if (!answer.change || !answer.now.perDay || !answer.before->perDay)
        return explanation;
    const QString names[] { tr("open deals"), tr("win rate"), tr("amount"), tr("cycle") };
    QStringList parts;
    for (size_t i = 0; i < answer.change->size(); ++i)
        parts.append(QString(names[i] + QLatin1Char(' ') + signedAmount((*answer.change)[i], currency, fmt)));
    explanation.notes = { tr("A period earlier: %1 a day. What changed it: %2.")
            .arg(amountText(*answer.before->perDay, currency, fmt), parts.join(QStringLiteral(", "))) };
    return explanation;
}

} // namespace dealerlens::viewmodels
