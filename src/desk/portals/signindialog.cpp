// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/signindialog.h"

#include "desk/controls.h"
#include "desk/dialogs.h"
#include "desk/fitheight.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "viewmodels/portaldrafts.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace dealerlens::desk {

using viewmodels::ProblemText;

SignInDialog::SignInDialog(viewmodels::Session &session, Dialogs &dialogs, model::Portal portal, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_dialogs(dialogs)
    , m_portal(std::move(portal))
    , m_address(new QLineEdit(this))
    , m_clientId(new QLineEdit(this))
    , m_secret(new QLineEdit(this))
    , m_code(new QLineEdit(this))
    , m_problem(new ErrorBox(this))
    , m_progress(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_open(new QPushButton(this))
    , m_cancel(new QPushButton(this))
    , m_about(new TextLabel({}, FontStyle::Body, Token::Text2, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(theme().px(560));
    m_listens = m_listener.listen().has_value();
    build();
    if (m_portal.id != 0) {
        m_address->setText(portal::parsePortalRoot(m_portal.endpoint).value_or(QString()));
        m_address->setReadOnly(true);
    }
    setWaiting(false);
    showProgress({});
    onLanguage(this, [this] { name(); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (m_code->isEnabled() && !m_code->text().trimmed().isEmpty())
            useCode(m_code->text().trimmed());
        else
            begin();
    });
    connect(m_code, &QLineEdit::textChanged, this, &SignInDialog::nameButton);
    connect(&m_listener, &portal::RedirectListener::arrived, this, &SignInDialog::useCode);
}

void SignInDialog::build()
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    form->setSpacing(theme().px(10));
    m_about->setWordWrap(true);
    form->addRow(m_about);
    m_address->setPlaceholderText(QStringLiteral("company.bitrix24.ru"));
    m_secret->setEchoMode(QLineEdit::Password);
    m_code->setEchoMode(QLineEdit::Password);
    for (QLineEdit *field : { m_address, m_clientId, m_secret, m_code }) {
        m_labels.append(new TextLabel({}, FontStyle::Body, Token::Text2, this));
        form->addRow(m_labels.last(), field);
    }
    form->addRow(m_problem);
    form->addRow(m_progress);
    m_problem->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    m_cancel->setAutoDefault(false); // it has the focus while the portal is asked, and Enter must not close then
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_open);
    form->addRow(buttons);
    m_open->setProperty("primary", true);
    m_open->setDefault(true);
}

void SignInDialog::name()
{
    setWindowTitle(tr("Sign in to a portal"));
    m_listener.setFarewell(tr("Dealerlens has received the consent. This page may be closed."));
    const QString way = m_listens
        ? tr("The application's card on the portal names the redirect address %1, or none: then the portal shows a code.")
              .arg(m_listener.address())
        : tr("The port of the redirect address is in use; the portal has to show a code instead.");
    m_about->setText(QString(way + QLatin1Char('\n') + tr("Secrets are kept in: %1.").arg(m_session.secrets().place())));
    const QStringList names { tr("Portal"), tr("Client ID"), tr("Client secret"), tr("Code") };
    const QList<QLineEdit *> fields { m_address, m_clientId, m_secret, m_code };
    for (qsizetype i = 0; i < names.size(); ++i) {
        m_labels[i]->setText(names[i]);
        fields[i]->setAccessibleName(names[i]);
    }
    m_secret->setPlaceholderText(tr("empty: the one that is kept"));
    m_code->setPlaceholderText(tr("only when the portal shows one; it lives 30 seconds"));
    m_cancel->setText(tr("Cancel"));
    nameButton();
}

void SignInDialog::nameButton() { m_open->setText(m_code->text().trimmed().isEmpty() ? tr("Open the browser") : tr("Use the code")); }

void SignInDialog::setWaiting(bool waiting)
{
    m_code->setEnabled(waiting);
    m_clientId->setEnabled(!waiting);
    m_secret->setEnabled(!waiting);
    m_address->setEnabled(!waiting);
    if (waiting)
        m_code->setFocus();
}

void SignInDialog::showProgress(const QString &text)
{
    m_progress->setText(text);
    m_progress->setVisible(!text.isEmpty());
    fitHeight(this);
}

void SignInDialog::fail(const QString &title, const QString &advice)
{
    showProgress({});
    m_problem->setContent(title, advice);
    m_problem->show();
    m_open->setEnabled(true);
    setWaiting(false);
}

void SignInDialog::begin()
{
    m_problem->hide();
    const auto root = portal::parsePortalRoot(m_address->text());
    if (!root) {
        const ProblemText problem = ProblemText::of(root.error());
        return fail(problem.title, problem.advice);
    }
    if (m_clientId->text().trimmed().isEmpty()) {
        m_clientId->setFocus();
        return fail(tr("The client ID is missing"), tr("It stands on the application's card, beside the secret."));
    }
    m_root = *root;
    (void)m_listener.listen(); // closed by an earlier arrival; when its port is taken, the code can be pasted
    setWaiting(true);
    showProgress(tr("Waiting for the consent in the browser…"));
    if (!m_dialogs.openUrl(portal::consentUrl(m_root, m_clientId->text().trimmed(), m_listener.state())))
        fail(tr("No browser answers on this computer"), tr("Sign in with dealerlensctl portals sign-in on a computer that has one."));
}

// The naming of a new portal is proposed from its host, like that of a pasted link; it can be edited afterwards.
model::Portal SignInDialog::meant(const QString &root) const
{
    if (m_portal.id != 0)
        return m_portal;
    const QUrl url(root);
    model::Portal portal;
    portal.title = viewmodels::titleFromHost(url.host());
    portal.key = viewmodels::keyFromAddress(url);
    return portal;
}

void SignInDialog::useCode(const QString &code)
{
    sync::SignInRequest request;
    request.portal = meant(m_root);
    request.root = m_root;
    request.application = { m_clientId->text().trimmed(), m_secret->text().trimmed() };
    request.code = code;
    m_code->clear();
    m_secret->clear();
    m_open->setEnabled(false);
    m_code->setEnabled(false);
    showProgress(tr("Asking the portal…"));
    base::whenDone(m_session.engine().signIn(request), this, [this](const base::Result<sync::SignedIn> &done) {
        if (!done) {
            const ProblemText problem = ProblemText::of(done.error());
            return fail(problem.title, problem.advice);
        }
        m_session.engine().syncNow({ done->portal.id });
        Q_EMIT signedIn(done->portal.id);
        accept();
    });
}

} // namespace dealerlens::desk
