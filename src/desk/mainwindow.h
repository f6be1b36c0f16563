// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/commandpalette.h"
#include "desk/networkbar.h"
#include "desk/page.h"
#include "viewmodels/contextchoices.h"

#include <QHash>
#include <QMainWindow>

class QMenu;
class QStackedWidget;

namespace dealerlens::desk {

class Actions;
class ContextBar;
class ErrorBox;
class Rail;

// The window: system menu bar, rail, context bar, pages, status bar. Pages are registered before show() and built
// on their first visit. Knows nothing of the mirror: figures for the status bar and the choices of the context
// bar are given to it. Dialogs and state must outlive it. GUI thread.
class MainWindow final : public QMainWindow, public PageHost {
    Q_OBJECT

public:
    MainWindow(Dialogs &dialogs, StateKeeper &state, QWidget *parent = nullptr);
    ~MainWindow() override;

    void addPage(PageInfo info);
    void setChoices(viewmodels::ContextChoices *choices);
    void setNetworkStatus(const NetworkStatus &status);
    void setBadge(const QString &page, int count);
    void addPaletteProvider(std::unique_ptr<PaletteProvider> provider);
    // A word in the window's title ("Demo"): source text of the context dealerlens::desk::Menus.
    void setTitleNote(const char *note);
    // Where the status bar's freshness leads; set when that page exists.
    void setFreshnessPage(const Location &location);
    // Something that concerns every page ("the disk is full"): a box above the page until it is closed or the
    // title is empty. Plain text.
    void setNotice(const QString &title, const QString &text);
    // Restores geometry, context and the page last seen; otherwise opens the first page. They are kept under the
    // window's object name.
    void restore();
    [[nodiscard]] static QString firstName(); // of the window that is always there

    [[nodiscard]] QStringList pageIds() const;
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Page *page(const QString &id) const; // nullptr while it was not visited

    // PageHost
    void open(const Location &location) override;
    void setContext(const viewmodels::Context &context) override;

    [[nodiscard]] const viewmodels::Context &context() const override { return m_context; }

    void setStatus(const QString &text, int queryMs) override;

    [[nodiscard]] exporting::PrintFacts contextWords(ContextParts parts) const override;

    [[nodiscard]] Actions &actions() override { return *m_actions; }

    [[nodiscard]] Dialogs &dialogs() override { return m_dialogs; }

    [[nodiscard]] StateKeeper &state() override { return m_state; }

    void goBack();
    void goForward();
    void showPalette(const QString &text);

Q_SIGNALS:
    void newWindowRequested(const dealerlens::desk::Location &location);
    void pageShown(const QString &id);
    void quitRequested(); // before all windows are closed
    void closed();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Visit {
        Location location;
        viewmodels::Context context;
    };

    void buildMenus();
    void addActions();
    void addViewActions();
    void retranslate();
    void updateTitle();
    void showVisit(const Visit &visit);
    Page *build(const PageInfo &info);
    [[nodiscard]] const PageInfo *info(const QString &id) const;
    void updateHistory();
    void walkRegions(int step);
    [[nodiscard]] QString stateKey(const QString &what) const;
    void printPage();
    void focusFilter();
    void exportPage();
    void showKeys();
    void showAbout();
    void fillMenu(QMenu *menu, const QString &name);

    Dialogs &m_dialogs;
    StateKeeper &m_state;
    Actions *m_actions;
    std::vector<PageInfo> m_infos;
    QHash<QString, Page *> m_pages;
    std::vector<Visit> m_history;
    int m_at = -1;
    viewmodels::Context m_context;
    Location m_freshness;
    const char *m_titleNote = nullptr;
    QList<QPair<QString, QMenu *>> m_menus;
    Rail *m_rail;
    ContextBar *m_contextBar;
    ErrorBox *m_notice;
    QStackedWidget *m_stack;
    NetworkBar *m_networkBar;
    CommandPalette *m_palette;
};

} // namespace dealerlens::desk
