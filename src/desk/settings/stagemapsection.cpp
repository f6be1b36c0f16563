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
    , m_model(new StageMapModel(draft, this))
    , m_note(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_filter(new QLineEdit(this))
    , m_only(new QCheckBox(tr("Only unpaired"), this))
    , m_dated(new QCheckBox(tr("Changes hold from"), this))
    , m_from(new QDateEdit(QDate::currentDate(), this))
{
    m_model->setFmt(fmt());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    QHBoxLayout *row = buildControls();
    column->addLayout(row);
    QTableView *table = buildTable();
    column->addWidget(table, 1);
    if (host) {
        auto *tools = new TableTools(*host, table, QStringLiteral("settings"), pageAround(parent));
        tools->setTitle(table->accessibleName());
        tools->setFilterField(m_filter);
        row->addWidget(tools->columnsButton());
        row->addWidget(tools->exportButton());
    }
    connect(&session, &viewmodels::Session::factsChanged, m_model, &StageMapModel::setFacts);
    connect(&draft, &viewmodels::StandardDraft::changed, this, &StageMapSection::tell);
    connect(m_model, &QAbstractItemModel::modelReset, this, &StageMapSection::tell);
    m_model->setFacts(session.facts());
    tell();
}

QHBoxLayout *StageMapSection::buildControls()
{
    m_filter->setPlaceholderText(tr("Dealer, funnel or stage"));
    m_filter->setAccessibleName(tr("Filter of the stages"));
    m_filter->setClearButtonEnabled(true);
    m_from->setCalendarPopup(true);
    m_from->setEnabled(false);
    m_from->setAccessibleName(tr("First day of the new pairing"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_filter, 1);
    row->addWidget(m_only);
    row->addSpacing(theme().px(16));
    row->addWidget(m_dated);
    row->addWidget(m_from);
    const auto refilter = [this] { m_model->setFilter(m_filter->text(), m_only->isChecked()); };
    const auto redate = [this] {
        m_from->setEnabled(m_dated->isChecked());
        m_model->setValidFrom(
            m_dated->isChecked() ? QDateTime(m_from->date(), QTime(0, 0), fmt().zone()).toSecsSinceEpoch() : base::kNever);
    };
    connect(m_filter, &QLineEdit::textChanged, this, refilter);
    connect(m_only, &QCheckBox::toggled, this, refilter);
    connect(m_dated, &QCheckBox::toggled, this, redate);
    connect(m_from, &QDateEdit::dateChanged, this, redate);
    return row;
}

QTableView *StageMapSection::buildTable()
{
    auto *table = new QTableView(this);
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    sorted->setDynamicSortFilter(false); // a row does not jump away while it is edited
    sorted->sort(-1);
    table->setModel(sorted);
    table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    table->horizontalHeader()->setSortIndicatorClearable(true);
    table->setSortingEnabled(true);
    table->setItemDelegate(new MilestoneDelegate(*m_model, table));
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
    return table;
}

void StageMapSection::tell()
{
    const bool isEmpty = m_model->rowCount() == 0 && m_filter->text().isEmpty() && !m_only->isChecked();
    const int unpaired = m_model->unpaired();
    m_note->setText(isEmpty ? tr("Stages appear here when the first portal has been read.")
            : unpaired == 0
            ? tr("Every stage is paired.")
            : tr("%Ln stages are unpaired: what stands there is counted, but in no milestone, and lowers coverage.", nullptr, unpaired));
}

} // namespace dealerlens::desk
