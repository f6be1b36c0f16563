// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardstrip.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/painters.h"
#include "viewmodels/boardtexts.h"

#include <QHBoxLayout>

namespace dealerlens::desk {

using viewmodels::BoardTexts;

namespace {

// Glyph of a quick filter; -1: words only.
constexpr int kGlyphs[reports::kLateCount] { int(State::Warning), int(State::Breached), int(State::Breached), -1, -1, -1, -1 };

} // namespace

BoardStrip::BoardStrip(QWidget *parent)
    : QWidget(parent)
    , m_ages(new Chip(QStringLiteral("clock"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(8), theme().px(2), theme().px(12), theme().px(6));
    row->setSpacing(theme().px(4));
    for (int late = 0; late < reports::kLateCount; ++late) {
        auto *chip = new ToggleChip(this);
        chip->setCheckable(true);
        connect(chip, &ToggleChip::clicked, this, [this, late](bool on) { Q_EMIT lateToggled(late, on); });
        row->addWidget(chip);
        m_lates[std::size_t(late)] = chip;
    }
    m_ages->setActive(true);
    m_ages->hide();
    connect(m_ages, &Chip::clicked, this, &BoardStrip::agesReset);
    connect(m_ages, &Chip::resetRequested, this, &BoardStrip::agesReset);
    row->addWidget(m_ages);
    row->addStretch();
}

void BoardStrip::setLates(const reports::Board *board, const std::set<reports::Late> &chosen)
{
    for (int i = 0; i < reports::kLateCount; ++i) {
        const auto late = static_cast<reports::Late>(i);
        const QString words = BoardTexts::late(late);
        const QString count = fmt().integer(board ? board->lateCounts[std::size_t(i)] : 0);
        ToggleChip *chip = m_lates[std::size_t(i)];
        chip->setContent(kGlyphs[i], words, board ? count : QString());
        chip->setChecked(chosen.contains(late));
        chip->setToolTip(QString(words % QStringLiteral(" (Alt+") % QString::number(i + 1) % QLatin1Char(')')));
        chip->setAccessibleName(QString(words % QStringLiteral(", ") % count));
    }
}

void BoardStrip::setAges(const QString &column, const QString &ages)
{
    m_ages->setKey(column);
    m_ages->setValue(ages);
    m_ages->setAccessibleName(QString(column % QStringLiteral(", ") % ages % QStringLiteral(", ") % tr("all ages again")));
    m_ages->setToolTip(tr("All ages again") + QStringLiteral(" (A)"));
    m_ages->setVisible(!ages.isEmpty());
}

void BoardStrip::retranslate() { setAccessibleName(tr("Quick filters")); }

} // namespace dealerlens::desk
