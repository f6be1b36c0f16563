// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/dialogs.h"
#include "desk/mainwindow.h"
#include "desk/pages.h"
#include "desk/sessionwiring.h"
#include "desk/statekeeper.h"
#include "portalsim/controlserver.h"
#include "portalsim/demogenerator.h"
#include "portalsim/simserver.h"
#include "sync/engine.h"
#include "viewmodels/session.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace dealerlens::testing {

// Answers questions for a file with the one given, and nothing else.
class AnswerDialogs final : public desk::Dialogs {
public:
    void ask(QWidget *, Kind, const QString &text, const QString &, const QStringList &, std::function<void(int)>) override
    {
        asked.append(text);
    }

    void openFile(QWidget *, const QString &, const QString &, std::function<void(QString)>) override { }

    void saveFile(QWidget *, const QString &, const QString &, const QStringList &, std::function<void(QString)> then) override
    {
        if (!file.isEmpty())
            then(file);
    }

    void chooseFolder(QWidget *, const QString &, const QString &, std::function<void(QString)>) override { }

    bool openUrl(const QUrl &url) override
    {
        urls.append(url);
        return true;
    }

    QString file;
    QStringList asked;
    QList<QUrl> urls;
};

// What people type into portals to see what a program does with it. `listener`: port that must never be asked.
[[nodiscard]] inline QStringList hostileTexts(quint16 listener)
{
    return { QStringLiteral("<b>x</b> bold"), QStringLiteral("<img src=\"http://127.0.0.1:%1/a.png\"> image").arg(listener),
        QStringLiteral("=cmd|' /C calc'!A0"), QStringLiteral("abc\u202Efdp.exe"), QString(10'000, QLatin1Char('W')) };
}

// Writes hostile texts into the newest records of everything a portal tells.
inline void poison(portalsim::PortalData &portal, const QStringList &texts)
{
    using portalsim::Entity;

    const struct {
        Entity entity;
        const char *field;
    } places[] { { Entity::Lead, "TITLE" }, { Entity::Lead, "NAME" }, { Entity::Lead, "COMMENTS" }, { Entity::Deal, "TITLE" },
        { Entity::Deal, "COMMENTS" }, { Entity::Contact, "NAME" }, { Entity::Contact, "LAST_NAME" }, { Entity::Company, "TITLE" },
        { Entity::User, "LAST_NAME" }, { Entity::Department, "NAME" }, { Entity::Category, "NAME" }, { Entity::Activity, "SUBJECT" },
        { Entity::Comment, "COMMENT" }, { Entity::Task, "TITLE" } };

    constexpr std::size_t kNewest = 12;
    for (const auto &place : places) {
        std::vector<portalsim::Record> &rows = portal.table(place.entity).rows;
        for (std::size_t i = 0; i < std::min(kNewest, rows.size()); ++i)
            rows[rows.size() - 1 - i].set(place.field, texts[qsizetype(i) % texts.size()]);
    }
    // Names of stages and sources: the codes stay, so that they are still recognised.
    qsizetype at = 0;
    for (portalsim::Record &row : portal.table(Entity::Status).rows)
        if (row.text("ENTITY_ID") == QLatin1String("SOURCE") || row.text("SEMANTICS") == QLatin1String("F"))
            row.set("NAME", texts[at++ % texts.size()]);
}

// The desk as main() builds it, over a network of simulated dealers that has been mirrored once.
class LiveDesk {
public:
    static constexpr int kDealers = 4;
    static constexpr int kLongMs = 90'000;

    LiveDesk()
        : listening(listener.listen(QHostAddress::LocalHost))
        , texts(hostileTexts(listener.serverPort()))
        , sim(world(), noLimits())
        , state(dir.filePath(QStringLiteral("window.ini")))
    {
        QObject::connect(&listener, &QTcpServer::newConnection, &listener, [this] { ++requests; });
    }

    // "" when the network is mirrored and the window stands; else what went wrong.
    [[nodiscard]] QString build()
    {
        auto opened = viewmodels::Session::open(
            { .folder = dir.filePath(QStringLiteral("data")), .credentialsFile = dir.filePath(QStringLiteral("keys.json")) });
        if (!opened)
            return opened.error().detail;
        session = std::move(*opened);
        for (model::Portal &portal : m_portals) {
            const auto webhook = sync::parseWebhook(sim.address(portal.key));
            if (!webhook)
                return webhook.error().detail;
            auto added = session->engine().addPortal(portal, *webhook);
            if (!QTest::qWaitFor([&added] { return added.isFinished(); }, kLongMs) || !added.result())
                return QStringLiteral("portal %1 was not added").arg(portal.key);
            portal.id = added.result()->id;
        }
        if (!sync())
            return QStringLiteral("the first mirroring does not end");
        const auto whole = [this] {
            const facts::SnapshotPtr facts = session->facts();
            return facts && facts->portals.size() == m_portals.size() && facts->items.size() > 0
                && std::none_of(
                    facts->portals.begin(), facts->portals.end(), [](const facts::PortalFact &fact) { return fact.neverComplete; });
        };
        if (!QTest::qWaitFor(whole, kLongMs))
            return QStringLiteral("the facts are not whole");
        window = std::make_unique<desk::MainWindow>(dialogs, state);
        desk::connectSession(*window, *session);
        desk::addPages(*window, *session);
        window->restore();
        window->resize(1440, 900); // the screen of the offscreen platform is smaller
        window->show();
        window->activateWindow();
        return QTest::qWaitForWindowActive(window.get()) ? QString() : QStringLiteral("the window is not shown");
    }

    bool sync()
    {
        QSignalSpy finished(&session->engine(), &sync::Engine::allFinished);
        session->engine().syncNow();
        return finished.wait(kLongMs);
    }

    // A new lead of `portal` through the simulator; its id, 0 when it was refused.
    qint64 createLead(const QString &portal, const QString &title)
    {
        qint64 id = 0;
        sim.call([&](portalsim::SimServer &server, portalsim::World &) {
            portalsim::ControlServer control(server);
            const QJsonObject fields { { QStringLiteral("TITLE"), title }, { QStringLiteral("STATUS_ID"), QStringLiteral("NEW") },
                { QStringLiteral("ASSIGNED_BY_ID"), 1 } };
            id = control
                     .run(QStringLiteral("create"),
                         { { QStringLiteral("portal"), portal }, { QStringLiteral("entity"), QStringLiteral("lead") },
                             { QStringLiteral("fields"), fields } })
                     .value(QStringLiteral("id"))
                     .toInteger();
        });
        return id;
    }

    // The page, when everything it asked for has been on screen for some turns of the event loop.
    [[nodiscard]] desk::Page *ready(const QString &id, const QVariantMap &args = {})
    {
        window->open({ id, args });
        return settle(id) ? window->page(id) : nullptr;
    }

    [[nodiscard]] bool settle(const QString &id) const
    {
        constexpr int kTurns = 4;
        int turns = 0;
        return QTest::qWaitFor(
            [&] {
                const desk::Page *page = window->page(id);
                turns = page && page == window->currentPage() && page->isReady() ? turns + 1 : 0;
                return turns >= kTurns;
            },
            kLongMs);
    }

    [[nodiscard]] const std::vector<model::Portal> &portals() const { return m_portals; }

    [[nodiscard]] const model::Portal &dealer() const
    {
        return *std::find_if(
            m_portals.begin(), m_portals.end(), [](const model::Portal &portal) { return portal.kind == model::PortalKind::Dealer; });
    }

    QTcpServer listener; // whoever renders a portal's image tag comes here
    bool listening;
    int requests = 0;
    QStringList texts;
    QTemporaryDir dir;
    qint64 hostileLead = 0; // an open one of the first dealer, called texts[0]
    QString client = QStringLiteral("Zyablikoff"); // a contact of the first dealer

private:
    std::vector<model::Portal> m_portals; // before the simulator, whose world fills it

public:
    portalsim::SimThread sim;
    AnswerDialogs dialogs;
    desk::StateKeeper state;
    std::unique_ptr<viewmodels::Session> session;
    std::unique_ptr<desk::MainWindow> window;

private:
    [[nodiscard]] static portalsim::EngineOptions noLimits()
    {
        portalsim::EngineOptions options;
        options.limits = false;
        return options;
    }

    portalsim::World world()
    {
        portalsim::DemoOptions demo;
        demo.dealers = kDealers;
        demo.seed = 7;
        demo.now = base::SystemClock().now() - 3'600;
        demo.scale = 0.15;
        portalsim::World made = portalsim::generateDemo(demo);
        for (const auto &portal : made.portals) {
            poison(*portal, texts);
            model::Portal ours;
            ours.key = portal->key;
            ours.title = m_portals.size() == 1 ? texts[0] : m_portals.size() == 2 ? texts[4] : portal->title;
            ours.kind = portal->kind == QLatin1String("head") ? model::PortalKind::Head : model::PortalKind::Dealer;
            ours.region = portal->region;
            ours.city = portal->city;
            ours.timeZone = QString::fromLatin1(portal->timezone);
            m_portals.push_back(ours);
        }
        portalsim::PortalData &first = *made.find(dealer().key);
        std::vector<portalsim::Record> &leads = first.table(portalsim::Entity::Lead).rows;
        const auto open = std::find_if(leads.rbegin(), leads.rend(), [&first](const portalsim::Record &lead) {
            return first.stageSemantic(portalsim::Entity::Lead, 0, lead.text("STATUS_ID")) == 'P';
        });
        portalsim::Record &chosen = open == leads.rend() ? leads.back() : *open;
        hostileLead = chosen.id;
        for (const char *field : { "TITLE", "NAME", "LAST_NAME" })
            chosen.set(field, texts[0]);
        std::vector<portalsim::Record> &contacts = first.table(portalsim::Entity::Contact).rows;
        contacts.front().set("LAST_NAME", client);
        return made;
    }
};

} // namespace dealerlens::testing
