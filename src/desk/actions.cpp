// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/actions.h"

#include "desk/icons.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace dealerlens::desk {

Actions::Actions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
}

QAction *Actions::add(const ActionInfo &info, QObject *receiver, std::function<void()> run)
{
    Q_ASSERT_X(!find(info.id), "Actions::add", qPrintable(info.id));
    auto *action = new QAction(this);
    action->setObjectName(info.id);
    if (!info.icon.isEmpty())
        action->setIcon(icon(info.icon));
    if (!info.key.isEmpty())
        action->setShortcut(info.key);
    action->setCheckable(info.checkable);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, receiver, [run = std::move(run)] { run(); });
    m_window->addAction(action);
    m_entries.push_back({ info, action });
    describe(m_entries.back());
    action->setVisible(info.page.isEmpty() || info.page == m_page);
    Q_EMIT added(info.id);
    return action;
}

QAction *Actions::find(const QString &id) const
{
    for (const Entry &entry : m_entries) {
        if (entry.info.id == id)
            return entry.action;
    }
    return nullptr;
}

std::vector<Actions::Entry> Actions::entries(const QString &page) const
{
    std::vector<Entry> result;
    for (const Entry &entry : m_entries) {
        if (entry.info.page.isEmpty() || entry.info.page == page)
            result.push_back(entry);
    }
    return result;
}

void Actions::setPage(const QString &page)
{
    m_page = page;
    // An invisible action keeps its enabled state, but its shortcut does nothing.
    for (const Entry &entry : m_entries)
        entry.action->setVisible(entry.info.page.isEmpty() || entry.info.page == page);
}

QAction *Actions::byBareKey(const QString &key) const
{
    QAction *everywhere = nullptr;
    for (const Entry &entry : m_entries) {
        if (entry.info.bareKey != key || !entry.action->isVisible() || !entry.action->isEnabled())
            continue;
        if (!entry.info.page.isEmpty())
            return entry.action;
        everywhere = entry.action;
    }
    return everywhere;
}

void Actions::retranslate()
{
    for (const Entry &entry : m_entries)
        describe(entry);
}

void Actions::describe(const Entry &entry) const
{
    const QString text = QCoreApplication::translate("dealerlens::desk::Actions", entry.info.text);
    const QString key = keyText(entry.info);
    QString plain = text;
    plain.remove(QLatin1Char('&'));
    entry.action->setText(entry.info.bareKey.isEmpty() ? text : QString(text + QLatin1Char('\t') + entry.info.bareKey));
    entry.action->setIconText(plain);
    entry.action->setToolTip(key.isEmpty() ? plain : QString(plain + QStringLiteral(" (") + key + QLatin1Char(')')));
}

QString Actions::keyText(const ActionInfo &info) { return info.key.isEmpty() ? info.bareKey : info.key.toString(QKeySequence::NativeText); }

namespace {

struct KeyPlace {
    quint32 scanCode; // X11 and Wayland: evdev code + 8
    char latin;
    char16_t cyrillic; // the same key in ЙЦУКЕН
};

constexpr KeyPlace kPlaces[] = { { 24, 'Q', u'Й' }, { 25, 'W', u'Ц' }, { 26, 'E', u'У' }, { 27, 'R', u'К' }, { 28, 'T', u'Е' },
    { 29, 'Y', u'Н' }, { 30, 'U', u'Г' }, { 31, 'I', u'Ш' }, { 32, 'O', u'Щ' }, { 33, 'P', u'З' }, { 34, '[', u'Х' }, { 35, ']', u'Ъ' },
    { 38, 'A', u'Ф' }, { 39, 'S', u'Ы' }, { 40, 'D', u'В' }, { 41, 'F', u'А' }, { 42, 'G', u'П' }, { 43, 'H', u'Р' }, { 44, 'J', u'О' },
    { 45, 'K', u'Л' }, { 46, 'L', u'Д' }, { 52, 'Z', u'Я' }, { 53, 'X', u'Ч' }, { 54, 'C', u'С' }, { 55, 'V', u'М' }, { 56, 'B', u'И' },
    { 57, 'N', u'Т' }, { 58, 'M', u'Ь' }, { 61, '/', u'.' }, { 10, '1', u'1' }, { 11, '2', u'2' }, { 12, '3', u'3' }, { 13, '4', u'4' },
    { 14, '5', u'5' }, { 15, '6', u'6' }, { 16, '7', u'7' }, { 17, '8', u'8' }, { 18, '9', u'9' }, { 19, '0', u'0' } };

char placeOf(const QKeyEvent &event)
{
#ifdef Q_OS_WIN
    const quint32 key = event.nativeVirtualKey();
    if ((key >= 'A' && key <= 'Z') || (key >= '0' && key <= '9'))
        return static_cast<char>(key);
#else
    for (const KeyPlace &place : kPlaces) {
        if (event.nativeScanCode() == place.scanCode)
            return place.latin;
    }
#endif
    // Synthesised keys carry no place: take the letter of either layout.
    for (const KeyPlace &place : kPlaces) {
        if (event.key() == place.latin || (event.key() == place.cyrillic && place.cyrillic > 0x400))
            return place.latin;
    }
    return 0;
}

bool isTextInput(const QWidget *widget)
{
    if (!widget)
        return false;
    if (const auto *box = qobject_cast<const QComboBox *>(widget))
        return box->isEditable();
    if (const auto *edit = qobject_cast<const QLineEdit *>(widget))
        return !edit->isReadOnly();
    return qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)
        || qobject_cast<const QAbstractSpinBox *>(widget);
}

} // namespace

QString bareKeyName(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    const QString typed = event.text();
    if (typed == QStringLiteral("?") || typed == QStringLiteral("*") || typed == QStringLiteral("+"))
        return typed;
    if (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier)
        return {};
    QString name;
    if (event.key() == Qt::Key_Space)
        name = QStringLiteral("Space");
    else if (const char place = placeOf(event))
        name = QChar(QLatin1Char(place));
    if (name.isEmpty())
        return {};
    return modifiers == Qt::ShiftModifier ? QStringLiteral("Shift+") + name : name;
}

BareKeyFilter::BareKeyFilter(QWidget *window, Actions &actions)
    : QObject(window)
    , m_window(window)
    , m_actions(actions)
{
    qApp->installEventFilter(this);
}

bool BareKeyFilter::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType() || QApplication::activePopupWidget())
        return false;
    const auto *widget = static_cast<QWidget *>(watched);
    if (widget->window() != m_window || isTextInput(QApplication::focusWidget()))
        return false;
    const QString key = bareKeyName(*static_cast<QKeyEvent *>(event));
    QAction *action = key.isEmpty() ? nullptr : m_actions.byBareKey(key);
    if (!action)
        return false;
    action->trigger();
    return true;
}

} // namespace dealerlens::desk
