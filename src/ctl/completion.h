// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace dealerlens::ctl {

struct CompletionWord {
    QString word; // "--format" or "report"
    QString help;
    bool isOption = false;
    bool takesValue = false;
    bool isFile = false; // its value is the name of a file or folder
    QStringList choices; // of its value
};

struct CommandWords {
    QString path; // "" for the program, "report tree" …
    std::vector<CompletionWord> words;
};

// The completion script for bash, zsh or fish; "" for another shell.
[[nodiscard]] QString completionScript(const std::vector<CommandWords> &commands, const QString &shell);

} // namespace dealerlens::ctl
