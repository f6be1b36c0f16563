// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/network/keydialog.h"

#include "desk/controls.h"
#include "desk/fitheight.h"
#include "desk/language.h"
#include "desk/portals/signindialog.h"
#include "desk/textlabel.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace dealerlens::desk {

using viewmodels::ProblemText;

KeyDialog::KeyDialog(viewmodels::Session &session, Dialogs &dialogs, model::Portal portal, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_portal(std::move(portal))
    , m_link(new QLineEdit(this))
    , m_progress(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_problem(new ErrorBox(this))
    , m_save(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(theme().px(520));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    column->setSpacing(theme().px(10));
    auto *title = new TextLabel({}, FontStyle::Title, Token::Text, this);
    column->addWidget(title);
    auto *about = new TextLabel({}, FontStyle::Body, Token::Text2, this);
    about->setWordWrap(true);
    column->addWidget(about);
    m_link->setEchoMode(QLineEdit::Password);
    column->addWidget(m_link);
    column->addWidget(m_problem);
    column->addWidget(m_progress);
    m_problem->hide();
    showProgress({});
    auto *buttons = new QHBoxLayout;
    auto *application = new QPushButton(this);
    connect(application, &QPushButton::clicked, this, [this, &dialogs] {
        (new SignInDialog(m_session, dialogs, m_portal, parentWidget()))->open();
        reject();
    });
    buttons->addWidget(application);
    buttons->addStretch();
    auto *cancel = new QPushButton(this);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    column->addLayout(buttons);
    m_save->setProperty("primary", true);
    m_save->setDefault(true);
    m_save->setEnabled(false);
    onLanguage(this, [this, title, about, application, cancel] {
        setWindowTitle(tr("Replace key"));
        title->setText(tr("New key of %1").arg(m_portal.title));
        about->setText(tr("Paste the link of an incoming webhook of this portal. It is kept in: %1. It is never shown again.")
                .arg(m_session.secrets().place()));
        m_link->setAccessibleName(tr("Link of the webhook"));
        application->setText(tr("Sign in instead…"));
        cancel->setText(tr("Cancel"));
        m_save->setText(tr("Test and save"));
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &KeyDialog::tryKey);
    connect(m_link, &QLineEdit::textChanged, this, [this](const QString &text) { m_save->setEnabled(!text.trimmed().isEmpty()); });
}

void KeyDialog::showProgress(const QString &text)
{
    m_progress->setText(text);
    m_progress->setVisible(!text.isEmpty());
    fitHeight(this);
}

void KeyDialog::fail(const QString &title, const QString &advice)
{
    showProgress({});
    m_problem->setContent(title, advice);
    m_problem->show();
    m_link->setEnabled(true);
    m_link->setFocus();
}

void KeyDialog::tryKey()
{
    const auto address = sync::parseWebhook(m_link->text());
    m_link->clear();
    m_problem->hide();
    if (!address) {
        const ProblemText problem = ProblemText::of(address.error());
        fail(problem.title, problem.advice);
        return;
    }
    m_link->setEnabled(false);
    showProgress(tr("Asking the portal…"));
    base::whenDone(m_session.engine().test(*address), this, [this, address = *address](const base::Result<sync::PortalTest> &test) {
        if (!test) {
            const ProblemText problem = ProblemText::of(test.error());
            fail(problem.title, problem.advice);
            return;
        }
        base::whenDone(m_session.engine().replaceKey(m_portal.id, address), this, [this](const base::Result<> &saved) {
            if (!saved) {
                const ProblemText problem = ProblemText::of(saved.error());
                fail(problem.title, problem.advice);
                return;
            }
            m_session.engine().syncNow({ m_portal.id });
            accept();
        });
    });
}

} // namespace dealerlens::desk
