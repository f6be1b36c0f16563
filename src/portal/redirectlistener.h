// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QObject>
#include <QTcpServer>

namespace dealerlens::portal {

// Waits on 127.0.0.1 for the one redirect that ends a sign-in (REST reference 3.2, step 2). The request must carry the
// random `state` that consentUrl() gave out; anything else is turned away and the wait goes on, so that no page in
// the browser can slip in a code of its own. Answers with a plain page. Belongs to the thread that made it.
class RedirectListener final : public QObject {
    Q_OBJECT
public:
    // The port that an application's card names when nothing else was chosen.
    static constexpr quint16 kUsualPort = 28'374;

    explicit RedirectListener(QObject *parent = nullptr);
    ~RedirectListener() override;

    // 0: any free port. Again after an arrival: waits for another one. Error: Network "PORT", it is taken.
    [[nodiscard]] base::Result<> listen(quint16 port = kUsualPort);

    [[nodiscard]] const QString &state() const { return m_state; } // 32 hexadecimal digits, new for each listener

    [[nodiscard]] QString address() const; // http://127.0.0.1:28374/

    // What the browser is told when all went well; plain text in the language of the program.
    void setFarewell(const QString &text) { m_farewell = text; }

Q_SIGNALS:
    void arrived(const QString &code); // the listener is closed by then

private:
    void serve(class QTcpSocket *socket);
    void read(QTcpSocket *socket);
    void answer(QTcpSocket *socket, const QByteArray &status, const QString &text);

    QTcpServer m_server;
    QString m_state;
    QString m_farewell;
};

} // namespace dealerlens::portal
