// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/systemcolours.h"
#include "desk/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace dealerlens::desk;

// The settings portal of a desktop, as far as the program asks it.
class FakePortal final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint scheme = 1;

    void change(uint now)
    {
        scheme = now;
        QDBusMessage told = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"),
            QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
        told << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme")
             << QVariant::fromValue(QDBusVariant(QVariant::fromValue(now)));
        QVERIFY(QDBusConnection(QStringLiteral("desktop")).send(told));
    }

public Q_SLOTS:

    QDBusVariant Read(const QString &, const QString &) const
    {
        // As the real one: a variant in a variant.
        return QDBusVariant(QVariant::fromValue(QDBusVariant(QVariant::fromValue(scheme))));
    }
};

class SystemColoursTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
            { QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--nopidfile"),
                QStringLiteral("--print-address=1") });
        QVERIFY2(m_daemon.waitForStarted() && m_daemon.waitForReadyRead(), qPrintable(m_daemon.errorString()));
        m_address = QString::fromLocal8Bit(m_daemon.readLine()).trimmed();
        QDBusConnection bus = QDBusConnection::connectToBus(m_address, QStringLiteral("desktop"));
        QVERIFY(bus.isConnected());
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    }

    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
        QDBusConnection::disconnectFromBus(QStringLiteral("program"));
        m_daemon.terminate();
        m_daemon.waitForFinished();
    }

    void themeFollowsTheDesktop()
    {
        auto *system = new SystemColours(QDBusConnection::connectToBus(m_address, QStringLiteral("program")), nullptr);
        ThemeManager themes(*qApp, system);
        QVERIFY(!theme().isDark()); // not answered yet: lightness of the start-up palette
        QTRY_VERIFY(theme().isDark());
        m_portal.change(2);
        QTRY_VERIFY(!theme().isDark());
        // A theme that was chosen by hand stays.
        themes.setMode(ThemeManager::Mode::Light);
        QSignalSpy told(system, &SystemColours::changed);
        m_portal.change(1);
        QTRY_COMPARE(told.count(), 1);
        QVERIFY(!theme().isDark());
        themes.setMode(ThemeManager::Mode::System);
        QVERIFY(theme().isDark());
        // No preference: the palette of the start-up decides again.
        m_portal.change(0);
        QTRY_VERIFY(!theme().isDark());
    }

    void paperIsLightWhateverTheScreenShows()
    {
        ThemeManager themes(*qApp);
        themes.setMode(ThemeManager::Mode::Dark);
        {
            const PaperTheme paper;
            QVERIFY(!theme().isDark());
        }
        QVERIFY(theme().isDark());
    }

private:
    QProcess m_daemon;
    QString m_address;
    FakePortal m_portal;
};

QTEST_MAIN(SystemColoursTest)
#include "tst_systemcolours.moc"
