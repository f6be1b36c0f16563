// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "viewmodels/itemdata.h"

#include <QAbstractListModel>
#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <tuple>

namespace dealerlens::viewmodels {

class Session;

// The newest events of a card as a list: Qt::DisplayRole is the sentence, Qt::EditRole date and time, the rest by `at`. The
// first event of each day knows the day's name, which views write above it.
class ItemTimelineModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        DayRole = Qt::UserRole + 1, // "Tue 14 Oct"; empty for what happened on the same day as the row above
        TimeRole, // "09:41"
    };

    using QAbstractListModel::QAbstractListModel;

    // Of the same item: what is selected and in sight stays. Of another one: a list of its own.
    void setEvents(std::vector<ItemEvent> events, const Fmt &fmt);
    // Kinds shown, by bit of ItemEvent::Kind; 0: all.
    void setKinds(unsigned kinds);

    [[nodiscard]] unsigned kinds() const { return m_kinds; }

    [[nodiscard]] const ItemEvent &at(int row) const { return m_events[m_shown[std::size_t(row)]]; }

    [[nodiscard]] int count(ItemEvent::Kind kind) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    using Name = std::tuple<ItemEvent::Kind, base::UtcSeconds, QString, int>;

    [[nodiscard]] static std::vector<Name> names(const std::vector<ItemEvent> &events);
    void change(std::vector<ItemEvent> events, unsigned kinds);
    void filter();

    std::vector<ItemEvent> m_events;
    std::vector<std::size_t> m_shown;
    unsigned m_kinds = 0;
    Fmt m_fmt;
};

// One item on screen: read on a pool thread, again when the mirror changed; the old card stays until the new one is
// read. The steps ahead of it are given the network's median times. Lives on the window's thread.
class ItemCard final : public QObject {
    Q_OBJECT
public:
    explicit ItemCard(Session &session, QObject *parent = nullptr);
    ~ItemCard() override;

    void setItem(const model::RecordKey &key);
    void clear();
    void setFmt(const Fmt &fmt);
    // A card that nobody sees reads nothing and keeps no facts; it reads when it is shown.
    void setShown(bool isShown);

    [[nodiscard]] std::optional<model::RecordKey> key() const { return m_key; }

    [[nodiscard]] const ItemData *data() const { return m_data ? &*m_data : nullptr; }

    [[nodiscard]] ItemTimelineModel *timeline() const { return m_timeline; }

    [[nodiscard]] bool isReading() const { return m_reading || m_isTiming; }

    // Phones and addresses in full, of this item only; who asks is written down in the ledger.
    void reveal();

    [[nodiscard]] bool isRevealed() const { return m_revealed; }

Q_SIGNALS:
    void changed();

private:
    void read();
    void giveBack();
    void forget();
    void time();
    void show();
    void overlay(ItemData &data) const;

    Session &m_session;
    ItemTimelineModel *m_timeline;
    Fmt m_fmt;
    std::optional<model::RecordKey> m_key;
    std::shared_ptr<const ItemRecords> m_records;
    facts::SnapshotPtr m_facts;
    std::optional<ItemData> m_data;
    std::map<std::int32_t, double> m_usual; // median seconds of the network by milestone
    facts::SnapshotPtr m_timed; // what they were taken of
    base::CancelToken m_cancel;
    bool m_isShown = true;
    bool m_isOutdated = false; // to be read when it is shown
    bool m_reading = false;
    bool m_isTiming = false;
    bool m_revealed = false;
    int m_question = 0;
};

} // namespace dealerlens::viewmodels
