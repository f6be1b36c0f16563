// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/ledgerrescue.h"

#include "base/task.h"
#include "desk/controls.h"
#include "desk/fitheight.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "store/backup.h"
#include "viewmodels/problemtext.h"

#include <QDateTime>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QtConcurrent>

namespace dealerlens::desk {

using viewmodels::ProblemText;

LedgerRescue::LedgerRescue(QString folder, const base::Clock &clock, QWidget *parent)
    : QDialog(parent)
    , m_folder(std::move(folder))
    , m_clock(clock)
    , m_about(new TextLabel({}, FontStyle::Body, Token::Text, this))
    , m_counts(new QGridLayout)
    , m_problem(new ErrorBox(this))
    , m_restore(new QPushButton(tr("Restore this copy"), this))
    , m_read(new QPushButton(tr("Read only, change nothing"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setWindowTitle(tr("The ledger is damaged"));
    setMinimumWidth(theme().px(560));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    column->setSpacing(theme().px(12));
    column->addWidget(new TextLabel(tr("The ledger is damaged"), FontStyle::Title, Token::Text, this));
    m_about->setWordWrap(true);
    m_about->setText(tr("The file ledger.db holds what only head office has: portals, the journal, the outbox, standards. It cannot be "
                        "read, and nothing in it was changed. The mirror of the portals is not concerned."));
    column->addWidget(m_about);
    m_counts->setHorizontalSpacing(theme().px(24));
    column->addLayout(m_counts);
    column->addWidget(m_problem);
    m_problem->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_close);
    buttons->addStretch();
    buttons->addWidget(m_read);
    buttons->addWidget(m_restore);
    column->addLayout(buttons);
    m_restore->setProperty("primary", true);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_read, &QPushButton::clicked, this, &LedgerRescue::readRequested);
    connect(m_restore, &QPushButton::clicked, this, &LedgerRescue::restore);
    setBusy(true);
    const auto looking = QtConcurrent::run([folder = m_folder]() -> Copy {
        Copy copy;
        copy.path = store::newestBackup(folder);
        if (copy.path.isEmpty())
            return copy;
        copy.made = QFileInfo(copy.path).lastModified().toSecsSinceEpoch();
        copy.summary = store::summaryOfLedger(copy.path);
        return copy;
    });
    base::whenDone(looking, this, [this](const Copy &copy) { showCopy(copy); });
}

void LedgerRescue::showCopy(const Copy &copy)
{
    setBusy(false);
    m_copy = copy.path;
    const bool isWhole = !copy.path.isEmpty() && copy.summary.has_value();
    m_restore->setEnabled(isWhole);
    m_read->setEnabled(isWhole);
    if (!isWhole) {
        m_problem->setContent(tr("There is no copy that could take its place"),
            tr("Look for an older copy of the folder %1 and put its ledger.db there.").arg(m_folder));
        m_problem->show();
        return;
    }
    int row = 0;
    const auto add = [&](const QString &name, const QString &value) {
        m_counts->addWidget(new TextLabel(name, FontStyle::Body, Token::Text2, this), row, 0);
        m_counts->addWidget(new TextLabel(value, FontStyle::Body, Token::Text, this), row++, 1);
    };
    const store::LedgerSummary &summary = *copy.summary;
    add(tr("Newest copy of"), fmt().dateTime(copy.made));
    add(tr("Portals"), fmt().integer(summary.portals));
    add(tr("Lines of the journal"), fmt().integer(summary.journal));
    add(tr("Writes to portals, of them open"), tr("%1, %2").arg(fmt().integer(summary.writes), fmt().integer(summary.openWrites)));
    add(tr("Settings and standards"), fmt().integer(summary.documents));
    add(tr("Kept stages"), fmt().integer(summary.keptRows));
    if (summary.newestLine != base::kNever)
        add(tr("Newest change in it"), fmt().dateTime(summary.newestLine));
    m_about->setText(QString(m_about->text() % QLatin1Char('\n')
        % tr("What was written after the copy is lost with the damaged file, which stays in the folder under its date.")));
    m_counts->setColumnStretch(1, 1);
    fitHeight(this);
}

void LedgerRescue::restore()
{
    setBusy(true);
    m_problem->hide();
    const auto restoring = QtConcurrent::run([folder = m_folder, copy = m_copy, now = m_clock.now()] {
        return std::make_shared<base::Result<QString>>(store::restoreLedger(folder, copy, now));
    });
    base::whenDone(restoring, this, [this](const std::shared_ptr<base::Result<QString>> &done) {
        setBusy(false);
        if (*done)
            Q_EMIT restored();
        else
            fail(done->error());
    });
}

void LedgerRescue::fail(const base::Error &error)
{
    const ProblemText problem = ProblemText::of(error);
    m_problem->setContent(problem.title, problem.advice);
    m_problem->show();
}

void LedgerRescue::setBusy(bool busy)
{
    m_restore->setEnabled(!busy);
    m_read->setEnabled(!busy);
}

} // namespace dealerlens::desk
