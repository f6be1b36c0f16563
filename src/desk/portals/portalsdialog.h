// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QDialog>
#include <QSet>

#include <functional>

class QComboBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;
class QVBoxLayout;

namespace dealerlens::viewmodels {
class NetworkFeed;
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

class Dialogs;
class PortalsStep;
class StepList;
class TextLabel;

// First run, and later "Portal…": where the data are, portals, stages, standard and hours, first load. The steps
// may be left and taken up again; the dialog can be closed at any moment, the load goes on. GUI thread.
class PortalsDialog final : public QDialog {
    Q_OBJECT

public:
    struct Needs {
        viewmodels::Session &session;
        viewmodels::NetworkFeed &feed;
        viewmodels::StandardDraft &draft;
        Dialogs &dialogs;
    };

    PortalsDialog(const Needs &needs, bool firstRun, QWidget *parent);
    ~PortalsDialog() override;

    void showStep(int step);

    [[nodiscard]] PortalsStep &portals() const { return *m_portals; }

private:
    struct StepTexts {
        QString title;
        QString note;
        QString heading;
    };

    // `make` builds the content again when the language changes; empty: `content` follows by itself.
    void addStep(const std::function<StepTexts()> &texts, QWidget *content, const std::function<QWidget *(QWidget *)> &make = {});
    void addSteps();
    void buildFoot(QVBoxLayout *rows);
    void tryDemo();
    QWidget *buildLoad();
    void refreshLoad();
    void refreshFoot();
    void goOn();

    viewmodels::Session &m_session;
    viewmodels::NetworkFeed &m_feed;
    viewmodels::StandardDraft &m_draft;
    Dialogs &m_dialogs;
    bool m_firstRun;
    StepList *m_list;
    QStackedWidget *m_stack;
    PortalsStep *m_portals;
    QTableWidget *m_load;
    TextLabel *m_loadWords;
    TextLabel *m_counts;
    QPushButton *m_back;
    QPushButton *m_next;
};

// Names, region, city and zone of a portal that is already connected.
class PortalEditDialog final : public QDialog {
    Q_OBJECT

public:
    PortalEditDialog(viewmodels::Session &session, Dialogs &dialogs, int portal, QWidget *parent);

private:
    void build();
    void fill(const std::vector<model::Portal> &portals, int portal);
    [[nodiscard]] QString obstacle() const; // "" when it can be saved
    void save();

    viewmodels::Session &m_session;
    Dialogs &m_dialogs;
    model::Portal m_known;
    QSet<QString> m_taken; // codes of the other dealers
    QLineEdit *m_title;
    QLineEdit *m_code;
    QLineEdit *m_region;
    QLineEdit *m_city;
    QComboBox *m_zone;
    TextLabel *m_problem;
    QPushButton *m_save;
};

} // namespace dealerlens::desk
