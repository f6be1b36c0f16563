// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/calendarsection.h"

#include "desk/language.h"
#include "desk/settings/hintedlist.h"
#include "desk/settings/limitssection.h"
#include "desk/textlabel.h"
#include "viewmodels/hourstext.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace dealerlens::desk {

using model::WorkCalendar;
using viewmodels::hoursText;
using viewmodels::parseHours;
using viewmodels::WorkSlots;

namespace {

WorkSlots slotsOf(const WorkCalendar &calendar, int weekday)
{
    WorkSlots found;
    std::copy_if(calendar.week.begin(), calendar.week.end(), std::back_inserter(found),
        [weekday](const WorkCalendar::Slot &slot) { return slot.weekday == weekday; });
    return found;
}

QString usualHours() { return QStringLiteral("09:00–18:00"); }

} // namespace

CalendarSection::CalendarSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_scope(new ScopeBox(session, this))
    , m_own(new QCheckBox(tr("Own hours"), this))
    , m_problem(new TextLabel({}, FontStyle::Small, Token::Breach, this))
    , m_special(nullptr)
    , m_day(nullptr)
    , m_dayHours(nullptr)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *note
        = new TextLabel(tr("Business time runs in these hours by the dealer's own clock. Dealers without own hours follow the network. "
                           "A break divides a day: 09:00–13:00, 14:00–18:00."),
            FontStyle::Small, Token::Text2, this);
    note->setWordWrap(true);
    column->addWidget(note);
    auto *row = new QHBoxLayout;
    row->addWidget(m_scope);
    row->addWidget(m_own);
    row->addStretch();
    column->addLayout(row);
    auto *body = new QHBoxLayout;
    auto *left = new QVBoxLayout;
    auto *grid = new QGridLayout;
    buildWeek(grid);
    left->addLayout(grid);
    m_problem->setWordWrap(true);
    left->addWidget(m_problem);
    left->addStretch(1);
    body->addLayout(left);
    body->addSpacing(theme().px(32));
    body->addWidget(buildSpecial());
    body->addStretch();
    column->addLayout(body, 1);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &CalendarSection::show);
    connect(m_own, &QCheckBox::toggled, this, [this](bool own) {
        if (m_showing)
            return;
        if (own)
            m_draft.setCalendar(m_scope->portal(), m_draft.standard().calendar);
        else
            m_draft.dropCalendar(m_scope->portal());
    });
    connect(&m_draft, &viewmodels::StandardDraft::changed, this, &CalendarSection::show);
    complain(false);
    show();
}

void CalendarSection::buildWeek(QGridLayout *grid)
{
    const QLocale locale;
    for (int day = 1; day <= 7; ++day) {
        Day &mine = m_week[static_cast<std::size_t>(day - 1)];
        QString name = locale.standaloneDayName(day);
        name[0] = name[0].toUpper();
        mine.open = new QCheckBox(name, this);
        mine.hours = new QLineEdit(this);
        mine.hours->setMinimumWidth(theme().px(230));
        mine.hours->setAccessibleName(tr("%1, working hours").arg(name));
        connect(mine.open, &QCheckBox::toggled, this, [this, day](bool open) { toggleDay(day, open); });
        connect(mine.hours, &QLineEdit::textEdited, this, [this, day](const QString &text) { storeHours(day, text); });
        connect(mine.hours, &QLineEdit::editingFinished, this, &CalendarSection::show);
        grid->addWidget(mine.open, day, 0);
        grid->addWidget(mine.hours, day, 1);
    }
}

QWidget *CalendarSection::buildSpecial()
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(new TextLabel(tr("Holidays and special working days"), FontStyle::Strong, Token::Text2, box));
    m_special = new HintedList(tr("No holidays yet: every week counts alike. Choose a day below and press Holiday, or Working day for a "
                                  "day off on which work goes on."),
        box);
    m_special->setAccessibleName(tr("Holidays and special working days"));
    m_special->setPalette(theme().viewPalette());
    m_special->setMinimumWidth(theme().px(280));
    column->addWidget(m_special, 1);
    auto *fields = new QHBoxLayout;
    m_day = new QDateEdit(QDate::currentDate(), box);
    m_day->setCalendarPopup(true);
    m_day->setAccessibleName(tr("Day"));
    m_dayHours = new QLineEdit(usualHours(), box);
    m_dayHours->setAccessibleName(tr("Hours of this day"));
    fields->addWidget(m_day);
    fields->addWidget(m_dayHours, 1);
    column->addLayout(fields);
    auto *buttons = new QHBoxLayout;
    auto *holiday = new QPushButton(tr("Holiday"), box);
    auto *working = new QPushButton(tr("Working day"), box);
    auto *remove = new QPushButton(tr("Remove"), box);
    for (QWidget *each : std::initializer_list<QWidget *> { holiday, working, remove })
        buttons->addWidget(each);
    column->addLayout(buttons);
    connect(holiday, &QPushButton::clicked, this, [this] { addSpecial(false); });
    connect(working, &QPushButton::clicked, this, [this] { addSpecial(true); });
    connect(remove, &QPushButton::clicked, this, &CalendarSection::removeSpecial);
    connect(m_special, &QListWidget::currentRowChanged, this, &CalendarSection::chooseSpecial);
    return box;
}

void CalendarSection::show()
{
    m_showing = true;
    const model::PortalId portal = m_scope->portal();
    const bool own = portal == 0 || m_draft.standard().dealerCalendars.contains(portal);
    m_own->setVisible(portal != 0);
    m_own->setChecked(own);
    const WorkCalendar &calendar = m_draft.calendar(portal);
    showWeek(calendar, own);
    showSpecial(calendar, own);
    m_showing = false;
}

// What is being typed stays as it is: it would jump under the cursor.
void CalendarSection::showWeek(const WorkCalendar &calendar, bool own)
{
    bool wrong = false;
    for (int day = 1; day <= 7; ++day) {
        Day &mine = m_week[static_cast<std::size_t>(day - 1)];
        const WorkSlots hours = slotsOf(calendar, day);
        mine.open->setChecked(!hours.empty());
        mine.open->setEnabled(own);
        mine.hours->setEnabled(own && !hours.empty());
        if (!mine.hours->hasFocus())
            mine.hours->setText(hoursText(hours));
        wrong = wrong || !parseHours(mine.hours->text(), day);
    }
    complain(wrong);
}

void CalendarSection::showSpecial(const WorkCalendar &calendar, bool own)
{
    const int current = m_special->currentRow();
    m_special->clear();
    for (const WorkCalendar::SpecialDay &special : calendar.special)
        m_special->addItem(QString(fmt().date(special.day) + QStringLiteral(" · ")
            + (special.working ? tr("working day") + QLatin1Char(' ') + hoursText(special.slots_) : tr("holiday"))));
    m_special->setCurrentRow(std::min(current, m_special->count() - 1));
    m_special->setEnabled(own);
}

void CalendarSection::complain(bool wrong)
{
    m_problem->setText(wrong ? tr("Hours are written as 09:00–18:00 or 09:00–13:00, 14:00–18:00.") : QString());
}

void CalendarSection::storeHours(int weekday, const QString &text)
{
    if (m_showing)
        return;
    const auto hours = parseHours(text, weekday);
    complain(!hours);
    if (!hours || hours->empty()) // a day is closed by its check box
        return;
    WorkCalendar calendar = m_draft.calendar(m_scope->portal());
    std::erase_if(calendar.week, [weekday](const WorkCalendar::Slot &slot) { return slot.weekday == weekday; });
    calendar.week.insert(calendar.week.end(), hours->begin(), hours->end());
    std::stable_sort(calendar.week.begin(), calendar.week.end(),
        [](const WorkCalendar::Slot &one, const WorkCalendar::Slot &other) { return one.weekday < other.weekday; });
    if (!(calendar == m_draft.calendar(m_scope->portal())))
        m_draft.setCalendar(m_scope->portal(), calendar);
}

void CalendarSection::toggleDay(int weekday, bool open)
{
    if (m_showing)
        return;
    if (open) {
        storeHours(weekday, usualHours());
        return;
    }
    WorkCalendar calendar = m_draft.calendar(m_scope->portal());
    std::erase_if(calendar.week, [weekday](const WorkCalendar::Slot &slot) { return slot.weekday == weekday; });
    m_draft.setCalendar(m_scope->portal(), calendar);
}

void CalendarSection::addSpecial(bool working)
{
    const QDate day = m_day->date();
    const auto hours = parseHours(m_dayHours->text(), day.dayOfWeek());
    complain(working && (!hours || hours->empty()));
    if (working && (!hours || hours->empty())) {
        m_dayHours->setFocus();
        return;
    }
    WorkCalendar calendar = m_draft.calendar(m_scope->portal());
    std::erase_if(calendar.special, [day](const WorkCalendar::SpecialDay &each) { return each.day == day; });
    calendar.special.push_back({ day, working, working ? *hours : WorkSlots() });
    std::sort(calendar.special.begin(), calendar.special.end(), [](const auto &one, const auto &other) { return one.day < other.day; });
    m_draft.setCalendar(m_scope->portal(), calendar);
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

// The chosen day comes into the fields, to be changed.
void CalendarSection::chooseSpecial()
{
    const int row = m_special->currentRow();
    const WorkCalendar &calendar = m_draft.calendar(m_scope->portal());
    if (m_showing || row < 0 || row >= static_cast<int>(calendar.special.size()))
        return;
    const WorkCalendar::SpecialDay &special = calendar.special[static_cast<std::size_t>(row)];
    m_day->setDate(special.day);
    m_dayHours->setText(special.working ? hoursText(special.slots_) : usualHours());
}

} // namespace dealerlens::desk
