// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"
#include "sync/portallist.h"

#include <QAbstractTableModel>
#include <QUrl>

#include <optional>
#include <vector>

namespace dealerlens::viewmodels {

// A portal that a person is about to add. `address` holds its secret until it is saved or removed; nothing else
// of this type does, and no text made from it.
struct PortalDraft {
    enum class State { Waiting, Testing, Ready, Reduced, Refused, Duplicate, Invalid, Saving, Saved };

    State state = State::Waiting;
    model::Portal portal; // as proposed and edited
    sync::WebhookAddress address;
    bool include = true;
    int duplicateOf = 0; // number of the row, 0: a portal that is already in the network
    std::optional<sync::ListProblem> problem; // Invalid: of a line of a file, or of all of it
    std::optional<base::Error> error; // Refused, or Invalid: a link that is none
    std::optional<sync::PortalTest> test;
    int number = 0; // stable identity inside one model
};

// The table of the first run's second step: links and CSV lines become rows, each is tested on its own, names
// are proposed and can be edited. GUI thread.
class PortalDrafts final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        CodeColumn,
        TitleColumn,
        HostColumn,
        RegionColumn,
        CityColumn,
        ZoneColumn,
        CrmColumn,
        StagesColumn,
        CallsColumn,
        ResultColumn,
        ColumnCount
    };

    enum Role { StateRole = Qt::UserRole + 1, RightRole, NumberRole };
    // What a right's cell shows.
    enum class Right { Unknown, Running, Given, Missing, Refused, Copy };

    explicit PortalDrafts(QObject *parent = nullptr);

    // Portals that the network already has: their addresses are duplicates, their keys and codes are taken.
    void setExisting(const std::vector<model::Portal> &portals);
    // One link a line; answers with how many lines were taken as links. Lines that are none become Invalid rows,
    // without their text, which may hold a secret; a text that is no list of links at all is one such row.
    int addLinks(const QString &text);
    // As sync::readPortalList() takes them. Answers with the number of rows; a file that is refused is one Invalid row.
    int addCsv(const QByteArray &bytes);
    [[nodiscard]] static QByteArray csvTemplate();
    void removeRows(const QList<int> &rows);
    void clear();

    // The next row to be tested, marked Testing; nothing when none waits.
    [[nodiscard]] std::optional<PortalDraft> takeNext();
    void retry(int row);
    void setTested(int number, const base::Result<sync::PortalTest> &test);
    // Rows that Connect saves; they become Saving.
    [[nodiscard]] std::vector<PortalDraft> takeReady();
    void setSaved(int number, const base::Result<model::Portal> &saved);

    [[nodiscard]] const PortalDraft *draftAt(int row) const;
    [[nodiscard]] int connectable() const; // ticked and passed
    [[nodiscard]] int testing() const;
    [[nodiscard]] int failed() const;
    // Why a row cannot be used, as a whole sentence; "" when it can.
    [[nodiscard]] QString problemOf(int row) const;
    // What the first reduced row means for the figures; empty when every row is complete.
    [[nodiscard]] QString reducedNote() const;
    void retranslate();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void countsChanged();

private:
    int add(PortalDraft draft);
    void propose(PortalDraft &draft) const;
    void touch(int row);
    [[nodiscard]] int rowOf(int number) const;
    [[nodiscard]] QString resultText(const PortalDraft &draft) const;
    [[nodiscard]] Right right(const PortalDraft &draft, int column) const;
    [[nodiscard]] bool isTaken(const QString &key, int exceptNumber) const;
    [[nodiscard]] QSet<QString> codes(int exceptNumber) const; // of the network and of the other rows

    std::vector<PortalDraft> m_drafts;
    std::vector<model::Portal> m_existing;
    int m_lastNumber = 0;
};

// "portal.zarechye.example" → "Zarechye": the most telling label of a host.
[[nodiscard]] QString titleFromHost(const QString &host);
// "https://north.bitrix24.ru" → "north-bitrix24-ru"; the port belongs to it when there is one.
[[nodiscard]] QString keyFromAddress(const QUrl &address);
// The usual Russian zone at this offset ("+05:00" → Asia/Yekaterinburg), "" when there is none.
[[nodiscard]] QString zoneFromOffset(const QString &offset);

} // namespace dealerlens::viewmodels
