// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/wishdialog.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/outbox/deadlinebox.h"
#include "desk/outbox/wishactions.h"
#include "desk/textlabel.h"
#include "viewmodels/boardmove.h"
#include "viewmodels/cardtexts.h"
#include "viewmodels/outboxtexts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace dealerlens::desk {

using model::EntityKind;
using viewmodels::OutboxTexts;
using viewmodels::Wish;

namespace {

bool isOneKind(const std::vector<model::RecordKey> &items)
{
    return std::ranges::all_of(items, [&](const model::RecordKey &each) { return each.kind == items.front().kind; });
}

} // namespace

QString WishDialog::title(Wish wish)
{
    switch (wish) {
    case Wish::Ask:
        return tr("Ask the dealer");
    case Wish::Task:
        return tr("Give a task");
    case Wish::Move:
        return tr("Move to another stage");
    case Wish::Assign:
        return tr("Change the responsible employee");
    case Wish::Fix:
        return tr("Correct a field");
    case Wish::Create:
        return tr("Create a lead on a dealer's portal");
    }
    return {};
}

QString WishDialog::obstacle(Wish wish, const std::vector<model::RecordKey> &items)
{
    if (wish == Wish::Create)
        return {};
    if (items.empty())
        return tr("Nothing is chosen.");
    if (std::ranges::any_of(items, [](const auto &each) { return each.kind != EntityKind::Lead && each.kind != EntityKind::Deal; }))
        return tr("Only leads and deals can be written to.");
    if ((wish == Wish::Move || wish == Wish::Assign) && !isOnePortal(items))
        return tr("These items are of several dealers; stages and employees are each dealer's own.");
    if ((wish == Wish::Move || wish == Wish::Fix) && !isOneKind(items))
        return tr("These are leads and deals; choose only one kind.");
    return {};
}

WishDialog::WishDialog(viewmodels::Session &session, Wish wish, std::vector<model::RecordKey> items, const QString &stage, QWidget *parent)
    : QDialog(parent->window())
    , m_session(session)
    , m_facts(session.facts())
    , m_wish(wish)
    , m_items(std::move(items))
    , m_stageAtFirst(stage)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(theme().px(520));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSizeConstraint(QLayout::SetMinimumSize);
    build();
}

void WishDialog::build()
{
    setWindowTitle(title(m_wish));
    m_body = new QWidget(this);
    layout()->addWidget(m_body);
    auto *form = new QFormLayout(m_body);
    form->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    form->setSpacing(theme().px(10));
    form->addRow(new TextLabel(title(m_wish), FontStyle::Title, Token::Text, m_body));
    m_about = new TextLabel(aboutItems(), FontStyle::Body, Token::Text2, m_body);
    m_about->setWordWrap(true);
    form->addRow(m_about);
    buildRows(*form);
    buildButtons(*form);
    readName();
    check();
}

void WishDialog::buildRows(QFormLayout &form)
{
    switch (m_wish) {
    case Wish::Ask:
        buildText(form);
        buildDeadline(form);
        break;
    case Wish::Task:
        buildText(form);
        buildPerson(form, true);
        buildDeadline(form);
        break;
    case Wish::Move:
        buildStage(form);
        buildReason(form);
        break;
    case Wish::Assign:
        buildPerson(form, false);
        buildReason(form);
        break;
    case Wish::Fix:
        buildField(form);
        buildReason(form);
        break;
    case Wish::Create:
        buildLead(form);
        break;
    }
}

WishDialog::Typed WishDialog::typed() const
{
    Typed typed;
    if (m_text)
        typed.text = m_text->toPlainText();
    if (m_deadline) {
        typed.deadline = m_deadline->kind();
        typed.at = m_deadline->shownAt();
    }
    if (m_person)
        typed.person = m_person->currentData();
    if (m_stage)
        typed.stage = m_stage->currentData().toString();
    if (m_field) {
        typed.field = m_wantedField.isEmpty() ? m_field->currentData().toString() : m_wantedField;
        typed.value = m_value->text();
        typed.isValueTyped = m_value->isModified();
    }
    if (m_dealer)
        typed.dealer = m_dealer->currentData();
    if (m_reason)
        typed.reason = m_reason->text();
    typed.fields = m_typedFields;
    for (const auto *lines : { &m_leadFields, &m_neededFields })
        for (const auto &[field, line] : *lines)
            typed.fields[field] = line->text();
    return typed;
}

void WishDialog::fill(const Typed &typed)
{
    if (m_text) {
        m_text->setPlainText(typed.text);
        m_text->moveCursor(QTextCursor::End);
    }
    if (m_deadline)
        m_deadline->set(typed.deadline, typed.at);
    if (m_person)
        m_person->setCurrentIndex(std::max(0, m_person->findData(typed.person)));
    m_typedFields = typed.fields;
    if (m_stage) {
        m_stage->setCurrentIndex(std::max(0, m_stage->findData(typed.stage)));
        showNeeded();
    }
    if (m_field) {
        const int known = m_field->findData(typed.field);
        m_wantedField = known < 0 ? typed.field : QString();
        m_field->setCurrentIndex(std::max(0, known));
        m_value->setText(typed.value);
        m_value->setModified(typed.isValueTyped);
    }
    if (m_dealer)
        m_dealer->setCurrentIndex(std::max(0, m_dealer->findData(typed.dealer)));
    if (m_reason)
        m_reason->setText(typed.reason);
    for (const auto &[field, line] : m_leadFields)
        line->setText(typed.fields.at(field));
    check();
}

void WishDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    const Typed before = typed();
    delete m_body;
    m_deadline = nullptr;
    m_needed = nullptr;
    m_leadFields.clear();
    m_neededFields.clear();
    m_send = nullptr;
    build();
    fill(before);
    m_body->show(); // the dialog is on screen
    focusNextChild();
}

QString WishDialog::aboutItems() const
{
    if (m_wish == Wish::Create)
        return tr("The lead is marked as made by head office and can be withdrawn while nobody has worked on it.");
    std::map<QString, int> dealers;
    for (const model::RecordKey &each : m_items) {
        const facts::Index place = m_facts ? placeOf(*m_facts, each.portal) : facts::kNone;
        ++dealers[place >= 0 ? m_facts->portals[std::size_t(place)].portal.title : QString::number(each.portal)];
    }
    QStringList names;
    constexpr int kMostNames = 6;
    for (const auto &[name, count] : dealers)
        if (names.size() < kMostNames)
            names += m_items.size() > 1 ? tr("%1: %2").arg(name, fmt().integer(count)) : name;
    if (dealers.size() > kMostNames)
        names += tr("and %Ln more", nullptr, int(dealers.size()) - kMostNames);
    const QString old = staleness();
    const QString tail = old.isEmpty() ? QString() : QString(QLatin1Char('\n') + old);
    if (m_items.size() == 1)
        return names.join(QString()) + tail;
    return tr("%1 of %2: %3")
               .arg(tr("%Ln items", nullptr, int(m_items.size())), tr("%Ln dealers", nullptr, int(dealers.size())),
                   names.join(QStringLiteral(", ")))
        + tail;
}

// When it is sent, of dealers whose data are old.
QString WishDialog::staleness() const
{
    std::set<model::PortalId> dealers;
    for (const model::RecordKey &each : m_items)
        dealers.insert(each.portal);
    QStringList notes;
    for (const model::PortalId dealer : dealers) {
        const facts::Index place = m_facts ? placeOf(*m_facts, dealer) : facts::kNone;
        const QString note = place >= 0 ? viewmodels::staleNote(*m_facts, place, m_session.clock().now(), fmt()) : QString();
        if (!note.isEmpty())
            notes += note;
    }
    return notes.size() > 1
        ? tr("The data of %Ln of the dealers are old: it is sent there when their portals answer again.", nullptr, int(notes.size()))
        : notes.join(QString());
}

void WishDialog::readName()
{
    if (m_items.size() != 1)
        return;
    using Texts = std::map<model::RecordKey, viewmodels::CardText>;
    auto reading
        = m_session.store().read<Texts>([items = m_items](store::Reader &reader) { return viewmodels::readCardTexts(reader, items); });
    base::whenDone(reading, this, [this](const base::Result<Texts> &texts) {
        if (!texts || !texts->contains(m_items.front()))
            return;
        const QString client = texts->at(m_items.front()).client;
        m_about->setText(QString(client.left(200) % QStringLiteral(" · ") % aboutItems()));
    });
}

viewmodels::WishOrder WishDialog::order() const
{
    viewmodels::WishOrder order;
    order.wish = m_wish;
    order.items = m_items;
    if (m_text)
        order.text = m_text->toPlainText().trimmed();
    if (m_value)
        order.text = m_value->text();
    if (m_deadline) {
        order.workingSeconds = m_deadline->workingSeconds();
        order.deadlineAt = m_deadline->at();
    }
    if (m_person)
        order.person = m_person->currentData().toLongLong();
    if (m_stage)
        order.stage = m_stage->currentData().toString();
    if (m_field)
        order.field = m_field->currentData().toString();
    if (m_reason)
        order.reason = m_reason->text().trimmed();
    if (m_dealer)
        order.portal = m_dealer->currentData().toInt();
    for (const auto *lines : { &m_leadFields, &m_neededFields })
        for (const auto &[field, line] : *lines)
            order.fields.emplace_back(field, line->text().trimmed());
    return order;
}

bool WishDialog::isComplete() const
{
    constexpr int kShortestReason = 10; // ui.md 11: a reason says something
    if (m_text && m_text->toPlainText().trimmed().isEmpty())
        return false;
    if (m_stage && (m_stage->currentData().toString().isEmpty() || m_readsNeeded))
        return false;
    if (std::ranges::any_of(m_neededFields, [](const auto &each) { return each.second->text().trimmed().isEmpty(); }))
        return false;
    if (m_deadline && !m_deadline->isAhead(m_session.clock().now()))
        return false;
    if (m_wish == Wish::Assign && m_person->currentData().toLongLong() == 0)
        return false;
    if (m_dealer && (m_dealer->currentData().toInt() == 0 || m_leadFields.front().second->text().trimmed().isEmpty()))
        return false;
    return m_wish != Wish::Move || m_reason->text().trimmed().size() >= kShortestReason;
}

void WishDialog::check()
{
    if (!m_send)
        return;
    m_send->setEnabled(!m_sending && isComplete());
    const bool isOver = m_deadline && !m_deadline->isAhead(m_session.clock().now());
    const bool isShort = m_wish == Wish::Move && !isComplete();
    m_send->setToolTip(isOver ? tr("The deadline is over already at the dealer.")
            : isShort         ? tr("A stage, a reason of ten letters or more, and what the stage asks for are needed.")
                              : QString());
}

void WishDialog::send()
{
    m_sending = true;
    m_problem->hide();
    check();
    viewmodels::sendWishes(m_session, this, order(), [this](const base::Result<viewmodels::WishOutcome> &outcome) { take(outcome); });
}

void WishDialog::take(const base::Result<viewmodels::WishOutcome> &outcome)
{
    m_sending = false;
    check();
    if (!outcome || outcome->writes.empty()) {
        const base::Error error = !outcome ? outcome.error() : outcome->refused.empty() ? base::Error {} : outcome->refused.front();
        m_problem->setContent(tr("It is not in the outbox"), OutboxTexts::refusal(error));
        m_problem->show();
        return;
    }
    QStringList uuids;
    for (const model::Write &each : outcome->writes)
        uuids += each.uuid;
    QString sentence = tr("%Ln in the outbox", nullptr, int(uuids.size()));
    if (!outcome->refused.empty())
        sentence = tr("%1; %2 left out: %3")
                       .arg(sentence, fmt().integer(qint64(outcome->refused.size())), OutboxTexts::refusal(outcome->refused.front()));
    offerUndo({ m_session, parentWidget() }, sentence, uuids);
    Q_EMIT queued(uuids);
    accept();
}

// Ctrl+Enter queues from within a text, too.
void WishDialog::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && event->modifiers() & Qt::ControlModifier && m_send->isEnabled())
        send();
    else
        QDialog::keyPressEvent(event);
}

} // namespace dealerlens::desk
