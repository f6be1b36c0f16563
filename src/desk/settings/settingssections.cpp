// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/settingssections.h"

#include "desk/settings/calendarsection.h"
#include "desk/settings/figuressection.h"
#include "desk/settings/limitssection.h"
#include "desk/settings/savebar.h"
#include "desk/settings/stagemapsection.h"
#include "desk/textlabel.h"

#include <QCoreApplication>
#include <QFormLayout>
#include <QVBoxLayout>

namespace dealerlens::desk {

namespace {

// Title above, margins around.
QWidget *framed(const char *title, PageHost &host, QWidget *parent, const std::function<QWidget *(PageHost &, QWidget *)> &make)
{
    auto *page = new QWidget(parent);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme().px(24), theme().px(16), theme().px(24), theme().px(16));
    column->setSpacing(theme().px(10));
    column->addWidget(
        new TextLabel(QCoreApplication::translate("dealerlens::desk::SettingsSections", title), FontStyle::Title, Token::Text, page));
    QWidget *content = make(host, page);
    const bool isForm = qobject_cast<QFormLayout *>(content->layout()) != nullptr;
    column->addWidget(content, isForm ? 0 : 1);
    if (isForm)
        column->addStretch(1);
    return page;
}

} // namespace

Page *buildSettingsPage(PageHost &host, viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent)
{
    viewmodels::Session *data = &session;
    viewmodels::StandardDraft *rules = &draft;
    std::vector<SettingsSection> sections;
    const auto add = [&sections](const char *id, const char *title, std::function<QWidget *(PageHost &, QWidget *)> make) {
        sections.push_back({ QString::fromLatin1(id), title,
            [title, make](PageHost &inside, QWidget *frame) { return framed(title, inside, frame, make); } });
    };
    add("stages", QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Stages of portals"),
        [data, rules](PageHost &inside, QWidget *frame) { return new StageMapSection(*data, *rules, frame, &inside); });
    add("milestones", QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Milestones and limits"),
        [data, rules](PageHost &inside, QWidget *frame) { return new LimitsSection(*data, *rules, frame, &inside); });
    add("calendars", QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Working hours"),
        [data, rules](PageHost &, QWidget *frame) { return new CalendarSection(*data, *rules, frame); });
    add("figures", QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Figures"),
        [rules](PageHost &, QWidget *frame) { return new FiguresSection(*rules, frame); });
    add("data", QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Data"),
        [data](PageHost &, QWidget *frame) { return buildDataSettings(*data, frame); });
    auto *page = new SettingsPage(host, std::move(sections), parent);
    page->addStrip(new SaveBar(host, draft, page));
    return page;
}

} // namespace dealerlens::desk
