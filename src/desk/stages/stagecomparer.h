// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/stages/asker.h"
#include "reports/answers.h"
#include "viewmodels/stagetexts.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace dealerlens::desk {

// One stage set beside others: the groups that were picked, and the dealers in the order of their medians. Keeps the
// picks while questions change; figures come with `changed`. GUI thread.
class StageComparer final : public QObject {
    Q_OBJECT

public:
    StageComparer(const viewmodels::Session &session, QObject *parent);

    // A new question or new facts: what was known of a stage no longer counts.
    void setQuestion(const reports::Question &question, const reports::StageTimesOptions &options);
    // `dealers` where they are told already: else they are asked.
    void setStage(const reports::StageTimes &stage, std::optional<std::vector<reports::DealerTimes>> dealers = {});
    void setBy(viewmodels::CompareBy by); // another one drops the picks
    void setPicked(const QStringList &keys); // the first four
    void toggle(const QString &key);

    [[nodiscard]] viewmodels::CompareBy by() const { return m_by; }

    [[nodiscard]] const QStringList &picked() const { return m_picked; }

    [[nodiscard]] const std::vector<viewmodels::CompareChoice> &choices() const { return m_choices; }

    // Nothing while there are no groups, or until they have been asked.
    [[nodiscard]] const std::optional<reports::Comparison> &comparison() const { return m_comparison; }

    // Slowest first.
    [[nodiscard]] const std::vector<viewmodels::DealerMedian> &medians() const { return m_medians; }

    [[nodiscard]] bool isReady() const { return !m_comparing.isAsking() && !m_ranking.isAsking(); }

Q_SIGNALS:
    void changed();

private:
    void chooseAgain();
    void compare();
    void rank();
    [[nodiscard]] reports::Question stageQuestion() const;
    [[nodiscard]] std::vector<QString> names() const; // of the picked groups

    const viewmodels::Session &m_session;
    Asker m_comparing;
    Asker m_ranking;
    reports::Question m_question;
    reports::StageTimesOptions m_options;
    std::optional<model::EntityKind> m_kind; // of the stage; nothing: no stage yet
    QString m_stage;
    viewmodels::CompareBy m_by = viewmodels::CompareBy::Nothing;
    std::vector<viewmodels::CompareChoice> m_choices;
    QStringList m_picked; // keys
    std::optional<reports::Comparison> m_comparison;
    std::vector<viewmodels::DealerMedian> m_medians;
};

} // namespace dealerlens::desk
