// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/systemcolours.h"

#include <QDBusConnection>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFile>

namespace dealerlens::desk {

namespace {

QString service() { return QStringLiteral("org.freedesktop.portal.Desktop"); }

QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }

QString interface() { return QStringLiteral("org.freedesktop.portal.Settings"); }

QString group() { return QStringLiteral("org.freedesktop.appearance"); }

QString key() { return QStringLiteral("color-scheme"); }

// Without these the D-Bus library would try to start a bus.
bool hasSessionBus()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR")
            && QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus")));
}

} // namespace

SystemColours::SystemColours(QObject *parent)
    : QObject(parent)
{
    if (hasSessionBus())
        ask(QDBusConnection::sessionBus());
}

SystemColours::SystemColours(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
{
    ask(bus);
}

void SystemColours::ask(QDBusConnection bus)
{
    if (!bus.isConnected())
        return;
    // A slot with a QDBusVariant would be refused: Qt 6.4 registers that type with the first message that holds one.
    bus.connect(service(), path(), interface(), QStringLiteral("SettingChanged"), this, SLOT(takeChange(QDBusMessage)));
    // "Read" is understood by every version of the portal; it wraps the value once more than ReadOne does.
    QDBusMessage question = QDBusMessage::createMethodCall(service(), path(), interface(), QStringLiteral("Read"));
    question << group() << key();
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (!reply.isError())
            take(reply.value());
        answer->deleteLater();
    });
}

void SystemColours::takeChange(const QDBusMessage &message)
{
    const QVariantList told = message.arguments();
    if (told.size() == 3 && told[0].toString() == group() && told[1].toString() == key())
        take(told[2].value<QDBusVariant>());
}

void SystemColours::take(const QDBusVariant &value)
{
    QVariant inner = value.variant();
    while (inner.metaType() == QMetaType::fromType<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant();
    const uint scheme = inner.toUInt();
    const std::optional<bool> dark = scheme == 1 ? std::optional(true) : scheme == 2 ? std::optional(false) : std::nullopt;
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

} // namespace dealerlens::desk
