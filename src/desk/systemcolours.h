// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusMessage> // whole: the bus looks the slot up by its type
#include <QObject>

#include <optional>

class QDBusConnection;
class QDBusVariant;

namespace dealerlens::desk {

// What the desktop says about light and dark: org.freedesktop.appearance color-scheme of the settings portal
// (XDG Desktop Portal, interface org.freedesktop.portal.Settings): 0 no preference, 1 dark, 2 light. GUI thread.
class SystemColours final : public QObject {
    Q_OBJECT

public:
    // The user's session bus, when there is one.
    explicit SystemColours(QObject *parent = nullptr);
    SystemColours(const QDBusConnection &bus, QObject *parent);

    // Nothing while the desktop has not answered, has no portal or has no preference.
    [[nodiscard]] std::optional<bool> isDark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void takeChange(const QDBusMessage &message);

private:
    void ask(QDBusConnection bus);
    void take(const QDBusVariant &value);

    std::optional<bool> m_dark;
};

} // namespace dealerlens::desk
