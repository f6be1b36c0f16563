// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/paintedparts.h"
#include "viewmodels/dealerhealth.h"

#include <QWidget>

class QToolButton;

namespace dealerlens::desk {

// One square per dealer, problems first; hover names it, a click chooses it. 6 px squares in at most four lines
// when there are many. A list for screen readers; the table below serves the keys.
class NetworkSquares final : public QWidget, public PaintedParts {
    Q_OBJECT

public:
    explicit NetworkSquares(QWidget *parent = nullptr);
    void setDealers(const std::vector<viewmodels::DealerHealth> &dealers);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] int partCount() const override { return static_cast<int>(m_dealers.size()); }

    [[nodiscard]] QString partSentence(int part) const override;

    [[nodiscard]] QRect partRect(int part) const override { return square(part); }

Q_SIGNALS:
    void chosen(int portal);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] int side() const;
    [[nodiscard]] int step() const;
    [[nodiscard]] int shownCount() const;
    [[nodiscard]] int perLine() const;
    [[nodiscard]] QRect square(int index) const;
    [[nodiscard]] int at(const QPoint &point) const;

    std::vector<viewmodels::DealerHealth> m_dealers;
};

// The 44 px under the page head: squares and the four counts; each count filters the table, also by Alt+1 … 5.
class NetworkStrip final : public QWidget {
    Q_OBJECT

public:
    explicit NetworkStrip(QWidget *parent = nullptr);
    void setDealers(const std::vector<viewmodels::DealerHealth> &dealers, std::int64_t freshnessLimit);
    void retranslate();
    void setChosenState(int state); // model::PortalHealth, -1: none
    void toggle(int count); // as a click on it
    static constexpr int kStates = 5;

Q_SIGNALS:
    void portalChosen(int portal);
    void stateChosen(int state); // -1: all again

private:
    struct Count {
        int state;
        class ToggleChip *chip;
    };

    NetworkSquares *m_squares;
    std::vector<Count> m_counts;
    class TextLabel *m_note;
    std::vector<viewmodels::DealerHealth> m_dealers;
    std::int64_t m_freshnessLimit = 3'600;
};

} // namespace dealerlens::desk
