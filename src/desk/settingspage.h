// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"

class QListWidget;
class QStackedWidget;

namespace dealerlens::desk {

// One tab of the settings. Built when the settings are first shown; `build` makes the widget in the language then
// in force, and is called again when the language changes.
struct SettingsSection {
    QString id;
    const char *title = nullptr; // source text marked QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", …)
    std::function<QWidget *(PageHost &host, QWidget *parent)> build;
};

// Settings: list of sections at the left, the chosen one at the right. Appearance is always there.
class SettingsPage final : public Page {
    Q_OBJECT

public:
    SettingsPage(PageHost &host, std::vector<SettingsSection> sections, QWidget *parent);

    [[nodiscard]] QString title() const override;

    [[nodiscard]] ContextParts contextParts() const override { return {}; }

    void setContext(const viewmodels::Context &) override { }

    void retranslate() override;
    // {"section": id} shows that section.
    void activate(const QVariantMap &args) override;
    [[nodiscard]] QList<Scene> scenes() override;

private:
    void showSection(int row);

    std::vector<SettingsSection> m_sections;
    QListWidget *m_list;
    QStackedWidget *m_stack;
};

[[nodiscard]] QWidget *buildAppearanceSettings(PageHost &host, QWidget *parent);

} // namespace dealerlens::desk
