// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of the form, for each kind of wish.
#include "desk/controls.h"
#include "desk/outbox/deadlinebox.h"
#include "desk/outbox/wishdialog.h"
#include "desk/textlabel.h"
#include "viewmodels/itemdescribe.h"
#include "viewmodels/outboxfeed.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>

#include <algorithm>

namespace dealerlens::desk {

using model::EntityKind;
using viewmodels::ItemTexts;
using viewmodels::Wish;

namespace {

TextLabel *rowLabel(QWidget *parent, QWidget *buddy, const QString &text)
{
    auto *label = new TextLabel(text, FontStyle::Body, Token::Text2, parent);
    buddy->setAccessibleName(text);
    return label;
}

// A pasted book would hold the window. What is left of it is still too long to be sent, which the dialog says.
class TextField final : public QPlainTextEdit {
public:
    using QPlainTextEdit::QPlainTextEdit;

protected:
    void insertFromMimeData(const QMimeData *source) override
    {
        constexpr qsizetype kLongestPaste = 30'000;
        insertPlainText(source->text().left(kLongestPaste));
    }
};

} // namespace

bool WishDialog::isOnePortal(const std::vector<model::RecordKey> &items)
{
    return std::ranges::all_of(items, [&](const model::RecordKey &each) { return each.portal == items.front().portal; });
}

facts::Index WishDialog::placeOf(const facts::Snapshot &facts, model::PortalId portal)
{
    for (std::size_t i = 0; i < facts.portals.size(); ++i)
        if (facts.portals[i].portal.id == portal)
            return facts::Index(i);
    return facts::kNone;
}

void WishDialog::buildText(QFormLayout &form)
{
    m_text = new TextField(m_body);
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(theme().px(110));
    m_text->setPlaceholderText(m_wish == Wish::Task ? tr("First line: title of the task. Below it: what has to be done.")
                                                    : tr("The dealer sees this text in the timeline of the item."));
    form.addRow(rowLabel(m_body, m_text, m_wish == Wish::Task ? tr("Task") : tr("Question")), m_text);
    connect(m_text, &QPlainTextEdit::textChanged, this, &WishDialog::check);
}

void WishDialog::buildDeadline(QFormLayout &form)
{
    m_deadline = new DeadlineBox(zones(), m_session.clock().now(), m_body);
    connect(m_deadline, &DeadlineBox::changed, this, &WishDialog::check);
    form.addRow(rowLabel(m_body, m_deadline, m_wish == Wish::Task ? tr("Deadline") : tr("Answer wanted")), m_deadline);
}

// Of the dealers, each once.
QStringList WishDialog::zones() const
{
    QStringList zones;
    for (const model::RecordKey &each : m_items)
        if (const facts::Index place = m_facts ? placeOf(*m_facts, each.portal) : facts::kNone; place >= 0)
            zones += m_facts->portals[std::size_t(place)].portal.timeZone;
    zones.removeDuplicates();
    return zones;
}

void WishDialog::buildPerson(QFormLayout &form, bool withOwner)
{
    m_person = new QComboBox(m_body);
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
        m_person->insertItem(0, tr("choose…"));
        m_person->setCurrentIndex(0);
    }
    connect(m_person, &QComboBox::currentIndexChanged, this, &WishDialog::check);
    form.addRow(rowLabel(m_body, m_person, withOwner ? tr("For whom") : tr("Responsible")), m_person);
}

// The portal's own stages; a deal can also go to another funnel.
void WishDialog::buildStage(QFormLayout &form)
{
    m_stage = new QComboBox(m_body);
    m_stage->addItem(tr("choose…"));
    const auto row = m_facts ? m_facts->rowOf(m_items.front()) : std::optional<std::uint32_t>();
    const facts::Index now = row ? m_facts->items.stage[*row] : facts::kNone;
    const facts::Index own = row ? m_facts->funnelOf(*row) : facts::kNone;
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
    m_stage->setCurrentIndex(m_stageAtFirst.isEmpty() ? 0 : std::max(0, m_stage->findData(m_stageAtFirst)));
    connect(m_stage, &QComboBox::currentIndexChanged, this, &WishDialog::showNeeded);
    form.addRow(rowLabel(m_body, m_stage, tr("Stage")), m_stage);
    m_needed = &form;
    m_neededRow = form.rowCount();
    showNeeded();
}

// A stage that ends an item asks for what is still empty; of another funnel the portal is not asked.
void WishDialog::showNeeded()
{
    for (const auto &[field, line] : m_neededFields) {
        m_typedFields[field] = line->text();
        m_needed->removeRow(line);
    }
    m_neededFields.clear();
    m_readsNeeded = false;
    const QString code = m_stage->currentData().toString();
    const auto row = m_facts ? m_facts->rowOf(m_items.front()) : std::optional<std::uint32_t>();
    const facts::Index own = row ? m_facts->funnelOf(*row) : facts::kNone;
    const auto stage = std::ranges::find_if(
        m_facts->stages, [&](const facts::StageFact &each) { return own != facts::kNone && each.funnel == own && each.code == code; });
    if (stage == m_facts->stages.end() || stage->semantic == 'P')
        return check();
    m_readsNeeded = true;
    check();
    using Needed = std::vector<viewmodels::NeededField>;
    auto reading = m_session.store().read<Needed>([items = m_items, isWon = stage->semantic == 'S'](
                                                      store::Reader &reader) { return viewmodels::fieldsNeeded(reader, items, isWon); });
    base::whenDone(reading, this, [this, code](const base::Result<Needed> &needed) {
        if (m_stage->currentData().toString() != code || !m_readsNeeded)
            return;
        m_readsNeeded = false;
        addNeeded(needed.value_or(Needed()));
    });
}

void WishDialog::addNeeded(const std::vector<viewmodels::NeededField> &needed)
{
    for (const viewmodels::NeededField &each : needed) {
        auto *line = new QLineEdit(m_typedFields[each.field], m_body);
        const QString label = each.label.isEmpty() ? ItemTexts::field("amount") : each.label;
        line->setPlaceholderText(m_items.size() > 1 ? tr("for those that have none") : tr("this stage asks for it"));
        connect(line, &QLineEdit::textEdited, this, &WishDialog::check);
        m_needed->insertRow(m_neededRow + int(m_neededFields.size()), rowLabel(m_body, line, label), line);
        setTabOrder(m_neededFields.empty() ? static_cast<QWidget *>(m_stage) : m_neededFields.back().second, line);
        m_neededFields.emplace_back(each.field, line);
    }
    check();
}

void WishDialog::buildField(QFormLayout &form)
{
    m_field = new QComboBox(m_body);
    m_value = new QLineEdit(m_body);
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
    form.addRow(rowLabel(m_body, m_field, tr("Field")), m_field);
    form.addRow(rowLabel(m_body, m_value, tr("New value")), m_value);
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
    base::whenDone(reading, this, [this, box = QPointer(m_field)](const base::Result<Fields> &fields) {
        if (!fields || !box) // another language has come meanwhile, and another box
            return;
        for (const auto &[name, label] : *fields)
            box->addItem(label.isEmpty() ? name : label, name);
        if (const QString wanted = std::exchange(m_wantedField, {}); !wanted.isEmpty())
            box->setCurrentIndex(std::max(0, box->findData(wanted)));
    });
}

// What one item has now stands in the line to be corrected.
void WishDialog::showField()
{
    if (!m_value->isModified())
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
    m_dealer = new QComboBox(m_body);
    m_dealer->addItem(tr("choose…"));
    for (std::size_t i = 0; m_facts && i < m_facts->portals.size(); ++i) {
        const model::Portal &portal = m_facts->portals[i].portal;
        if (portal.kind == model::PortalKind::Dealer && !portal.isRetired())
            m_dealer->addItem(portal.city.isEmpty() ? portal.title : tr("%1, %2").arg(portal.title, portal.city), portal.id);
    }
    connect(m_dealer, &QComboBox::currentIndexChanged, this, &WishDialog::check);
    form.addRow(rowLabel(m_body, m_dealer, tr("Dealer")), m_dealer);
    const std::pair<const char *, const char *> fields[] { { "TITLE", "title" }, { "LAST_NAME", "last_name" }, { "NAME", "name" },
        { "PHONE", "phone" }, { "EMAIL", "email" }, { "COMMENTS", "comments" } };
    for (const auto &[field, column] : fields) {
        auto *line = new QLineEdit(m_body);
        connect(line, &QLineEdit::textEdited, this, &WishDialog::check);
        form.addRow(rowLabel(m_body, line, ItemTexts::field(column)), line);
        m_leadFields.emplace_back(QString::fromLatin1(field), line);
    }
}

// The last ones can be taken again.
void WishDialog::buildReason(QFormLayout &form)
{
    auto *reasons = new QComboBox(m_body);
    reasons->setEditable(true);
    reasons->setInsertPolicy(QComboBox::NoInsert);
    reasons->addItems(recentReasons());
    reasons->setCurrentIndex(-1);
    m_reason = reasons->lineEdit();
    m_reason->setPlaceholderText(tr("why, for the record of head office"));
    connect(m_reason, &QLineEdit::textChanged, this, &WishDialog::check);
    form.addRow(rowLabel(m_body, reasons, tr("Reason")), reasons);
}

// Newest first; those of undone writes are made by the program.
QStringList WishDialog::recentReasons() const
{
    constexpr qsizetype kMostReasons = 8;
    QStringList reasons;
    const auto &items = m_session.outbox().items();
    for (auto item = items.rbegin(); item != items.rend() && reasons.size() < kMostReasons; ++item)
        if (!item->write.reason.isEmpty() && item->write.opposes.isEmpty() && !reasons.contains(item->write.reason))
            reasons += item->write.reason;
    return reasons;
}

void WishDialog::buildButtons(QFormLayout &form)
{
    m_problem = new ErrorBox(m_body);
    m_problem->hide();
    form.addRow(m_problem);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(
        new TextLabel(tr("Sent when the portal can be reached; until then it can be taken back."), FontStyle::Small, Token::Text3, m_body));
    buttons->addStretch();
    auto *cancel = new QPushButton(tr("Cancel"), m_body);
    m_send = new QPushButton(tr("Put into the outbox"), m_body);
    m_send->setProperty("primary", true);
    m_send->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(m_send);
    form.addRow(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &WishDialog::send);
}

} // namespace dealerlens::desk
