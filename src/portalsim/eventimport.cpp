// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/eventimport.h"

#include "portalsim/csvreader.h"
#include "portalsim/portalsetup.h"

#include <QFile>

#include <numeric>

namespace dealerlens::portalsim {
namespace {

const QString kNone = QStringLiteral("(none)");

base::Failure bad(const QString &what) { return base::fail(base::ErrorKind::Input, what); }

struct Stage {
    QString name;
    char semantic = 'P';
    QString id; // STATUS_ID
    double position = 0; // sum, then mean, of the places where cases enter it first
    int cases = 0;
};

// One merged record: the first of a run of the same stage.
struct Step {
    UtcSeconds time = 0;
    int stage = 0;
};

struct Case {
    QString id;
    std::vector<std::size_t> rows; // of the table, in time order
    std::vector<Step> steps;
    UtcSeconds lastRecord = 0;
};

// A column by name or by name and "_last_nonfinal"; index −1: left out.
struct Column {
    int index = -1;
    bool inProgressOnly = false;
};

struct Columns {
    Column dealer;
    Column employee;
    Column source;
    Column amount;
    Column region;
};

struct CustomField {
    int column = 0;
    QByteArray name;
};

class Importer {
public:
    explicit Importer(const EventImportOptions &options)
        : m_options(options)
    {
    }

    base::Result<void> run(World &world);

private:
    base::Result<void> readFinalStages();
    base::Result<void> findColumns();
    base::Result<void> readCases();
    void sortCase(Case &one);
    void nameStages();
    base::Result<void> makePortals();
    base::Result<std::unique_ptr<PortalData>> makeOnePortal(const QString &title, const QString &region);
    void addDirectories(PortalData &portal) const;
    base::Result<Record> makeItem(const Case &one, PortalData &portal);
    void setStageFields(Record &item, const Case &one) const;
    base::Result<void> fillPortal(PortalData &portal, const std::vector<const Case *> &cases);
    [[nodiscard]] base::Result<Column> column(const QString &name) const;
    [[nodiscard]] QString value(const Case &one, const Column &column) const;

    const EventImportOptions &m_options;
    CsvTable m_table;
    QHash<QString, char> m_finals;
    std::vector<Case> m_cases;
    std::vector<UtcSeconds> m_times; // of each row
    std::vector<int> m_rowStages;
    std::vector<Stage> m_stages;
    QHash<QString, int> m_stageNumbers;
    int m_caseColumn = -1;
    int m_timeColumn = -1;
    int m_stageColumn = -1;
    Columns m_columns;
    std::vector<CustomField> m_custom;
    CodeMaker m_keys { CodeMaker::Style::PortalKey, 40 };
    CodeMaker m_sourceIds { CodeMaker::Style::StatusId, 21 };
    QHash<QString, qint64> m_users; // of the portal being made
    std::vector<std::unique_ptr<PortalData>> m_portals;
};

base::Result<void> Importer::run(World &world)
{
    auto table = CsvTable::read(m_options.eventsFile);
    if (!table)
        return base::Failure(table.error());
    m_table = std::move(*table);
    for (auto step : { &Importer::readFinalStages, &Importer::findColumns, &Importer::readCases }) {
        if (auto done = (this->*step)(); !done)
            return done;
    }
    nameStages();
    if (auto done = makePortals(); !done)
        return done;
    for (auto &portal : m_portals)
        world.portals.push_back(std::move(portal));
    return {};
}

base::Result<void> Importer::readFinalStages()
{
    const auto bytes = readMaybeGzip(m_options.datasetFile);
    if (!bytes)
        return base::Failure(bytes.error());
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &error);
    if (!document.isObject())
        return bad(m_options.datasetFile + QStringLiteral(": ") + error.errorString());
    const QJsonObject finals = document.object().value(QLatin1String("final_stages")).toObject();
    for (auto it = finals.begin(); it != finals.end(); ++it) {
        const QString semantic = it.value().toString();
        if (semantic != u"S" && semantic != u"F")
            return bad(m_options.datasetFile + QStringLiteral(": a final stage is neither S nor F"));
        m_finals.insert(it.key(), semantic == u"S" ? 'S' : 'F');
    }
    return {};
}

base::Result<Column> Importer::column(const QString &name) const
{
    Column found;
    if (name.isEmpty())
        return found;
    found.index = m_table.column(name);
    const QString suffix = QStringLiteral("_last_nonfinal");
    if (found.index < 0 && name.endsWith(suffix)) {
        found.index = m_table.column(name.chopped(suffix.size()));
        found.inProgressOnly = true;
    }
    if (found.index < 0)
        return bad(m_options.eventsFile + QStringLiteral(": there is no column ") + name);
    return found;
}

base::Result<void> Importer::findColumns()
{
    m_caseColumn = m_table.column(QStringLiteral("case_id"));
    m_timeColumn = m_table.column(QStringLiteral("time"));
    m_stageColumn = m_table.column(QStringLiteral("stage"));
    if (m_caseColumn < 0 || m_timeColumn < 0 || m_stageColumn < 0)
        return bad(m_options.eventsFile + QStringLiteral(": the columns case_id, time and stage are needed"));
    const std::array<std::pair<QString, Column *>, 5> wanted { {
        { m_options.dealerBy, &m_columns.dealer },
        { m_options.employeeBy, &m_columns.employee },
        { m_options.sourceBy, &m_columns.source },
        { m_options.amountBy, &m_columns.amount },
        { m_options.regionBy, &m_columns.region },
    } };
    QSet<int> taken { m_caseColumn, m_timeColumn, m_stageColumn, m_table.column(QStringLiteral("rec")),
        m_table.column(QStringLiteral("semantic")) };
    for (const auto &[name, target] : wanted) {
        const auto found = column(name);
        if (!found)
            return base::Failure(found.error());
        *target = *found;
        taken.insert(found->index);
    }
    CodeMaker names(CodeMaker::Style::StatusId, 40); // FIELD_NAME has at most 50 characters with its prefix
    for (int i = 0; i < m_table.header().size(); ++i) {
        if (!taken.contains(i))
            m_custom.push_back({ i, "UF_CRM_" + names.code(m_table.header().at(i)).replace(u'-', u'_').toLatin1() });
    }
    return {};
}

base::Result<void> Importer::readCases()
{
    QHash<QString, std::size_t> numbers;
    m_times.resize(m_table.rowCount());
    m_rowStages.resize(m_table.rowCount());
    for (std::size_t row = 0; row < m_table.rowCount(); ++row) {
        const auto time = parseTime(m_table.cell(row, m_timeColumn));
        if (!time)
            return bad(QStringLiteral("%1: record %2 has no readable time").arg(m_options.eventsFile).arg(row + 1));
        m_times[row] = *time;
        const QString &name = m_table.cell(row, m_stageColumn);
        const auto known = m_stageNumbers.constFind(name);
        if (known != m_stageNumbers.constEnd()) {
            m_rowStages[row] = *known;
        } else {
            m_rowStages[row] = static_cast<int>(m_stages.size());
            m_stageNumbers.insert(name, m_rowStages[row]);
            m_stages.push_back({ name, m_finals.value(name, 'P'), {}, 0, 0 });
        }
        const QString &id = m_table.cell(row, m_caseColumn);
        const auto found = numbers.constFind(id);
        const std::size_t number = found != numbers.constEnd() ? *found : m_cases.size();
        if (number == m_cases.size()) {
            numbers.insert(id, number);
            m_cases.push_back({ id, {}, {}, 0 });
        }
        m_cases[number].rows.push_back(row);
    }
    for (Case &one : m_cases)
        sortCase(one);
    std::ranges::stable_sort(m_cases, {}, [](const Case &one) { return one.steps.front().time; });
    return {};
}

// DEFINITIONS 1 and 2: stable by time; a record with the stage of the record before it is dropped.
void Importer::sortCase(Case &one)
{
    std::ranges::stable_sort(one.rows, {}, [this](std::size_t row) { return m_times[row]; });
    std::vector<bool> met(m_stages.size(), false);
    for (const std::size_t row : one.rows) {
        const int stage = m_rowStages[row];
        if (!one.steps.empty() && one.steps.back().stage == stage)
            continue;
        const auto number = static_cast<std::size_t>(stage);
        if (!met[number]) {
            met[number] = true;
            m_stages[number].position += static_cast<double>(one.steps.size());
            ++m_stages[number].cases;
        }
        one.steps.push_back({ m_times[row], stage });
    }
    one.lastRecord = m_times[one.rows.back()];
}

void Importer::nameStages()
{
    CodeMaker ids(CodeMaker::Style::StatusId, 21);
    for (Stage &stage : m_stages) {
        stage.position /= std::max(1, stage.cases);
        stage.id = ids.code(stage.name);
    }
}

base::Result<void> Importer::makePortals()
{
    std::map<std::pair<QString, QString>, std::vector<const Case *>> groups;
    for (const Case &one : m_cases)
        groups[{ value(one, m_columns.dealer), value(one, m_columns.region) }].push_back(&one);
    for (const auto &[names, cases] : groups) {
        const auto &[dealer, region] = names;
        QString title = dealer;
        if (m_columns.dealer.index < 0)
            title = m_columns.region.index < 0 ? QStringLiteral("events") : region;
        auto portal = makeOnePortal(title.isEmpty() ? kNone : title, m_columns.region.index >= 0 && region.isEmpty() ? kNone : region);
        if (!portal)
            return base::Failure(portal.error());
        if (auto done = fillPortal(**portal, cases); !done)
            return done;
        m_portals.push_back(std::move(*portal));
    }
    return {};
}

base::Result<std::unique_ptr<PortalData>> Importer::makeOnePortal(const QString &title, const QString &region)
{
    // The pair is what is unique; two dealers of one name in different regions get keys with a number.
    const QString key = m_keys.code(region.isEmpty() || region == title ? title : QString(title % u' ' % region));
    auto portal = makePortal(key, title, m_options.seed);
    portal->region = region;
    portal->timezone = "UTC";
    addDirectories(*portal);
    m_users.clear();
    return portal;
}

void Importer::addDirectories(PortalData &portal) const
{
    portal.addDefaultDirectories();
    const QString directory = PortalData::stageDirectory(m_options.entity, 0);
    portal.clearDirectory(directory);
    std::vector<const Stage *> order;
    for (const Stage &stage : m_stages)
        order.push_back(&stage);
    const auto rank = [](const Stage *stage) {
        return std::pair(stage->semantic == 'P' ? 0 : stage->semantic == 'S' ? 1 : 2, stage->position);
    };
    std::ranges::stable_sort(order, {}, rank);
    int sort = 0;
    bool hasWon = false;
    bool hasLost = false;
    for (const Stage *stage : order) {
        hasWon = hasWon || stage->semantic == 'S';
        hasLost = hasLost || stage->semantic == 'F';
        portal.addStatus(directory, stage->id, stage->name, sort += 10,
            stage->semantic == 'P' ? QString() : QString(QChar::fromLatin1(stage->semantic)));
    }
    const bool lead = m_options.entity == Entity::Lead;
    if (!hasWon) {
        portal.addStatus(directory, lead ? QStringLiteral("CONVERTED") : QStringLiteral("WON"), QStringLiteral("Успешна"), sort += 10,
            QStringLiteral("S"));
    }
    if (!hasLost) {
        portal.addStatus(
            directory, lead ? QStringLiteral("JUNK") : QStringLiteral("LOSE"), QStringLiteral("Отказ"), sort += 10, QStringLiteral("F"));
    }
    if (m_columns.source.index >= 0)
        portal.clearDirectory(QStringLiteral("SOURCE"));
    for (const CustomField &field : m_custom) {
        portal.addUserField(m_options.entity, field.name, QStringLiteral("string"), m_table.header().at(field.column));
    }
}

base::Result<void> Importer::fillPortal(PortalData &portal, const std::vector<const Case *> &cases)
{
    struct Row {
        UtcSeconds time;
        qint64 owner;
        std::size_t index; // of the step in its case
        const Case *of;
    };

    std::vector<Row> rows;
    QSet<QString> sources;
    int sort = 0;
    for (const Case *one : cases) {
        auto item = makeItem(*one, portal);
        if (!item)
            return base::Failure(item.error());
        const QString source = value(*one, m_columns.source);
        if (!source.isEmpty() && !sources.contains(source)) {
            sources.insert(source);
            portal.addStatus(QStringLiteral("SOURCE"), m_sourceIds.code(source), source, sort += 10);
        }
        const qint64 id = portal.append(m_options.entity, std::move(*item));
        for (std::size_t i = 0; i < one->steps.size(); ++i)
            rows.push_back({ one->steps[i].time, id, i, one });
    }
    // As in a real portal ids of history rows grow with time; equal times of a case keep the order of the log.
    std::ranges::stable_sort(rows, {}, &Row::time);
    for (const Row &row : rows) {
        const Stage &stage = m_stages[static_cast<std::size_t>(row.of->steps[row.index].stage)];
        HistoryRow history;
        history.ownerId = row.owner;
        history.time = row.time;
        history.typeId = row.index == 0 ? 1 : stage.semantic == 'P' ? 2 : 3;
        history.semantic = stage.semantic;
        history.stageId = stage.id;
        portal.appendHistory(m_options.entity, std::move(history));
    }
    return {};
}

base::Result<Record> Importer::makeItem(const Case &one, PortalData &portal)
{
    Record item;
    item.set("TITLE", one.id);
    item.set("ORIGIN_ID", one.id);
    item.set("ORIGINATOR_ID", QStringLiteral("events"));
    item.setBool("OPENED", true);
    item.set("CURRENCY_ID", portal.baseCurrency);
    item.setBool("IS_MANUAL_OPPORTUNITY", true);
    item.setTime("DATE_CREATE", one.steps.front().time);
    item.setTime("DATE_MODIFY", one.lastRecord);
    item.setTime("MOVED_TIME", one.steps.back().time);
    item.set("CREATED_BY_ID", 1);
    item.set("MODIFY_BY_ID", 1);
    item.set("MOVED_BY_ID", 1);
    setStageFields(item, one);
    const QString employee = value(one, m_columns.employee);
    if (m_columns.employee.index < 0) {
        item.set("ASSIGNED_BY_ID", 1);
    } else if (!employee.isEmpty()) {
        auto user = m_users.find(employee);
        if (user == m_users.end())
            user = m_users.insert(employee, addPlainUser(portal, employee, 1));
        item.set("ASSIGNED_BY_ID", *user);
    }
    const QString source = value(one, m_columns.source);
    item.set("SOURCE_ID", source.isEmpty() ? QString() : m_sourceIds.code(source));
    const QString amount = value(one, m_columns.amount);
    const auto money = moneyText(amount.isEmpty() ? QStringLiteral("0") : amount);
    if (!money)
        return bad(QStringLiteral("%1: the amount of case %2 is not a number").arg(m_options.eventsFile, one.id));
    item.set("OPPORTUNITY", *money);
    for (const CustomField &field : m_custom) {
        const QString text = value(one, Column { field.column, false });
        if (!text.isEmpty())
            item.set(field.name, text);
    }
    return item;
}

void Importer::setStageFields(Record &item, const Case &one) const
{
    const Stage &last = m_stages[static_cast<std::size_t>(one.steps.back().stage)];
    const UtcSeconds moved = one.steps.back().time;
    const QString semantic(QChar::fromLatin1(last.semantic));
    const bool closed = last.semantic != 'P';
    if (m_options.entity == Entity::Lead) {
        item.set("STATUS_ID", last.id);
        item.set("STATUS_SEMANTIC_ID", semantic);
        if (closed)
            item.setTime("DATE_CLOSED", moved);
        return;
    }
    item.set("CATEGORY_ID", 0);
    item.set("STAGE_ID", last.id);
    item.set("STAGE_SEMANTIC_ID", semantic);
    item.setBool("IS_NEW", one.steps.size() == 1);
    item.setBool("CLOSED", closed);
    item.setTime("BEGINDATE", dayOf(one.steps.front().time));
    // A portal plans seven days when nobody says otherwise (bitrix24-rest.md 5.2).
    item.setTime("CLOSEDATE", dayOf(closed ? moved : one.steps.front().time + 7 * 86400));
}

QString Importer::value(const Case &one, const Column &column) const
{
    if (column.index < 0)
        return {};
    for (std::size_t i = one.rows.size(); i-- > 0;) {
        const std::size_t row = one.rows[i];
        if (column.inProgressOnly && m_stages[static_cast<std::size_t>(m_rowStages[row])].semantic != 'P')
            continue;
        const QString &text = m_table.cell(row, column.index);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

base::Result<void> importEvents(World &world, const EventImportOptions &options) { return Importer(options).run(world); }

} // namespace dealerlens::portalsim
