// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"
#include "desk/theme.h"
#include "viewmodels/stagetexts.h"

#include <QWidget>

class QPushButton;
class QTableWidget;

namespace dealerlens::desk {

class FactGrid;
class TextLabel;

// Interval bars of the slowest and the fastest dealers with the network's median; a click or Enter chooses one.
// GUI thread.
class MedianBars final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit MedianBars(QWidget *parent);

    void setDealers(const std::vector<viewmodels::DealerMedian> &dealers, std::optional<double> network, const facts::SnapshotPtr &facts,
        const viewmodels::StageTexts &texts);
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return { 200, sizeHint().height() }; }

    [[nodiscard]] int partCount() const override { return static_cast<int>(m_rows.size()); }

    [[nodiscard]] QString partSentence(int part) const override;

    [[nodiscard]] QRect partRect(int part) const override { return { 0, part * rowHeight(), width(), rowHeight() }; }

    [[nodiscard]] int currentPart() const override { return m_rows.empty() ? -1 : m_current; }

    [[nodiscard]] bool reactsToKeys() const override { return true; }

    void focusPart(int part) override;
    void pressPart(int part) override;

Q_SIGNALS:
    void chosen(const QString &key); // "p:portalkey"

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Row {
        QString key;
        QString code;
        QString name;
        QString value;
        QString count;
        QString sentence;
        double low = 0;
        double high = 0;
        double median = 0;
        int hue = -1;
    };

    [[nodiscard]] int rowHeight() const;

    std::vector<Row> m_rows;
    std::optional<double> m_network;
    double m_last = 1;
    int m_cut = -1; // rows before it are the slowest
    int m_current = 0;
};

// What stands beside the curve: the groups with their figures, a sentence to be copied, how the number came about,
// slowest and fastest dealers. GUI thread.
class StagesPanel final : public QWidget {
    Q_OBJECT

public:
    explicit StagesPanel(QWidget *parent);

    // Without groups the comparison holds the network only.
    void setStage(const reports::Comparison &comparison, const reports::StageTimesAnswer &answer, const viewmodels::StageTexts &texts);
    void setDealers(const std::vector<viewmodels::DealerMedian> &dealers, const reports::StageTimes &network,
        const facts::SnapshotPtr &facts, const viewmodels::StageTexts &texts);
    void retranslate();

    [[nodiscard]] QTableWidget &groups() const { return *m_groups; }

    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void rowsRequested();
    void groupRowsRequested(int row, dealerlens::reports::Count count); // row of the groups; the last: all together
    void explainRequested();
    void dealerChosen(const QString &key);

private:
    void openGroup(int row, int column);
    void fillGroups(const reports::Comparison &comparison, const viewmodels::StageTexts &texts);
    void fillLine(int row, const QString &name, Token token, const reports::StageTimes &times, const viewmodels::StageTexts &texts);

    TextLabel *m_title;
    TextLabel *m_logRank;
    QTableWidget *m_groups;
    TextLabel *m_sentence;
    QPushButton *m_copy;
    FactGrid *m_computed;
    TextLabel *m_method;
    QPushButton *m_explain;
    QPushButton *m_rows;
    TextLabel *m_dealersTitle;
    MedianBars *m_dealers;
};

} // namespace dealerlens::desk
