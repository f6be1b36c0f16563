// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"
#include "viewmodels/rowsscope.h"

#include <QWidget>

#include <array>
#include <optional>

class QPushButton;

namespace dealerlens::desk {

class TextLabel;

// One line under the head of a page: what the open deals bring per day, from which four factors; the button tells how
// it was computed and what changed it. Hidden until there is an answer. GUI thread.
class VelocityStrip final : public QWidget {
    Q_OBJECT

public:
    explicit VelocityStrip(QWidget *parent);

    void setAnswer(const reports::VelocityAnswer &answer, const QString &currency);
    void retranslate();

    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void rowsRequested(const dealerlens::viewmodels::RowsScope &scope);

private:
    void explain();
    void nameCounts();

    TextLabel *m_line;
    std::array<QPushButton *, 3> m_counts; // open, mature, won: each opens its rows
    QPushButton *m_explain;
    std::optional<reports::VelocityAnswer> m_answer;
    QString m_currency;
};

} // namespace dealerlens::desk
