// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/storegenerator.h"

#include "model/record.h"
#include "store/files.h"
#include "store/ledgerwriter.h"
#include "store/recordtables.h"
#include "store/searchwords.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace dealerlens::bench {
namespace {

using model::EntityKind;
using store::Statement;

constexpr std::int64_t kHour = 3'600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kSpan = 3 * 365 * kDay;

constexpr std::array kRegions { "Центр", "Северо-Запад", "Юг", "Поволжье", "Урал", "Сибирь", "Дальний Восток", "Северный Кавказ" };
constexpr std::array kSources { "WEB", "CALL", "ADVERTISING", "PARTNER", "RECOMMENDATION", "TRADE_SHOW", "CALLBACK", "OTHER" };
constexpr std::array kSurnames { "Иванов", "Петров", "Сидоров", "Кузнецов", "Смирнов", "Попов", "Соколов", "Лебедев", "Козлов", "Новиков",
    "Морозов", "Волков", "Зайцев", "Павлов", "Семёнов", "Голубев", "Виноградов", "Богданов", "Воробьёв", "Фёдоров" };
constexpr std::array kNames { "Алексей", "Мария", "Дмитрий", "Анна", "Сергей", "Елена", "Андрей", "Ольга", "Иван", "Наталья" };
constexpr std::array kGoods { "Станок лазерный", "Листогиб", "Компрессор", "Пресс", "Сварочный пост", "Запчасти", "Сервис", "Обучение" };

struct Stage {
    const char *code;
    const char *name;
    const char *semantic;
};

constexpr std::array<Stage, 6> kLeadStages { { { "NEW", "Новый", "" }, { "IN_PROCESS", "В работе", "" }, { "QUALIFY", "Квалификация", "" },
    { "PROPOSAL", "Предложение", "" }, { "CONVERTED", "Качественный", "S" }, { "JUNK", "Некачественный", "F" } } };
constexpr std::array<Stage, 7> kDealStages { { { "NEW", "Новая", "" }, { "PREPARATION", "Подготовка КП", "" },
    { "PREPAYMENT_INVOICE", "Счёт", "" }, { "EXECUTING", "Отгрузка", "" }, { "FINAL_INVOICE", "Документы", "" }, { "WON", "Успешна", "S" },
    { "LOSE", "Провалена", "F" } } };

// splitmix64 (Steele, Lea, Flood 2014).
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : m_state(seed)
    {
    }

    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t x = m_state;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31);
    }

    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(limit)); }

    bool chance(int percent) { return below(100) < percent; }

    // Log-uniform: as often minutes as hours as days.
    std::int64_t duration(double from, double to)
    {
        const double part = static_cast<double>(next() >> 11) * 0x1p-53;
        return static_cast<std::int64_t>(from * std::pow(to / from, part));
    }

    template <class List> const char *of(const List &list) { return list[static_cast<std::size_t>(below(std::ssize(list)))]; }

private:
    std::uint64_t m_state;
};

struct Item {
    model::RecordId id = 0;
    model::RecordId lead = 0;
    int user = 1;
    std::size_t stage = 0;
    base::UtcSeconds created = 0;
    base::UtcSeconds moved = 0;
};

struct HistoryRow {
    base::UtcSeconds at = 0;
    model::RecordId owner = 0;
    std::size_t stage = 0;
    int type = 2;
};

class Generator {
public:
    Generator(store::Connection &mirror, store::Connection &ledger, const NetworkSize &size)
        : m_mirror(mirror)
        , m_ledger(ledger)
        , m_size(size)
        , m_dice(size.seed)
        , m_point(mirror,
              "INSERT INTO contact_point (portal_id, owner_kind, owner_id, place, id, type, kind, value, lookup) "
              "VALUES (?, ?, ?, 0, ?, 'PHONE', 'WORK', ?, ?)",
              true)
        , m_index(mirror, "INSERT INTO search_text (rowid, words) VALUES (?, ?)", true)
        , m_state(mirror,
              "INSERT INTO sync_state (portal_id, kind, watermark, walk_cursor, last_id, denied, problem) VALUES (?, ?, ?, 0, 0, 0, '')",
              true)
        , m_cycle(mirror, "INSERT INTO cycle_end (portal_id, last_success, problem) VALUES (?, ?, '')", true)
        , m_journal(ledger,
              "INSERT INTO journal (portal_id, kind, record_id, field, before, after, happened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, "
              "?)",
              true)
    {
        const std::size_t bytes = static_cast<std::size_t>(std::max(0, size.extraBytes));
        m_extra = R"({"COMMENTS":")" + std::string(bytes > 20 ? bytes - 15 : 0, 'x') + R"("})";
    }

    base::Result<> run()
    {
        const std::int64_t dealers = std::max(1, m_size.dealers);
        for (std::int64_t dealer = 0; dealer < dealers; ++dealer) {
            const std::int64_t items = m_size.items * (dealer + 1) / dealers - m_size.items * dealer / dealers;
            const std::int64_t people = std::max<std::int64_t>(1, m_size.employees / dealers);
            if (auto done = writeDealer(static_cast<int>(dealer), items, static_cast<int>(people)); !done)
                return done;
        }
        m_mirror.begin();
        m_mirror.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'");
        return m_mirror.commit();
    }

private:
    using Fields = std::initializer_list<std::pair<std::string_view, model::Value>>;

    // One row of a record table through the store's own statement.
    void insert(EntityKind kind, model::RecordId id, Fields fields, const std::string &extra = {})
    {
        model::Record &record = m_records[kind];
        record.kind = kind;
        record.values.assign(model::schemaOf(kind).columns.size(), {});
        for (const auto &[name, value] : fields)
            record.values[static_cast<std::size_t>(model::columnIndex(kind, name))] = value;
        record.extra = extra;
        const auto [place, isNew] = m_inserts.try_emplace(kind);
        if (isNew)
            place->second = Statement(m_mirror, store::sqlOf(kind).insert, true);
        place->second.bind(1, std::int64_t { m_portal });
        place->second.bind(2, id);
        store::bindRecord(place->second, 3, record);
        place->second.run();
    }

    base::Result<> writeDealer(int number, std::int64_t items, int people)
    {
        model::Portal portal;
        portal.key = QStringLiteral("d%1").arg(number + 1, 4, 10, QLatin1Char('0'));
        portal.title = QStringLiteral("Дилер %1").arg(number + 1);
        portal.region = QString::fromUtf8(kRegions[static_cast<std::size_t>(number) % kRegions.size()]);
        portal.city = QStringLiteral("Город %1").arg(number % 97 + 1);
        portal.timeZone = QStringLiteral("Europe/Moscow");
        portal.endpoint = QStringLiteral("https://%1.example/rest/1").arg(portal.key);
        portal.addedAt = kNetworkEnd - kSpan;
        auto saved = store::writePortal(m_ledger, portal, kNetworkEnd - kSpan);
        if (!saved)
            return std::unexpected(saved.error());
        m_portal = saved->id;
        m_people = people;
        m_mirror.begin();
        m_ledger.begin();
        writeDirectories();
        writeItems(items);
        writeStates();
        if (auto done = m_ledger.commit(); !done)
            return done;
        return m_mirror.commit();
    }

    void writeDirectories()
    {
        model::RecordId id = 0;
        const auto stages = [&](std::string_view directory, const auto &list) {
            std::int64_t sort = 0;
            for (const Stage &stage : list)
                insert(EntityKind::Status, ++id,
                    { { "directory", std::string(directory) }, { "code", std::string(stage.code) }, { "name", std::string(stage.name) },
                        { "sort", sort += 10 }, { "semantic", std::string(stage.semantic) } });
        };
        stages("STATUS", kLeadStages);
        stages("DEAL_STAGE", kDealStages);
        for (const char *source : kSources)
            insert(EntityKind::Status, ++id,
                { { "directory", std::string("SOURCE") }, { "code", std::string(source) }, { "name", std::string(source) } });
        insert(EntityKind::Department, 1, { { "name", std::string("Отдел продаж") } });
        for (int user = 1; user <= m_people; ++user)
            insert(EntityKind::User, user,
                { { "active", std::int64_t(1) }, { "last_name", std::string(m_dice.of(kSurnames)) },
                    { "name", std::string(m_dice.of(kNames)) }, { "department_id", std::int64_t(1) } });
    }

    void writeItems(std::int64_t count)
    {
        const std::int64_t deals = count / 6;
        const std::int64_t leads = count - deals;
        std::vector<Item> all;
        m_calls = 0;
        m_activities = 0;
        m_rows.clear();
        for (std::int64_t i = 0; i < leads; ++i)
            all.push_back(writeItem(EntityKind::Lead, { .id = i + 1, .created = kNetworkEnd - kSpan + kSpan * i / leads }));
        writeHistory(EntityKind::LeadHistory, kLeadStages);
        for (std::int64_t i = 0; i < deals; ++i) {
            const Item &lead = all[static_cast<std::size_t>(i * leads / deals)];
            writeItem(EntityKind::Deal, { .id = i + 1, .lead = lead.id, .created = lead.created + m_dice.below(10 * kDay) });
        }
        writeHistory(EntityKind::DealHistory, kDealStages);
    }

    // Stages are walked from the first on; some steps are taken twice, so that an item has five rows on average.
    void walk(Item &item, std::size_t stages)
    {
        const auto middle = static_cast<std::int64_t>(stages) - 2;
        const std::int64_t steps = 3 + m_dice.below(5); // rows
        base::UtcSeconds at = item.created;
        for (std::int64_t row = 0; row < steps && at < kNetworkEnd; ++row) {
            const bool isLast = row + 1 == steps;
            if (row > 0 && isLast && m_dice.chance(m_size.closedPercent))
                item.stage = static_cast<std::size_t>(middle) + (m_dice.chance(35) ? 0U : 1U);
            else if (row > 0)
                item.stage = (item.stage + 1 + static_cast<std::size_t>(m_dice.below(2))) % static_cast<std::size_t>(middle);
            item.moved = at;
            m_rows.push_back({ at, item.id, item.stage, row == 0 ? 1 : isLast && item.stage >= static_cast<std::size_t>(middle) ? 3 : 2 });
            at += m_dice.duration(120, 30.0 * kDay);
        }
    }

    Item writeItem(EntityKind kind, Item item)
    {
        const bool isLead = kind == EntityKind::Lead;
        item.created = std::min(item.created, kNetworkEnd - 1);
        item.user = 1 + static_cast<int>(m_dice.below(m_people));
        walk(item, isLead ? kLeadStages.size() : kDealStages.size());
        const Stage &stage = isLead ? kLeadStages[item.stage] : kDealStages[item.stage];
        const std::string surname = m_dice.of(kSurnames);
        const std::string title = std::string(m_dice.of(kGoods)) + " " + surname + " " + std::to_string(m_dice.below(100'000));
        insert(kind, item.id,
            { { "title", title }, { "stage_id", std::string(stage.code) },
                { "semantic", std::string(*stage.semantic ? stage.semantic : "P") }, { "category_id", std::int64_t(0) },
                { "assigned_by_id", std::int64_t { item.user } }, { "created_by_id", std::int64_t(1) }, { "created", item.created },
                { "modified", item.moved }, { "moved", item.moved }, { "amount", m_dice.duration(10'000, 3'000'000) * 10'000 },
                { "currency", std::string("RUB") }, { "source_id", std::string(m_dice.of(kSources)) },
                { "utm_campaign", m_dice.chance(30) ? "campaign-" + std::to_string(m_dice.below(40)) : std::string() },
                { "lead_id", item.lead > 0 ? model::Value(item.lead) : model::Value() },
                { "close_date", isLead ? model::Value() : model::Value((item.created + 30 * kDay) / kDay) },
                { "last_name", isLead ? surname : std::string() }, { "name", std::string(isLead ? m_dice.of(kNames) : "") } },
            m_extra);
        writeTraces(kind, item);
        return item;
    }

    // What answers the item (calls by its link or its number, a planned activity), its phone, its hand-over.
    void writeTraces(EntityKind kind, const Item &item)
    {
        const bool isLead = kind == EntityKind::Lead;
        const std::string digits = std::to_string(79'000'000'000 + m_dice.below(1'000'000'000));
        store::StoredPoint point { { item.id, "PHONE", "WORK", "+" + digits }, digits };
        if (isLead) {
            m_point.bind(1, std::int64_t { m_portal });
            m_point.bind(2, std::int64_t { std::to_underlying(kind) });
            m_point.bind(3, item.id);
            m_point.bind(4, item.id);
            m_point.bind(5, std::string_view(point.point.value));
            m_point.bind(6, std::string_view(point.lookup));
            m_point.run();
        }
        if (m_size.search)
            writeWords(kind, item.id, std::span(&point, isLead ? 1U : 0U));
        if (isLead && m_dice.chance(60))
            writeCall(item, m_dice.chance(80), point.point.value);
        if (m_dice.chance(20))
            insert(EntityKind::Activity, ++m_activities,
                { { "owner_type_id", std::int64_t { std::to_underlying(kind) } }, { "owner_id", item.id }, { "type_id", std::int64_t(3) },
                    { "direction", std::int64_t(0) }, { "deadline", item.moved + 2 * kDay },
                    { "completed", std::int64_t { m_dice.chance(80) } }, { "created", item.moved }, { "modified", item.moved + kDay },
                    { "responsible_id", std::int64_t { item.user } }, { "author_id", std::int64_t { item.user } } });
        if (m_dice.chance(10))
            writeHandOver(kind, item);
    }

    void writeWords(EntityKind kind, model::RecordId id, std::span<const store::StoredPoint> points)
    {
        const std::string words = store::searchWords(kind, m_records[kind].values, points);
        m_index.bind(1, store::searchRow({ m_portal, kind, id }));
        m_index.bind(2, std::string_view(words));
        m_index.run();
    }

    void writeCall(const Item &item, bool linked, const std::string &phone)
    {
        const base::UtcSeconds at = item.created + m_dice.duration(60, 3.0 * kDay);
        insert(EntityKind::Call, ++m_calls,
            { { "user_id", std::int64_t { item.user } }, { "phone", phone }, { "call_type", std::int64_t(m_dice.chance(90) ? 1 : 2) },
                { "started", at }, { "duration", m_dice.below(300) }, { "failed_code", std::string(m_dice.chance(80) ? "200" : "304") },
                { "crm_type", std::string(linked ? "LEAD" : "") }, { "crm_id", linked ? model::Value(item.id) : model::Value() } });
    }

    void writeHandOver(EntityKind kind, const Item &item)
    {
        const std::string before = std::to_string(1 + m_dice.below(m_people));
        const std::string after = std::to_string(item.user);
        m_journal.bind(1, std::int64_t { m_portal });
        m_journal.bind(2, std::int64_t { std::to_underlying(kind) });
        m_journal.bind(3, item.id);
        m_journal.bind(4, std::string_view("assigned_by_id"));
        m_journal.bind(5, std::string_view(before));
        m_journal.bind(6, std::string_view(after));
        m_journal.bind(7, item.moved);
        m_journal.bind(8, item.moved + 60);
        m_journal.run();
    }

    // Ids in order of time, as a portal gives them.
    template <class Stages> void writeHistory(EntityKind kind, const Stages &stages)
    {
        std::ranges::sort(m_rows, {}, [](const HistoryRow &row) { return std::tuple(row.at, row.owner, row.stage); });
        model::RecordId id = 0;
        for (const HistoryRow &row : m_rows)
            insert(kind, ++id,
                { { "owner_id", row.owner }, { "type_id", std::int64_t { row.type } }, { "created", row.at },
                    { "category_id", std::int64_t(0) }, { "stage_id", std::string(stages[row.stage].code) },
                    { "semantic", std::string(*stages[row.stage].semantic ? stages[row.stage].semantic : "P") } });
        m_rows.clear();
    }

    void writeStates()
    {
        for (const EntityKind kind : model::kEntityKinds) {
            m_state.bind(1, std::int64_t { m_portal });
            m_state.bind(2, std::int64_t { std::to_underlying(kind) });
            m_state.bind(3, kNetworkEnd);
            m_state.run();
        }
        m_cycle.bind(1, std::int64_t { m_portal });
        m_cycle.bind(2, kNetworkEnd);
        m_cycle.run();
    }

    store::Connection &m_mirror;
    store::Connection &m_ledger;
    const NetworkSize m_size;
    Dice m_dice;
    Statement m_point;
    Statement m_index;
    Statement m_state;
    Statement m_cycle;
    Statement m_journal;
    std::map<EntityKind, Statement> m_inserts;
    std::map<EntityKind, model::Record> m_records; // kept for their capacity
    std::vector<HistoryRow> m_rows;
    std::string m_extra;
    model::PortalId m_portal = 0;
    int m_people = 1;
    model::RecordId m_calls = 0;
    model::RecordId m_activities = 0;
};

} // namespace

base::Result<> generateStore(const QString &folder, const NetworkSize &size)
{
    auto files = store::openFiles(folder, kNetworkEnd);
    if (!files)
        return std::unexpected(files.error());
    // What a power cut would lose can be generated again.
    files->mirror->execute("PRAGMA synchronous=OFF; PRAGMA wal_autocheckpoint=20000");
    files->ledger->execute("PRAGMA synchronous=OFF");
    return Generator(*files->mirror, *files->ledger, size).run();
}

} // namespace dealerlens::bench
