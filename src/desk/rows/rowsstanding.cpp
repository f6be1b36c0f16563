// SPDX-License-Identifier: GPL-3.0-or-later
// What of the rows is kept for how long: given back when nobody sees them, read whole when they are to leave the program.
#include "desk/rows/rowspage.h"

#include <QItemSelectionModel>
#include <QProgressDialog>
#include <QTableView>

namespace dealerlens::desk {

namespace {

constexpr int kMostSelected = 1'000; // rows that stay selected on a page that gave them back

} // namespace

// A million rows of an old state are not kept for a page that nobody sees.
void RowsPage::giveBack()
{
    if (!m_model->answer())
        return;
    const auto keyOf = [this](const QModelIndex &index) { return m_model->keyAt(index.row()); };
    const QModelIndex at = m_table->currentIndex();
    m_standing = Standing { keyOf(at), at.column(), keyOf(m_table->indexAt({ 1, 1 })), {} };
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : selected.mid(0, kMostSelected))
        m_standing->selected.push_back(keyOf(row));
    m_model->setAnswer(nullptr, nullptr);
}

void RowsPage::standAgain(const Standing &standing)
{
    const auto indexOf = [this](const model::RecordKey &key, int column) {
        const int row = m_model->rowOf(key);
        if (row >= m_model->rowCount())
            m_model->fetchMore({});
        return m_model->index(row, column);
    };
    m_table->selectionModel()->setCurrentIndex(indexOf(standing.current, std::max(0, standing.column)), QItemSelectionModel::NoUpdate);
    QItemSelection selection;
    for (const model::RecordKey &key : standing.selected)
        if (const QModelIndex row = indexOf(key, 0); row.isValid())
            selection.select(row, row);
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (const QModelIndex top = indexOf(standing.top, 0); top.row() > 0)
        m_table->scrollTo(top, QAbstractItemView::PositionAtTop);
}

void RowsPage::readWhole(std::function<void()> then)
{
    whenReady([this, then = std::move(then)] {
        m_model->fetchMore({});
        delete m_reading; // the one before, if any
        m_reading = new QProgressDialog(tr("Reading the names of clients…"), tr("Cancel"), 0, 1, window());
        m_reading->setWindowTitle(title());
        m_reading->setMinimumDuration(500);
        connect(m_texts, &viewmodels::CardTexts::progress, m_reading, [dialog = m_reading.get()](int done, int total) {
            dialog->setMaximum(total);
            dialog->setValue(std::min(done, total - 1)); // at its maximum it would close by itself
        });
        connect(m_reading, &QProgressDialog::canceled, m_texts, &viewmodels::CardTexts::stopAll);
        connect(m_reading, &QProgressDialog::canceled, m_reading, &QObject::deleteLater);
        connect(m_texts, &viewmodels::CardTexts::allRead, m_reading, [dialog = m_reading.get(), then] {
            dialog->deleteLater();
            disconnect(dialog, &QProgressDialog::canceled, nullptr, nullptr); // its style's connections must stay
            then();
        });
        m_texts->readAll(m_model->keys());
    });
}

} // namespace dealerlens::desk
