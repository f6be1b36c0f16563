// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "desk/deskwindows.h"
#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/statekeeper.h"
#include "desk/theme.h"
#include "viewmodels/session.h"

#include <QJsonObject>

#include <functional>
#include <memory>
#include <vector>

namespace dealerlens::bench {

// The time of a generated network: it stands at the network's end.
class NetworkClock final : public base::Clock {
public:
    [[nodiscard]] base::UtcSeconds now() const override;

    [[nodiscard]] std::int64_t monotonicMs() const override { return base::SystemClock().monotonicMs(); }
};

// Answers no question and opens nothing.
class SilentDialogs final : public desk::Dialogs {
public:
    void ask(QWidget *, Kind, const QString &, const QString &, const QStringList &, std::function<void(int)>) override { }

    void openFile(QWidget *, const QString &, const QString &, std::function<void(QString)>) override { }

    void saveFile(QWidget *, const QString &, const QString &, const QStringList &, std::function<void(QString)>) override { }

    void chooseFolder(QWidget *, const QString &, const QString &, std::function<void(QString)>) override { }

    bool openUrl(const QUrl &) override { return true; }
};

// The desk as main() builds it, over the data of `folder`; nothing is mirrored. Ends the program when it cannot.
// GUI thread.
class WindowRig {
public:
    explicit WindowRig(const QString &folder);

    [[nodiscard]] desk::MainWindow &window() const { return m_windows->first(); }

    [[nodiscard]] viewmodels::Session &session() const { return *m_session; }

    // Milliseconds from here until `ready` holds and everything it found is painted.
    static double timed(const std::function<void()> &act, const std::function<bool()> &ready);
    // The same until the page shown has all it asked for.
    double timed(const std::function<void()> &act) const;
    double open(const QString &page, const QVariantMap &args = {}) const;

    // Of the last thing timed: what this process did meanwhile on all its threads, ms. On a busy machine it says more.
    [[nodiscard]] static double processor();
    // Until nothing has been asked for a while and what questions left behind has been given back.
    static void rest();

    // A page of the rail that is settled under a period that holds every item.
    void openWithEverything(const QString &page) const;

private:
    NetworkClock m_clock;
    desk::ThemeManager m_themes;
    desk::LanguageManager m_languages;
    desk::StateKeeper m_state;
    SilentDialogs m_dialogs;
    std::unique_ptr<viewmodels::Session> m_session;
    std::unique_ptr<desk::DeskWindows> m_windows;
};

// The value that the given share of the values does not exceed; 0 of none.
[[nodiscard]] double quantile(std::vector<double> values, double share);

// What this process has used so far, ms.
[[nodiscard]] double processorMs();

[[nodiscard]] QJsonArray arrayOf(const std::vector<double> &values);

// Resident memory of this process in MB: "resident" is all of it, "anonymous" its own, "mapped" pages of files.
[[nodiscard]] QJsonObject memory();

// Says why and ends the program.
[[noreturn]] void stop(const QString &why);

// --- What the program measures: each answers with milliseconds under its own names ---
QJsonObject emptyTask(const QJsonObject &arguments);
QJsonObject startTask(const QJsonObject &arguments);
QJsonObject screensTask(const QJsonObject &arguments);
QJsonObject filtersTask(const QJsonObject &arguments);
QJsonObject treeTask(const QJsonObject &arguments);
QJsonObject boardTask(const QJsonObject &arguments);
QJsonObject searchTask(const QJsonObject &arguments);
QJsonObject curveTask(const QJsonObject &arguments);
QJsonObject busyTask(const QJsonObject &arguments);

} // namespace dealerlens::bench
