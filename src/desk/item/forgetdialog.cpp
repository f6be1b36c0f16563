// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/forgetdialog.h"

#include "desk/controls.h"
#include "desk/fitheight.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

namespace dealerlens::desk {

using model::EntityKind;

std::optional<store::Person> ForgetDialog::personOf(const viewmodels::ItemData &item)
{
    if (item.key.kind == EntityKind::Contact)
        return store::Person { item.key, {} };
    const auto contact
        = std::ranges::find_if(item.people, [](const viewmodels::ItemPerson &each) { return each.key.kind == EntityKind::Contact; });
    if (contact != item.people.end())
        return store::Person { contact->key, {} };
    for (const viewmodels::ItemPerson &person : item.people)
        for (const viewmodels::ItemPhone &point : person.points)
            if (person.key.kind == EntityKind::Lead && point.type == u"PHONE")
                return store::Person { {}, point.value };
    return std::nullopt;
}

ForgetDialog::ForgetDialog(viewmodels::Session &session, store::Person person, const QString &name, QWidget *parent)
    : QDialog(parent->window())
    , m_session(session)
    , m_person(std::move(person))
    , m_about(new TextLabel({}, FontStyle::Body, Token::Text2, this))
    , m_counts(new TextLabel(tr("Counting…"), FontStyle::Body, Token::Text, this))
    , m_problem(new ErrorBox(this))
    , m_forget(new QPushButton(tr("Forget this person"), this))
    , m_close(new QPushButton(tr("Cancel"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Forget a person"));
    setMinimumWidth(theme().px(520));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    column->setSpacing(theme().px(10));
    auto *title = new TextLabel(name.left(200), FontStyle::Title, Token::Text, this);
    title->setElided(true);
    column->addWidget(title);
    m_about->setWordWrap(true);
    m_about->setText(tr("Name, phones, addresses and texts of this person leave everything that is stored here, on all dealers, and do not "
                        "come back with the next update. Stages, money and dates stay, so no figure changes. The portals themselves and "
                        "files that were exported are not reached. This cannot be undone."));
    m_counts->setWordWrap(true);
    column->addWidget(m_about);
    column->addWidget(m_counts);
    column->addWidget(m_problem);
    m_problem->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_forget);
    column->addLayout(buttons);
    m_close->setDefault(true);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_forget, &QPushButton::clicked, this, [this] { ask(false); });
    ask(true);
    fitHeight(this);
}

void ForgetDialog::ask(bool dryRun)
{
    m_forget->setEnabled(false);
    m_problem->hide();
    if (!dryRun)
        m_counts->setText(tr("Forgetting…"));
    base::whenDone(m_session.store().forget(m_person, dryRun), this,
        [this, dryRun](const base::Result<store::ForgetReceipt> &receipt) { take(receipt, dryRun); });
}

void ForgetDialog::take(const base::Result<store::ForgetReceipt> &receipt, bool dryRun)
{
    fitHeight(this);
    if (!receipt) {
        m_counts->setText({});
        m_problem->setContent(receipt.error().code == "busy" ? tr("Forgotten, but not yet wiped") : tr("The person was not forgotten"),
            refusal(receipt.error()));
        m_problem->show();
        m_forget->setEnabled(!dryRun);
        m_close->setText(tr("Close"));
        return;
    }
    m_forget->setEnabled(dryRun);
    if (dryRun) {
        m_counts->setText(tr("Found: %1.").arg(counts(*receipt)));
        return;
    }
    m_counts->setText(tr("Forgotten: %1. The receipt is kept as %2.").arg(counts(*receipt), receipt->document));
    m_forget->hide();
    m_close->setText(tr("Close"));
}

QString ForgetDialog::counts(const store::ForgetReceipt &receipt)
{
    const QStringList parts { tr("%Ln contact(s)", nullptr, int(receipt.contacts)), tr("%Ln lead(s)", nullptr, int(receipt.leads)),
        tr("%Ln deal(s)", nullptr, int(receipt.deals)), tr("%Ln company(ies)", nullptr, int(receipt.companies)),
        tr("%Ln phone(s) and address(es)", nullptr, int(receipt.traces)) };
    return parts.join(QStringLiteral(", "));
}

QString ForgetDialog::refusal(const base::Error &error)
{
    if (error.code == "writes")
        return tr("Head office still has writes under way to this person's items. Wait until they are done or cancel them in the outbox.");
    if (error.code == "busy")
        return tr("Another program or report still reads the files as they were, so traces stay in them. Try again in a moment.");
    if (error.code == "person" || error.code == "phone")
        return tr("The person is not in the mirror any more.");
    return viewmodels::ProblemText::of(error).sentence();
}

} // namespace dealerlens::desk
