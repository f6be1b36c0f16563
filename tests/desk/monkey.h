// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/deskwindows.h"
#include "desk/language.h"
#include "desk/livedesk.h"
#include "desk/theme.h"

#include <QPersistentModelIndex>
#include <QPointer>
#include <QTimer>

#include <random>

class QAbstractItemView;
class QAbstractScrollArea;

namespace dealerlens::testing {

// Uses the windows of a living network at random, by seed: opens, closes, sorts, filters, selects, scrolls, presses
// keys, clicks, writes to portals, changes language and look, while changes come in from the simulated portals. Every
// model of ours gets a QAbstractItemModelTester that ends the program. GUI thread.
class Monkey final {
public:
    struct Things {
        LiveDesk &network;
        desk::DeskWindows &windows;
        desk::LanguageManager &languages;
        desk::ThemeManager &themes;
    };

    Monkey(Things things, quint64 seed);

    void act(); // one thing at random
    // Lets the portals change while nothing is touched. What a person was looking at must be where it was: what went
    // wrong, "" when nothing did.
    [[nodiscard]] QString watchChanges();

    [[nodiscard]] const QStringList &lately() const { return m_lately; } // the last things done

    [[nodiscard]] int models() const { return m_models; } // that were watched

private:
    // What is seen of one view.
    struct Sight {
        QPointer<QAbstractScrollArea> area;
        int scroll = 0;
        QString top; // first row in sight
        QStringList selected;
        std::optional<model::RecordKey> card; // in an item card
    };

    [[nodiscard]] int upTo(int end) { return int(m_random() % quint64(std::max(1, end))); }

    template <class T> [[nodiscard]] T *oneOf(const QList<T *> &all) { return all.isEmpty() ? nullptr : all[upTo(int(all.size()))]; }

    void did(const QString &what);
    void turn(); // of the event loop
    void watchModels();
    [[nodiscard]] desk::MainWindow &window();
    [[nodiscard]] QWidget &page();
    template <class T> [[nodiscard]] QList<T *> shown(const QWidget &in) const;

    void openPage();
    void goBackOrForward();
    void sortTable();
    void filterTable();
    void selectRows();
    void scroll();
    void pressKey();
    void clickSomewhere();
    void triggerAction();
    void changeContext();
    void changeLook();
    void resizeWindow();
    void openOrCloseWindow();
    void useDialog();
    void changePortals();
    void letLive();
    [[nodiscard]] std::vector<Sight> sights();
    [[nodiscard]] static QString compare(const Sight &before, const Sight &now);

    Things m_all;
    QTimer m_loops; // Qt's own menus hold the program in a loop of theirs
    std::mt19937_64 m_random;
    QStringList m_lately;
    int m_models = 0;
    int m_leads = 0;
};

} // namespace dealerlens::testing
