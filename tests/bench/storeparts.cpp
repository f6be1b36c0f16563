// SPDX-License-Identifier: GPL-3.0-or-later
// The two databases: how large they become, how soon they open, what a day of changes does to their logs.
#include "bench/changedleads.h"
#include "bench/openedstore.h"
#include "bench/parts.h"

#include "store/files.h"
#include "store/journal.h"
#include "store/oldpages.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <atomic>
#include <thread>

namespace dealerlens::bench {
namespace {

// A year of an item, as the journal keeps it: five stages, a hand-over, an amount.
constexpr std::array kYearOfAnItem { "stage_id", "stage_id", "stage_id", "stage_id", "stage_id", "assigned_by_id", "amount" };
constexpr std::int64_t kYear = 365 * 86'400;
constexpr int kPages = 1'000; // of the continuous mirror
constexpr int kPageSize = 50;
constexpr int kReadMs = 150; // of a read of the window's; two of them overlap all the time

double megabytes(const QString &path) { return double(QFileInfo(path).size()) / 1e6; }

QJsonObject sizes(const QString &folder)
{
    return { { QStringLiteral("mirror"), megabytes(store::mirrorPath(folder)) },
        { QStringLiteral("ledger"), megabytes(store::ledgerPath(folder)) } };
}

void orGiveUp(const base::Result<> &done)
{
    if (!done)
        giveUp(done.error().detail);
}

store::OpenFiles filesIn(const QString &folder)
{
    auto files = store::openFiles(folder, kNetworkEnd);
    if (!files)
        giveUp(files.error().detail);
    return std::move(*files);
}

// What the journal is told in a year by items of which each is written as kYearOfAnItem, a dealer's day after the other's.
void liveThroughAYear(const QString &folder, std::int64_t items)
{
    const store::OpenFiles files = filesIn(folder);
    files.ledger->execute("PRAGMA synchronous=OFF");
    constexpr std::int64_t kDealers = 1'000;
    std::vector<store::JournalEntry> lines;
    for (std::int64_t step = 0; step < std::ssize(kYearOfAnItem); ++step) {
        for (std::int64_t item = 0; item < items; ++item) {
            const base::UtcSeconds at = kNetworkEnd + kYear * step / std::ssize(kYearOfAnItem) + item * 40'000'000 / items;
            lines.push_back({ 0, { model::PortalId(1 + item % kDealers), model::EntityKind::Lead, 1 + item / kDealers },
                kYearOfAnItem[std::size_t(step)], {}, std::to_string(1'000 + step), at, at + 60 });
            if (lines.size() < 10'000 && item + 1 < items)
                continue;
            files.ledger->begin();
            store::appendJournal(*files.ledger, lines);
            orGiveUp(files.ledger->commit());
            lines.clear();
        }
    }
    orGiveUp(store::emptyLog(*files.ledger));
}

// Opening until the store can be written and read; what is looked through beside the work is not waited for.
QJsonObject openTimed(const QString &folder, std::int64_t later)
{
    const GeneratedTime clock(later);
    QElapsedTimer timer;
    timer.start();
    const auto store = storeIn(folder, clock);
    return { { QStringLiteral("ms"), double(timer.nsecsElapsed()) / 1e6 } };
}

QJsonObject lookedThrough(const QString &path)
{
    auto opened = store::Connection::open(path, store::Connection::Mode::ReadOnly);
    if (!opened)
        giveUp(opened.error().detail);
    QElapsedTimer timer;
    timer.start();
    const auto findings = (*opened)->findings(true, 1);
    if (!findings || !findings->isEmpty())
        giveUp(QStringLiteral("a database that was just made is damaged"));
    return { { QStringLiteral("ms"), double(timer.nsecsElapsed()) / 1e6 } };
}

// Reads as the window's do, one begun before the other has ended, so that the log never finds nobody reading.
void readOverAndOver(const store::Store &store, const std::atomic<bool> &ended, int delayMs)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(delayMs));
    const auto reader = store.reader();
    while (reader && !ended) {
        (*reader)->refresh();
        (void)(*reader)->generation();
        std::this_thread::sleep_for(std::chrono::milliseconds(kReadMs));
    }
}

// One page after the other as fast as they can be written.
QJsonObject mirrorOnAndOn(const QString &folder)
{
    const GeneratedTime clock;
    const auto store = storeIn(folder, clock);
    const QString log = store::mirrorPath(folder) % QStringLiteral("-wal");
    const double before = megabytes(store::mirrorPath(folder));
    std::atomic<bool> ended = false;
    std::thread one([&] { readOverAndOver(*store, ended, 0); });
    std::thread other([&] { readOverAndOver(*store, ended, kReadMs / 2); });
    const auto reader = store->reader();
    QRandomGenerator dice(1);
    std::vector<double> each;
    double longestLog = 0;
    QElapsedTimer timer;
    for (int page = 0; page < kPages; ++page) {
        (*reader)->refresh();
        store::PageWrite changed = changedLeads(**reader, model::PortalId(1 + dice.bounded(1'000)), kPageSize, dice);
        timer.start();
        if (!store->write(std::move(changed)).result())
            giveUp(QStringLiteral("a page cannot be written"));
        each.push_back(double(timer.nsecsElapsed()) / 1e6);
        longestLog = std::max(longestLog, megabytes(log));
    }
    ended = true;
    one.join();
    other.join();
    std::ranges::sort(each);
    return { { QStringLiteral("p50"), each[each.size() / 2] }, { QStringLiteral("p99"), each[each.size() * 99 / 100] },
        { QStringLiteral("longest"), each.back() }, { QStringLiteral("log"), longestLog },
        { QStringLiteral("grown"), megabytes(store::mirrorPath(folder)) - before } };
}

// What forgetting a person does to the file; nothing else ever does.
QJsonObject writtenAnew(const QString &folder)
{
    const store::OpenFiles files = filesIn(folder);
    const double before = megabytes(store::mirrorPath(folder));
    QElapsedTimer timer;
    timer.start();
    orGiveUp(store::writeAnew(*files.mirror));
    orGiveUp(store::emptyLog(*files.mirror));
    return { { QStringLiteral("seconds"), double(timer.nsecsElapsed()) / 1e9 },
        { QStringLiteral("given"), before - megabytes(store::mirrorPath(folder)) } };
}

} // namespace

// folder; "what": generate (items, search), year (items), open (later: seconds), look (file), busy, anew.
QJsonObject storeTask(const QJsonObject &arguments)
{
    const QString folder = arguments.value(QLatin1String("folder")).toString();
    const QString what = arguments.value(QLatin1String("what")).toString();
    const std::int64_t items = arguments.value(QLatin1String("items")).toInteger();
    if (what == u"open")
        return openTimed(folder, arguments.value(QLatin1String("later")).toInteger());
    if (what == u"look")
        return lookedThrough(arguments.value(QLatin1String("file")).toString());
    if (what == u"busy")
        return mirrorOnAndOn(folder);
    if (what == u"anew")
        return writtenAnew(folder);
    if (what == u"year")
        liveThroughAYear(folder, items);
    else
        orGiveUp(generateStore(folder, { .items = items, .search = arguments.value(QLatin1String("search")).toBool() }));
    return sizes(folder);
}

namespace {

class Measured {
public:
    Measured(Bench &bench, std::int64_t items, const QString &size)
        : m_bench(bench)
        , m_items(items)
        , m_name(QStringLiteral("store.") % size)
        , m_folder(bench.freshFolder(m_name))
    {
    }

    ~Measured() { m_bench.removeFolder(m_name); }

    void all()
    {
        size();
        opening();
        changes();
    }

private:
    QJsonObject run(const char *what, QJsonObject more = {}) const
    {
        more.insert(QStringLiteral("what"), QString::fromLatin1(what));
        more.insert(QStringLiteral("items"), qint64(m_items));
        if (!more.contains(QLatin1String("folder")))
            more.insert(QStringLiteral("folder"), m_folder);
        return m_bench.runTask(QStringLiteral("store"), more);
    }

    void add(const char *name, const char *unit, std::vector<double> runs, const char *note = "")
    {
        m_bench.add({ m_name % QString::fromLatin1(name), QString::fromLatin1(unit), std::move(runs), {}, {}, Figure::Target::None, 0,
            QString::fromLatin1(note) });
    }

    void size()
    {
        const QString bare = m_bench.freshFolder(m_name % QStringLiteral("-bare"));
        const auto mirrorOf = [](const QJsonObject &sizes) { return sizes.value(QLatin1String("mirror")).toDouble(); };
        const auto ledgerOf = [](const QJsonObject &sizes) { return sizes.value(QLatin1String("ledger")).toDouble(); };
        const double records = mirrorOf(run("generate", { { QStringLiteral("folder"), bare }, { QStringLiteral("search"), false } }));
        m_bench.removeFolder(m_name % QStringLiteral("-bare"));
        const QJsonObject made = run("generate", { { QStringLiteral("search"), true } });
        const QJsonObject aYearLater = run("year");
        const double each = 1e6 / double(m_items);
        add(".mirror", "bytes", { mirrorOf(made) * each }, "for an item with five rows of history, calls, phones");
        add(".words", "bytes", { (mirrorOf(made) - records) * each }, "of them the word index");
        add(".year", "MB", { ledgerOf(aYearLater) - ledgerOf(made) }, "journal: seven lines an item");
        add(".year.line", "bytes", { (ledgerOf(aYearLater) - ledgerOf(made)) * each / double(kYearOfAnItem.size()) });
    }

    // The first opening of a day copies the ledger, the next within the hour does not.
    void opening()
    {
        std::vector<QJsonObject> first;
        std::vector<QJsonObject> next;
        std::vector<QJsonObject> whole;
        std::vector<QJsonObject> ledger;
        for (int round = 0; round < m_bench.runs(); ++round) {
            const qint64 later = 2 * kYear + qint64(round) * 7'200;
            first.push_back(run("open", { { QStringLiteral("later"), later } }));
            next.push_back(run("open", { { QStringLiteral("later"), later + 60 } }));
            whole.push_back(run("look", { { QStringLiteral("file"), store::mirrorPath(m_folder) } }));
            ledger.push_back(run("look", { { QStringLiteral("file"), store::ledgerPath(m_folder) } }));
        }
        const auto both = [&] {
            std::vector<double> sum = valuesOf(whole, "ms");
            const std::vector<double> other = valuesOf(ledger, "ms");
            std::ranges::transform(sum, other, sum.begin(), std::plus());
            return sum;
        }();
        for (const auto &[name, opened] : { std::pair(".open.day", &first), std::pair(".open", &next) })
            m_bench.add({ m_name % QString::fromLatin1(name), QStringLiteral("ms"), valuesOf(*opened, "ms"),
                QStringLiteral("looking through both files"), both, Figure::Target::None, 0, {}, true });
    }

    void changes()
    {
        const QJsonObject busy = run("busy");
        const auto figure = [&](const char *key) { return std::vector { busy.value(QLatin1String(key)).toDouble() }; };
        add(".page.p50", "ms", figure("p50"), "a page of 50 changed leads, one after the other, two overlapping readers");
        add(".page.p99", "ms", figure("p99"));
        add(".page.longest", "ms", figure("longest"));
        add(".log", "MB", figure("log"), "the longest that the log became");
        add(".grown", "MB", figure("grown"), "the file, by 50,000 changes");
        const QJsonObject anew = run("anew");
        add(".anew", "s", { anew.value(QLatin1String("seconds")).toDouble() }, "the file written anew, as after a person is forgotten");
        add(".anew.given", "MB", { anew.value(QLatin1String("given")).toDouble() }, "what that gave back");
    }

    Bench &m_bench;
    const std::int64_t m_items;
    const QString m_name;
    const QString m_folder;
};

} // namespace

void store1m(Bench &bench)
{
    if (bench.isQuick())
        Measured(bench, 100'000, QStringLiteral("100k")).all();
    else
        Measured(bench, 1'000'000, QStringLiteral("1m")).all();
}

void store10m(Bench &bench)
{
    if (bench.isFull())
        Measured(bench, 10'000'000, QStringLiteral("10m")).all();
}

} // namespace dealerlens::bench
