// SPDX-License-Identifier: GPL-3.0-or-later
#include "portalsim/olistimport.h"

#include "portalsim/csvreader.h"
#include "portalsim/portalsetup.h"

#include <QDir>

namespace dealerlens::portalsim {
namespace {

base::Failure bad(const QString &what) { return base::fail(base::ErrorKind::Input, what); }

struct ClosedDeal {
    std::size_t row = 0; // of the deals' table
    UtcSeconds won = 0;
    QString dealer;
};

struct Lead {
    std::size_t row = 0; // of the leads' table
    UtcSeconds created = 0;
    std::optional<ClosedDeal> deal;
};

class OlistImporter {
public:
    OlistImporter(const QString &dir, const OlistImportOptions &options)
        : m_dir(dir)
        , m_options(options)
    {
    }

    base::Result<void> run(World &world);

private:
    base::Result<CsvTable> read(const QString &name, const QStringList &columns) const;
    base::Result<void> readTables();
    base::Result<void> readDeals();
    base::Result<void> readLeads();
    base::Result<void> readStates(QHash<QString, QString> &states) const;
    base::Result<std::unique_ptr<PortalData>> makeOnePortal(const QString &name, const std::vector<const Lead *> &leads);
    void addDirectories(PortalData &portal);
    void addLead(PortalData &portal, const Lead &lead);
    base::Result<void> addDeal(PortalData &portal, const Lead &lead, qint64 leadId);
    void setSource(Record &item, PortalData &portal, const Lead &lead);
    qint64 user(PortalData &portal, const QString &name);
    [[nodiscard]] const QString &leadCell(const Lead &lead, const char *column) const;
    [[nodiscard]] const QString &dealCell(const ClosedDeal &deal, const QString &column) const;

    QString m_dir;
    const OlistImportOptions &m_options;
    CsvTable m_leadTable;
    CsvTable m_dealTable;
    QHash<QString, ClosedDeal> m_deals; // by mql_id
    std::vector<Lead> m_leads;
    QHash<QString, QByteArray> m_fields; // column of closed deals → UF_CRM_*
    CodeMaker m_keys { CodeMaker::Style::PortalKey, 40 };
    CodeMaker m_sources { CodeMaker::Style::StatusId, 21 };
    // of the portal being made
    QHash<QString, qint64> m_users;
    QSet<QString> m_known;
};

base::Result<void> OlistImporter::run(World &world)
{
    if (auto done = readTables(); !done)
        return done;
    std::map<QString, std::vector<const Lead *>> groups;
    for (const Lead &lead : m_leads)
        groups[lead.deal ? lead.deal->dealer : QString()].push_back(&lead);
    const bool single = m_options.dealerBy.isEmpty() || m_options.dealerBy == u"none";
    std::vector<std::unique_ptr<PortalData>> portals;
    for (const auto &[dealer, leads] : groups) {
        const QString none = single ? QStringLiteral("olist") : QStringLiteral("(none)");
        auto portal = makeOnePortal(dealer.isEmpty() ? none : dealer, leads);
        if (!portal)
            return base::Failure(portal.error());
        portals.push_back(std::move(*portal));
    }
    for (auto &portal : portals)
        world.portals.push_back(std::move(portal));
    return {};
}

base::Result<CsvTable> OlistImporter::read(const QString &name, const QStringList &columns) const
{
    const QString plain = QDir(m_dir).filePath(name);
    auto table = CsvTable::read(QFile::exists(plain) ? plain : QString(plain % QStringLiteral(".gz")));
    if (!table)
        return table;
    for (const QString &column : columns) {
        if (table->column(column) < 0)
            return bad(plain + QStringLiteral(": there is no column ") + column);
    }
    return table;
}

base::Result<void> OlistImporter::readTables()
{
    const QString by = m_options.dealerBy;
    if (!by.isEmpty() && by != u"none" && by != u"business_segment" && by != u"seller_state")
        return bad(QStringLiteral("olist: a dealer is none, business_segment or seller_state, not ") + by);
    auto leads = read(QStringLiteral("olist_marketing_qualified_leads_dataset.csv"),
        { QStringLiteral("mql_id"), QStringLiteral("first_contact_date"), QStringLiteral("landing_page_id"), QStringLiteral("origin") });
    if (!leads)
        return base::Failure(leads.error());
    auto deals = read(QStringLiteral("olist_closed_deals_dataset.csv"),
        { QStringLiteral("mql_id"), QStringLiteral("seller_id"), QStringLiteral("sdr_id"), QStringLiteral("sr_id"),
            QStringLiteral("won_date"), QStringLiteral("business_segment"), QStringLiteral("declared_monthly_revenue") });
    if (!deals)
        return base::Failure(deals.error());
    m_leadTable = std::move(*leads);
    m_dealTable = std::move(*deals);
    if (auto done = readDeals(); !done)
        return done;
    return readLeads();
}

base::Result<void> OlistImporter::readStates(QHash<QString, QString> &states) const
{
    const auto sellers = read(QStringLiteral("olist_sellers_dataset.csv"), { QStringLiteral("seller_id"), QStringLiteral("seller_state") });
    if (!sellers)
        return base::Failure(sellers.error());
    const int id = sellers->column(QStringLiteral("seller_id"));
    const int state = sellers->column(QStringLiteral("seller_state"));
    for (std::size_t row = 0; row < sellers->rowCount(); ++row)
        states.insert(sellers->cell(row, id), sellers->cell(row, state));
    return {};
}

base::Result<void> OlistImporter::readDeals()
{
    QHash<QString, QString> states;
    if (m_options.dealerBy == u"seller_state") {
        if (auto done = readStates(states); !done)
            return done;
    }
    for (std::size_t row = 0; row < m_dealTable.rowCount(); ++row) {
        ClosedDeal deal;
        deal.row = row;
        const auto won = parseTime(dealCell(deal, QStringLiteral("won_date")));
        if (!won)
            return bad(QStringLiteral("olist: closed deal %1 has no readable won_date").arg(row + 1));
        deal.won = *won;
        if (m_options.dealerBy == u"business_segment")
            deal.dealer = dealCell(deal, QStringLiteral("business_segment"));
        else if (m_options.dealerBy == u"seller_state")
            deal.dealer = states.value(dealCell(deal, QStringLiteral("seller_id")));
        m_deals.insert(dealCell(deal, QStringLiteral("mql_id")), deal);
    }
    const QSet<QString> own { QStringLiteral("mql_id"), QStringLiteral("sr_id"), QStringLiteral("won_date"),
        QStringLiteral("declared_monthly_revenue") };
    for (const QString &column : m_dealTable.header()) {
        if (!own.contains(column))
            m_fields.insert(column, "UF_CRM_" + column.toUpper().toLatin1());
    }
    return {};
}

base::Result<void> OlistImporter::readLeads()
{
    for (std::size_t row = 0; row < m_leadTable.rowCount(); ++row) {
        Lead lead;
        lead.row = row;
        const auto created = parseTime(leadCell(lead, "first_contact_date"));
        if (!created)
            return bad(QStringLiteral("olist: lead %1 has no readable first_contact_date").arg(row + 1));
        lead.created = *created;
        const auto deal = m_deals.constFind(leadCell(lead, "mql_id"));
        if (deal != m_deals.constEnd())
            lead.deal = *deal;
        m_leads.push_back(std::move(lead));
    }
    std::ranges::stable_sort(m_leads, {}, &Lead::created);
    return {};
}

const QString &OlistImporter::leadCell(const Lead &lead, const char *column) const
{
    return m_leadTable.cell(lead.row, m_leadTable.column(QString::fromLatin1(column)));
}

const QString &OlistImporter::dealCell(const ClosedDeal &deal, const QString &column) const
{
    return m_dealTable.cell(deal.row, m_dealTable.column(column));
}

base::Result<std::unique_ptr<PortalData>> OlistImporter::makeOnePortal(const QString &name, const std::vector<const Lead *> &leads)
{
    auto portal = makePortal(m_keys.code(name), name, m_options.seed);
    portal->timezone = "UTC";
    portal->baseCurrency = QStringLiteral("BRL");
    if (m_options.dealerBy == u"seller_state")
        portal->region = name;
    m_users.clear();
    m_known.clear();
    addDirectories(*portal);
    std::vector<std::pair<const Lead *, qint64>> won;
    for (const Lead *lead : leads) {
        addLead(*portal, *lead);
        if (lead->deal)
            won.emplace_back(lead, portal->table(Entity::Lead).lastId);
    }
    std::ranges::stable_sort(won, {}, [](const auto &pair) { return pair.first->deal->won; });
    for (const auto &[lead, id] : won) {
        if (auto done = addDeal(*portal, *lead, id); !done)
            return base::Failure(done.error());
    }
    // Conversions come after all creations above: give ids anew in the order of time.
    auto &rows = portal->history(Entity::Lead);
    std::ranges::stable_sort(rows, {}, &HistoryRow::time);
    qint64 id = 0;
    for (HistoryRow &row : rows)
        row.id = ++id;
    return portal;
}

void OlistImporter::addDirectories(PortalData &portal)
{
    portal.addDefaultDirectories();
    portal.clearDirectory(QStringLiteral("SOURCE"));
    for (const Entity entity : { Entity::Lead, Entity::Deal }) {
        for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it)
            portal.addUserField(entity, it.value(), QStringLiteral("string"), it.key());
    }
    portal.addUserField(Entity::Lead, "UF_CRM_QUALIFIED_BY", QStringLiteral("employee"), QStringLiteral("qualified by"));
}

qint64 OlistImporter::user(PortalData &portal, const QString &name)
{
    if (name.isEmpty())
        return 0;
    auto found = m_users.find(name);
    if (found == m_users.end())
        found = m_users.insert(name, addPlainUser(portal, name, 1));
    return *found;
}

// A blank origin stays an empty source; "unknown" is a source of that name.
void OlistImporter::setSource(Record &item, PortalData &portal, const Lead &lead)
{
    const QString origin = leadCell(lead, "origin");
    item.set("SOURCE_ID", origin.isEmpty() ? QString() : m_sources.code(origin));
    item.set("UTM_CAMPAIGN", leadCell(lead, "landing_page_id"));
    if (origin.isEmpty())
        return;
    item.set("UTM_MEDIUM", origin);
    if (!m_known.contains(origin)) {
        m_known.insert(origin);
        portal.addStatus(QStringLiteral("SOURCE"), m_sources.code(origin), origin, static_cast<int>(m_known.size()) * 10);
    }
}

void OlistImporter::addLead(PortalData &portal, const Lead &lead)
{
    Record item;
    const QString id = leadCell(lead, "mql_id");
    const UtcSeconds moved = lead.deal ? std::max(lead.deal->won, lead.created) : lead.created;
    item.set("TITLE", id);
    item.set("ORIGIN_ID", id);
    item.set("ORIGINATOR_ID", QStringLiteral("olist"));
    setSource(item, portal, lead);
    item.setTime("DATE_CREATE", lead.created);
    item.setTime("DATE_MODIFY", moved);
    item.setTime("MOVED_TIME", moved);
    item.setBool("OPENED", true);
    item.set("OPPORTUNITY", QStringLiteral("0.00"));
    item.set("CURRENCY_ID", portal.baseCurrency);
    item.set("STATUS_ID", lead.deal ? QStringLiteral("CONVERTED") : QStringLiteral("NEW"));
    item.set("STATUS_SEMANTIC_ID", lead.deal ? QStringLiteral("S") : QStringLiteral("P"));
    item.set("CREATED_BY_ID", 1);
    if (lead.deal) {
        item.setTime("DATE_CLOSED", moved);
        const qint64 qualifier = user(portal, dealCell(*lead.deal, QStringLiteral("sdr_id")));
        if (qualifier > 0) {
            item.set("CREATED_BY_ID", qualifier);
            item.set("UF_CRM_QUALIFIED_BY", qualifier);
        }
        if (const qint64 seller = user(portal, dealCell(*lead.deal, QStringLiteral("sr_id"))); seller > 0)
            item.set("ASSIGNED_BY_ID", seller);
    }
    HistoryRow row;
    row.ownerId = portal.append(Entity::Lead, std::move(item));
    row.time = lead.created;
    row.stageId = QStringLiteral("NEW");
    portal.appendHistory(Entity::Lead, row);
    if (!lead.deal)
        return;
    row.time = moved;
    row.typeId = 3;
    row.semantic = 'S';
    row.stageId = QStringLiteral("CONVERTED");
    portal.appendHistory(Entity::Lead, row);
}

base::Result<void> OlistImporter::addDeal(PortalData &portal, const Lead &lead, qint64 leadId)
{
    const ClosedDeal &closed = *lead.deal;
    const QString id = leadCell(lead, "mql_id");
    const QString revenue = dealCell(closed, QStringLiteral("declared_monthly_revenue"));
    const auto money = moneyText(revenue.isEmpty() ? QStringLiteral("0") : revenue);
    if (!money)
        return bad(QStringLiteral("olist: the revenue of %1 is not a number").arg(id));
    Record item;
    item.set("TITLE", id);
    item.set("ORIGIN_ID", id);
    item.set("ORIGINATOR_ID", QStringLiteral("olist"));
    item.set("LEAD_ID", leadId);
    setSource(item, portal, lead);
    for (const char *field : { "DATE_CREATE", "DATE_MODIFY", "MOVED_TIME" })
        item.setTime(field, closed.won);
    item.setTime("BEGINDATE", dayOf(closed.won));
    item.setTime("CLOSEDATE", dayOf(closed.won));
    item.setBool("OPENED", true);
    item.setBool("CLOSED", true);
    item.set("CATEGORY_ID", 0);
    item.set("STAGE_ID", QStringLiteral("WON"));
    item.set("STAGE_SEMANTIC_ID", QStringLiteral("S"));
    item.set("OPPORTUNITY", *money);
    item.set("CURRENCY_ID", portal.baseCurrency);
    item.setBool("IS_MANUAL_OPPORTUNITY", true);
    const qint64 seller = user(portal, dealCell(closed, QStringLiteral("sr_id")));
    for (const char *field : { "ASSIGNED_BY_ID", "CREATED_BY_ID", "MODIFY_BY_ID", "MOVED_BY_ID" })
        item.set(field, seller > 0 ? seller : qint64(1));
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
        if (const QString &value = dealCell(closed, it.key()); !value.isEmpty())
            item.set(it.value(), value);
    }
    HistoryRow row;
    row.ownerId = portal.append(Entity::Deal, std::move(item));
    row.time = closed.won;
    row.semantic = 'S';
    row.stageId = QStringLiteral("WON");
    portal.appendHistory(Entity::Deal, row);
    return {};
}

} // namespace

base::Result<void> importOlist(World &world, const QString &dir, const OlistImportOptions &options)
{
    return OlistImporter(dir, options).run(world);
}

} // namespace dealerlens::portalsim
