// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "facts/hub.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <initializer_list>

namespace dealerlens::facts {

// A clock that stands until it is set.
class FixedClock final : public base::Clock {
public:
    base::UtcSeconds at = 1'760'000'000;

    [[nodiscard]] base::UtcSeconds now() const override { return at; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return at * 1'000; }
};

struct Set {
    std::string_view column;
    model::Value value;
};

inline model::Record record(model::EntityKind kind, model::RecordId id, std::initializer_list<Set> values)
{
    model::Record made;
    made.kind = kind;
    made.id = id;
    made.values.resize(model::schemaOf(kind).columns.size());
    for (const Set &set : values) {
        const int at = model::columnIndex(kind, set.column);
        Q_ASSERT(at >= 0);
        made.values[static_cast<std::size_t>(at)] = set.value;
    }
    return made;
}

inline model::Value num(std::int64_t number) { return number; }

inline model::Value text(const char *utf8) { return std::string(utf8); }

// The values of a column, row after row.
template <class Column> auto listOf(const Column &column, const RowRanges &rows)
{
    std::vector<std::remove_cvref_t<decltype(column[0])>> values;
    for (const std::uint32_t row : rows)
        values.push_back(column[row]);
    return values;
}

// A store in a folder of its own, filled through the public writing functions only.
class FilledStore {
public:
    FilledStore()
    {
        store::Store::Options options;
        options.clock = &clock;
        auto opened = store::Store::open(m_dir.path(), options);
        if (!opened)
            qFatal("store: %s", qPrintable(opened.error().detail));
        store = std::move(*opened);
    }

    model::PortalId addPortal(const char *key, const QString &region = {})
    {
        model::Portal portal;
        portal.key = QString::fromLatin1(key);
        portal.title = portal.key;
        portal.region = region;
        portal.timeZone = QStringLiteral("Europe/Moscow");
        portal.endpoint = QStringLiteral("https://%1.example/rest/1").arg(portal.key);
        const auto saved = store->savePortal(portal).result();
        if (!saved)
            qFatal("portal: %s", qPrintable(saved.error().detail));
        return saved->id;
    }

    void write(model::PortalId portal, std::vector<model::Record> records, std::vector<model::SyncState> states = {},
        std::vector<model::RecordKey> gone = {})
    {
        const auto written = store
                                 ->write({ .portal = portal,
                                     .records = std::move(records),
                                     .gone = std::move(gone),
                                     .states = std::move(states),
                                     .cycleEnd = {},
                                     .seenAt = clock.at })
                                 .result();
        if (!written)
            qFatal("write: %s", qPrintable(written.error().detail));
    }

    [[nodiscard]] SnapshotPtr facts() const
    {
        auto reader = store->reader();
        if (!reader)
            qFatal("reader: %s", qPrintable(reader.error().detail));
        auto built = build(**reader, clock, {});
        if (!built)
            qFatal("facts: %s", qPrintable(built.error().detail));
        return *built;
    }

private:
    QTemporaryDir m_dir; // outlives the store

public:
    FixedClock clock;
    std::unique_ptr<store::Store> store;
};

} // namespace dealerlens::facts
