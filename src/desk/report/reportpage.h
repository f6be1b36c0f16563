// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/task.h"
#include "desk/page.h"
#include "viewmodels/treemodel.h"

class QComboBox;
class QSplitter;
class QStackedWidget;

namespace dealerlens::viewmodels {
class Session;
}

namespace dealerlens::desk {

class EmptyState;
class PlotWidget;
class ReportTree;
class SegmentedControl;
class TableTools;
class TextLabel;
class TreemapLegend;
class TreemapWidget;
class VelocityStrip;

// Who does well, who does not, and can we tell: the tree of the network with its figures, a treemap and a funnel plot;
// or the same by source, campaign, region, dealer, employee, month or funnel. {"by": reports::wordOf(Dimension)} chooses
// what by ("": the tree, "structure-month": down to months), {"key": TreeModel key} a row.
class ReportPage final : public Page {
    Q_OBJECT

public:
    enum View { TableView, MapView, BothView, ScatterView };

    ReportPage(PageHost &host, viewmodels::Session &session, QWidget *parent);
    ~ReportPage() override;

    [[nodiscard]] QString title() const override;
    void setContext(const viewmodels::Context &context) override;
    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;
    void deactivate() override;
    [[nodiscard]] QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    [[nodiscard]] bool isReady() const override;

    [[nodiscard]] QAbstractItemModel *exportTable() const override { return m_model; }

    void readWhole(std::function<void()> then) override;

    [[nodiscard]] QList<Scene> scenes() override;

private:
    void buildHead();
    void buildBody();
    void addActions();
    void ask();
    void askVelocity();
    [[nodiscard]] reports::Wanted wanted() const;
    void show(const std::shared_ptr<const reports::TreeAnswer> &answer, const facts::SnapshotPtr &facts, int milliseconds);
    void showHead();
    void showPlots();
    void showStatus();
    void setView(int view);
    void chooseKey(const QString &key);
    void openRows(const QModelIndex &index);
    void zoom(qint64 id);
    void clickScatter(QPointF position);
    [[nodiscard]] QModelIndex scatterParent() const;
    [[nodiscard]] reports::Table table() const;

    // reportgrouping.cpp
    struct Grouping {
        std::optional<reports::Dimension> dimension = {}; // empty: the tree of the network
        bool toMonths = false; // the tree, down to the months in which inquiries began
        bool operator==(const Grouping &) const = default;
    };

    [[nodiscard]] static Grouping groupingAt(int index); // in the combo box
    [[nodiscard]] static int indexOf(const Grouping &grouping);
    [[nodiscard]] static QString wordOf(const Grouping &grouping); // in actions and kept states
    [[nodiscard]] static Grouping groupingOf(const QString &word);
    [[nodiscard]] static QString nameOf(const Grouping &grouping);
    void addGroupingActions();
    void setGrouping(const Grouping &grouping);
    void showGrouping();
    [[nodiscard]] QString lookName() const;
    [[nodiscard]] QVariantMap look() const; // columns and order as they are
    void setLook(const QVariantMap &look); // empty: as they are at first
    [[nodiscard]] qint64 mapId(const reports::TreeNode &node) const; // -1: no cell of its own
    [[nodiscard]] QString mapKey(qint64 id) const;

    viewmodels::Session &m_session;
    viewmodels::TreeModel *m_model;
    QStackedWidget *m_body;
    EmptyState *m_empty;
    VelocityStrip *m_velocity;
    QSplitter *m_splitter;
    ReportTree *m_tree;
    QWidget *m_mapBox;
    TextLabel *m_mapTitle;
    TreemapLegend *m_legend;
    TreemapWidget *m_map;
    QWidget *m_scatterBox;
    TextLabel *m_scatterTitle;
    PlotWidget *m_scatter;
    TableTools *m_tools;
    SegmentedControl *m_views;
    QComboBox *m_grouping;
    QComboBox *m_responsible;
    viewmodels::Context m_context;
    Grouping m_by;
    reports::Wanted m_asked; // of the answer that is there or under way
    bool m_isWhole = false; // asked for with all that an export holds
    QVariantMap m_looks; // of the groupings not shown, by lookName()
    std::vector<QString> m_scatterKeys;
    QStringList m_expandLater; // of the state of the last run, until there are rows
    QString m_chooseLater;
    base::CancelToken m_cancel;
    int m_milliseconds = -1;
    int m_view = BothView;
    bool m_asking = false;
    bool m_askingVelocity = false;
    bool m_active = false;
    bool m_outdated = true;
};

} // namespace dealerlens::desk
