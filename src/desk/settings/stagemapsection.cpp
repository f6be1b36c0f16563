// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/stagemapsection.h"

#include "desk/language.h"
#include "desk/page.h"
#include "desk/tabletools.h"
#include "desk/textlabel.h"
#include "viewmodels/session.h"
#include "viewmodels/stagemapmodel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>

namespace dealerlens::desk {

using viewmodels::StageMapModel;

MilestoneDelegate::MilestoneDelegate(const StageMapModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QWidget *MilestoneDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *box = new QComboBox(parent);
    for (const auto &[id, name] : m_model.choices(static_cast<model::EntityKind>(index.data(StageMapModel::KindRole).toInt())))
        box->addItem(name, id);
    connect(box, &QComboBox::activated, this, [this, box] {
        auto *self = const_cast<MilestoneDelegate *>(this);
        Q_EMIT self->commitData(box);
        Q_EMIT self->closeEditor(box);
    });
    return box;
}

void MilestoneDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *box = static_cast<QComboBox *>(editor);
    box->setCurrentIndex(std::max(0, box->findData(index.data(StageMapModel::MilestoneRole))));
}

void MilestoneDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const QVariant chosen = static_cast<QComboBox *>(editor)->currentData();
    if (chosen != index.data(StageMapModel::MilestoneRole))
        model->setData(index, chosen, Qt::EditRole);
}

void MilestoneDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() >= StageMapModel::MilestoneColumn && index.data(StageMapModel::UnpairedRole).toBool())
        option->palette.setColor(QPalette::Text, theme().color(Token::Warn));
}

StageMapSection::StageMapSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent, PageHost *host)
    : QWidget(parent)
{
    auto *model = new StageMapModel(draft, this);
    model->setFmt(fmt());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    auto *note = new TextLabel({}, FontStyle::Small, Token::Text2, this);
    note->setWordWrap(true);
    column->addWidget(note);
    auto *row = new QHBoxLayout;
    auto *filter = new QLineEdit(this);
    filter->setPlaceholderText(tr("Dealer, funnel or stage"));
    filter->setAccessibleName(tr("Filter of the stages"));
    filter->setClearButtonEnabled(true);
    auto *only = new QCheckBox(tr("Only unpaired"), this);
    auto *dated = new QCheckBox(tr("Changes hold from"), this);
    auto *from = new QDateEdit(QDate::currentDate(), this);
    from->setCalendarPopup(true);
    from->setEnabled(false);
    from->setAccessibleName(tr("First day of the new pairing"));
    row->addWidget(filter, 1);
    row->addWidget(only);
    row->addSpacing(theme().px(16));
    row->addWidget(dated);
    row->addWidget(from);
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
    table->setItemDelegate(new MilestoneDelegate(*model, table));
    table->setPalette(theme().viewPalette());
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed
        | QAbstractItemView::SelectedClicked);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(theme().rowHeight(ThemeManager::instance()->density()));
    table->setAccessibleName(tr("Stages of portals and milestones"));
    const int widths[] = { 160, 130, 170, 170, 160, 90 };
    for (int i = 0; i < StageMapModel::ColumnCount; ++i)
        table->setColumnWidth(i, theme().px(widths[i]));
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->setMinimumHeight(theme().px(240));
    column->addWidget(table, 1);
    if (host) {
        auto *tools = new TableTools(*host, table, QStringLiteral("settings"), pageAround(parent));
        tools->setTitle(table->accessibleName());
        tools->setFilterField(filter);
        row->addWidget(tools->columnsButton());
        row->addWidget(tools->exportButton());
    }
    const auto tell = [note, model, filter, only] {
        const bool isEmpty = model->rowCount() == 0 && filter->text().isEmpty() && !only->isChecked();
        note->setText(isEmpty ? tr("Stages appear here when the first portal has been read.")
                : model->unpaired() == 0
                ? tr("Every stage is paired.")
                : tr("%Ln stages are unpaired: what stands there is counted, but in no milestone, and lowers coverage.", nullptr,
                      model->unpaired()));
    };
    const auto refilter = [model, filter, only] { model->setFilter(filter->text(), only->isChecked()); };
    const auto redate = [model, dated, from] {
        from->setEnabled(dated->isChecked());
        model->setValidFrom(dated->isChecked() ? QDateTime(from->date(), QTime(0, 0), fmt().zone()).toSecsSinceEpoch() : base::kNever);
    };
    connect(filter, &QLineEdit::textChanged, this, refilter);
    connect(only, &QCheckBox::toggled, this, refilter);
    connect(dated, &QCheckBox::toggled, this, redate);
    connect(from, &QDateEdit::dateChanged, this, redate);
    connect(&session, &viewmodels::Session::factsChanged, model, &StageMapModel::setFacts);
    connect(&draft, &viewmodels::StandardDraft::changed, note, tell);
    connect(model, &QAbstractItemModel::modelReset, note, tell);
    model->setFacts(session.facts());
    tell();
}

} // namespace dealerlens::desk
