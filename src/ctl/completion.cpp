// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/completion.h"

#include <QMap>

namespace dealerlens::ctl {

namespace {

// Value choices by option over all commands; options of one name have the same values everywhere but --by.
QMap<QString, CompletionWord> valueOptions(const std::vector<CommandWords> &commands)
{
    QMap<QString, CompletionWord> options;
    for (const CommandWords &command : commands) {
        for (const CompletionWord &word : command.words) {
            if (word.isOption && word.takesValue)
                options.insert(word.word, word);
        }
    }
    return options;
}

QString subcommandPaths(const std::vector<CommandWords> &commands, const QString &quote)
{
    QStringList paths;
    for (const CommandWords &command : commands) {
        if (!command.path.isEmpty())
            paths += quote + command.path + quote;
    }
    return paths.join(QLatin1Char('|'));
}

QString wordsOf(const CommandWords &command)
{
    QStringList words;
    for (const CompletionWord &word : command.words)
        words += word.word;
    return words.join(QLatin1Char(' '));
}

// bash and zsh (through its bashcompinit) share one function.
QString bashFunction(const std::vector<CommandWords> &commands)
{
    QString script = QStringLiteral("_dealerlensctl() {\n"
                                    "    local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\" path='' i next\n"
                                    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                                    "        next=\"${path:+$path }${COMP_WORDS[i]}\"\n"
                                    "        case \"$next\" in\n"
                                    "            ");
    script += subcommandPaths(commands, QStringLiteral("'"))
        + QStringLiteral(") path=\"$next\" ;;\n        esac\n    done\n    case \"$prev\" in\n");
    const auto options = valueOptions(commands);
    QStringList files;
    QStringList plain;
    for (const CompletionWord &option : options) {
        if (option.isFile)
            files += option.word;
        else if (option.choices.isEmpty())
            plain += option.word;
        else
            script += QStringLiteral("        %1) COMPREPLY=($(compgen -W '%2' -- \"$cur\")); return ;;\n")
                          .arg(option.word, option.choices.join(QLatin1Char(' ')));
    }
    script += QStringLiteral("        %1) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n").arg(files.join(QLatin1Char('|')));
    script += QStringLiteral("        %1) return ;;\n    esac\n    case \"$path\" in\n").arg(plain.join(QLatin1Char('|')));
    for (const CommandWords &command : commands)
        script += QStringLiteral("        '%1') COMPREPLY=($(compgen -W '%2' -- \"$cur\")) ;;\n").arg(command.path, wordsOf(command));
    return script + QStringLiteral("    esac\n}\ncomplete -o default -F _dealerlensctl dealerlensctl\n");
}

QString fishQuoted(QString text)
{
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

QString fishScript(const std::vector<CommandWords> &commands)
{
    QString script = QStringLiteral("function __dealerlensctl_at\n"
                                    "    set -l path\n"
                                    "    for word in (commandline -opc)[2..-1]\n"
                                    "        set -l next (string join ' ' $path $word)\n"
                                    "        switch \"$next\"\n"
                                    "            case ");
    script += subcommandPaths(commands, QStringLiteral("'")).replace(QLatin1Char('|'), QLatin1Char(' '));
    script += QStringLiteral("\n                set path $next\n        end\n    end\n    test \"$path\" = \"$argv\"\nend\n");
    for (const CommandWords &command : commands) {
        const QString condition
            = QStringLiteral("complete -c dealerlensctl -n ") + fishQuoted(QStringLiteral("__dealerlensctl_at ") + command.path);
        for (const CompletionWord &word : command.words) {
            script += condition;
            if (word.isOption)
                script += QStringLiteral(" -l ") + word.word.mid(2);
            else
                script += QStringLiteral(" -f -a ") + fishQuoted(word.word);
            if (word.takesValue)
                script += word.isFile ? QStringLiteral(" -r -F") : QStringLiteral(" -x");
            if (!word.choices.isEmpty())
                script += QStringLiteral(" -a ") + fishQuoted(word.choices.join(QLatin1Char(' ')));
            script += QStringLiteral(" -d ") + fishQuoted(word.help) + QLatin1Char('\n');
        }
    }
    return script;
}

} // namespace

QString completionScript(const std::vector<CommandWords> &commands, const QString &shell)
{
    if (shell == QLatin1String("bash"))
        return QStringLiteral("# bash completion of dealerlensctl\n") + bashFunction(commands);
    if (shell == QLatin1String("zsh"))
        return QStringLiteral("#compdef dealerlensctl\nautoload -U +X bashcompinit && bashcompinit\n") + bashFunction(commands);
    if (shell == QLatin1String("fish"))
        return QStringLiteral("# fish completion of dealerlensctl\n") + fishScript(commands);
    return {};
}

} // namespace dealerlens::ctl
