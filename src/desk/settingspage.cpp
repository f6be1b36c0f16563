// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settingspage.h"

#include "desk/actions.h"
#include "desk/controls.h"
#include "desk/language.h"
#include "desk/pagehead.h"
#include "desk/textlabel.h"

#include <QAction>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QScrollArea>
#include <QStackedWidget>

namespace dealerlens::desk {

SettingsPage::SettingsPage(PageHost &host, std::vector<SettingsSection> sections, QWidget *parent)
    : Page(host, parent)
    , m_sections(std::move(sections))
    , m_list(nullptr)
    , m_stack(nullptr)
{
    m_sections.push_back(
        { QStringLiteral("appearance"), QT_TRANSLATE_NOOP("dealerlens::desk::SettingsSections", "Appearance"), buildAppearanceSettings });
    auto *body = new QWidget(&Page::body());
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_list = new QListWidget(body);
    m_list->setFixedWidth(theme().px(220));
    m_stack = new QStackedWidget(body);
    row->addWidget(m_list);
    row->addWidget(m_stack, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &SettingsPage::showSection);
    setBody(body);
}

QString SettingsPage::title() const { return tr("Settings"); }

void SettingsPage::retranslate()
{
    head().setTitle(title());
    m_list->setAccessibleName(title());
    const int current = std::max(0, m_list->currentRow());
    m_list->clear();
    while (QWidget *old = m_stack->widget(0)) {
        m_stack->removeWidget(old);
        old->deleteLater();
    }
    for (const SettingsSection &section : m_sections) {
        auto *item = new QListWidgetItem(QCoreApplication::translate("dealerlens::desk::SettingsSections", section.title), m_list);
        item->setSizeHint(QSize(10, theme().px(32)));
        auto *scroll = new QScrollArea(m_stack);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        m_stack->addWidget(scroll);
    }
    m_list->setCurrentRow(current);
}

// A section is built when somebody looks at it.
void SettingsPage::showSection(int row)
{
    auto *scroll = qobject_cast<QScrollArea *>(m_stack->widget(row));
    if (!scroll)
        return;
    if (!scroll->widget())
        scroll->setWidget(m_sections[static_cast<size_t>(row)].build(host(), scroll));
    m_stack->setCurrentIndex(row);
}

void SettingsPage::activate(const QVariantMap &args)
{
    const QString wanted = args.value(QStringLiteral("section")).toString();
    for (size_t i = 0; i < m_sections.size(); ++i) {
        if (m_sections[i].id == wanted)
            m_list->setCurrentRow(static_cast<int>(i));
    }
}

QList<Page::Scene> SettingsPage::scenes()
{
    QList<Scene> result;
    for (size_t i = 0; i < m_sections.size(); ++i)
        result.append({ m_sections[i].id, [this, i] { m_list->setCurrentRow(static_cast<int>(i)); } });
    return result;
}

QWidget *buildAppearanceSettings(PageHost &host, QWidget *parent)
{
    const auto text = [](const char *source) { return QCoreApplication::translate("dealerlens::desk::Appearance", source); };
    auto *page = new QWidget(parent);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(theme().px(24), theme().px(16), theme().px(24), theme().px(16));
    form->addRow(new TextLabel(
        QCoreApplication::translate("dealerlens::desk::SettingsSections", "Appearance"), FontStyle::Title, Token::Text, page));
    form->setVerticalSpacing(theme().px(12));
    form->setHorizontalSpacing(theme().px(16));
    const auto choice = [&](const char *name, const QStringList &words, int current, const QStringList &actions) {
        auto *control = new SegmentedControl(page);
        control->setChoices(words);
        control->setCurrent(current);
        control->setAccessibleName(text(name));
        Actions &registry = host.actions();
        // Queued: the action may rebuild this page.
        QObject::connect(
            control, &SegmentedControl::chosen, &registry, [&registry, actions](int index) { registry.find(actions[index])->trigger(); },
            Qt::QueuedConnection);
        auto *row = new QHBoxLayout;
        row->addWidget(control);
        row->addStretch();
        form->addRow(new TextLabel(text(name)), row);
    };
    choice(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Language"), { QStringLiteral("Русский"), QStringLiteral("English") },
        fmt().language() == viewmodels::Language::Russian ? 0 : 1,
        { QStringLiteral("view.language-ru"), QStringLiteral("view.language-en") });
    choice(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Colours"),
        { text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "As the system")),
            text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Light")),
            text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Dark")) },
        static_cast<int>(ThemeManager::instance()->mode()),
        { QStringLiteral("view.theme-system"), QStringLiteral("view.theme-light"), QStringLiteral("view.theme-dark") });
    choice(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Rows"),
        { text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Compact")),
            text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Normal")),
            text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Comfortable")) },
        static_cast<int>(ThemeManager::instance()->density()),
        { QStringLiteral("view.density-compact"), QStringLiteral("view.density-normal"), QStringLiteral("view.density-comfortable") });
    const QString replaced = ThemeManager::instance()->replacedFont();
    if (!replaced.isEmpty()) {
        auto *note = new TextLabel(
            text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance",
                     "The digits of the system's font have different widths, so columns of numbers would not line up. %1 is used instead."))
                .arg(replaced),
            FontStyle::Small, Token::Text2);
        note->setWordWrap(true);
        form->addRow(new TextLabel(text(QT_TRANSLATE_NOOP("dealerlens::desk::Appearance", "Font"))), note);
    }
    return page;
}

} // namespace dealerlens::desk
