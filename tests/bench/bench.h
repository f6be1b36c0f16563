// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <vector>

namespace dealerlens::bench {

// One measured quantity. With a yardstick the target binds median ÷ the yardstick's median; without one, or when people
// notice the figure itself, the median.
struct Figure {
    enum class Target : quint8 { None, AtMost, AtLeast };

    QString name; // "mirror.100k.cpu"
    QString unit; // "s", "ms", "MB", "requests"
    std::vector<double> runs;
    QString yardstickName {}; // what the yardstick is; "" when there is none
    std::vector<double> yardstick {}; // measured in the same run
    Target kind = Target::None;
    double target = 0;
    QString note {};
    bool isAbsolute = false; // the yardstick only stands beside it

    [[nodiscard]] double median() const;
    [[nodiscard]] std::optional<double> ratio() const;
    [[nodiscard]] std::optional<bool> holds() const; // nothing without a target
};

// A run of the benchmark: how much is asked for, where it may write, and what has been found. One thread.
class Bench {
public:
    enum class Depth : quint8 { Quick, Usual, Full };

    Bench(Depth depth, QString folder)
        : m_depth(depth)
        , m_folder(std::move(folder))
    {
    }

    [[nodiscard]] bool isQuick() const { return m_depth == Depth::Quick; }

    [[nodiscard]] bool isFull() const { return m_depth == Depth::Full; }

    [[nodiscard]] int runs() const { return isQuick() ? 3 : 5; }

    [[nodiscard]] const QString &folder() const { return m_folder; }

    // An empty folder for one measurement; whatever is left of an earlier one of that name is removed.
    [[nodiscard]] QString freshFolder(const QString &name) const;
    void removeFolder(const QString &name) const;

    // What a program that reads `input` prints as one JSON object. Ends this program when that one fails.
    [[nodiscard]] static QJsonObject runProgram(const QString &program, const QStringList &arguments, const QByteArray &input = {});

    // Runs a task of the list in parts.h as a process of its own, which reads the arguments (addresses of portals are secrets, and
    // anybody may read those of a process), and answers what it printed, with "cpu" (seconds of user and system),
    // "rss" (highest, MB) and "wall" (s) of that process, unless the task told its own. Ends the program when the task fails.
    [[nodiscard]] QJsonObject runTask(const QString &task, const QJsonObject &arguments) const;

    void add(Figure figure); // prints its line at once

    [[nodiscard]] std::vector<double> runsOf(const QString &name) const; // of what has been added; none when nothing has
    [[nodiscard]] bool everyTargetHolds() const;
    [[nodiscard]] QJsonArray json() const;

private:
    Depth m_depth;
    QString m_folder;
    std::vector<Figure> m_figures;
};

// The values of one key of many answers.
[[nodiscard]] std::vector<double> valuesOf(const std::vector<QJsonObject> &answers, const char *key);

// Says why and ends the program: a benchmark that cannot measure has nothing to print.
[[noreturn]] void giveUp(const QString &why);

} // namespace dealerlens::bench
