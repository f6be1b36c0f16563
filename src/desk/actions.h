// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QKeyEvent;

namespace dealerlens::desk {

struct ActionInfo {
    QString id; // stable, English: "sync.all"
    const char *text = nullptr; // source text, marked QT_TRANSLATE_NOOP("dealerlens::desk::Actions", …)
    QString icon; // file name in resources/icons, may be empty
    QKeySequence key; // with a modifier or a function key
    QString bareKey; // "J", "Shift+X", "[": matched by its place on the keyboard, not while text is edited
    QString menu; // "file", "edit", "view", "go", "data", "help"; empty = palette and keys only
    QString page; // only on this page; empty = everywhere
    bool checkable = false;
};

// The one list of what the program can do: menus, tooltips, the command palette and the page of keys are made
// from it. Owned by the window; GUI thread. A page adds its actions when it is built.
class Actions final : public QObject {
    Q_OBJECT

public:
    struct Entry {
        ActionInfo info;
        QAction *action = nullptr;
    };

    explicit Actions(QWidget *window);

    // The action calls `run` while `receiver` lives. An id is added once.
    QAction *add(const ActionInfo &info, QObject *receiver, std::function<void()> run);
    [[nodiscard]] QAction *find(const QString &id) const;
    // Those of every page and of `page`, in the order they were added.
    [[nodiscard]] std::vector<Entry> entries(const QString &page) const;

    // Actions of other pages are switched off with their keys.
    void setPage(const QString &page);

    [[nodiscard]] QString page() const { return m_page; }

    // The action of a bare key such as "J" on the current page, its own before one of every page; nullptr when there is
    // none that can be used now.
    [[nodiscard]] QAction *byBareKey(const QString &key) const;
    void retranslate();
    // "Ctrl+E" or "J", as tooltips and the palette show it.
    [[nodiscard]] static QString keyText(const ActionInfo &info);

Q_SIGNALS:
    void added(const QString &id);

private:
    void describe(const Entry &entry) const;

    QWidget *m_window;
    std::vector<Entry> m_entries;
    QString m_page;
};

// Name of the key at the place where `event` happened, on a Latin keyboard: "J" for the key that gives О on a
// Cyrillic layout; with "Shift+" when held; empty for other keys or other modifiers.
[[nodiscard]] QString bareKeyName(const QKeyEvent &event);

// Sees the keys before the widgets of `window` and runs bare-key actions, unless a text input has the focus or a
// popup is open. Installed on the application.
class BareKeyFilter final : public QObject {
    Q_OBJECT

public:
    BareKeyFilter(QWidget *window, Actions &actions);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_window;
    Actions &m_actions;
};

} // namespace dealerlens::desk
