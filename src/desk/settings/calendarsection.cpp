// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/calendarsection.h"

#include "desk/language.h"
#include "desk/settings/limitssection.h"
#include "desk/textlabel.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QTimeEdit>

#include <algorithm>

namespace dealerlens::desk {

using Slot_ = model::WorkCalendar::Slot;
using model::WorkCalendar;

namespace {

std::vector<Slot_> slotsOf(const WorkCalendar &calendar, int weekday)
{
    std::vector<Slot_> found;
    std::copy_if(calendar.week.begin(), calendar.week.end(), std::back_inserter(found),
        [weekday](const Slot_ &slot) { return slot.weekday == weekday; });
    return found;
}

// 23:59 in the editor stands for the end of the day: QTime has no 24:00.
QTime shownEnd(const Slot_ &slot) { return slot.toMidnight ? QTime(23, 59) : slot.to; }

} // namespace

CalendarSection::CalendarSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_scope(new ScopeBox(session, this))
    , m_own(new QCheckBox(tr("Own hours"), this))
    , m_special(new QListWidget(this))
    , m_day(new QDateEdit(QDate::currentDate(), this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *note
        = new TextLabel(tr("Business time runs in these hours by the dealer's own clock. Dealers without own hours follow the network."),
            FontStyle::Small, Token::Text2, this);
    note->setWordWrap(true);
    column->addWidget(note);
    auto *row = new QHBoxLayout;
    row->addWidget(m_scope);
    row->addWidget(m_own);
    row->addStretch();
    column->addLayout(row);
    auto *body = new QHBoxLayout;
    auto *grid = new QGridLayout;
    buildWeek(grid);
    body->addLayout(grid);
    body->addSpacing(theme().px(32));
    auto *right = new QVBoxLayout;
    right->addWidget(new TextLabel(tr("Holidays and special working days"), FontStyle::Strong, Token::Text2, this));
    m_special->setAccessibleName(tr("Holidays and special working days"));
    m_special->setPalette(theme().viewPalette());
    m_special->setMinimumWidth(theme().px(280));
    right->addWidget(m_special, 1);
    auto *buttons = new QHBoxLayout;
    m_day->setCalendarPopup(true);
    m_day->setAccessibleName(tr("Day"));
    auto *holiday = new QPushButton(tr("Holiday"), this);
    auto *working = new QPushButton(tr("Working day"), this);
    auto *remove = new QPushButton(tr("Remove"), this);
    for (QWidget *each : std::initializer_list<QWidget *> { m_day, holiday, working, remove })
        buttons->addWidget(each);
    right->addLayout(buttons);
    body->addLayout(right);
    body->addStretch();
    column->addLayout(body);
    column->addStretch(1);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &CalendarSection::show);
    connect(m_own, &QCheckBox::toggled, this, [this](bool own) {
        if (m_showing)
            return;
        if (own)
            m_draft.setCalendar(m_scope->portal(), m_draft.standard().calendar);
        else
            m_draft.dropCalendar(m_scope->portal());
    });
    connect(holiday, &QPushButton::clicked, this, [this] { addSpecial(false); });
    connect(working, &QPushButton::clicked, this, [this] { addSpecial(true); });
    connect(remove, &QPushButton::clicked, this, &CalendarSection::removeSpecial);
    connect(&m_draft, &viewmodels::StandardDraft::changed, this, &CalendarSection::show);
    show();
}

void CalendarSection::buildWeek(QGridLayout *grid)
{
    const QLocale locale;
    for (int day = 0; day < 7; ++day) {
        Day &mine = m_week[static_cast<std::size_t>(day)];
        QString name = locale.standaloneDayName(day + 1);
        name[0] = name[0].toUpper();
        mine.open = new QCheckBox(name, this);
        mine.from = new QTimeEdit(QTime(9, 0), this);
        mine.to = new QTimeEdit(QTime(18, 0), this);
        for (QTimeEdit *edit : { mine.from, mine.to }) {
            edit->setDisplayFormat(QStringLiteral("HH:mm"));
            connect(edit, &QTimeEdit::timeChanged, this, &CalendarSection::store);
        }
        mine.from->setAccessibleName(tr("%1, from").arg(name));
        mine.to->setAccessibleName(tr("%1, to").arg(name));
        connect(mine.open, &QCheckBox::toggled, this, &CalendarSection::store);
        grid->addWidget(mine.open, day, 0);
        grid->addWidget(mine.from, day, 1);
        grid->addWidget(mine.to, day, 2);
    }
}

void CalendarSection::show()
{
    m_showing = true;
    const model::PortalId portal = m_scope->portal();
    const bool own = portal == 0 || m_draft.standard().dealerCalendars.contains(portal);
    m_own->setVisible(portal != 0);
    m_own->setChecked(own);
    const WorkCalendar &calendar = m_draft.calendar(portal);
    for (int day = 0; day < 7; ++day) {
        Day &mine = m_week[static_cast<std::size_t>(day)];
        const std::vector<Slot_> slots_ = slotsOf(calendar, day + 1);
        mine.open->setChecked(!slots_.empty());
        if (!slots_.empty()) {
            mine.from->setTime(slots_.front().from);
            mine.to->setTime(shownEnd(slots_.back()));
        }
        mine.open->setEnabled(own);
        mine.from->setEnabled(own && !slots_.empty());
        mine.to->setEnabled(own && !slots_.empty());
    }
    const int current = m_special->currentRow();
    m_special->clear();
    for (const WorkCalendar::SpecialDay &special : calendar.special)
        m_special->addItem(
            QString(fmt().date(special.day) + QStringLiteral(" · ") + (special.working ? tr("working day") : tr("holiday"))));
    m_special->setCurrentRow(std::min(current, m_special->count() - 1));
    m_special->setEnabled(own);
    m_showing = false;
}

void CalendarSection::store()
{
    if (m_showing)
        return;
    const model::PortalId portal = m_scope->portal();
    WorkCalendar calendar = m_draft.calendar(portal);
    const WorkCalendar before = calendar;
    calendar.week.clear();
    for (int day = 0; day < 7; ++day) {
        const Day &mine = m_week[static_cast<std::size_t>(day)];
        if (!mine.open->isChecked())
            continue;
        std::vector<Slot_> slots_ = slotsOf(before, day + 1);
        if (slots_.empty())
            slots_.push_back({ day + 1, mine.from->time(), mine.to->time(), false });
        slots_.front().from = mine.from->time();
        slots_.back().toMidnight = mine.to->time() == QTime(23, 59);
        slots_.back().to = slots_.back().toMidnight ? QTime() : mine.to->time();
        calendar.week.insert(calendar.week.end(), slots_.begin(), slots_.end());
    }
    if (!(calendar == before))
        m_draft.setCalendar(portal, calendar);
}

void CalendarSection::addSpecial(bool working)
{
    const model::PortalId portal = m_scope->portal();
    WorkCalendar calendar = m_draft.calendar(portal);
    const QDate day = m_day->date();
    std::erase_if(calendar.special, [day](const WorkCalendar::SpecialDay &each) { return each.day == day; });
    WorkCalendar::SpecialDay special;
    special.day = day;
    special.working = working;
    if (working)
        special.slots_.push_back({ day.dayOfWeek(), QTime(9, 0), QTime(18, 0), false });
    calendar.special.push_back(special);
    std::sort(calendar.special.begin(), calendar.special.end(), [](const auto &one, const auto &other) { return one.day < other.day; });
    m_draft.setCalendar(portal, calendar);
    m_day->setDate(day.addDays(1));
}

void CalendarSection::removeSpecial()
{
    const int row = m_special->currentRow();
    WorkCalendar calendar = m_draft.calendar(m_scope->portal());
    if (row < 0 || row >= static_cast<int>(calendar.special.size()))
        return;
    calendar.special.erase(calendar.special.begin() + row);
    m_draft.setCalendar(m_scope->portal(), calendar);
}

} // namespace dealerlens::desk
