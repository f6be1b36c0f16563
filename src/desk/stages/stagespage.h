// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "desk/stages/asker.h"
#include "desk/stages/stagetablemaker.h"
#include "viewmodels/stagetimesmodel.h"

class QSplitter;
class QStackedWidget;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class CurveBox;
class EmptyState;
class SegmentedControl;
class StageComparer;
class StagesPanel;
class StagesStrip;
class StagesTab;
class TableTools;

// How long each stage takes, with what is still there, and whether two groups differ; the funnel and the paths are
// its other tabs. {"key": StageTimesModel key} chooses a stage.
class StagesPage final : public Page {
    Q_OBJECT

public:
    StagesPage(PageHost &host, viewmodels::Session &session, QWidget *parent);

    [[nodiscard]] QString title() const override;
    void setContext(const viewmodels::Context &context) override;
    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;
    [[nodiscard]] QAbstractItemModel *exportTable() const override;
    [[nodiscard]] QList<Scene> scenes() override;

private:
    enum Tab { TimesTab, Funnel, Paths };

    void buildStrip();
    void buildTable();
    void buildBelow();
    void buildTabs();
    void buildTab(int tab);
    [[nodiscard]] std::vector<StagesTab *> tabs() const;
    [[nodiscard]] StagesTab *shownTab() const;
    void addActions();
    void addAction(const char *id, const char *text, const QString &bareKey, std::function<void()> run);
    [[nodiscard]] reports::Question question() const;
    [[nodiscard]] reports::StageTimesOptions options() const;
    void ask();
    void askAgain();
    void show(const std::shared_ptr<const reports::StageTimesAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds);
    void showHead();
    void showStage();
    void showCurve();
    void showStatus();
    void setTab(int tab);
    void choose(bool &choice, bool on); // one of the choices of the question
    void pickGroups();
    void step(int by);
    void showControls();
    [[nodiscard]] const reports::StageTimes *stage() const;

    viewmodels::Session &m_session;
    viewmodels::StageTimesModel *m_model;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    QSplitter *m_splitter;
    QSplitter *m_below;
    QTableView *m_table;
    CurveBox *m_curve;
    StagesPanel *m_panel;
    StagesTab *m_funnel = nullptr; // until somebody looks at it
    StagesTab *m_paths = nullptr; // likewise
    TableTools *m_tools;
    TableTools *m_groupsTools;
    SegmentedControl *m_tabs;
    StagesStrip *m_strip;
    StageComparer *m_comparer;
    StageTableMaker m_maker;
    Asker m_asker;
    std::optional<reports::Question> m_asked; // the last one
    viewmodels::Context m_context;
    QString m_stageKey;
    int m_milliseconds = -1;
    int m_tab = TimesTab;
    bool m_business = false;
    bool m_allVisits = false;
    bool m_ownStages = false;
    bool m_active = false;
    bool m_outdated = true;
};

} // namespace dealerlens::desk
