// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/stages/stagesstrip.h"

#include "desk/controls.h"
#include "desk/stages/stagescurve.h"
#include "desk/textlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>

namespace dealerlens::desk {

using viewmodels::CompareBy;

StagesStrip::StagesStrip(QWidget *parent)
    : QWidget(parent)
    , m_visits(new SegmentedControl(this))
    , m_clock(new SegmentedControl(this))
    , m_stages(new SegmentedControl(this))
    , m_compareBy(new QComboBox(this))
    , m_pick(new QPushButton(this))
    , m_note(new TextLabel({}, FontStyle::Small, Token::Text2, this))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(theme().px(14), theme().px(2), theme().px(14), theme().px(6));
    line->setSpacing(theme().px(8));
    m_note->setElided(true);
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QWidget *widget : std::initializer_list<QWidget *> { m_visits, m_clock, m_stages, m_compareBy, m_pick })
        line->addWidget(widget);
    line->addWidget(m_note, 1);
    connect(m_visits, &SegmentedControl::chosen, this, [this](int index) { Q_EMIT visitsChosen(index == 1); });
    connect(m_clock, &SegmentedControl::chosen, this, [this](int index) { Q_EMIT clockChosen(index == 1); });
    connect(m_stages, &SegmentedControl::chosen, this, [this](int index) { Q_EMIT stagesChosen(index == 1); });
    connect(m_compareBy, &QComboBox::activated, this, [this](int index) { Q_EMIT comparisonChosen(static_cast<CompareBy>(index)); });
    connect(m_pick, &QPushButton::clicked, this, &StagesStrip::groupsRequested);
}

void StagesStrip::setChoice(const Choice &choice)
{
    m_visits->setCurrent(choice.allVisits ? 1 : 0);
    m_clock->setCurrent(choice.businessTime ? 1 : 0);
    m_stages->setCurrent(choice.ownStages ? 1 : 0);
    m_compareBy->setCurrentIndex(static_cast<int>(choice.by));
    m_pick->setVisible(choice.by != CompareBy::Nothing);
    m_pick->setText(tr("Groups (%1 of %2)…").arg(choice.picked).arg(kMostGroups));
}

void StagesStrip::setNote(const QString &note) { m_note->setText(note); }

void StagesStrip::retranslate()
{
    m_visits->setChoices({ tr("First visit"), tr("All visits") });
    m_visits->setAccessibleName(tr("Which visits count"));
    m_clock->setChoices({ tr("Calendar"), tr("Business time") });
    m_clock->setAccessibleName(tr("Clock of the durations"));
    m_stages->setChoices({ tr("Standard"), tr("Own stages") });
    m_stages->setAccessibleName(tr("Stages of the standard or of the portals"));
    m_compareBy->clear();
    m_compareBy->addItems({ tr("No comparison"), tr("By dealer"), tr("By region"), tr("By employee") });
    m_compareBy->setAccessibleName(tr("Compare by"));
}

QWidget *StagesStrip::groupsAnchor() const { return m_pick->isVisible() ? static_cast<QWidget *>(m_pick) : m_compareBy; }

} // namespace dealerlens::desk
