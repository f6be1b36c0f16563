// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/deadlinebox.h"

#include "desk/language.h"
#include "desk/textlabel.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QTimeZone>
#include <QVBoxLayout>

#include <algorithm>

namespace dealerlens::desk {

namespace {

constexpr int kHour = 3'600;
constexpr int kWorkingDay = 8 * kHour;
constexpr int kInstant = -1;

QTimeZone zoneOf(const QString &id)
{
    const QTimeZone zone(id.toUtf8());
    return zone.isValid() ? zone : QTimeZone::utc();
}

base::UtcSeconds inZone(const QDateTime &clock, const QString &zone)
{
    return QDateTime(clock.date(), clock.time(), zoneOf(zone)).toSecsSinceEpoch();
}

} // namespace

DeadlineBox::DeadlineBox(const QStringList &zones, base::UtcSeconds now, QWidget *parent)
    : QWidget(parent)
    , m_zones(zones)
    , m_kind(new QComboBox(this))
    , m_at(new QDateTimeEdit(this))
    , m_hint(new TextLabel({}, FontStyle::Small, Token::Text2, this))
{
    for (const int days : { 1, 3, 5, 10 })
        m_kind->addItem(tr("in %Ln working days of the dealer", nullptr, days), days * kWorkingDay);
    m_kind->addItem(tr("in 2 working hours of the dealer"), 2 * kHour);
    m_kind->addItem(tr("at a date and time…"), kInstant);
    m_kind->addItem(tr("no deadline"), 0);
    setFocusProxy(m_kind);
    m_at->setDisplayFormat(QStringLiteral("dd.MM.yyyy HH:mm"));
    m_at->setCalendarPopup(true);
    m_at->setTimeSpec(Qt::UTC); // a clock's face, of whichever zone
    m_at->setAccessibleName(tr("Date and time at the dealer"));
    const QDateTime here = QDateTime::fromSecsSinceEpoch(now, zoneOf(zones.value(0)));
    m_at->setDateTime(QDateTime(here.date().addDays(1), QTime(12, 0), Qt::UTC));
    m_hint->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_kind, 1);
    row->addWidget(m_at);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(4));
    column->addLayout(row);
    column->addWidget(m_hint);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DeadlineBox::showHint);
    connect(m_at, &QDateTimeEdit::dateTimeChanged, this, &DeadlineBox::showHint);
    showHint();
}

int DeadlineBox::kind() const { return m_kind->currentIndex(); }

QDateTime DeadlineBox::shownAt() const { return m_at->dateTime(); }

void DeadlineBox::set(int kind, const QDateTime &at)
{
    m_at->setDateTime(at);
    m_kind->setCurrentIndex(kind);
}

std::int64_t DeadlineBox::workingSeconds() const { return std::max(0, m_kind->currentData().toInt()); }

QDateTime DeadlineBox::at() const { return m_kind->currentData().toInt() == kInstant ? m_at->dateTime() : QDateTime(); }

bool DeadlineBox::isAhead(base::UtcSeconds now) const
{
    return !at().isValid() || std::ranges::all_of(m_zones, [&](const QString &zone) { return inZone(at(), zone) > now; });
}

void DeadlineBox::showHint()
{
    const bool isInstant = at().isValid();
    m_at->setVisible(isInstant);
    m_hint->setVisible(isInstant);
    if (isInstant && m_zones.size() == 1) {
        const base::UtcSeconds instant = inZone(at(), m_zones.front());
        const int offset = zoneOf(m_zones.front()).offsetFromUtc(QDateTime::fromSecsSinceEpoch(instant, Qt::UTC)) / 60;
        const QString zone = QStringLiteral("UTC%1%2:%3")
                                 .arg(offset < 0 ? QChar(0x2212) : QLatin1Char('+'))
                                 .arg(std::abs(offset) / 60, 2, 10, QLatin1Char('0'))
                                 .arg(std::abs(offset) % 60, 2, 10, QLatin1Char('0'));
        m_hint->setText(tr("By the dealer's clock (%1); by yours it is %2.").arg(zone, fmt().dateTime(instant)));
    } else {
        m_hint->setText(tr("By each dealer's own clock."));
    }
    Q_EMIT changed();
}

} // namespace dealerlens::desk
