// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

namespace dealerlens::store {

class TestClock final : public base::Clock {
public:
    base::UtcSeconds at = 1'800'000'000;

    [[nodiscard]] base::UtcSeconds now() const override { return at; }

    [[nodiscard]] std::int64_t monotonicMs() const override { return at * 1'000; }
};

// A data folder that lasts one test function.
class Folder {
public:
    [[nodiscard]] QString path() const { return m_dir.filePath(QStringLiteral("data")); }

    [[nodiscard]] QString mirror() const { return path() + QLatin1String("/mirror.db"); }

    [[nodiscard]] QString ledger() const { return path() + QLatin1String("/ledger.db"); }

    // Null when it cannot be opened; the error is in `error`.
    std::unique_ptr<Store> open(int pageLimit = 0, bool readOnly = false)
    {
        auto store = Store::open(path(), { readOnly, &clock, pageLimit });
        if (store)
            return std::move(*store);
        error = store.error();
        return {};
    }

    TestClock clock;
    base::Error error;

private:
    QTemporaryDir m_dir;
};

// The answer of a write; waits for the writer thread.
template <class T> base::Result<T> answerOf(QFuture<base::Result<T>> future)
{
    future.waitForFinished();
    return future.result();
}

// A record whose columns are all nothing, but for those given by name.
inline model::Record makeRecord(
    model::EntityKind kind, model::RecordId id, std::initializer_list<std::pair<std::string_view, model::Value>> values = {})
{
    model::Record record;
    record.kind = kind;
    record.id = id;
    record.values.resize(model::schemaOf(kind).columns.size());
    for (const auto &[name, value] : values) {
        const int index = model::columnIndex(kind, name);
        Q_ASSERT(index >= 0);
        record.values[static_cast<std::size_t>(index)] = value;
    }
    return record;
}

inline model::Value number(std::int64_t value) { return value; }

inline model::Value words(const char *value) { return std::string(value); }

inline model::ContactPoint phone(const char *value) { return { 1, "PHONE", "WORK", value }; }

inline PageWrite pageOf(model::PortalId portal, std::vector<model::Record> records)
{
    PageWrite page;
    page.portal = portal;
    page.records = std::move(records);
    return page;
}

} // namespace dealerlens::store
