// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "portalsim/php.h"
#include "portalsim/schema.h"

#include <QSet>

#include <deque>

namespace dealerlens::portalsim {

// Filters, orders and pages of list methods (reference 2.3 and 4.3). Values of one thread; a Query points into the
// Schema it was made with.

// What a row holds in one field, without copying it.
struct Cell {
    bool isNull = true;
    qint64 number = 0; // instants and numbers
    const QString *text = nullptr; // texts, codes, decimals
    const QStringList *list = nullptr;
    const std::vector<MultiField> *multi = nullptr;
};

[[nodiscard]] Cell cellOf(const Record &row, const FieldSpec &field);
[[nodiscard]] Cell cellOf(const HistoryRow &row, const FieldSpec &field);
[[nodiscard]] int compareCells(const Cell &left, const Cell &right);

enum class FilterOperator { Equal, Greater, GreaterEqual, Less, LessEqual, In, Contains, Like, Between };

struct Condition {
    const FieldSpec *field = nullptr;
    FilterOperator op = FilterOperator::Equal;
    bool negated = false;
    std::vector<QString> values; // as given
    std::vector<double> numbers; // of the values, for numbers and instants
    QSet<qint64> ids; // In, for numbers
    bool impossible = false; // a value that can equal nothing (a date that is none)

    [[nodiscard]] bool matches(const Cell &cell) const;

private:
    [[nodiscard]] bool isNumeric() const;
    [[nodiscard]] bool holds(const Cell &cell) const;
    [[nodiscard]] bool holdsNumber(double own) const;
    [[nodiscard]] bool holdsText(const QString &own) const;
};

// All conditions and groups must hold, or any of them.
struct FilterGroup {
    bool any = false;
    std::vector<Condition> conditions;
    std::vector<FilterGroup> groups;

    template <class Row> [[nodiscard]] bool matches(const Row &row) const
    {
        const auto condition = [&row](const Condition &one) { return one.matches(cellOf(row, *one.field)); };
        const auto group = [&row](const FilterGroup &one) { return one.matches(row); };
        if (any)
            return std::ranges::any_of(conditions, condition) || std::ranges::any_of(groups, group);
        return std::ranges::all_of(conditions, condition) && std::ranges::all_of(groups, group);
    }
};

struct OrderKey {
    const FieldSpec *field = nullptr;
    bool descending = false;
};

enum class Dialect {
    Classic, // unknown fields are ignored
    Universal, // camelCase; unknown fields are errors
    Strict, // UPPER names; unknown fields are errors (stage history)
};

struct Query {
    FilterGroup filter;
    std::vector<OrderKey> order;
    qint64 start = 0; // -1: no counting
    qint64 pageSize = 50;

    [[nodiscard]] bool isById() const { return order.empty() || order.front().field->name == "ID"; }

    [[nodiscard]] bool isDescendingById() const { return isById() && !order.empty() && order.front().descending; }

    template <class Row> [[nodiscard]] bool isBefore(const Row &left, const Row &right) const
    {
        for (const OrderKey &key : order) {
            const int difference = compareCells(cellOf(left, *key.field), cellOf(right, *key.field));
            if (difference != 0)
                return key.descending ? difference > 0 : difference < 0;
        }
        return false;
    }
};

struct QueryInput {
    const Schema *schema = nullptr;
    const ZoneClock *zone = nullptr;
    Dialect dialect = Dialect::Classic;
    const Php *filter = nullptr; // may be null
    const Php *order = nullptr;
    qint64 start = 0;
};

// Errors carry the portal's code and text (detail).
[[nodiscard]] base::Result<Query> makeQuery(const QueryInput &input);

template <class Row> struct Page {
    std::vector<const Row *> rows;
    std::deque<Row> made; // those of them that are nowhere else
    qint64 total = 0; // 0 when not counted
    std::optional<qint64> next;
};

// Ids that the filter's top level allows: the walk by ">ID" and the look-up by "@ID" must not read the table.
struct IdRange {
    qint64 above = std::numeric_limits<qint64>::min(); // exclusive
    qint64 below = std::numeric_limits<qint64>::max(); // exclusive
};

[[nodiscard]] IdRange idRangeOf(const FilterGroup &filter);

// Of a table whose rows may be made: only those of the page are, as long as filter and order ask for sketched fields.
[[nodiscard]] Page<Record> runQuery(const Table &table, const Query &query);

template <class Row, class Extra> Page<Row> runQuery(const std::vector<Row> &rows, const Query &query, Extra &&extra)
{
    const IdRange range = idRangeOf(query.filter);
    auto first = std::ranges::upper_bound(rows, range.above, {}, &Row::id);
    const auto last = std::ranges::lower_bound(rows, range.below, {}, &Row::id);
    const bool counting = query.start >= 0;
    const qint64 from = std::max<qint64>(query.start, 0);
    const bool byId = query.isById();
    const bool descending = query.isDescendingById();
    Page<Row> page;
    qint64 seen = 0;
    const auto take = [&](const Row &row) {
        if (!query.filter.matches(row) || !extra(row))
            return true;
        if (byId && seen >= from && qint64(page.rows.size()) < query.pageSize)
            page.rows.push_back(&row);
        if (!byId)
            page.rows.push_back(&row);
        ++seen;
        return counting || !byId || seen < from + query.pageSize;
    };
    if (descending) {
        for (auto at = last; at != first && first < last;) {
            if (!take(*--at))
                break;
        }
    } else {
        for (; first < last; ++first) {
            if (!take(*first))
                break;
        }
    }
    if (!byId) {
        std::ranges::stable_sort(page.rows, [&query](const Row *left, const Row *right) { return query.isBefore(*left, *right); });
        const auto begin = std::min<std::size_t>(std::size_t(from), page.rows.size());
        const auto end = std::min<std::size_t>(begin + std::size_t(query.pageSize), page.rows.size());
        page.rows = std::vector<const Row *>(page.rows.begin() + qint64(begin), page.rows.begin() + qint64(end));
    }
    if (counting) {
        page.total = seen;
        if (seen > from + query.pageSize)
            page.next = from + query.pageSize;
    }
    return page;
}

} // namespace dealerlens::portalsim
