// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log.h"
#include "desk/deskwindows.h"
#include "desk/dialogs.h"
#include "desk/dialogscreens.h"
#include "desk/language.h"
#include "desk/ledgerrescue.h"
#include "desk/mainwindow.h"
#include "desk/pages.h"
#include "desk/screenshots.h"
#include "desk/singleinstance.h"
#include "desk/statekeeper.h"
#include "desk/theme.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>
#include <QTextStream>
#include <QTimer>

using namespace dealerlens;
using namespace dealerlens::desk;

namespace {

struct Options {
    QString dataDir;
    QString credentials;
    QString screenshots;
    QSize size; // of the window in the pictures
    bool demo = false;
};

Options parse(const QApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Head office's desk over a network of dealer portals."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Folder of the databases."), QStringLiteral("DIR"));
    const QCommandLineOption shots(
        QStringLiteral("screenshots"), QStringLiteral("Draw every screen into PNG files in DIR and end."), QStringLiteral("DIR"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window in those pictures, 1440x900 when not given."),
        QStringLiteral("WxH"), QStringLiteral("1440x900"));
    const QCommandLineOption keys(QStringLiteral("credentials"),
        QStringLiteral("Keep the keys of portals in this file instead of the system keyring."), QStringLiteral("FILE"));
    const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("The portals are a simulated network: say so in the title."));
    parser.addOptions({ data, keys, demo, shots, size });
    parser.process(app);
    Options options;
    options.dataDir = parser.value(data);
    if (options.dataDir.isEmpty())
        options.dataDir = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    options.credentials = parser.value(keys);
    options.demo = parser.isSet(demo);
    options.screenshots = parser.value(shots);
    const QStringList sides = parser.value(size).split(QLatin1Char('x'));
    options.size = QSize(sides.first().toInt(), sides.last().toInt());
    return options;
}

void restoreAppearance(const StateKeeper &state, ThemeManager &themes, LanguageManager &languages)
{
    themes.setMode(static_cast<ThemeManager::Mode>(std::clamp(state.value(QStringLiteral("appearance/theme"), 0).toInt(), 0, 2)));
    themes.setDensity(static_cast<Density>(std::clamp(state.value(QStringLiteral("appearance/density"), 1).toInt(), 0, 2)));
    const QVariant language = state.value(QStringLiteral("appearance/language"));
    languages.setLanguage(language.isValid() ? (language.toInt() == 0 ? viewmodels::Language::Russian : viewmodels::Language::English)
                                             : LanguageManager::systemLanguage());
}

// A folder that cannot be opened is told in a window of its own and on the terminal; nothing in it is changed.
int tellWhyNotOpened(Dialogs &dialogs, const base::Error &error, const Options &options)
{
    const viewmodels::ProblemText problem = viewmodels::ProblemText::of(error);
    QTextStream(stderr) << options.dataDir << ": " << problem.sentence() << Qt::endl;
    if (options.screenshots.isEmpty()) {
        dialogs.ask(nullptr, Dialogs::Kind::Warning, problem.title, problem.advice + QStringLiteral("\n\n") + options.dataDir,
            { QCoreApplication::translate("dealerlens::desk::Main", "Close") }, [](int) { QApplication::exit(5); });
        return QApplication::exec();
    }
    return 5;
}

// Begins when the first facts are there: a picture of an empty window says nothing.
void takeScreenshots(QApplication &app, MainWindow &window, viewmodels::Session &session, const Options &options)
{
    constexpr int kSettleMs = 600; // the status bar follows the facts in batches
    constexpr int kLongestMs = 60'000;
    auto *shots = new Screenshots(window, options.screenshots, options.size, &app);
    addDialogScreens(*shots, window, session);
    QObject::connect(shots, &Screenshots::finished, &app, [&app, directory = options.screenshots](int written, const QStringList &failed) {
        QTextStream out(stdout);
        out << written << " pictures in " << directory << Qt::endl;
        for (const QString &name : failed)
            out << "not ready or not written: " << name << Qt::endl;
        app.exit(failed.isEmpty() ? 0 : 1);
    });
    auto *first = new QTimer(shots);
    first->setSingleShot(true);
    QObject::connect(first, &QTimer::timeout, shots, &Screenshots::start);
    QObject::connect(&session, &viewmodels::Session::factsChanged, first, [first, shots] {
        if (!shots->isStarted())
            first->start(kSettleMs);
    });
    first->start(session.facts() ? kSettleMs : kLongestMs);
}

// The desk of an open folder; windows die before what they show.
struct Desk {
    std::unique_ptr<viewmodels::Session> session;
    std::unique_ptr<DeskWindows> windows;

    base::Result<> begin(const Options &options, bool readOnly, Dialogs &dialogs, StateKeeper &state, SingleInstance &instance)
    {
        auto opened = viewmodels::Session::open(
            { .folder = options.dataDir, .credentialsFile = options.credentials, .demo = options.demo, .readOnly = readOnly });
        if (!opened)
            return std::unexpected(opened.error());
        session = std::move(*opened);
        windows = std::make_unique<DeskWindows>(*session, dialogs, state);
        windows->restore();
        QObject::connect(&instance, &SingleInstance::activationRequested, windows.get(), &DeskWindows::bringForward);
        windows->show();
        return {};
    }
};

// The ledger is damaged: nothing is opened until a person has decided.
int rescue(const Options &options, const base::Clock &clock, const std::function<base::Result<>(bool readOnly)> &begin)
{
    auto *window = new LedgerRescue(options.dataDir, clock);
    const auto goOn = [window, begin](bool readOnly) {
        if (const auto opened = begin(readOnly); !opened)
            window->fail(opened.error());
        else
            window->deleteLater(); // its closing would end the program before the other windows are there
    };
    QObject::connect(window, &LedgerRescue::restored, window, [goOn] { goOn(false); });
    QObject::connect(window, &LedgerRescue::readRequested, window, [goOn] { goOn(true); });
    QObject::connect(window, &QDialog::rejected, window, [] { QApplication::exit(5); });
    window->show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("dealerlens"));
    QApplication::setApplicationDisplayName(QStringLiteral("Dealerlens"));
    QApplication::setApplicationVersion(QStringLiteral(DEALERLENS_VERSION));
    base::installMessageHandler();
    const Options options = parse(app);
    QDir().mkpath(options.dataDir);
    SingleInstance instance(options.dataDir);
    if (!instance.claim()) {
        QTextStream(stderr) << "Dealerlens already runs on this data folder; its window was asked to come forward." << Qt::endl;
        return 0;
    }
    ThemeManager themes(app);
    LanguageManager languages(app);
    StateKeeper state(QDir(options.dataDir).filePath(QStringLiteral("window.ini")));
    restoreAppearance(state, themes, languages);
    const base::SystemClock clock;
    Dialogs dialogs;
    Desk desk;
    const auto begin = [&](bool readOnly) {
        const auto opened = desk.begin(options, readOnly, dialogs, state, instance);
        if (opened && options.screenshots.isEmpty())
            desk.session->start();
        return opened;
    };
    if (const auto opened = begin(false); !opened) {
        if (opened.error().kind != base::ErrorKind::Corrupt || !options.screenshots.isEmpty())
            return tellWhyNotOpened(dialogs, opened.error(), options);
        QTextStream(stderr) << options.dataDir << ": " << viewmodels::ProblemText::of(opened.error()).sentence() << Qt::endl;
        return rescue(options, clock, begin);
    }
    if (!options.screenshots.isEmpty())
        takeScreenshots(app, desk.windows->first(), *desk.session, options);
    return QApplication::exec();
}
