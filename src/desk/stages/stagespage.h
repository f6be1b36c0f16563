// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "desk/page.h"
#include "viewmodels/stagetimesmodel.h"

class QComboBox;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class EmptyState;
class FunnelTab;
class PathsTab;
class PlotWidget;
class SegmentedControl;
class StagesPanel;
class TableTools;
class TextLabel;

// How long each stage takes, with what is still there, and whether two groups differ; the funnel and the paths are
// its other tabs. {"key": StageTimesModel key} chooses a stage.
class StagesPage final : public Page {
    Q_OBJECT

public:
    StagesPage(PageHost &host, viewmodels::Session &session, QWidget *parent);
    ~StagesPage() override;

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
    void addActions();
    void addAction(const char *id, const char *text, const QString &bareKey, std::function<void()> run);
    [[nodiscard]] reports::Question question() const;
    [[nodiscard]] reports::StageTimesOptions options() const;
    void ask();
    void askAgain();
    void show(const reports::StageTimesAnswer &answer, const facts::SnapshotPtr &facts, int milliseconds);
    void showHead();
    void showStage();
    void compare();
    void rankDealers();
    void showCurve();
    void showStatus();
    void setTab(int tab);
    void setBusiness(bool on);
    void setAllVisits(bool on);
    void setCompareBy(viewmodels::CompareBy by);
    void togglePicked(const QString &key);
    void pickGroups();
    void step(int by);
    void showCurveTable();
    void showControls();
    [[nodiscard]] reports::Comparison comparison() const;
    [[nodiscard]] const reports::StageTimes *stage() const;

    viewmodels::Session &m_session;
    viewmodels::StageTimesModel *m_model;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    QSplitter *m_splitter;
    QSplitter *m_below;
    QTableView *m_table;
    TextLabel *m_curveTitle;
    PlotWidget *m_curve;
    StagesPanel *m_panel;
    FunnelTab *m_funnel;
    PathsTab *m_paths;
    TableTools *m_tools;
    SegmentedControl *m_tabs;
    QWidget *m_strip;
    SegmentedControl *m_visits;
    SegmentedControl *m_clock;
    SegmentedControl *m_grouping;
    QComboBox *m_compareBy;
    QPushButton *m_pick;
    TextLabel *m_note;
    viewmodels::Context m_context;
    viewmodels::CompareBy m_by = viewmodels::CompareBy::Nothing;
    std::vector<viewmodels::CompareChoice> m_choices;
    QStringList m_picked; // keys, at most four
    std::optional<reports::Comparison> m_compared;
    std::vector<viewmodels::DealerMedian> m_medians; // slowest first, of the stage shown
    QString m_stageKey;
    base::CancelToken m_cancel;
    base::CancelToken m_compareCancel;
    base::CancelToken m_rankCancel;
    int m_milliseconds = -1;
    int m_tab = TimesTab;
    bool m_business = false;
    bool m_allVisits = false;
    bool m_ownStages = false;
    bool m_asking = false;
    bool m_comparing = false;
    bool m_ranking = false;
    bool m_active = false;
    bool m_outdated = true;
};

} // namespace dealerlens::desk
