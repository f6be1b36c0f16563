// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QLineEdit;
class QListWidget;

namespace dealerlens::desk {

class Actions;
class TextLabel;

// A row of the command palette. Texts are plain.
struct PaletteEntry {
    QString icon; // file name in resources/icons
    QString text;
    QString detail; // grey, after the text
    QString hint; // at the right: key or kind
    std::function<void(bool newWindow)> run;
};

// Something the palette finds. Asked on the GUI thread at each letter; answers at once or later, on the GUI
// thread; late answers to an older question are dropped by the palette.
class PaletteProvider {
public:
    virtual ~PaletteProvider() = default;
    // '>' actions, '@' people, '#' numbers, ' ' everything.
    [[nodiscard]] virtual QString prefixes() const = 0;
    virtual void find(const QString &text, std::function<void(std::vector<PaletteEntry>)> answer) = 0;
};

// Ctrl+K: finds sections, actions and whatever its providers know. 640 wide, 12 rows, in the top third of the
// window. Enter opens, Ctrl+Enter in a new window, Esc closes.
class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    CommandPalette(QWidget *window, Actions &actions);
    ~CommandPalette() override;

    void addProvider(std::unique_ptr<PaletteProvider> provider);
    void openWith(const QString &text);

    [[nodiscard]] bool isSettled() const { return m_waiting == 0; } // all have answered what stands in the field

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void ask();
    void take(int question, std::vector<PaletteEntry> entries);
    void run(int row, bool newWindow);
    void findActions(const QString &text);

    QWidget *m_window;
    Actions &m_actions;
    std::vector<std::unique_ptr<PaletteProvider>> m_providers;
    std::vector<PaletteEntry> m_entries;
    QLineEdit *m_input;
    QListWidget *m_list;
    TextLabel *m_nothing; // said when all have answered and none knows anything
    int m_question = 0;
    int m_waiting = 0; // answers to the present question still to come
};

} // namespace dealerlens::desk
