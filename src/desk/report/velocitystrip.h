// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/answers.h"

#include <QWidget>

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

private:
    void explain();

    TextLabel *m_line;
    QPushButton *m_explain;
    std::optional<reports::VelocityAnswer> m_answer;
    QString m_currency;
};

} // namespace dealerlens::desk
