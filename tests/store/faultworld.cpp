// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/faultworld.h"

#include <QDir>

#include <algorithm>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dealerlens::store {

using model::EntityKind;

namespace {

constexpr int kKilled = 137;
constexpr base::UtcSeconds kBegin = 1'800'000'000;
constexpr int kLeads = 6; // new ones of a page

std::string numbered(std::string text, std::int64_t number)
{
    text += std::to_string(number);
    return text;
}

model::Record leadOf(model::RecordId id, int page)
{
    model::Record lead = makeRecord(EntityKind::Lead, id,
        { { "title", numbered("Заявка ", id) }, { "last_name", words("Иванов") }, { "stage_id", numbered("S", page) },
            { "modified", number(kBegin + page) }, { "moved", number(kBegin + page) } });
    lead.points = { phone("+7 916 000-00-00") };
    return lead;
}

// New leads, the older ones moved, a deal that changes its funnel at the fourth page, one lead gone.
PageWrite worldPage(int n)
{
    PageWrite page = pageOf(1, {});
    page.seenAt = kBegin + n;
    for (model::RecordId id = 1; id <= n * kLeads; ++id)
        page.records.push_back(leadOf(id, n));
    page.records.push_back(makeRecord(EntityKind::Deal, 1,
        { { "category_id", number(n < 4 ? 0 : 1) }, { "stage_id", numbered("D", n) }, { "modified", number(kBegin + n) },
            { "moved", number(kBegin + n) } }));
    page.records.push_back(makeRecord(EntityKind::DealHistory, n,
        { { "owner_id", number(1) }, { "type_id", number(2) }, { "created", number(kBegin + n) }, { "category_id", number(n < 4 ? 0 : 1) },
            { "stage_id", numbered("D", n) } }));
    if (n > 1) // lives again with the next page
        page.gone.push_back({ 1, EntityKind::Lead, n });
    page.states = { { 1, EntityKind::Lead, kBegin + n, base::kNever, base::kNever, n, n * kLeads, false, {}, base::kNever } };
    return page;
}

std::int64_t aliveAfter(int page) { return std::int64_t { page } * kLeads - (page > 1 ? 1 : 0); }

int cursorOf(const Reader &reader)
{
    const auto states = reader.syncStates(1);
    return states && !states->empty() ? static_cast<int>(states->front().cursor) : 0;
}

class Inhabitant {
public:
    Inhabitant(QString folder, int pipe, int tries)
        : m_folder(std::move(folder))
        , m_pipe(pipe)
        , m_tries(tries)
    {
    }

    bool run() { return open() && portal() && document() && pages(kWorldPages / 2) && reopen() && pages(kWorldPages); }

private:
    void say(char letter) const { (void)!::write(m_pipe, &letter, 1); }

    template <class Work> bool attempt(Work work)
    {
        for (int i = 0; i < m_tries; ++i) {
            if (work())
                return true;
            say('!');
        }
        return false;
    }

    bool open()
    {
        return attempt([this] {
            auto store = Store::open(m_folder, { false, &m_clock, 0 });
            if (!store)
                return false;
            if ((*store)->openReport().mirrorRebuilt)
                say('R'); // an error of the disk is no damage
            m_store = std::move(*store);
            say('o');
            return true;
        });
    }

    bool reopen()
    {
        m_store.reset();
        m_clock.at += 86'400; // so that a backup is made
        return open();
    }

    bool portal()
    {
        const auto reader = m_store->reader();
        const auto known = reader ? (*reader)->portals() : base::Result<std::vector<model::Portal>>();
        if (reader && known && !known->empty())
            return true;
        model::Portal wanted;
        wanted.key = QStringLiteral("a");
        wanted.addedAt = kBegin;
        const bool done = attempt([&] {
            const auto saved = answerOf(m_store->savePortal(wanted));
            return saved || saved.error().code == "key"; // told as failed, though it was written
        });
        if (done)
            say('p');
        return done;
    }

    bool document()
    {
        const bool done = attempt([this] { return answerOf(m_store->saveDocument(QStringLiteral("views"), "[1]")).has_value(); });
        if (done)
            say('d');
        return done;
    }

    bool pages(int until)
    {
        int cursor = 0;
        const bool known = attempt([&] {
            const auto reader = m_store->reader();
            const auto states
                = reader ? (*reader)->syncStates(1) : base::Result<std::vector<model::SyncState>>(std::unexpected(reader.error()));
            if (states && !states->empty())
                cursor = static_cast<int>(states->front().cursor);
            return states.has_value();
        });
        for (int n = cursor + 1; known && n <= until; ++n) {
            if (!attempt([&] { return answerOf(m_store->write(worldPage(n))).has_value(); }))
                return false;
            say('w');
            look(n);
        }
        return known;
    }

    // What is read is right, or an error.
    void look(int page)
    {
        const auto reader = m_store->reader();
        const auto alive
            = reader ? (*reader)->countAlive(1, EntityKind::Lead) : base::Result<std::int64_t>(std::unexpected(reader.error()));
        if (alive && *alive != aliveAfter(page))
            say('X');
    }

    QString m_folder;
    TestClock m_clock;
    std::unique_ptr<Store> m_store;
    int m_pipe;
    int m_tries;
};

// Rows of every table of a file, without what may differ: numbers of journal lines, counters.
QStringList dumpOf(const QString &path)
{
    QStringList rows;
    sqlite3 *handle = nullptr;
    sqlite3_open_v2(path.toUtf8().constData(), &handle, SQLITE_OPEN_READONLY, nullptr);
    const auto each = [&](const QString &sql, const std::function<void(sqlite3_stmt *)> &use) {
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(handle, sql.toUtf8().constData(), -1, &statement, nullptr);
        while (sqlite3_step(statement) == SQLITE_ROW)
            use(statement);
        sqlite3_finalize(statement);
    };
    const auto text
        = [](sqlite3_stmt *row, int column) { return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(row, column))); };
    QStringList tables;
    each(QStringLiteral("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_text%' AND name NOT LIKE 'sqlite%' "
                        "AND name <> 'meta'"),
        [&](sqlite3_stmt *row) { tables << text(row, 0); });
    for (const QString &table : tables) {
        each(QStringLiteral("SELECT * FROM \"%1\"").arg(table), [&](sqlite3_stmt *row) {
            QString line = table;
            for (int i = 0; i < sqlite3_column_count(row); ++i)
                if (qstrcmp(sqlite3_column_name(row, i), "sequence") != 0 && qstrcmp(sqlite3_column_name(row, i), "generation") != 0)
                    line += QLatin1Char('|') + text(row, i);
            rows << line;
        });
    }
    sqlite3_close(handle);
    rows.sort();
    return rows;
}

struct World {
    QStringList mirror;
    QStringList ledger;
};

World dumpOfFolder(const QString &folder)
{
    return { dumpOf(folder + QLatin1String("/mirror.db")), dumpOf(folder + QLatin1String("/ledger.db")) };
}

const World &reference()
{
    static const World world = [] {
        QTemporaryDir dir;
        const QString folder = dir.filePath(QStringLiteral("data"));
        testing::planFault({});
        if (!Inhabitant(folder, -1, 1).run())
            qFatal("the world cannot be written even without faults");
        return dumpOfFolder(folder);
    }();
    return world;
}

QString backupsOf(const QString &folder)
{
    const QDir backups(folder + QLatin1String("/backups"));
    for (const QString &name : backups.entryList({ QStringLiteral("ledger-*.db") }, QDir::Files)) {
        auto copy = Connection::open(backups.filePath(name), Connection::Mode::ReadOnly);
        if (!copy || (*copy)->string("PRAGMA integrity_check") != QLatin1String("ok"))
            return QStringLiteral("the backup %1 is not whole").arg(name);
    }
    return {};
}

QString promisesOf(const Store &store, const Life &life, bool durable)
{
    if (store.openReport().mirrorRebuilt)
        return QStringLiteral("the mirror was set aside");
    const auto reader = store.reader();
    if (!reader)
        return QStringLiteral("no reader: ") + reader.error().detail;
    const auto sound = (*reader)->checkIntegrity({});
    if (!sound || !sound->isEmpty())
        return QStringLiteral("not sound: ") + (sound ? sound->join(QLatin1Char(';')) : sound.error().detail);
    const int cursor = cursorOf(**reader);
    if (durable && cursor < life.pages)
        return QStringLiteral("page %1 was confirmed, the mirror ends at %2").arg(life.pages).arg(cursor);
    if ((*reader)->countAlive(1, EntityKind::Lead).value_or(-1) != (cursor == 0 ? 0 : aliveAfter(cursor)))
        return QStringLiteral("the records do not belong to cursor %1").arg(cursor);
    if (life.portal && (*reader)->portals()->size() != 1)
        return QStringLiteral("a confirmed portal is lost");
    if (life.document && (*reader)->document(QStringLiteral("views")).value_or(QByteArray()) != "[1]")
        return QStringLiteral("a confirmed document is lost");
    return {};
}

// Every line of the journal that the confirmed pages tell, by their instant, and nothing that no page tells.
QString journalAfter(const QString &folder, int pages)
{
    const QStringList now = dumpOf(folder + QLatin1String("/ledger.db"));
    for (const QString &line : reference().ledger)
        if (line.startsWith(QLatin1String("journal|")) && line.section(QLatin1Char('|'), -1).toLongLong() <= kBegin + pages
            && !now.contains(line))
            return QStringLiteral("a confirmed line of the journal is lost: ") + line;
    for (const QString &line : now)
        if (line.startsWith(QLatin1String("journal|")) && !reference().ledger.contains(line))
            return QStringLiteral("the journal tells what no page told: ") + line;
    return {};
}

QString firstDifference(const QStringList &is, const QStringList &wanted)
{
    for (const QString &line : wanted)
        if (!is.contains(line))
            return QStringLiteral("missing: ") + line;
    for (const QString &line : is)
        if (!wanted.contains(line))
            return QStringLiteral("too much: ") + line;
    return is.size() == wanted.size() ? QString() : QStringLiteral("a row twice");
}

// The address space, and SQLite's own part of it: what earlier lives of this program gave back to its heap is there
// whatever the address space.
void limitMemory(std::int64_t more)
{
    QFile own(QStringLiteral("/proc/self/statm"));
    (void)own.open(QIODevice::ReadOnly);
    const auto now = own.readAll().split(' ').first().toLongLong() * ::sysconf(_SC_PAGESIZE);
    const rlimit limit { static_cast<rlim_t>(now + more), static_cast<rlim_t>(now + more) };
    const rlimit noCore {};
    ::setrlimit(RLIMIT_CORE, &noCore);
    ::setrlimit(RLIMIT_AS, &limit);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + more);
}

} // namespace

Life inChild(const testing::FaultPlan &plan, const std::function<void(int pipe)> &child)
{
    int ends[2];
    if (::pipe(ends) != 0)
        qFatal("no pipe");
    const pid_t process = ::fork();
    if (process == 0) {
        ::close(ends[0]);
        testing::planFault(plan);
        child(ends[1]);
        const char reached = testing::faultReached() ? 'f' : 'n';
        (void)!::write(ends[1], &reached, 1);
        ::_exit(0);
    }
    ::close(ends[1]);
    Life life;
    char letters[256];
    for (ssize_t size = 0; (size = ::read(ends[0], letters, sizeof letters)) > 0;)
        life.said.append(letters, size);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(process, &status, 0);
    life.killed = WIFEXITED(status) && WEXITSTATUS(status) == kKilled;
    life.reached = life.killed || life.said.endsWith('f');
    life.died = !WIFEXITED(status) || (!life.killed && WEXITSTATUS(status) != 0);
    life.opened = life.said.contains('o');
    life.wrong = life.said.contains('X') || life.said.contains('R');
    return life;
}

Life liveWith(const QString &folder, const testing::FaultPlan &plan, int tries, std::int64_t room)
{
    Life life = inChild(plan, [&](int pipe) {
        if (room > 0)
            limitMemory(room);
        (void)Inhabitant(folder, pipe, tries).run();
    });
    life.portal = life.said.contains('p');
    life.document = life.said.contains('d');
    life.pages = static_cast<int>(life.said.count('w'));
    life.errors = static_cast<int>(life.said.count('!'));
    return life;
}

QString faultsAfter(const QString &folder, const Life &life, bool durable)
{
    testing::planFault({});
    if (life.wrong || life.died)
        return QStringLiteral("the process saw what is not so, or died: ") + QString::fromLatin1(life.said);
    {
        TestClock clock;
        const auto store = Store::open(folder, { false, &clock, 0 });
        if (!store)
            return QStringLiteral("does not open: ") + store.error().detail;
        if (const QString broken = promisesOf(**store, life, durable); !broken.isEmpty())
            return broken;
    }
    if (const QString broken = journalAfter(folder, life.pages); !broken.isEmpty())
        return broken;
    if (const QString broken = backupsOf(folder); !broken.isEmpty())
        return broken;
    if (!Inhabitant(folder, -1, 1).run())
        return QStringLiteral("does not go on");
    const World now = dumpOfFolder(folder);
    if (const QString different = firstDifference(now.mirror, reference().mirror); !different.isEmpty())
        return QStringLiteral("mirror ") + different;
    if (const QString different = firstDifference(now.ledger, reference().ledger); !different.isEmpty())
        return QStringLiteral("ledger ") + different;
    return {};
}

QString folderInMemory()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QLatin1String("/dealerlens-XXXXXX");
}

void emptyFolder(const QString &folder) { QDir(folder).removeRecursively(); }

} // namespace dealerlens::store
