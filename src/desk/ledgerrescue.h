// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "store/restore.h"

#include <QDialog>

class QGridLayout;
class QPushButton;

namespace dealerlens::desk {

class ErrorBox;
class TextLabel;

// Shown in place of the desk when ledger.db is damaged: what has happened, what the newest copy holds and since when,
// and what can be done. Restores only when asked. GUI thread; files are read and written on a pool thread.
class LedgerRescue final : public QDialog {
    Q_OBJECT

public:
    // `clock` must outlive the dialog.
    LedgerRescue(QString folder, const base::Clock &clock, QWidget *parent = nullptr);

    void fail(const base::Error &error); // what was asked for did not work

Q_SIGNALS:
    void restored(); // the copy is in the ledger's place
    void readRequested(); // go on with the copy, changing nothing

private:
    struct Copy {
        QString path; // "" none
        base::UtcSeconds made = base::kNever;
        base::Result<store::LedgerSummary> summary = {};
    };

    void showCopy(const Copy &copy);
    void restore();
    void setBusy(bool busy);

    QString m_folder;
    const base::Clock &m_clock;
    QString m_copy;
    TextLabel *m_about;
    QGridLayout *m_counts;
    ErrorBox *m_problem;
    QPushButton *m_restore;
    QPushButton *m_read;
    QPushButton *m_close;
};

} // namespace dealerlens::desk
