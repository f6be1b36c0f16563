// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/wishdialog.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/outbox/wishactions.h"
#include "desk/textlabel.h"
#include "viewmodels/cardtexts.h"
#include "viewmodels/itemdescribe.h"
#include "viewmodels/outboxtexts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include <algorithm>

namespace dealerlens::desk {

using model::EntityKind;
using viewmodels::ItemTexts;
using viewmodels::OutboxTexts;
using viewmodels::Wish;

namespace {

constexpr int kHour = 3'600;
constexpr int kWorkingDay = 8 * kHour;

bool isOneKind(const std::vector<model::RecordKey> &items)
{
    return std::ranges::all_of(items, [&](const model::RecordKey &each) { return each.kind == items.front().kind; });
}

bool isOnePortal(const std::vector<model::RecordKey> &items)
{
    return std::ranges::all_of(items, [&](const model::RecordKey &each) { return each.portal == items.front().portal; });
}

facts::Index placeOf(const facts::Snapshot &facts, model::PortalId portal)
{
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        if (facts.portals[i].portal.id == portal)
            return facts::Index(i);
    return facts::kNone;
}

// Row of an item in the facts.
std::int64_t rowOf(const facts::Snapshot &facts, const model::RecordKey &key)
{
    for (std::size_t i = 0; i < facts.items.size(); ++i)
        if (facts.items.id[i] == key.id && facts.items.kind[i] == key.kind
            && facts.portals[std::size_t(facts.items.portal[i])].portal.id == key.portal)
            return std::int64_t(i);
    return -1;
}

TextLabel *rowLabel(QWidget *parent, QWidget *buddy, const QString &text)
{
    auto *label = new TextLabel(text, FontStyle::Body, Token::Text2, parent);
    buddy->setAccessibleName(text);
    return label;
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
    , m_about(new TextLabel({}, FontStyle::Body, Token::Text2, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title(wish));
    setMinimumWidth(theme().px(520));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    form->setSpacing(theme().px(10));
    form->addRow(new TextLabel(title(wish), FontStyle::Title, Token::Text, this));
    m_about->setWordWrap(true);
    m_about->setText(aboutItems());
    form->addRow(m_about);
    switch (wish) {
    case Wish::Ask:
        buildText(*form);
        buildDeadline(*form);
        break;
    case Wish::Task:
        buildText(*form);
        buildPerson(*form, true);
        buildDeadline(*form);
        break;
    case Wish::Move:
        buildStage(*form, stage);
        buildReason(*form);
        break;
    case Wish::Assign:
        buildPerson(*form, false);
        buildReason(*form);
        break;
    case Wish::Fix:
        buildField(*form);
        buildReason(*form);
        break;
    case Wish::Create:
        buildLead(*form);
        break;
    }
    buildButtons(*form);
    readName();
    check();
}

void WishDialog::buildText(QFormLayout &form)
{
    m_text = new QPlainTextEdit(this);
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(theme().px(110));
    m_text->setPlaceholderText(m_wish == Wish::Task ? tr("First line: title of the task. Below it: what has to be done.")
                                                    : tr("The dealer sees this text in the timeline of the item."));
    form.addRow(rowLabel(this, m_text, m_wish == Wish::Task ? tr("Task") : tr("Question")), m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, &WishDialog::check);
}

void WishDialog::buildDeadline(QFormLayout &form)
{
    m_deadline = new QComboBox(this);
    for (const int days : { 1, 3, 5, 10 })
        m_deadline->addItem(tr("in %Ln working days of the dealer", nullptr, days), days * kWorkingDay);
    m_deadline->addItem(tr("in 2 working hours of the dealer"), 2 * kHour);
    m_deadline->addItem(tr("no deadline"), 0);
    form.addRow(rowLabel(this, m_deadline, m_wish == Wish::Task ? tr("Deadline") : tr("Answer wanted")), m_deadline);
}

void WishDialog::buildPerson(QFormLayout &form, bool withOwner)
{
    m_person = new QComboBox(this);
    if (withOwner)
        m_person->addItem(tr("whoever is responsible for the item"), 0);
    if (m_facts && !m_items.empty() && isOnePortal(m_items)) {
        const facts::Index portal = placeOf(*m_facts, m_items.front().portal);
        std::vector<const facts::UserFact *> users;
        for (const facts::UserFact &user : m_facts->users)
            if (user.portal == portal && user.active)
                users.push_back(&user);
        std::ranges::sort(users, {}, [](const facts::UserFact *user) { return user->name; });
        for (const facts::UserFact *user : users)
            m_person->addItem(user->name, qlonglong(user->id));
    }
    if (!withOwner) {
        m_person->insertItem(0, QString());
        m_person->setCurrentIndex(0);
    }
    connect(m_person, &QComboBox::currentIndexChanged, this, &WishDialog::check);
    form.addRow(rowLabel(this, m_person, withOwner ? tr("For whom") : tr("Responsible")), m_person);
}

// The portal's own stages; a deal can also go to another funnel.
void WishDialog::buildStage(QFormLayout &form, const QString &stage)
{
    m_stage = new QComboBox(this);
    m_stage->addItem(QString());
    const std::int64_t row = m_facts ? rowOf(*m_facts, m_items.front()) : -1;
    const facts::Index now = row >= 0 ? m_facts->items.stage[std::size_t(row)] : facts::kNone;
    const facts::Index own = row >= 0 ? m_facts->items.funnel[std::size_t(row)] : facts::kNone;
    std::vector<facts::Index> stages;
    const facts::Index portal = m_facts ? placeOf(*m_facts, m_items.front().portal) : facts::kNone;
    for (std::size_t i = 0; m_facts && i < m_facts->stages.size(); ++i) {
        const facts::StageFact &each = m_facts->stages[i];
        if (each.portal == portal && each.funnel >= 0 && m_facts->funnels[std::size_t(each.funnel)].kind == m_items.front().kind)
            stages.push_back(facts::Index(i));
    }
    std::ranges::stable_sort(stages, {}, [&](facts::Index each) {
        const facts::StageFact &fact = m_facts->stages[std::size_t(each)];
        return std::tuple(fact.funnel != own, fact.funnel, fact.sort);
    });
    for (const facts::Index each : stages) {
        const facts::StageFact &fact = m_facts->stages[std::size_t(each)];
        const QString funnel = fact.funnel == own ? QString() : m_facts->funnels[std::size_t(fact.funnel)].name;
        if (m_items.size() > 1 || each != now)
            m_stage->addItem(funnel.isEmpty() ? fact.name : tr("%1: %2").arg(funnel, fact.name), fact.code);
    }
    m_stage->setCurrentIndex(stage.isEmpty() ? 0 : std::max(0, m_stage->findData(stage)));
    connect(m_stage, &QComboBox::currentIndexChanged, this, &WishDialog::check);
    form.addRow(rowLabel(this, m_stage, tr("Stage")), m_stage);
}

void WishDialog::buildField(QFormLayout &form)
{
    m_field = new QComboBox(this);
    m_value = new QLineEdit(this);
    const bool isLead = m_items.front().kind == EntityKind::Lead;
    const auto add
        = [this](const char *field, const char *column) { m_field->addItem(ItemTexts::field(column), QString::fromLatin1(field)); };
    add("TITLE", "title");
    if (isLead) {
        add("LAST_NAME", "last_name");
        add("NAME", "name");
    } else {
        add("CLOSEDATE", "close_date");
    }
    add("OPPORTUNITY", "amount");
    add("COMMENTS", "comments");
    add("SOURCE_DESCRIPTION", "source_text");
    connect(m_field, &QComboBox::currentIndexChanged, this, &WishDialog::showField);
    connect(m_value, &QLineEdit::textEdited, this, &WishDialog::check);
    form.addRow(rowLabel(this, m_field, tr("Field")), m_field);
    form.addRow(rowLabel(this, m_value, tr("New value")), m_value);
    readFields();
    showField();
}

// The portal's own fields, when there is one portal to ask about.
void WishDialog::readFields()
{
    if (!isOnePortal(m_items))
        return;
    using Fields = std::vector<std::pair<QString, QString>>;
    auto reading = m_session.store().read<Fields>([item = m_items.front()](store::Reader &reader) -> base::Result<Fields> {
        static constexpr std::string_view columns[] { "owner", "field", "label" };
        Fields fields;
        const auto record = reader.record(item);
        const std::string_view owner = item.kind == EntityKind::Lead ? "CRM_LEAD" : "CRM_DEAL";
        const auto each = reader.each(
            EntityKind::UserField, columns,
            [&](const store::Reader::Row &row) {
                const std::string &name = model::toText(row.values[1]);
                const bool fits = row.deletedAt == base::kNever && model::toText(row.values[0]) == owner && record && *record
                    && model::fieldText(item.kind, (*record)->values, (*record)->extra, name);
                if (fits)
                    fields.emplace_back(QString::fromStdString(name), QString::fromStdString(model::toText(row.values[2])));
                return true;
            },
            item.portal);
        return each ? base::Result<Fields>(fields) : std::unexpected(each.error());
    });
    base::whenDone(reading, this, [this](const base::Result<Fields> &fields) {
        if (!fields)
            return;
        for (const auto &[name, label] : *fields)
            m_field->addItem(label.isEmpty() ? name : label, name);
    });
}

// What one item has now stands in the line to be corrected.
void WishDialog::showField()
{
    m_value->clear();
    check();
    if (m_items.size() != 1)
        return;
    const QString field = m_field->currentData().toString();
    auto reading = m_session.store().read<QString>([item = m_items.front(), field](store::Reader &reader) -> base::Result<QString> {
        const auto record = reader.record(item);
        if (!record)
            return std::unexpected(record.error());
        return *record ? model::fieldText(item.kind, (*record)->values, (*record)->extra, field.toStdString()).value_or(QString())
                       : QString();
    });
    base::whenDone(reading, this, [this, field](const base::Result<QString> &value) {
        if (value && field == m_field->currentData().toString() && !m_value->isModified())
            m_value->setText(*value);
    });
}

void WishDialog::buildLead(QFormLayout &form)
{
    m_dealer = new QComboBox(this);
    m_dealer->addItem(QString());
    for (std::size_t i = 0; m_facts && i < m_facts->portals.size(); ++i) {
        const model::Portal &portal = m_facts->portals[i].portal;
        if (portal.kind == model::PortalKind::Dealer && !portal.isRetired())
            m_dealer->addItem(portal.city.isEmpty() ? portal.title : tr("%1, %2").arg(portal.title, portal.city), portal.id);
    }
    connect(m_dealer, &QComboBox::currentIndexChanged, this, &WishDialog::check);
    form.addRow(rowLabel(this, m_dealer, tr("Dealer")), m_dealer);
    const std::pair<const char *, const char *> fields[] { { "TITLE", "title" }, { "LAST_NAME", "last_name" }, { "NAME", "name" },
        { "PHONE", "phone" }, { "EMAIL", "email" }, { "COMMENTS", "comments" } };
    for (const auto &[field, column] : fields) {
        auto *line = new QLineEdit(this);
        connect(line, &QLineEdit::textEdited, this, &WishDialog::check);
        form.addRow(rowLabel(this, line, ItemTexts::field(column)), line);
        m_leadFields.emplace_back(QString::fromLatin1(field), line);
    }
}

void WishDialog::buildReason(QFormLayout &form)
{
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("why, for the record of head office"));
    connect(m_reason, &QLineEdit::textEdited, this, &WishDialog::check);
    form.addRow(rowLabel(this, m_reason, tr("Reason")), m_reason);
}

void WishDialog::buildButtons(QFormLayout &form)
{
    m_problem = new ErrorBox(this);
    m_problem->hide();
    form.addRow(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(
        new TextLabel(tr("Sent when the portal can be reached; until then it can be taken back."), FontStyle::Small, Token::Text3, this));
    buttons->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), this);
    m_send = new QPushButton(tr("Put into the outbox"), this);
    m_send->setProperty("primary", true);
    m_send->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_send);
    form.addRow(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &WishDialog::send);
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
    if (m_items.size() == 1)
        return names.join(QString());
    return tr("%1 of %2: %3")
        .arg(tr("%Ln items", nullptr, int(m_items.size())), tr("%Ln dealers", nullptr, int(dealers.size())),
            names.join(QStringLiteral(", ")));
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
    if (m_deadline)
        order.workingSeconds = m_deadline->currentData().toLongLong();
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
    for (const auto &[field, line] : m_leadFields)
        order.fields.emplace_back(field, line->text().trimmed());
    return order;
}

bool WishDialog::isComplete() const
{
    constexpr int kShortestReason = 10; // ui.md 11: a reason says something
    if (m_text && m_text->toPlainText().trimmed().isEmpty())
        return false;
    if (m_stage && m_stage->currentData().toString().isEmpty())
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
    const bool short_ = m_wish == Wish::Move && !isComplete();
    m_send->setToolTip(short_ ? tr("A stage, and a reason of ten letters or more, are needed.") : QString());
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
