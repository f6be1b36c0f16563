// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/care.h"
#include "viewmodels/itemdata.h"

#include <QDialog>

#include <optional>

class QPushButton;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class ErrorBox;
class TextLabel;

// Takes a person out of everything that is stored here: counts first, asks, and shows the receipt. GUI thread; opened
// with open(), deletes itself.
class ForgetDialog final : public QDialog {
    Q_OBJECT

public:
    ForgetDialog(viewmodels::Session &session, store::Person person, const QString &name, QWidget *parent);

    // Whom a card is about: its contact, else the phone of its lead; nothing when it names nobody.
    [[nodiscard]] static std::optional<store::Person> personOf(const viewmodels::ItemData &item);

private:
    void ask(bool dryRun);
    void take(const base::Result<store::ForgetReceipt> &receipt, bool dryRun);
    [[nodiscard]] static QString counts(const store::ForgetReceipt &receipt);
    [[nodiscard]] static QString refusal(const base::Error &error);

    viewmodels::Session &m_session;
    store::Person m_person;
    TextLabel *m_about;
    TextLabel *m_counts;
    ErrorBox *m_problem;
    QPushButton *m_forget;
    QPushButton *m_close;
};

} // namespace dealerlens::desk
