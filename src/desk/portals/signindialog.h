// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"
#include "portal/redirectlistener.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class Dialogs;
class ErrorBox;
class TextLabel;

// Signs in to a portal as an application (OAuth): a new portal, or one that is known and gets new tokens. The browser
// shows the consent page; the code comes back by the redirect to this computer or is pasted. Secrets leave the
// fields as soon as they are used. GUI thread; opened with open(), deletes itself.
class SignInDialog final : public QDialog {
    Q_OBJECT

public:
    SignInDialog(viewmodels::Session &session, Dialogs &dialogs, model::Portal portal, QWidget *parent);

Q_SIGNALS:
    void signedIn(int portal);

private:
    void build();
    void name(); // in the language in force
    void begin();
    void useCode(const QString &code);
    void fail(const QString &title, const QString &advice);
    void setWaiting(bool waiting);
    void showProgress(const QString &text); // "" none
    void nameButton();
    [[nodiscard]] model::Portal meant(const QString &root) const;

    viewmodels::Session &m_session;
    Dialogs &m_dialogs;
    model::Portal m_portal; // id 0: a new one
    portal::RedirectListener m_listener;
    QLineEdit *m_address;
    QLineEdit *m_clientId;
    QLineEdit *m_secret;
    QLineEdit *m_code;
    ErrorBox *m_problem;
    TextLabel *m_progress;
    QPushButton *m_open;
    QPushButton *m_cancel;
    TextLabel *m_about;
    QList<TextLabel *> m_labels;
    bool m_listens = false; // for the browser's redirect
    QString m_root;
};

} // namespace dealerlens::desk
