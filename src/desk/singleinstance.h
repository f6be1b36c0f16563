// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

namespace dealerlens::desk {

// One running desk per data folder. The second one asks the first to show itself and ends. The lock lies in the
// data folder, the socket's name is derived from its path.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const QString &dataDir, QObject *parent = nullptr);

    // True: we are the only one and now listen. False: another one runs; it has been asked to come forward.
    [[nodiscard]] bool claim();

Q_SIGNALS:
    void activationRequested();

private:
    QString m_name;
    QLockFile m_lock;
    QLocalServer m_server;
};

} // namespace dealerlens::desk
