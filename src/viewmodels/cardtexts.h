// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/record.h"
#include "store/store.h"

#include <QObject>
#include <QString>

#include <map>
#include <set>
#include <vector>

namespace dealerlens::viewmodels {

// What a card says besides figures.
struct CardText {
    QString client; // company or person; the item's title when neither is known
    QString subject; // the item's title, "" when it is shown as the client
};

// Texts of the cards that are on screen, read from the store on a pool thread and kept. Old texts stay until newer
// ones are there, so nothing flickers. Lives on the window's thread; the store must outlive it.
class CardTexts final : public QObject {
    Q_OBJECT
public:
    explicit CardTexts(store::Store &store, QObject *parent = nullptr);

    [[nodiscard]] const CardText *find(const model::RecordKey &key) const;
    // What is visible now: unknown and outdated texts are read; `loaded` follows when something came.
    void want(const std::vector<model::RecordKey> &keys);
    // All of these, in portions, whatever is wanted meanwhile: `progress` follows each and `allRead` the last. A new
    // call takes the place of the one before.
    void readAll(const std::vector<model::RecordKey> &keys);
    void stopAll(); // what is read stays; allRead does not follow
    void outdate(); // the mirror changed

    [[nodiscard]] bool isReading() const { return m_reading; }

Q_SIGNALS:
    void loaded();
    void progress(int done, int total);
    void allRead();

private:
    struct Entry {
        CardText text;
        int age = 0;
    };

    [[nodiscard]] std::vector<model::RecordKey> missingOf(const std::vector<model::RecordKey> &keys) const;
    void read(const std::vector<model::RecordKey> &keys);
    void readPortion();

    store::Store &m_store;
    std::map<model::RecordKey, Entry> m_entries;
    std::vector<model::RecordKey> m_waiting;
    std::vector<model::RecordKey> m_all; // still to be read by readAll
    int m_allTotal = 0; // 0: readAll does not run
    int m_age = 1;
    bool m_reading = false;
};

// The same for any records on the thread of the reader; keys that are unknown are left out.
[[nodiscard]] base::Result<std::map<model::RecordKey, CardText>> readCardTexts(
    store::Reader &reader, const std::vector<model::RecordKey> &keys);
// "Surname Name Patronymic" of a lead, contact or user.
[[nodiscard]] QString personName(const store::StoredRecord &record);

} // namespace dealerlens::viewmodels
