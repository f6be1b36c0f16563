// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/outboxpanel.h"

#include "desk/language.h"
#include "desk/network/factgrid.h"
#include "desk/textlabel.h"
#include "viewmodels/outboxtexts.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::OutboxItem;
using viewmodels::OutboxStep;
using viewmodels::OutboxTexts;

namespace {

TextLabel *wrapped(QWidget *parent, FontStyle style, Token token)
{
    auto *label = new TextLabel({}, style, token, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// Portals' values can be as long as they like.
QString cutLong(const QString &text)
{
    constexpr qsizetype kLongest = 1'000;
    return text.size() > kLongest ? QString(text.left(kLongest) + QChar(0x2026)) : text;
}

} // namespace

OutboxPanel::OutboxPanel(QWidget *parent)
    : QWidget(parent)
    , m_content(new QWidget)
    , m_empty(new TextLabel({}, FontStyle::Body, Token::Text2, this))
    , m_scroll(new QScrollArea(this))
    , m_title(wrapped(m_content, FontStyle::Title, Token::Text))
    , m_about(wrapped(m_content, FontStyle::Body, Token::Text2))
    , m_state(wrapped(m_content, FontStyle::Strong, Token::Text))
    , m_advice(wrapped(m_content, FontStyle::Body, Token::Text))
    , m_values(new QWidget(m_content))
    , m_grid(new QGridLayout(m_values))
    , m_answer(new FactGrid(m_content))
    , m_facts(new FactGrid(m_content))
    , m_evidence(new FactGrid(m_content))
    , m_steps(new QGridLayout)
    , m_open(new QPushButton(m_content))
    , m_portal(new QPushButton(m_content))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_empty->setAlignment(Qt::AlignCenter);
    outer->addWidget(m_empty);
    m_scroll->setWidget(m_content);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    outer->addWidget(m_scroll);
    m_content->setMinimumWidth(1);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(theme().px(16), theme().px(12), theme().px(16), theme().px(12));
    column->setSpacing(theme().px(10));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(theme().px(10));
    m_grid->setVerticalSpacing(theme().px(4));
    m_steps->setSpacing(theme().px(6));
    m_steps->setColumnStretch(0, 1);
    m_steps->setColumnStretch(1, 1);
    for (int i = 0; i < kSteps; ++i) {
        m_buttons[std::size_t(i)] = new QPushButton(m_content);
        connect(m_buttons[std::size_t(i)], &QPushButton::clicked, this, [this, i] { Q_EMIT stepChosen(static_cast<OutboxStep>(i)); });
    }
    connect(m_open, &QPushButton::clicked, this, &OutboxPanel::itemRequested);
    connect(m_portal, &QPushButton::clicked, this, &OutboxPanel::portalRequested);
    for (QWidget *part : std::initializer_list<QWidget *> { m_title, m_about, m_state, m_advice, m_values, m_answer })
        column->addWidget(part);
    column->addLayout(m_steps);
    column->addWidget(m_facts);
    column->addWidget(m_evidence);
    column->addStretch();
}

QString OutboxPanel::stepName(OutboxStep step)
{
    switch (step) {
    case OutboxStep::Cancel:
        return tr("Cancel");
    case OutboxStep::SendAgain:
        return tr("Send again");
    case OutboxStep::ItArrived:
        return tr("It arrived");
    case OutboxStep::Insist:
        return tr("Insist");
    case OutboxStep::GiveUp:
        return tr("Give up");
    case OutboxStep::TakeBack:
        return tr("Take back");
    }
    return {};
}

QString OutboxPanel::stepTip(OutboxStep step)
{
    switch (step) {
    case OutboxStep::Cancel:
        return tr("It has not been sent and will not be (Delete)");
    case OutboxStep::SendAgain:
        return tr("Once more from the start (R)");
    case OutboxStep::ItArrived:
        return tr("I have seen it on the portal (Y)");
    case OutboxStep::Insist:
        return tr("Your value over the one that the portal has now (I)");
    case OutboxStep::GiveUp:
        return tr("The portal keeps what it has (G)");
    case OutboxStep::TakeBack:
        return tr("Undo on the portal what this has done (U)");
    }
    return {};
}

void OutboxPanel::setItem(const OutboxItem *item, const QString &note, base::UtcSeconds now)
{
    if (!item || !m_item || m_item->write.uuid != item->write.uuid)
        m_events.clear();
    m_item = item ? std::optional(*item) : std::nullopt;
    m_now = now;
    m_note = note;
    fill();
}

void OutboxPanel::setEvidence(const QString &uuid, const std::vector<model::WriteEvent> &events)
{
    if (!m_item || m_item->write.uuid != uuid)
        return;
    m_events = events;
    fill();
}

void OutboxPanel::retranslate()
{
    for (int i = 0; i < kSteps; ++i) {
        m_buttons[std::size_t(i)]->setText(stepName(static_cast<OutboxStep>(i)));
        m_buttons[std::size_t(i)]->setToolTip(stepTip(static_cast<OutboxStep>(i)));
    }
    m_open->setText(tr("Open the item"));
    m_portal->setText(tr("Open in the portal"));
    m_empty->setText(tr("Nothing is chosen."));
    fill();
}

void OutboxPanel::fill()
{
    m_empty->setVisible(!m_item);
    m_scroll->setVisible(m_item.has_value());
    if (!m_item)
        return;
    const OutboxItem &item = *m_item;
    const bool isChange = item.write.kind == model::WriteKind::Change;
    m_title->setText(isChange ? OutboxTexts::kind(item.write.kind) : OutboxTexts::what(item));
    m_about->setText(QString(OutboxTexts::item(item) % QStringLiteral(" · ") % item.dealer));
    QString state = OutboxTexts::state(item);
    state[0] = state[0].toUpper();
    m_state->setText(state);
    m_state->setToken(item.waitsForPerson() ? Token::Warn : item.write.state == model::WriteState::Confirmed ? Token::Ok : Token::Text);
    const QString advice = m_note.isEmpty() ? OutboxTexts::advice(item) : m_note;
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    fillValues(item);
    fillFacts(item);
    fillButtons(item);
}

// Was, you want, the portal has.
void OutboxPanel::fillValues(const OutboxItem &item)
{
    while (QLayoutItem *old = m_grid->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    const bool isConflict = item.write.state == model::WriteState::Conflict;
    const bool isWithdrawal = item.write.kind == model::WriteKind::Withdraw; // what it expects to find, nothing wished
    m_values->setVisible(isWithdrawal ? isConflict : !item.fields.empty());
    const bool hasBefore = isWithdrawal || item.write.kind == model::WriteKind::Change;
    const auto put = [this](int row, int column, const QString &text, FontStyle style, Token token) {
        TextLabel *label = wrapped(m_values, style, token);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        label->setText(text.isEmpty() ? QString(QChar(0x2013)) : cutLong(text));
        m_grid->addWidget(label, row, column);
        m_grid->setColumnStretch(column, 1);
    };
    int row = 0;
    if (hasBefore) {
        put(row, 1, tr("it was"), FontStyle::Caption, Token::Text3);
        if (!isWithdrawal)
            put(row, 2, tr("you want"), FontStyle::Caption, Token::Text3);
        if (isConflict)
            put(row, 3, tr("the portal has"), FontStyle::Caption, Token::Text3);
    }
    for (const viewmodels::OutboxField &each : item.fields) {
        const bool isOfInterest = isWithdrawal ? each.conflicts : !hasBefore || each.before != each.after || each.conflicts;
        if (!isOfInterest)
            continue;
        ++row;
        put(row, 0, OutboxTexts::field(item, each), FontStyle::Body, Token::Text2);
        if (hasBefore)
            put(row, 1, each.before, FontStyle::Body, Token::Text);
        if (!isWithdrawal)
            put(row, 2, each.after, FontStyle::Strong, Token::Text);
        if (isConflict)
            put(row, 3, each.found, each.conflicts ? FontStyle::Strong : FontStyle::Body, each.conflicts ? Token::Breach : Token::Text);
    }
}

void OutboxPanel::fillFacts(const OutboxItem &item)
{
    const model::Write &write = item.write;
    QList<FactGrid::Line> answer;
    if (const QString words = OutboxTexts::answer(item, m_now, fmt()); !words.isEmpty()) {
        const bool isLate = write.deadline != base::kNever && (item.waitsForAnswer() ? m_now : item.answer.at) > write.deadline;
        answer += { tr("Answer"), words, isLate ? Token::Breach : Token::Text };
        if (item.answer.at != base::kNever) {
            if (!item.answeredBy.isEmpty())
                answer += { tr("From"), item.answeredBy };
            answer += { tr("Text"), cutLong(item.answer.text.isEmpty() ? fmt().dateTime(item.answer.at) : item.answer.text) };
        }
    }
    if (write.deadline != base::kNever)
        answer += { tr("Wanted by"), fmt().dateTime(write.deadline) };
    m_answer->setContent(tr("The dealer's answer"), answer);
    QList<FactGrid::Line> lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines += { name, cutLong(value) };
    };
    add(tr("Text"), write.text);
    add(tr("Reason"), OutboxTexts::reason(write));
    if (!write.opposes.isEmpty())
        add(tr("Takes back"), OutboxTexts::opposed(write));
    add(tr("The portal says"), OutboxTexts::says(item));
    add(tr("Begun"), fmt().dateTime(write.created));
    add(tr("Sent"),
        write.sent == base::kNever ? QString() : tr("%1, %2").arg(fmt().dateTime(write.sent), tr("%Ln times", nullptr, write.attempts)));
    add(tr("Reference"), write.reference());
    add(tr("On the portal"), write.result == 0 ? QString() : QString::number(write.result));
    m_facts->setContent(tr("About it"), lines);
    QList<FactGrid::Line> evidence;
    for (const model::WriteEvent &each : m_events)
        evidence += { fmt().dateTime(each.at), OutboxTexts::event(each) };
    m_evidence->setContent(tr("Evidence"), evidence);
}

// Two in a line, without gaps where a step does not fit.
void OutboxPanel::fillButtons(const OutboxItem &item)
{
    const bool hasItem = item.write.item.id != 0 || item.write.result != 0;
    int places = 0;
    const auto place = [this, &places](QPushButton *button, bool isShown) {
        m_steps->removeWidget(button);
        button->setVisible(isShown);
        if (!isShown)
            return;
        m_steps->addWidget(button, places / 2, places % 2);
        ++places;
    };
    for (int i = 0; i < kSteps; ++i)
        place(m_buttons[std::size_t(i)], viewmodels::fits(static_cast<OutboxStep>(i), item.write));
    places += places % 2;
    place(m_open, hasItem);
    place(m_portal, hasItem);
}

} // namespace dealerlens::desk
