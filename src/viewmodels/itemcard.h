// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/itemdata.h"

#include <QAbstractListModel>
#include <QObject>

#include <memory>
#include <optional>

namespace dealerlens::viewmodels {

class Session;

// The newest events of a card as a list: Qt::DisplayRole is the sentence, the rest by `event`.
class ItemTimelineModel final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void setEvents(std::vector<ItemEvent> events, const Fmt &fmt);
    // Kinds shown, by bit of ItemEvent::Kind; 0: all.
    void setKinds(unsigned kinds);

    [[nodiscard]] unsigned kinds() const { return m_kinds; }

    [[nodiscard]] const ItemEvent &at(int row) const { return m_events[m_shown[std::size_t(row)]]; }

    [[nodiscard]] int count(ItemEvent::Kind kind) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void filter();

    std::vector<ItemEvent> m_events;
    std::vector<std::size_t> m_shown;
    unsigned m_kinds = 0;
    Fmt m_fmt;
};

// One item on screen: read on a pool thread, again when the mirror changed; the old card stays until the new one is
// read. Lives on the window's thread.
class ItemCard final : public QObject {
    Q_OBJECT
public:
    explicit ItemCard(Session &session, QObject *parent = nullptr);

    void setItem(const model::RecordKey &key);
    void clear();
    void setFmt(const Fmt &fmt);

    [[nodiscard]] std::optional<model::RecordKey> key() const { return m_key; }

    [[nodiscard]] const ItemData *data() const { return m_data ? &*m_data : nullptr; }

    [[nodiscard]] ItemTimelineModel *timeline() const { return m_timeline; }

    [[nodiscard]] bool isReading() const { return m_reading; }

    // Phones and addresses in full, of this item only; who asks is written down in the ledger.
    void reveal();

    [[nodiscard]] bool isRevealed() const { return m_revealed; }

Q_SIGNALS:
    void changed();

private:
    void read();
    void show();

    Session &m_session;
    ItemTimelineModel *m_timeline;
    Fmt m_fmt;
    std::optional<model::RecordKey> m_key;
    std::shared_ptr<const ItemRecords> m_records;
    facts::SnapshotPtr m_facts;
    std::optional<ItemData> m_data;
    bool m_reading = false;
    bool m_revealed = false;
    int m_question = 0;
};

} // namespace dealerlens::viewmodels
