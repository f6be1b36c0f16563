// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/portaldrafts.h"

#include <QAbstractButton>
#include <QPlainTextEdit>
#include <QWidget>

class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class Dialogs;
class TextLabel;

// One of the ways in: icon, name, what it takes.
class WayButton final : public QAbstractButton {
    Q_OBJECT

public:
    WayButton(const QString &iconName, QWidget *parent);
    void setTexts(const QString &title, const QString &note);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    QString m_note;
};

// Takes links and never shows them: what is pasted or ended with Enter is handed over and the field is empty. A file
// that is dropped or pasted is handed over by its name.
class LinkField final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit LinkField(QWidget *parent);

Q_SIGNALS:
    void linksGiven(const QString &text);
    void fileGiven(const QString &path);

protected:
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
};

// Step "portals": four ways in, the table of what came in, tests in parallel. GUI thread.
class PortalsStep final : public QWidget {
    Q_OBJECT

public:
    PortalsStep(viewmodels::Session &session, Dialogs &dialogs, QWidget *parent);

    [[nodiscard]] viewmodels::PortalDrafts &drafts() const { return *m_drafts; }

    void connectReady(); // saves every row that passed; allSaved follows
    void addLinks(const QString &text);
    void showDemoProgress(const QString &sentence, int done, int total);
    void showDemoFailure(const QString &sentence);

Q_SIGNALS:
    void allSaved(int portals);
    void demoRequested();

private:
    void showNote();
    QWidget *buildWays();
    QWidget *buildLinks();
    QWidget *buildCsv();
    QWidget *buildDemo();
    QWidget *buildSignIn();
    QWidget *buildTable();
    void pump();
    void openCsv();
    void readCsv(const QString &path);
    void saveTemplate();
    void noteSaved();

    viewmodels::Session &m_session;
    Dialogs &m_dialogs;
    viewmodels::PortalDrafts *m_drafts;
    QStackedWidget *m_input;
    QTableView *m_table;
    TextLabel *m_note;
    QPushButton *m_demoStart = nullptr;
    TextLabel *m_demoWords = nullptr;
    QProgressBar *m_demoProgress = nullptr;
    int m_inFlight = 0;
    int m_saving = 0;
    int m_savedCount = 0;
};

} // namespace dealerlens::desk
