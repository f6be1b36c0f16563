// SPDX-License-Identifier: GPL-3.0-or-later
// A scripted person in the real window while a thousand changes a second arrive.
#include "bench/changedleads.h"
#include "bench/windowloop.h"
#include "bench/windowrig.h"

#include "base/giveway.h"
#include "desk/item/itemlinks.h"
#include "desk/page.h"

#include <QAbstractScrollArea>
#include <QJsonArray>
#include <QKeyEvent>
#include <QRandomGenerator>
#include <QThread>
#include <QTimer>
#include <QWheelEvent>

#include <atomic>

#include <malloc.h>

namespace dealerlens::bench {
namespace {

using model::EntityKind;

constexpr int kPageSize = 50; // records that a portal has changed since it was last asked
constexpr int kPagesASecond = 20; // of a network whose portals are asked once a minute
constexpr int kTickMs = 20; // between two deeds: a wheel turned fast, typing faster than anybody does

// Leads of one dealer after the other change amount and stage, through the store's own writer.
class ChangeStream final : public QThread {
public:
    explicit ChangeStream(store::Store &store, int portals)
        : m_store(store)
        , m_portals(portals)
    {
    }

    ~ChangeStream() override { end(); }

    void end()
    {
        m_ended = true;
        wait();
    }

    [[nodiscard]] std::int64_t written() const { return m_written; }

protected:
    void run() override
    {
        base::giveWay(base::Way::ToTheWindow); // as the mirror's
        QElapsedTimer clock;
        clock.start();
        const auto reader = m_store.reader();
        for (std::int64_t page = 0; reader && !m_ended; ++page) {
            (*reader)->refresh();
            const auto portal = model::PortalId(1 + m_dice.bounded(m_portals));
            if (!m_store.write(changedLeads(**reader, portal, kPageSize, m_dice)).result())
                stop(QStringLiteral("a change cannot be written"));
            m_written += kPageSize;
            const qint64 due = (page + 1) * 1'000 / kPagesASecond - clock.elapsed();
            if (due > 0)
                msleep(static_cast<unsigned long>(due));
        }
    }

private:
    store::Store &m_store;
    const int m_portals;
    QRandomGenerator m_dice { 1 };
    std::atomic<bool> m_ended = false;
    std::atomic<std::int64_t> m_written = 0;
};

// What a person does all day: opens a screen, looks, scrolls, walks rows, changes a filter, searches.
class Person final : public QObject {
public:
    explicit Person(const WindowRig &rig)
        : m_rig(rig)
    {
        for (const char *screen : { "network", "funnels", "report", "stages", "rows", "item" })
            addScreen(QString::fromLatin1(screen));
        m_timer.setInterval(kTickMs);
        connect(&m_timer, &QTimer::timeout, this, [this] { m_deeds[m_done++ % m_deeds.size()](); });
        m_timer.start();
    }

    [[nodiscard]] std::size_t done() const { return m_done; }

private:
    using Deed = std::function<void()>;

    void addScreen(const QString &screen)
    {
        desk::MainWindow &window = m_rig.window();
        const QVariantMap args = screen == u"item" ? desk::itemLocation({ 1, EntityKind::Lead, 1 }).args : QVariantMap();
        add(1, [&window, screen, args] { window.open({ screen, args }); });
        add(25, [] { });
        add(40, [this] { wheel(-120); });
        add(20, [this] { wheel(120); });
        add(15, [this] { press(Qt::Key_Down); });
        add(1, [this] { changeFilter(); });
        add(25, [] { });
        add(1, [&window] { window.showPalette({}); });
        for (const QChar letter : QStringLiteral("иванов 55"))
            add(5, [this, letter, isFirst = std::make_shared<int>(0)] {
                if ((*isFirst)++ % 5 == 0)
                    press(Qt::Key_unknown, QString(letter));
            });
        add(1, [this] { press(Qt::Key_Escape); });
    }

    void add(int times, const Deed &deed) { m_deeds.insert(m_deeds.end(), std::size_t(times), deed); }

    // Over the largest area that scrolls.
    void wheel(int by)
    {
        QAbstractScrollArea *largest = nullptr;
        for (QAbstractScrollArea *area : m_rig.window().currentPage()->findChildren<QAbstractScrollArea *>())
            if (area->isVisible() && (!largest || area->width() * area->height() > largest->width() * largest->height()))
                largest = area;
        if (!largest)
            return;
        QWidget *target = largest->viewport();
        const QPointF at = target->rect().center();
        QWheelEvent event(at, target->mapToGlobal(at), {}, { 0, by }, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(target, &event);
    }

    void press(int key, const QString &text = {})
    {
        QWidget *target = m_rig.window().focusWidget();
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, text);
        if (target)
            QApplication::sendEvent(target, &event);
    }

    void changeFilter()
    {
        viewmodels::Context context;
        constexpr viewmodels::Period::Preset periods[] { viewmodels::Period::Preset::AllTime, viewmodels::Period::Preset::Last30Days,
            viewmodels::Period::Preset::Last365Days, viewmodels::Period::Preset::Last90Days };
        context.period.preset = periods[m_filters++ % std::size(periods)];
        if (m_filters % 3 == 0)
            context.conditions = { { QStringLiteral("region"), { QStringLiteral("Урал") } } };
        m_rig.window().setContext(context);
    }

    const WindowRig &m_rig;
    QTimer m_timer;
    std::vector<Deed> m_deeds;
    std::size_t m_done = 0;
    std::size_t m_filters = 0;
};

} // namespace

QJsonObject busyTask(const QJsonObject &arguments)
{
    const WindowRig rig(arguments.value(QLatin1String("folder")).toString());
    (void)rig.timed([] { });
    auto &app = *static_cast<WatchedApplication *>(qApp);
    rig.window().activateWindow();
    std::unique_ptr<ChangeStream> stream;
    if (arguments.value(QLatin1String("changes")).toBool()) {
        stream = std::make_unique<ChangeStream>(rig.session().store(), int(rig.session().facts()->portals.size()));
        stream->start();
    }
    Person person(rig);
    int published = 0;
    QObject::connect(&rig.session(), &viewmodels::Session::factsChanged, &app, [&] { ++published; });
    const double seconds = arguments.value(QLatin1String("seconds")).toDouble(60);
    std::vector<double> resident; // every second: what there is at the end depends on the last deed
    QTimer looking;
    looking.callOnTimeout(&app, [&] { resident.push_back(memory().value(QLatin1String("resident")).toDouble()); });
    looking.start(1'000);
    QTimer::singleShot(int(seconds * 1'000), &app, &QCoreApplication::quit);
    app.watch(true);
    QApplication::exec();
    app.watch(false);
    QJsonObject answer = memory();
    looking.stop();
    answer.insert(QStringLiteral("residentMedian"), quantile(resident, 0.5));
    answer.insert(QStringLiteral("residentHighest"), quantile(resident, 1));
    QElapsedTimer trimming;
    trimming.start();
    malloc_trim(0); // what the allocator keeps for later
    answer.insert(QStringLiteral("trimMs"), double(trimming.nsecsElapsed()) / 1e6);
    answer.insert(QStringLiteral("anonymousTrimmed"), memory().value(QLatin1String("anonymous")));
    QJsonArray longest;
    for (const WatchedApplication::Turn &turn : app.longest()) {
        longest.append(
            QStringLiteral("%1 ms (%2 of the processor): %3").arg(turn.wall, 0, 'f', 1).arg(turn.processor, 0, 'f', 1).arg(turn.what));
    }
    answer.insert(QStringLiteral("longest"), app.longest().front().wall);
    answer.insert(QStringLiteral("longestProcessor"), app.mostProcessor());
    answer.insert(QStringLiteral("turns"), longest);
    answer.insert(QStringLiteral("turn99"), quantile(app.turns(), 0.99));
    answer.insert(QStringLiteral("frame99"), quantile(app.frames(), 0.99));
    answer.insert(QStringLiteral("frame99Processor"), quantile(app.framesProcessor(), 0.99));
    answer.insert(QStringLiteral("frames"), qint64(app.frames().size()));
    answer.insert(QStringLiteral("deeds"), qint64(person.done()));
    answer.insert(QStringLiteral("published"), published);
    if (stream) {
        stream->end();
        answer.insert(QStringLiteral("changes"), double(stream->written()) / seconds);
    }
    return answer;
}

} // namespace dealerlens::bench
