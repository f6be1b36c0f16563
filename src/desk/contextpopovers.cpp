// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/contextpopovers.h"

#include "desk/language.h"
#include "desk/textlabel.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDateEdit>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dealerlens::desk {

using viewmodels::Choice;
using viewmodels::Context;
using viewmodels::DealerChoice;
using viewmodels::Period;

namespace {

constexpr int kMostRows = 200; // rendered at once; the rest is found by typing

struct PresetText {
    Period::Preset preset;
    const char *text;
};

constexpr PresetText kPresets[] = {
    { Period::Preset::Today, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "today") },
    { Period::Preset::Yesterday, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "yesterday") },
    { Period::Preset::Last7Days, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "7 days") },
    { Period::Preset::Last30Days, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "30 days") },
    { Period::Preset::Last90Days, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "90 days") },
    { Period::Preset::ThisMonth, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "this month") },
    { Period::Preset::LastMonth, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "last month") },
    { Period::Preset::ThisQuarter, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "this quarter") },
    { Period::Preset::LastQuarter, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "last quarter") },
    { Period::Preset::ThisYear, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "this year") },
    { Period::Preset::LastYear, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "last year") },
    { Period::Preset::Last365Days, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "365 days") },
    { Period::Preset::AllTime, QT_TRANSLATE_NOOP("dealerlens::desk::Period", "all time") },
};

QString text(const char *source) { return QCoreApplication::translate("dealerlens::desk::ContextPopovers", source); }

QString presetText(const char *source) { return QCoreApplication::translate("dealerlens::desk::Period", source); }

// Large enough to hit; no wider than the view, so that long names are elided instead of scrolled.
QSize rowSize() { return { 10, theme().px(24) }; }

TextLabel *heading(const char *source) { return new TextLabel(text(source), FontStyle::Strong); }

// A list with check boxes and a field that filters it. Ticks survive filtering.
class CheckList final : public QWidget {
public:
    CheckList(const QList<Choice> &choices, const QStringList &chosen, QWidget *parent)
        : QWidget(parent)
        , m_choices(choices)
        , m_chosen(chosen.begin(), chosen.end())
        , m_list(new QListWidget(this))
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        auto *find = new QLineEdit(this);
        find->setPlaceholderText(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Find")));
        find->setAccessibleName(find->placeholderText());
        column->addWidget(find);
        column->addWidget(m_list);
        m_list->setAccessibleName(find->placeholderText());
        m_list->setMinimumSize(theme().px(300), theme().px(260));
        QObject::connect(find, &QLineEdit::textChanged, this, [this](const QString &wanted) { fill(wanted); });
        QObject::connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
            const QString key = item->data(Qt::UserRole).toString();
            if (item->checkState() == Qt::Checked)
                m_chosen.insert(key);
            else
                m_chosen.remove(key);
        });
        fill({});
    }

    [[nodiscard]] QStringList chosen() const
    {
        QStringList result;
        for (const Choice &choice : m_choices) {
            if (m_chosen.contains(choice.key))
                result.append(choice.key);
        }
        return result;
    }

private:
    void fill(const QString &wanted)
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        for (const Choice &choice : m_choices) {
            if (m_list->count() >= kMostRows)
                break;
            if (!wanted.isEmpty() && !choice.text.contains(wanted, Qt::CaseInsensitive)
                && !choice.detail.contains(wanted, Qt::CaseInsensitive))
                continue;
            auto *item = new QListWidgetItem(
                choice.detail.isEmpty() ? choice.text : QString(choice.text + QStringLiteral(" · ") + choice.detail), m_list);
            item->setData(Qt::UserRole, choice.key);
            item->setSizeHint(rowSize());
            item->setToolTip(plainTip(item->text()));
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
            item->setCheckState(m_chosen.contains(choice.key) ? Qt::Checked : Qt::Unchecked);
        }
    }

    QList<Choice> m_choices;
    QSet<QString> m_chosen;
    QListWidget *m_list;
};

void addButtons(Popover *popover, const std::function<void()> &apply, const std::function<void()> &reset)
{
    auto *row = new QHBoxLayout;
    auto *all = new QPushButton(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "All")));
    auto *use = new QPushButton(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Apply")));
    use->setProperty("primary", true);
    use->setDefault(true);
    row->addWidget(all);
    row->addStretch();
    row->addWidget(use);
    popover->column().addLayout(row);
    QObject::connect(use, &QPushButton::clicked, popover, [popover, apply] {
        apply();
        popover->close();
    });
    QObject::connect(all, &QPushButton::clicked, popover, [popover, reset] {
        reset();
        popover->close();
    });
}

} // namespace

QString periodText(const Context &context)
{
    QString result;
    for (const PresetText &preset : kPresets) {
        if (preset.preset == context.period.preset)
            result = presetText(preset.text);
    }
    if (context.period.preset == Period::Preset::Custom)
        result = fmt().range(context.period.first, context.period.last);
    if (context.asOf)
        result += text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", ", as of %1")).arg(fmt().dateTime(*context.asOf));
    return result;
}

Popover *periodPopover(QWidget *parent, const Context &context, ApplyContext apply)
{
    auto *popover = new Popover(parent);
    auto *columns = new QHBoxLayout;
    popover->column().addLayout(columns);
    auto *presets = new QListWidget;
    presets->setAccessibleName(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Period")));
    presets->setFixedWidth(theme().px(150));
    presets->setMinimumHeight(theme().px(24) * static_cast<int>(std::size(kPresets)) + 2);
    for (const PresetText &preset : kPresets) {
        auto *item = new QListWidgetItem(presetText(preset.text), presets);
        item->setSizeHint(rowSize());
        item->setData(Qt::UserRole, static_cast<int>(preset.preset));
        if (preset.preset == context.period.preset)
            presets->setCurrentItem(item);
    }
    columns->addWidget(presets);
    auto *right = new QVBoxLayout;
    columns->addLayout(right);
    const viewmodels::DayRange range = viewmodels::resolve(context.period, QDate::currentDate());
    auto *first = new QDateEdit(range.first.isValid() ? range.first : range.last.addYears(-1));
    auto *last = new QDateEdit(range.last);
    for (QDateEdit *edit : { first, last }) {
        edit->setCalendarPopup(true);
        edit->setDisplayFormat(QStringLiteral("dd.MM.yyyy"));
    }
    first->setAccessibleName(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "First day")));
    last->setAccessibleName(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Last day")));
    right->addWidget(heading(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "From – to")));
    right->addWidget(first);
    right->addWidget(last);
    auto *asOf = new QCheckBox(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "As it was on")));
    auto *instant = new QDateTimeEdit(QDateTime::currentDateTime().toTimeZone(fmt().zone()));
    if (context.asOf)
        instant->setDateTime(QDateTime::fromSecsSinceEpoch(*context.asOf, fmt().zone()));
    instant->setCalendarPopup(true);
    instant->setDisplayFormat(QStringLiteral("dd.MM.yyyy HH:mm"));
    instant->setAccessibleName(asOf->text());
    asOf->setChecked(context.asOf.has_value());
    instant->setEnabled(context.asOf.has_value());
    QObject::connect(asOf, &QCheckBox::toggled, instant, &QWidget::setEnabled);
    right->addSpacing(theme().px(8));
    right->addWidget(asOf);
    right->addWidget(instant);
    right->addStretch();
    const auto withInstant = [asOf, instant](Context changed) {
        changed.asOf.reset();
        if (asOf->isChecked()) {
            const QDateTime shown = instant->dateTime();
            changed.asOf = QDateTime(shown.date(), shown.time(), fmt().zone()).toSecsSinceEpoch();
        }
        return changed;
    };
    auto *use = new QPushButton(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Apply")));
    use->setProperty("primary", true);
    right->addWidget(use);
    QObject::connect(use, &QPushButton::clicked, popover, [=] {
        Context changed = withInstant(context);
        if (first->date() != range.first || last->date() != range.last)
            changed.period = { Period::Preset::Custom, std::min(first->date(), last->date()), std::max(first->date(), last->date()) };
        apply(changed);
        popover->close();
    });
    const auto usePreset = [=](QListWidgetItem *item) {
        Context changed = withInstant(context);
        changed.period = { static_cast<Period::Preset>(item->data(Qt::UserRole).toInt()), {}, {} };
        apply(changed);
        popover->close();
    };
    QObject::connect(presets, &QListWidget::itemClicked, popover, usePreset);
    QObject::connect(presets, &QListWidget::itemActivated, popover, usePreset);
    return popover;
}

namespace {

void fillDealers(QTreeWidget *tree, const QList<DealerChoice> &dealers, const QSet<qint64> &chosen, const QString &wanted)
{
    const QSignalBlocker blocker(tree);
    tree->clear();
    QMap<QString, QTreeWidgetItem *> regions;
    int shown = 0;
    for (const DealerChoice &dealer : dealers) {
        const QString label = dealer.city.isEmpty() ? dealer.title : QString(dealer.title + QStringLiteral(", ") + dealer.city);
        if (shown >= kMostRows)
            break;
        if (!wanted.isEmpty() && !label.contains(wanted, Qt::CaseInsensitive) && !dealer.code.contains(wanted, Qt::CaseInsensitive)
            && !dealer.region.contains(wanted, Qt::CaseInsensitive))
            continue;
        QTreeWidgetItem *&region = regions[dealer.region];
        if (!region) {
            region = new QTreeWidgetItem(tree, { dealer.region.isEmpty() ? viewmodels::Fmt::dash() : dealer.region });
            region->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate | Qt::ItemIsSelectable);
            region->setSizeHint(0, rowSize());
            region->setCheckState(0, Qt::Unchecked);
        }
        auto *item = new QTreeWidgetItem(region, { dealer.code + QStringLiteral("  ") + label });
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setSizeHint(0, rowSize());
        item->setData(0, Qt::UserRole, dealer.portal);
        item->setCheckState(0, chosen.contains(dealer.portal) ? Qt::Checked : Qt::Unchecked);
        ++shown;
    }
    tree->expandAll();
}

} // namespace

Popover *dealersPopover(QWidget *parent, const Context &context, const QList<DealerChoice> &dealers, ApplyContext apply)
{
    auto *popover = new Popover(parent);
    auto *find = new QLineEdit;
    find->setPlaceholderText(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Dealer, city, code or region")));
    find->setAccessibleName(find->placeholderText());
    auto *tree = new QTreeWidget;
    tree->setHeaderHidden(true);
    tree->setAccessibleName(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Dealers")));
    tree->setMinimumSize(theme().px(340), theme().px(320));
    auto *fresh = new QCheckBox(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Only those with fresh data")));
    fresh->setChecked(context.freshOnly);
    popover->column().addWidget(find);
    popover->column().addWidget(tree);
    popover->column().addWidget(fresh);
    auto chosen = std::make_shared<QSet<qint64>>(context.portals.begin(), context.portals.end());
    fillDealers(tree, dealers, *chosen, {});
    QObject::connect(tree, &QTreeWidget::itemChanged, popover, [chosen](QTreeWidgetItem *item) {
        if (!item->data(0, Qt::UserRole).isValid())
            return;
        const qint64 portal = item->data(0, Qt::UserRole).toLongLong();
        if (item->checkState(0) == Qt::Checked)
            chosen->insert(portal);
        else
            chosen->remove(portal);
    });
    QObject::connect(find, &QLineEdit::textChanged, popover, [=](const QString &wanted) { fillDealers(tree, dealers, *chosen, wanted); });
    addButtons(
        popover,
        [=] {
            Context changed = context;
            changed.portals.clear();
            for (const DealerChoice &dealer : dealers) {
                if (chosen->contains(dealer.portal))
                    changed.portals.append(dealer.portal);
            }
            changed.freshOnly = fresh->isChecked();
            apply(changed);
        },
        [=] {
            Context changed = context;
            changed.portals.clear();
            changed.freshOnly = false;
            apply(changed);
        });
    return popover;
}

Popover *funnelPopover(QWidget *parent, const Context &context, const QList<Choice> &funnels, ApplyContext apply)
{
    auto *popover = new Popover(parent);
    auto *list = new QListWidget;
    list->setAccessibleName(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Funnel")));
    list->setMinimumSize(theme().px(240), theme().px(120));
    for (const Choice &funnel : funnels) {
        auto *item = new QListWidgetItem(funnel.text, list);
        item->setSizeHint(rowSize());
        item->setData(Qt::UserRole, funnel.key);
        if (funnel.key == context.funnel || (context.funnel.isEmpty() && list->count() == 1))
            list->setCurrentItem(item);
    }
    const auto use = [=](QListWidgetItem *item) {
        Context changed = context;
        changed.funnel = item->data(Qt::UserRole).toString();
        apply(changed);
        popover->close();
    };
    QObject::connect(list, &QListWidget::itemClicked, popover, use);
    QObject::connect(list, &QListWidget::itemActivated, popover, use);
    popover->column().addWidget(list);
    return popover;
}

Popover *employeesPopover(QWidget *parent, const Context &context, const QList<Choice> &employees, ApplyContext apply)
{
    auto *popover = new Popover(parent);
    auto *list = new CheckList(employees, context.employees, popover);
    popover->column().addWidget(list);
    auto *then = new QRadioButton(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Who was responsible then")));
    auto *now = new QRadioButton(text(QT_TRANSLATE_NOOP("dealerlens::desk::ContextPopovers", "Who is responsible now")));
    then->setChecked(context.employeeThen);
    now->setChecked(!context.employeeThen);
    popover->column().addWidget(then);
    popover->column().addWidget(now);
    addButtons(
        popover,
        [=] {
            Context changed = context;
            changed.employees = list->chosen();
            changed.employeeThen = then->isChecked();
            apply(changed);
        },
        [=] {
            Context changed = context;
            changed.employees.clear();
            changed.employeeThen = then->isChecked();
            apply(changed);
        });
    return popover;
}

Popover *conditionPopover(QWidget *parent, const Context &context, const Choice &field, const QList<Choice> &values, ApplyContext apply)
{
    auto *popover = new Popover(parent);
    QStringList chosen;
    for (const viewmodels::Condition &condition : context.conditions) {
        if (condition.key == field.key)
            chosen = condition.values;
    }
    popover->column().addWidget(new TextLabel(field.text, FontStyle::Strong));
    auto *list = new CheckList(values, chosen, popover);
    popover->column().addWidget(list);
    const auto with = [=](const QStringList &picked) {
        Context changed = context;
        changed.conditions.removeIf([&](const viewmodels::Condition &condition) { return condition.key == field.key; });
        if (!picked.isEmpty())
            changed.conditions.append({ field.key, picked });
        return changed;
    };
    addButtons(popover, [=] { apply(with(list->chosen())); }, [=] { apply(with({})); });
    return popover;
}

} // namespace dealerlens::desk
