// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/contextbar.h"

#include "desk/contextpopovers.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/textlabel.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::Choice;
using viewmodels::Context;

ContextBar::ContextBar(QWidget *parent)
    : QWidget(parent)
    , m_back(iconButton(QStringLiteral("chevron-left"), {}, {}, this))
    , m_forward(iconButton(QStringLiteral("chevron-right"), {}, {}, this))
    , m_period(new Chip(QStringLiteral("calendar"), this))
    , m_dealers(new Chip(QStringLiteral("network"), this))
    , m_funnel(new Chip(QStringLiteral("funnels"), this))
    , m_employees(new Chip(QStringLiteral("person"), this))
    , m_conditionRow(new QHBoxLayout)
    , m_add(new QToolButton(this))
    , m_more(new QToolButton(this))
    , m_search(new QLineEdit(this))
{
    setFixedHeight(theme().px(42));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(12), 0, theme().px(12), 0);
    row->setSpacing(theme().px(6));
    row->addWidget(m_back);
    row->addWidget(m_forward);
    for (Chip *chip : { m_period, m_dealers, m_funnel, m_employees })
        row->addWidget(chip);
    m_conditionRow->setSpacing(theme().px(6));
    row->addLayout(m_conditionRow);
    row->addWidget(m_more);
    row->addWidget(m_add);
    row->addStretch();
    row->addWidget(m_search);
    m_add->setIcon(icon(QStringLiteral("plus")));
    m_add->setIconSize(QSize(theme().px(14), theme().px(14)));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setFocusPolicy(Qt::TabFocus);
    m_more->setFocusPolicy(Qt::TabFocus);
    m_more->setProperty("chip", true);
    m_search->setFixedWidth(theme().px(286));
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    connect(m_back, &QToolButton::clicked, this, &ContextBar::backRequested);
    connect(m_forward, &QToolButton::clicked, this, &ContextBar::forwardRequested);
    connect(m_period, &Chip::clicked, this, &ContextBar::openPeriod);
    connect(m_dealers, &Chip::clicked, this, &ContextBar::openDealers);
    connect(m_funnel, &Chip::clicked, this, &ContextBar::openFunnel);
    connect(m_employees, &Chip::clicked, this, &ContextBar::openEmployees);
    connect(m_add, &QToolButton::clicked, this, &ContextBar::openConditionFields);
    connect(m_more, &QToolButton::clicked, this, &ContextBar::openFolded);
    connect(m_search, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_search->clear();
        Q_EMIT searchRequested(text);
    });
    connect(m_period, &Chip::resetRequested, this, [this] {
        Context changed = m_context;
        changed.period = {};
        changed.asOf.reset();
        choose(changed);
    });
    connect(m_dealers, &Chip::resetRequested, this, [this] {
        Context changed = m_context;
        changed.portals.clear();
        changed.freshOnly = false;
        choose(changed);
    });
    connect(m_funnel, &Chip::resetRequested, this, [this] {
        Context changed = m_context;
        changed.funnel.clear();
        choose(changed);
    });
    connect(m_employees, &Chip::resetRequested, this, [this] {
        Context changed = m_context;
        changed.employees.clear();
        changed.employeeThen = true;
        choose(changed);
    });
    setHistory(false, false);
    retranslate();
}

void ContextBar::setChoices(viewmodels::ContextChoices *choices)
{
    if (m_choices)
        m_choices->disconnect(this);
    m_choices = choices;
    if (m_choices)
        connect(m_choices, &viewmodels::ContextChoices::changed, this, &ContextBar::refresh);
    refresh();
}

void ContextBar::setContext(const Context &context)
{
    m_context = context;
    refresh();
}

void ContextBar::setParts(ContextParts parts)
{
    m_parts = parts;
    refresh();
}

void ContextBar::setHistory(bool canGoBack, bool canGoForward)
{
    m_back->setEnabled(canGoBack);
    m_forward->setEnabled(canGoForward);
}

void ContextBar::retranslate()
{
    setIconButtonName(m_back, tr("Back"), QStringLiteral("Alt+←"));
    setIconButtonName(m_forward, tr("Forward"), QStringLiteral("Alt+→"));
    m_add->setText(tr("Condition"));
    m_add->setAccessibleName(tr("Add a condition"));
    m_search->setPlaceholderText(tr("Search, go to, command  (Ctrl+K)"));
    m_search->setAccessibleName(tr("Search, go to, command"));
    refresh();
}

void ContextBar::choose(const Context &context)
{
    if (context == m_context)
        return;
    m_context = context;
    refresh();
    Q_EMIT contextChosen(m_context);
}

void ContextBar::refresh()
{
    const Context defaults;
    m_period->setKey(tr("Period"));
    m_period->setValue(periodText(m_context));
    m_period->setActive(m_context.asOf.has_value());
    m_dealers->setKey(tr("Dealers"));
    m_funnel->setKey(tr("Funnel"));
    m_employees->setKey(tr("Employees"));
    const QList<viewmodels::DealerChoice> dealers = m_choices ? m_choices->dealers() : QList<viewmodels::DealerChoice>();
    QString dealerText = dealers.isEmpty() ? tr("none yet")
        : dealers.size() == 1              ? dealers.first().title
                                           : tr("all %Ln", nullptr, static_cast<int>(dealers.size()));
    if (m_context.portals.size() == 1) {
        for (const viewmodels::DealerChoice &dealer : dealers) {
            if (dealer.portal == m_context.portals.first())
                dealerText = dealer.title;
        }
    } else if (!m_context.portals.isEmpty()) {
        dealerText = tr("%1 of %2").arg(m_context.portals.size()).arg(dealers.size());
    }
    if (m_context.freshOnly)
        dealerText += tr(", fresh only");
    m_dealers->setValue(dealerText);
    m_dealers->setActive(!m_context.portals.isEmpty() || m_context.freshOnly);
    QString funnelText = viewmodels::Fmt::dash();
    const QList<Choice> funnels = m_choices ? m_choices->funnels() : QList<Choice>();
    for (qsizetype i = 0; i < funnels.size(); ++i) {
        if (funnels[i].key == m_context.funnel || (m_context.funnel.isEmpty() && i == 0))
            funnelText = funnels[i].text;
    }
    m_funnel->setValue(funnelText);
    m_funnel->setActive(!m_context.funnel.isEmpty() && !funnels.isEmpty() && funnels.first().key != m_context.funnel);
    QString employeeText = tr("all");
    if (m_context.employees.size() == 1 && m_choices) {
        for (const Choice &employee : m_choices->employees()) {
            if (employee.key == m_context.employees.first())
                employeeText = employee.text;
        }
    } else if (!m_context.employees.isEmpty()) {
        employeeText = tr("%Ln chosen", nullptr, static_cast<int>(m_context.employees.size()));
    }
    if (!m_context.employeeThen)
        employeeText += tr(", now");
    m_employees->setValue(employeeText);
    m_employees->setActive(!m_context.employees.isEmpty() || !m_context.employeeThen);
    rebuildConditions();
    fold();
}

exporting::PrintFacts ContextBar::words(ContextParts parts) const
{
    exporting::PrintFacts words;
    const auto add = [&](ContextPart part, const Chip *chip) {
        if (parts.testFlag(part))
            words.emplace_back(chip->key(), chip->value());
    };
    add(ContextPart::Period, m_period);
    add(ContextPart::Dealers, m_dealers);
    add(ContextPart::Funnel, m_funnel);
    add(ContextPart::Employees, m_employees);
    for (const Chip *condition : m_conditions)
        add(ContextPart::Conditions, condition);
    return words;
}

void ContextBar::rebuildConditions()
{
    qDeleteAll(m_conditions);
    m_conditions.clear();
    const QList<Choice> fields = m_choices ? m_choices->conditionFields() : QList<Choice>();
    for (const viewmodels::Condition &condition : m_context.conditions) {
        auto *chip = new Chip(QStringLiteral("filter"), this);
        QString name = condition.key;
        for (const Choice &field : fields) {
            if (field.key == condition.key)
                name = field.text;
        }
        QString value = condition.values.size() == 1 ? condition.values.first()
                                                     : tr("%Ln chosen", nullptr, static_cast<int>(condition.values.size()));
        if (condition.values.size() == 1 && m_choices) {
            for (const Choice &choice : m_choices->conditionValues(condition.key)) {
                if (choice.key == condition.values.first())
                    value = choice.text;
            }
        }
        chip->setKey(name);
        chip->setValue(value);
        chip->setActive(true);
        const QString key = condition.key;
        connect(chip, &Chip::clicked, this, [this, key, chip] { openCondition(key, chip); });
        connect(chip, &Chip::resetRequested, this, [this, key] {
            Context changed = m_context;
            changed.conditions.removeIf([&](const viewmodels::Condition &c) { return c.key == key; });
            // The chip that asked is deleted by the refresh: let it leave its handler first.
            QMetaObject::invokeMethod(this, [this, changed] { choose(changed); }, Qt::QueuedConnection);
        });
        m_conditionRow->addWidget(chip);
        m_conditions.append(chip);
    }
}

void ContextBar::fold()
{
    struct Part {
        Chip *chip;
        bool wanted;
    };

    QList<Part> parts { { m_period, m_parts.testFlag(ContextPart::Period) }, { m_dealers, m_parts.testFlag(ContextPart::Dealers) },
        { m_funnel, m_parts.testFlag(ContextPart::Funnel) }, { m_employees, m_parts.testFlag(ContextPart::Employees) } };
    const bool conditions = m_parts.testFlag(ContextPart::Conditions);
    for (Chip *chip : m_conditions)
        parts.append({ chip, conditions });
    m_add->setVisible(conditions && m_choices && !m_choices->conditionFields().isEmpty());
    const int gap = theme().px(6);
    int room = width() - m_search->width() - theme().px(24) - 2 * (theme().px(28) + gap) - theme().px(44)
        - (m_add->isHidden() ? 0 : m_add->sizeHint().width() + gap);
    int folded = 0;
    for (const Part &part : parts) {
        const int needed = part.chip->sizeHint().width() + gap;
        const bool fits = folded == 0 && needed <= room;
        part.chip->setVisible(part.wanted && fits);
        if (!part.wanted)
            continue;
        if (fits)
            room -= needed;
        else
            ++folded;
    }
    m_more->setVisible(folded > 0);
    m_more->setText(QLatin1Char('+') + QString::number(folded));
    m_more->setAccessibleName(tr("%Ln more", nullptr, folded));
}

void ContextBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fold();
}

void ContextBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().color(Token::Line));
}

bool ContextBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::MouseButtonPress) {
        Q_EMIT searchRequested({});
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ContextBar::openPeriod()
{
    periodPopover(this, m_context, [this](const Context &c) { choose(c); })->openUnder(m_period);
}

void ContextBar::openDealers()
{
    if (m_choices)
        dealersPopover(this, m_context, m_choices->dealers(), [this](const Context &c) { choose(c); })->openUnder(m_dealers);
}

void ContextBar::openFunnel()
{
    if (m_choices)
        funnelPopover(this, m_context, m_choices->funnels(), [this](const Context &c) { choose(c); })->openUnder(m_funnel);
}

void ContextBar::openEmployees()
{
    if (m_choices)
        employeesPopover(this, m_context, m_choices->employees(), [this](const Context &c) { choose(c); })->openUnder(m_employees);
}

void ContextBar::openCondition(const QString &field, QWidget *anchor)
{
    if (!m_choices)
        return;
    for (const Choice &choice : m_choices->conditionFields()) {
        if (choice.key == field) {
            conditionPopover(this, m_context, choice, m_choices->conditionValues(field), [this](const Context &c) {
                choose(c);
            })->openUnder(anchor);
            return;
        }
    }
}

void ContextBar::openConditionFields()
{
    if (!m_choices)
        return;
    auto *popover = new Popover(this);
    auto *list = new QListWidget;
    list->setAccessibleName(tr("Conditions"));
    list->setMinimumSize(theme().px(220), theme().px(160));
    for (const Choice &field : m_choices->conditionFields()) {
        auto *item = new QListWidgetItem(field.text, list);
        item->setData(Qt::UserRole, field.key);
    }
    const auto use = [this, popover](QListWidgetItem *item) {
        const QString key = item->data(Qt::UserRole).toString();
        popover->close();
        openCondition(key, m_add);
    };
    connect(list, &QListWidget::itemClicked, popover, use);
    connect(list, &QListWidget::itemActivated, popover, use);
    popover->column().addWidget(list);
    popover->openUnder(m_add);
}

void ContextBar::openFolded()
{
    auto *popover = new Popover(this);
    const auto entry = [&](Chip *chip, auto open) {
        if (!chip->isHidden())
            return;
        auto *button = new QToolButton;
        button->setText(chip->accessibleName());
        button->setAccessibleName(chip->accessibleName());
        connect(button, &QToolButton::clicked, popover, [popover, open] {
            popover->close();
            open();
        });
        popover->column().addWidget(button);
    };
    if (m_parts.testFlag(ContextPart::Dealers))
        entry(m_dealers, [this] { openDealers(); });
    if (m_parts.testFlag(ContextPart::Funnel))
        entry(m_funnel, [this] { openFunnel(); });
    if (m_parts.testFlag(ContextPart::Employees))
        entry(m_employees, [this] { openEmployees(); });
    for (qsizetype i = 0; i < m_conditions.size(); ++i) {
        const QString key = m_context.conditions[i].key;
        entry(m_conditions[i], [this, key] { openCondition(key, m_more); });
    }
    popover->openUnder(m_more);
}

} // namespace dealerlens::desk
