// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/limitssection.h"

#include "desk/controls.h"
#include "desk/language.h"
#include "desk/page.h"
#include "desk/settings/marksbox.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/milestonesmodel.h"
#include "viewmodels/session.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

namespace dealerlens::desk {

using viewmodels::MilestonesModel;

namespace {

// A dealer's inherited limit is grey.
class LimitDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!(index.flags() & Qt::ItemIsEditable) || !index.data(MilestonesModel::OwnLimitRole).toBool())
            option->palette.setColor(QPalette::Text, theme().color(Token::Text2));
    }
};

} // namespace

ScopeBox::ScopeBox(viewmodels::Session &session, QWidget *parent)
    : QComboBox(parent)
{
    addItem(tr("The whole network"), 0);
    setAccessibleName(tr("For whom"));
    const auto fill = [this](const facts::SnapshotPtr &facts) {
        if (!facts)
            return;
        for (const facts::PortalFact &each : facts->portals) {
            const int place = findData(each.portal.id);
            if (place < 0 && !each.portal.isRetired())
                addItem(each.portal.title, each.portal.id);
        }
    };
    connect(&session, &viewmodels::Session::factsChanged, this, fill);
    fill(session.facts());
}

LimitsSection::LimitsSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent, PageHost *host)
    : QWidget(parent)
{
    auto *model = new MilestonesModel(draft, this);
    model->setFmt(fmt());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *note = new TextLabel(tr("A deal that stays longer in a milestone than its limit is shown as late. Working days are those of the "
                                  "dealer's calendar. A dealer's empty limit follows the network."),
        FontStyle::Small, Token::Text2, this);
    note->setWordWrap(true);
    column->addWidget(note);
    auto *row = new QHBoxLayout;
    auto *scope = new ScopeBox(session, this);
    auto *add = new QPushButton(tr("Add milestone"), this);
    auto *remove = new QPushButton(tr("Remove"), this);
    row->addWidget(scope);
    row->addStretch();
    row->addWidget(add);
    row->addWidget(remove);
    column->addLayout(row);
    auto *table = new QTableView(this);
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(model);
    sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    sorted->setDynamicSortFilter(false); // a row does not jump away while it is edited
    sorted->sort(-1);
    table->setModel(sorted);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->horizontalHeader()->setSortIndicatorClearable(true);
    table->setSortingEnabled(true);
    table->setItemDelegate(new LimitDelegate(table));
    table->setPalette(theme().viewPalette());
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    table->setAccessibleName(tr("Milestones and limits"));
    const int widths[] = { 90, 200, 200, 90, 100, 150 };
    for (int i = 0; i < MilestonesModel::ColumnCount; ++i)
        table->setColumnWidth(i, theme().px(widths[i]));
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (const int names : { MilestonesModel::RussianColumn, MilestonesModel::EnglishColumn })
        table->horizontalHeader()->setSectionResizeMode(names, QHeaderView::Stretch);
    table->setMinimumHeight(theme().px(240));
    column->addWidget(table, 1);
    column->addSpacing(theme().px(6));
    column->addWidget(new MarksBox(draft, this));
    if (host) {
        auto *tools = new TableTools(*host, table, QStringLiteral("settings"), pageAround(parent));
        tools->setTitle(table->accessibleName());
        row->insertWidget(1, tools->filterField());
        row->addWidget(tools->columnsButton());
        row->addWidget(tools->exportButton());
        sorted->setFilterKeyColumn(-1);
        sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
        connect(tools, &TableTools::filterChanged, sorted, &QSortFilterProxyModel::setFilterFixedString);
    }
    connect(scope, &QComboBox::currentIndexChanged, model, [model, scope, add, remove] {
        model->setPortal(scope->portal());
        add->setEnabled(scope->portal() == 0);
        remove->setEnabled(scope->portal() == 0);
    });
    connect(add, &QPushButton::clicked, model, &MilestonesModel::add);
    connect(
        remove, &QPushButton::clicked, model, [model, table, sorted] { model->remove(sorted->mapToSource(table->currentIndex()).row()); });
}

} // namespace dealerlens::desk
