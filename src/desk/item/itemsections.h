// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/itemdata.h"

#include <QSet>
#include <QWidget>

class QVBoxLayout;

namespace dealerlens::desk {

// The parts of the item card below its timeline: fields, people with masked phones, copies at other dealers, items of
// a client, journal. Each folds; which are folded is kept while the program runs.
class ItemSections final : public QWidget {
    Q_OBJECT

public:
    explicit ItemSections(QWidget *parent);

    void setItem(const viewmodels::ItemData *item, bool revealed);

Q_SIGNALS:
    void opened(const dealerlens::model::RecordKey &key);
    void revealRequested();
    void pendingRequested(const QString &uuid); // a line of the outbox

private:
    // A titled part; nullptr while it is folded.
    QWidget *addSection(const QString &id, const QString &title, const QString &right = {});
    void addPending(const viewmodels::ItemData &item);
    void addFields(const viewmodels::ItemData &item);
    void addPeople(const viewmodels::ItemData &item, bool revealed);
    void addCopies(const QString &id, const QString &title, const std::vector<viewmodels::ItemCopy> &copies);
    void addChanges(const viewmodels::ItemData &item);

    QVBoxLayout *m_column;
    QWidget *m_content = nullptr;
    QVBoxLayout *m_rows = nullptr;
    QSet<QString> m_folded;
    const viewmodels::ItemData *m_data = nullptr;
    bool m_revealed = false;
};

} // namespace dealerlens::desk
