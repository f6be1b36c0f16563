// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLocalSocket>

namespace dealerlens::desk {

namespace {
constexpr int kKnockMs = 1'000; // the other one may be busy drawing
}

SingleInstance::SingleInstance(const QString &dataDir, QObject *parent)
    : QObject(parent)
    , m_name(QStringLiteral("dealerlens-")
          + QString::fromLatin1(
              QCryptographicHash::hash(QDir(dataDir).absolutePath().toUtf8(), QCryptographicHash::Sha256).toHex().left(16)))
    , m_lock(QDir(dataDir).filePath(QStringLiteral("desk.lock")))
{
    m_lock.setStaleLockTime(0); // a lock is stale only when its process is gone
}

bool SingleInstance::claim()
{
    if (!m_lock.tryLock(0)) {
        QLocalSocket socket;
        socket.connectToServer(m_name);
        if (socket.waitForConnected(kKnockMs)) {
            socket.write("show");
            socket.waitForBytesWritten(kKnockMs);
        }
        return false;
    }
    // We hold the lock: a socket left by a crashed desk belongs to nobody.
    QLocalServer::removeServer(m_name);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.listen(m_name);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            Q_EMIT activationRequested();
        }
    });
    return true;
}

} // namespace dealerlens::desk
