// SPDX-License-Identifier: GPL-3.0-or-later
// The windows used at random while their network lives. DEALERLENS_SEED chooses; a failure tells its seed and the
// last things done.
#include "desk/monkey.h"
#include "support/results.h"

#include <QElapsedTimer>

using namespace dealerlens;
using namespace dealerlens::testing;

namespace {

constexpr int kSteps = 300; // of the normal run
constexpr int kStepsBetweenLooks = 20;
constexpr qint64 kLongRunMs = 300'000;

const Monkey *theMonkey = nullptr;
quint64 theSeed = 0;
QtMessageHandler printMessage = nullptr;
QStringList complaints; // of Qt, which would otherwise scroll by

void listen(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtFatalMsg && theMonkey)
        std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(theSeed),
            qPrintable(theMonkey->lately().join(QStringLiteral(", "))));
    const bool isKnown = text.startsWith(QLatin1String("This plugin does not support"));
    if ((type == QtWarningMsg || type == QtCriticalMsg) && !isKnown)
        complaints.append(text);
    printMessage(type, context, text);
}

} // namespace

class TestMonkey final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingHoldsWhileTheNetworkLives();
};

void TestMonkey::everythingHoldsWhileTheNetworkLives()
{
    const QByteArray wanted = qgetenv("DEALERLENS_SEED");
    theSeed = wanted.isEmpty() ? (isLongRun() ? std::random_device()() : 1) : wanted.toULongLong();
    qInfo("seed %llu", static_cast<unsigned long long>(theSeed));
    desk::ThemeManager themes(*qApp);
    desk::LanguageManager languages(*qApp);
    languages.setLanguage(viewmodels::Language::English);
    LiveDesk network;
    const QString problem = network.build();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    network.window.reset(); // those below take its place
    desk::DeskWindows windows(*network.session, network.dialogs, network.state);
    windows.restore();
    windows.show();
    Monkey monkey({ network, windows, languages, themes }, theSeed);
    theMonkey = &monkey;
    printMessage = qInstallMessageHandler(listen);
    QElapsedTimer timer;
    timer.start();
    int steps = 0;
    QString wrong;
    while (wrong.isEmpty() && complaints.isEmpty() && (isLongRun() ? timer.elapsed() < kLongRunMs : steps < kSteps)) {
        monkey.act();
        if (++steps % kStepsBetweenLooks == 0)
            wrong = monkey.watchChanges();
    }
    qInstallMessageHandler(printMessage);
    theMonkey = nullptr;
    if (!complaints.isEmpty())
        wrong += complaints.first();
    qInfo("%d steps, %d models, %lld ms", steps, monkey.models(), static_cast<long long>(timer.elapsed()));
    QVERIFY2(wrong.isEmpty(),
        qPrintable(QStringLiteral("seed %1, step %2: %3\nafter: %4")
                .arg(theSeed)
                .arg(steps)
                .arg(wrong, monkey.lately().join(QStringLiteral(", ")))));
    QVERIFY(monkey.models() > 8);
    countResult(QStringLiteral("step of a person of no plan in the living window"), steps);
}

QTEST_MAIN(TestMonkey)
#include "tst_monkey.moc"
