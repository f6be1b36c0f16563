// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/filters.h"

#include <QDate>

#include <algorithm>
#include <map>

namespace dealerlens::ctl {

using Kind = reports::TableColumn::Kind;

namespace {

Kind kindOf(model::ColumnType type)
{
    switch (type) {
    case model::ColumnType::Integer:
    case model::ColumnType::Flag:
        return Kind::Integer;
    case model::ColumnType::Text:
    case model::ColumnType::Date:
        return Kind::Text;
    case model::ColumnType::Instant:
        return Kind::Instant;
    case model::ColumnType::Money:
        return Kind::Money;
    }
    return Kind::Text;
}

reports::Cell cellOf(const model::Value &value, model::ColumnType type)
{
    if (const auto *text = std::get_if<std::string>(&value))
        return QString::fromStdString(*text);
    const auto *number = std::get_if<std::int64_t>(&value);
    if (!number)
        return std::monostate();
    switch (type) {
    case model::ColumnType::Instant:
        return reports::InstantCell { *number };
    case model::ColumnType::Money:
        return model::Money { *number };
    case model::ColumnType::Date:
        return QDate(1970, 1, 1).addDays(*number).toString(Qt::ISODate);
    case model::ColumnType::Integer:
    case model::ColumnType::Flag:
    case model::ColumnType::Text:
        break;
    }
    return *number;
}

} // namespace

std::expected<reports::Table, int> makeEntityTable(Session &session, const QString &kindName)
{
    if (auto opened = session.open(false); !opened)
        return std::unexpected(session.fail(opened.error()));
    const auto portals = session.portals();
    if (!portals)
        return std::unexpected(session.fail(portals.error()));
    facts::Snapshot names; // only the dealers: what --dealer and --region can name
    for (const model::Portal &portal : *portals) {
        names.portals.push_back({ portal, facts::kNone, base::kNever, true });
        names.regions.push_back(portal.region);
    }
    FilterArguments filter;
    filter.dealers = session.arguments().report.filter.dealers;
    filter.regions = session.arguments().report.filter.regions;
    const auto question = questionFrom(filter, names, {});
    if (!question)
        return std::unexpected(session.fail(kInput, question.error()));
    const auto contains = [](const std::vector<QString> &list, const QString &text) {
        return list.empty() || std::find(list.begin(), list.end(), text) != list.end();
    };
    std::map<model::PortalId, QString> wanted;
    for (const model::Portal &portal : *portals) {
        if (contains(question->portals, portal.key) && contains(question->regions, portal.region))
            wanted.emplace(portal.id, portal.key);
    }
    const auto kind = std::find_if(model::kEntityKinds.begin(), model::kEntityKinds.end(),
        [&kindName](model::EntityKind candidate) { return QString::fromLatin1(model::nameOf(candidate)) == kindName; });
    if (kind == model::kEntityKinds.end()) {
        QStringList known;
        for (const auto candidate : model::kEntityKinds)
            known += QString::fromLatin1(model::nameOf(candidate));
        return std::unexpected(session.fail(kUsage,
            QStringLiteral("There is no report and no kind of record \"%1\". Reports: %2. Records: %3.")
                .arg(kindName, reportNames().join(QLatin1String(", ")), known.join(QLatin1String(", ")))));
    }
    reports::Table table;
    table.name = kindName;
    table.columns = { { QStringLiteral("portal"), Kind::Text }, { QStringLiteral("id"), Kind::Integer },
        { QStringLiteral("deleted_at"), Kind::Instant } };
    const auto &schema = model::schemaOf(*kind);
    std::vector<std::string_view> columns;
    for (const model::Column &column : schema.columns) {
        columns.push_back(column.name);
        table.columns.push_back({ QString::fromLatin1(column.name), kindOf(column.type) });
    }
    const auto read = session.reader().each(*kind, columns, [&](const store::Reader::Row &row) {
        const auto portal = wanted.find(row.key.portal);
        if (portal == wanted.end())
            return true;
        std::vector<reports::Cell> cells { portal->second, row.key.id, reports::InstantCell { row.deletedAt } };
        for (std::size_t i = 0; i < row.values.size(); ++i)
            cells.push_back(cellOf(row.values[i], schema.columns[i].type));
        table.rows.push_back(std::move(cells));
        return true;
    });
    if (!read)
        return std::unexpected(session.fail(read.error()));
    return table;
}

int exportCommand(Session &session)
{
    const QString &what = session.arguments().what;
    const auto table = reportNames().contains(what) ? makeReport(session, what) : makeEntityTable(session, what);
    return table ? emitTable(session, *table) : table.error();
}

} // namespace dealerlens::ctl
