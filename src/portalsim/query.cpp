// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/query.h"

#include <QRegularExpression>

namespace dealerlens::portalsim {

namespace {

const QString &flagText(bool on)
{
    static const QString kYes = QStringLiteral("Y");
    static const QString kNo = QStringLiteral("N");
    return on ? kYes : kNo;
}

bool hasMulti(const Record &row, const QString &type)
{
    return std::ranges::any_of(row.multi, [&type](const MultiField &field) { return field.typeId == type; });
}

Cell textCell(const QString &text)
{
    Cell cell;
    cell.isNull = text.isEmpty();
    cell.text = &text;
    return cell;
}

Cell numberCell(qint64 number)
{
    Cell cell;
    cell.isNull = false;
    cell.number = number;
    return cell;
}

} // namespace

Cell cellOf(const Record &row, const FieldSpec &field)
{
    static const FieldId kId = fieldId("ID");
    static const FieldId kHasPhone = fieldId("HAS_PHONE");
    static const FieldId kHasEmail = fieldId("HAS_EMAIL");
    if (field.id == kId)
        return numberCell(row.id);
    if (field.type == FieldType::MultiField) {
        Cell cell;
        cell.isNull = row.multi.empty();
        cell.multi = &row.multi;
        return cell;
    }
    if (field.id == kHasPhone)
        return textCell(flagText(hasMulti(row, QStringLiteral("PHONE"))));
    if (field.id == kHasEmail)
        return textCell(flagText(hasMulti(row, QStringLiteral("EMAIL"))));
    const Value *value = row.find(field.id);
    if (!value)
        return field.type == FieldType::Flag ? textCell(flagText(false)) : Cell();
    if (const auto *text = std::get_if<QString>(value))
        return textCell(*text);
    if (const auto *number = std::get_if<qint64>(value))
        return numberCell(*number);
    if (const auto *list = std::get_if<QStringList>(value)) {
        Cell cell;
        cell.isNull = list->isEmpty();
        cell.list = list;
        return cell;
    }
    return {};
}

Cell cellOf(const HistoryRow &row, const FieldSpec &field)
{
    static const QString kProgress = QStringLiteral("P");
    static const QString kSuccess = QStringLiteral("S");
    static const QString kFailure = QStringLiteral("F");
    static const FieldId kId = fieldId("ID");
    static const FieldId kType = fieldId("TYPE_ID");
    static const FieldId kOwner = fieldId("OWNER_ID");
    static const FieldId kTime = fieldId("CREATED_TIME");
    static const FieldId kCategory = fieldId("CATEGORY_ID");
    if (field.id == kId)
        return numberCell(row.id);
    if (field.id == kType)
        return numberCell(row.typeId);
    if (field.id == kOwner)
        return numberCell(row.ownerId);
    if (field.id == kTime)
        return numberCell(row.time);
    if (field.id == kCategory)
        return numberCell(row.categoryId);
    if (field.name.endsWith("SEMANTIC_ID"))
        return textCell(row.semantic == 'S' ? kSuccess : row.semantic == 'F' ? kFailure : kProgress);
    return textCell(row.stageId);
}

int compareCells(const Cell &left, const Cell &right)
{
    if (left.text || right.text) {
        static const QString kEmpty;
        const QString leftText = left.text ? *left.text : left.isNull ? kEmpty : QString::number(left.number);
        const QString rightText = right.text ? *right.text : right.isNull ? kEmpty : QString::number(right.number);
        bool leftOk = false;
        bool rightOk = false;
        const double a = leftText.toDouble(&leftOk);
        const double b = rightText.toDouble(&rightOk);
        if (leftOk && rightOk)
            return a < b ? -1 : a > b ? 1 : 0;
        return leftText.compare(rightText, Qt::CaseInsensitive);
    }
    if (left.isNull != right.isNull)
        return left.isNull ? -1 : 1;
    return left.number < right.number ? -1 : left.number > right.number ? 1 : 0;
}

// --- conditions ---

bool Condition::isNumeric() const
{
    switch (field->type) {
    case FieldType::Integer:
    case FieldType::Reference:
    case FieldType::Double:
    case FieldType::Date:
    case FieldType::DateTime:
    case FieldType::UfInteger:
    case FieldType::UfEnumeration:
        return true;
    case FieldType::Text:
    case FieldType::Status:
    case FieldType::Flag:
    case FieldType::MultiField:
    case FieldType::List:
    case FieldType::Json:
    case FieldType::UfText:
    case FieldType::UfFlag:
        return false;
    }
    return false;
}

bool Condition::holdsNumber(double own) const
{
    switch (op) {
    case FilterOperator::Equal:
        return !numbers.empty() && own == numbers.front();
    case FilterOperator::Greater:
        return !numbers.empty() && own > numbers.front();
    case FilterOperator::GreaterEqual:
        return !numbers.empty() && own >= numbers.front();
    case FilterOperator::Less:
        return !numbers.empty() && own < numbers.front();
    case FilterOperator::LessEqual:
        return !numbers.empty() && own <= numbers.front();
    case FilterOperator::In:
        return ids.isEmpty() ? std::ranges::find(numbers, own) != numbers.end() : ids.contains(qint64(own));
    case FilterOperator::Between:
        return numbers.size() > 1 && own >= numbers[0] && own <= numbers[1];
    case FilterOperator::Contains:
    case FilterOperator::Like:
        return holdsText(QString::number(qint64(own)));
    }
    return false;
}

bool Condition::holdsText(const QString &own) const
{
    const auto equals = [&own](const QString &value) { return own.compare(value, Qt::CaseInsensitive) == 0; };
    const QString first = values.empty() ? QString() : values.front();
    switch (op) {
    case FilterOperator::Equal:
        return equals(first);
    case FilterOperator::Greater:
        return own.compare(first, Qt::CaseInsensitive) > 0;
    case FilterOperator::GreaterEqual:
        return own.compare(first, Qt::CaseInsensitive) >= 0;
    case FilterOperator::Less:
        return own.compare(first, Qt::CaseInsensitive) < 0;
    case FilterOperator::LessEqual:
        return own.compare(first, Qt::CaseInsensitive) <= 0;
    case FilterOperator::In:
        return std::ranges::any_of(values, equals);
    case FilterOperator::Contains:
        return own.contains(first, Qt::CaseInsensitive);
    case FilterOperator::Like: {
        QString pattern = QRegularExpression::escape(first);
        pattern.replace(QStringLiteral("\\%"), QStringLiteral(".*")).replace(QLatin1Char('%'), QStringLiteral(".*"));
        const QRegularExpression expression(QRegularExpression::anchoredPattern(pattern),
            QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
        return expression.match(own).hasMatch();
    }
    case FilterOperator::Between:
        return values.size() > 1 && own >= values[0] && own <= values[1];
    }
    return false;
}

bool Condition::holds(const Cell &cell) const
{
    if (impossible)
        return false;
    if (cell.list)
        return std::ranges::any_of(*cell.list, [this](const QString &own) { return holdsText(own); });
    if (cell.multi) {
        const QString type = QString::fromLatin1(field->name);
        return std::ranges::any_of(
            *cell.multi, [this, &type](const MultiField &own) { return own.typeId == type && holdsText(own.value); });
    }
    const bool asksEmpty = op == FilterOperator::Equal && values.size() == 1 && values.front().isEmpty();
    if (asksEmpty)
        return cell.isNull || (field->type == FieldType::Reference && !cell.text && cell.number == 0);
    if (isNumeric()) {
        const bool counts = field->type == FieldType::Double || field->type == FieldType::Reference;
        if (cell.isNull && !counts)
            return false;
        return holdsNumber(cell.text ? cell.text->toDouble() : double(cell.number));
    }
    return holdsText(cell.text ? *cell.text : cell.isNull ? QString() : QString::number(cell.number));
}

bool Condition::matches(const Cell &cell) const { return holds(cell) != negated; }

// --- parsing ---

namespace {

struct Prefix {
    const char *sign;
    FilterOperator op;
    bool negated;
};

// Longer signs first.
constexpr Prefix kPrefixes[] = {
    { "!><", FilterOperator::Between, true },
    { "!=%", FilterOperator::Like, true },
    { "!%=", FilterOperator::Like, true },
    { "!@", FilterOperator::In, true },
    { "!%", FilterOperator::Contains, true },
    { "!=", FilterOperator::Equal, true },
    { "><", FilterOperator::Between, false },
    { ">=", FilterOperator::GreaterEqual, false },
    { "<=", FilterOperator::LessEqual, false },
    { "=%", FilterOperator::Like, false },
    { "%=", FilterOperator::Like, false },
    { "!", FilterOperator::Equal, true },
    { ">", FilterOperator::Greater, false },
    { "<", FilterOperator::Less, false },
    { "@", FilterOperator::In, false },
    { "%", FilterOperator::Contains, false },
    { "=", FilterOperator::Equal, false },
    { "?", FilterOperator::Contains, false },
};

base::Failure invalid(const QString &text)
{
    return base::fail(base::ErrorKind::Rejected, text, base::Retry::Never, "INVALID_ARG_VALUE", 400);
}

const FieldSpec *findField(const QueryInput &input, const QByteArray &name)
{
    return input.dialect == Dialect::Universal ? input.schema->byUniversal(name) : input.schema->byName(name);
}

void readNumbers(Condition &condition, const ZoneClock &zone)
{
    const FieldType type = condition.field->type;
    for (QString &text : condition.values) {
        if (type == FieldType::DateTime || type == FieldType::Date) {
            const auto instant = type == FieldType::Date ? zone.readDate(text) : zone.read(text);
            if (instant)
                condition.numbers.push_back(double(*instant));
            else if (!text.isEmpty())
                condition.impossible = true;
            continue;
        }
        if (type == FieldType::UfFlag || type == FieldType::Flag) {
            if (text == QLatin1String("1"))
                text = QStringLiteral("Y");
            else if (text == QLatin1String("0"))
                text = QStringLiteral("N");
        }
        bool ok = false;
        const double number = text.toDouble(&ok);
        condition.numbers.push_back(ok ? number : 0.0);
        if (condition.op == FilterOperator::In && type != FieldType::Double)
            condition.ids.insert(qint64(number));
    }
}

base::Result<FilterGroup> readGroup(const QueryInput &input, const Php &filter, int depth)
{
    FilterGroup group;
    const Php::Map *map = filter.map();
    if (!map || depth > 8) {
        // An empty list is an empty map; a list of groups is a numeric map.
        if (const Php::List *list = filter.list(); list && depth <= 8) {
            for (const Php &element : *list) {
                auto inner = readGroup(input, element, depth + 1);
                if (!inner)
                    return base::Failure(inner.error());
                group.groups.push_back(std::move(*inner));
            }
        }
        return group;
    }
    for (const PhpEntry &entry : *map) {
        if (entry.key.compare("logic", Qt::CaseInsensitive) == 0) {
            group.any = entry.value.text().compare(QLatin1String("OR"), Qt::CaseInsensitive) == 0;
            continue;
        }
        bool isIndex = false;
        (void)entry.key.toInt(&isIndex);
        if (isIndex && entry.value.isContainer()) {
            auto inner = readGroup(input, entry.value, depth + 1);
            if (!inner)
                return base::Failure(inner.error());
            group.groups.push_back(std::move(*inner));
            continue;
        }
        Condition condition;
        QByteArray name = entry.key;
        for (const Prefix &prefix : kPrefixes) {
            if (name.startsWith(prefix.sign)) {
                condition.op = prefix.op;
                condition.negated = prefix.negated;
                name.remove(0, qsizetype(qstrlen(prefix.sign)));
                break;
            }
        }
        condition.field = findField(input, name);
        if (!condition.field) {
            if (input.dialect != Dialect::Classic)
                return invalid(QStringLiteral("Invalid filter: field '%1' is not allowed in filter").arg(QString::fromUtf8(name)));
            continue;
        }
        if (entry.value.isContainer()) {
            for (const Php *element : entry.value.elements())
                condition.values.push_back(element->text());
            if (condition.op == FilterOperator::Equal)
                condition.op = FilterOperator::In;
        } else {
            condition.values.push_back(entry.value.text());
        }
        readNumbers(condition, *input.zone);
        if (condition.impossible && input.dialect != Dialect::Classic)
            return invalid(QStringLiteral("Invalid filter: invalid value for field '%1'").arg(QString::fromUtf8(name)));
        group.conditions.push_back(std::move(condition));
    }
    return group;
}

} // namespace

base::Result<Query> makeQuery(const QueryInput &input)
{
    Query query;
    query.start = input.start;
    if (input.filter) {
        auto filter = readGroup(input, *input.filter, 0);
        if (!filter)
            return base::Failure(filter.error());
        query.filter = std::move(*filter);
    }
    const Php::Map *order = input.order ? input.order->map() : nullptr;
    if (!order)
        return query;
    for (const PhpEntry &entry : *order) {
        const FieldSpec *field = findField(input, entry.key);
        const QString direction = entry.value.text().toUpper();
        if (!field) {
            if (input.dialect != Dialect::Classic)
                return invalid(QStringLiteral("Invalid order: field '%1' is not allowed in order").arg(QString::fromUtf8(entry.key)));
            continue;
        }
        if (input.dialect != Dialect::Classic && direction != QLatin1String("ASC") && direction != QLatin1String("DESC"))
            return invalid(
                QStringLiteral("Invalid order: direction of field '%1' should be ASC or DESC").arg(QString::fromUtf8(entry.key)));
        query.order.push_back({ field, direction == QLatin1String("DESC") });
    }
    return query;
}

IdRange idRangeOf(const FilterGroup &filter)
{
    IdRange range;
    if (filter.any)
        return range;
    for (const Condition &condition : filter.conditions) {
        if (condition.field->name != "ID" || condition.negated || condition.numbers.empty())
            continue;
        const auto [lowest, highest] = std::ranges::minmax(condition.numbers);
        const auto low = qint64(lowest);
        const auto high = qint64(highest);
        switch (condition.op) {
        case FilterOperator::Greater:
            range.above = std::max(range.above, low);
            break;
        case FilterOperator::GreaterEqual:
            range.above = std::max(range.above, low - 1);
            break;
        case FilterOperator::Less:
            range.below = std::min(range.below, low);
            break;
        case FilterOperator::LessEqual:
            range.below = std::min(range.below, low + 1);
            break;
        case FilterOperator::Equal:
        case FilterOperator::In:
        case FilterOperator::Between:
            range.above = std::max(range.above, low - 1);
            range.below = std::min(range.below, high + 1);
            break;
        case FilterOperator::Contains:
        case FilterOperator::Like:
            break;
        }
    }
    return range;
}

// --- rows that are made ---

namespace {

bool isSketched(const FilterGroup &filter, const RowMaker &maker)
{
    return std::ranges::all_of(filter.conditions, [&maker](const Condition &one) { return maker.isSketched(one.field->id); })
        && std::ranges::all_of(filter.groups, [&maker](const FilterGroup &one) { return isSketched(one, maker); });
}

bool isSketched(const Query &query, const RowMaker &maker)
{
    return isSketched(query.filter, maker)
        && std::ranges::all_of(query.order, [&maker](const OrderKey &key) { return maker.isSketched(key.field->id); });
}

// Rows of ids from the lowest to the highest or back, made ones as far as the query looks at them.
class RowWalk {
public:
    RowWalk(const Table &table, const Query &query)
        : m_table(table)
        , m_sketches(isSketched(query, *table.maker()))
    {
    }

    // nullptr when there is none; good until the next call.
    const Record *at(qint64 id)
    {
        if (m_table.isMade(id)) {
            if (m_sketches)
                m_table.maker()->sketch(id, m_row);
            else
                m_row = m_table.maker()->make(id);
            return &m_row;
        }
        const auto kept = std::ranges::lower_bound(m_table.rows, id, {}, &Record::id);
        return kept != m_table.rows.end() && kept->id == id ? &*kept : nullptr;
    }

private:
    const Table &m_table;
    const bool m_sketches;
    Record m_row;
};

void show(Page<Record> &page, const Table &table, qint64 id)
{
    if (table.isMade(id))
        page.rows.push_back(&page.made.emplace_back(table.maker()->make(id)));
    else
        page.rows.push_back(&*std::ranges::lower_bound(table.rows, id, {}, &Record::id));
}

} // namespace

Page<Record> runQuery(const Table &table, const Query &query)
{
    if (!table.maker())
        return runQuery(table.rows, query, [](const Record &) { return true; });
    const IdRange range = idRangeOf(query.filter);
    const qint64 first = std::clamp<qint64>(range.above, 0, table.lastId) + 1;
    const qint64 last = std::min(range.below - 1, table.lastId);
    const bool counting = query.start >= 0;
    const qint64 from = std::max<qint64>(query.start, 0);
    const bool byId = query.isById();
    RowWalk walk(table, query);
    std::vector<Record> found; // in another order than that of ids: all of them, with what the order looks at
    Page<Record> page;
    qint64 seen = 0;
    for (qint64 step = 0; step <= last - first && (counting || !byId || seen < from + query.pageSize); ++step) {
        const qint64 id = query.isDescendingById() ? last - step : first + step;
        const Record *row = walk.at(id);
        if (!row || !query.filter.matches(*row))
            continue;
        if (!byId)
            found.push_back(*row);
        else if (seen >= from && seen < from + query.pageSize)
            show(page, table, id);
        ++seen;
    }
    std::ranges::stable_sort(found, [&query](const Record &left, const Record &right) { return query.isBefore(left, right); });
    for (qint64 place = from; !byId && place < std::min(seen, from + query.pageSize); ++place)
        show(page, table, found[std::size_t(place)].id);
    if (counting) {
        page.total = seen;
        if (seen > from + query.pageSize)
            page.next = from + query.pageSize;
    }
    return page;
}

} // namespace dealerlens::portalsim
