// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/itemdata.h"

#include <QCoreApplication>

class QJsonValue;

namespace dealerlens::viewmodels {

// Words of the item card.
struct ItemTexts {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::ItemTexts)

public:
    static QString yes() { return tr("yes"); }

    static QString no() { return tr("no"); }

    static QString userNumber(std::int64_t id) { return tr("employee %1").arg(id); }

    static QString claimed(const QString &time) { return tr("claimed %1").arg(time); }

    static QString evidenced(const QString &time) { return tr("evidenced %1").arg(time); }

    static QString workingDays(const QString &used, const QString &limit) { return tr("%1 of %2 working days").arg(used, limit); }

    static QString cameFromLead() { return tr("the lead it came from"); }

    static QString company() { return tr("company"); }

    static QString samePhone() { return tr("same phone"); }

    static QString kind(model::EntityKind kind);
    static QString field(const std::string &column);
    static QString call(int type, bool missed, const QString &duration);
    static QString activity(int type);
    static QString created(model::EntityKind kind);

    static QString moved(const QString &from, const QString &to) { return from.isEmpty() ? to : tr("%1 → %2").arg(from, to); }

    static QString changed(const QString &field, const QString &before, const QString &after);

    static QString overdueTask(const QString &title) { return tr("%1: overdue").arg(title); }
};

// Makes the parts of an ItemData; lives as long as one describe() call.
class ItemDescriber final {
public:
    ItemDescriber(const ItemRecords &records, const facts::Snapshot &facts, const Fmt &fmt);

    void describeHead(ItemData &data) const;
    void describePath(ItemData &data) const;
    void describeFields(ItemData &data) const;
    void describePeople(ItemData &data) const;
    void describeJournal(ItemData &data) const;
    void describeEvents(ItemData &data) const;
    [[nodiscard]] ItemCopy copyOf(const store::StoredRecord &record, const QString &match) const;

private:
    [[nodiscard]] QString user(std::int64_t id) const;
    [[nodiscard]] QString stage(const QString &code) const;
    [[nodiscard]] QString stageName(facts::Index index) const;
    [[nodiscard]] QString milestoneName(const model::Milestone &milestone) const;
    [[nodiscard]] QString journalValue(const store::JournalEntry &entry, const std::string &value) const;
    [[nodiscard]] QString fieldValue(const store::StoredRecord &field, const QJsonValue &value) const;
    void addCalls(ItemData &data) const;
    void addActivities(ItemData &data) const;
    void addMoves(ItemData &data) const;
    void addRest(ItemData &data) const;

    const ItemRecords &m_records;
    const facts::Snapshot &m_facts;
    const Fmt &m_fmt;
    facts::Index m_portal = facts::kNone;
};

} // namespace dealerlens::viewmodels
