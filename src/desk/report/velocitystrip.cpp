// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/report/velocitystrip.h"

#include "desk/explainpopover.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "viewmodels/velocitytexts.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace dealerlens::desk {

using viewmodels::VelocityTexts;

VelocityStrip::VelocityStrip(QWidget *parent)
    : QWidget(parent)
    , m_line(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_explain(new QPushButton(this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(theme().px(14), theme().px(2), theme().px(14), theme().px(4));
    m_line->setElided(true);
    line->addWidget(m_line, 1);
    constexpr std::array kCounts { reports::Count::Open, reports::Count::Mature, reports::Count::Won };
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i] = new QPushButton(this);
        m_counts[i]->setFlat(true);
        line->addWidget(m_counts[i]);
        connect(m_counts[i], &QPushButton::clicked, this, [this, count = kCounts[i]] {
            viewmodels::RowsScope scope;
            scope.report = reports::Report::Velocity;
            scope.count = count;
            Q_EMIT rowsRequested(scope);
        });
    }
    line->addWidget(m_explain);
    connect(m_explain, &QPushButton::clicked, this, &VelocityStrip::explain);
    hide();
}

void VelocityStrip::setAnswer(const reports::VelocityAnswer &answer, const QString &currency)
{
    m_answer = answer;
    m_currency = currency;
    retranslate();
    setVisible(answer.now.openQualified > 0 || answer.now.perDay);
}

void VelocityStrip::retranslate()
{
    m_explain->setText(tr("How it was computed"));
    nameCounts();
    if (m_answer)
        m_line->setText(VelocityTexts::line(*m_answer, m_currency, fmt()));
}

void VelocityStrip::nameCounts()
{
    if (!m_answer)
        return;
    const reports::Velocity &now = m_answer->now;
    const std::array texts { tr("open: %1").arg(fmt().integer(now.openQualified)), tr("judged: %1").arg(fmt().integer(now.mature)),
        tr("won: %1").arg(fmt().integer(now.won)) };
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i]->setText(texts[i]);
        m_counts[i]->setAccessibleName(tr("%1, open the rows").arg(texts[i]));
    }
}

QString VelocityStrip::text() const { return m_line->text(); }

void VelocityStrip::explain()
{
    if (!m_answer)
        return;
    auto *popover = new ExplainPopover(VelocityTexts::explain(*m_answer, m_currency, fmt()), {}, this);
    popover->openAt(QRect(m_explain->mapToGlobal(QPoint(0, 0)), m_explain->size()), this);
}

} // namespace dealerlens::desk
