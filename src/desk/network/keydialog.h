// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

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

// Replaces the key of one portal: the pasted link is masked, tested and only then saved; the field forgets it at
// once. GUI thread; opened with open(), deletes itself.
class KeyDialog final : public QDialog {
    Q_OBJECT

public:
    KeyDialog(viewmodels::Session &session, Dialogs &dialogs, model::Portal portal, QWidget *parent);

private:
    void tryKey();
    void showProgress(const QString &text); // "" none
    void fail(const QString &title, const QString &advice);

    viewmodels::Session &m_session;
    model::Portal m_portal;
    QLineEdit *m_link;
    TextLabel *m_progress;
    ErrorBox *m_problem;
    QPushButton *m_save;
};

} // namespace dealerlens::desk
