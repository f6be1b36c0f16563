// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/outboxfeed.h"
#include "viewmodels/wishmaking.h"

#include <QWidget>

#include <array>
#include <optional>

class QGridLayout;
class QPushButton;
class QScrollArea;

namespace dealerlens::desk {

class FactGrid;
class TextLabel;

// Right panel of the Outbox: what is wanted of which item, where it stands and what a person can do about it, the
// three values of a conflict, the dealer's answer, the evidence. Shows what it was given last; GUI thread.
class OutboxPanel final : public QWidget {
    Q_OBJECT

public:
    static constexpr int kSteps = 6; // of viewmodels::OutboxStep

    explicit OutboxPanel(QWidget *parent);

    // nullptr: nothing chosen. `note`: what other writes mean for it, "" nothing.
    void setItem(const viewmodels::OutboxItem *item, const QString &note, base::UtcSeconds now);
    void setEvidence(const QString &uuid, const std::vector<model::WriteEvent> &events); // of the item, else dropped
    void retranslate();
    [[nodiscard]] static QString stepName(viewmodels::OutboxStep step);
    [[nodiscard]] static QString stepTip(viewmodels::OutboxStep step);

Q_SIGNALS:
    void stepChosen(dealerlens::viewmodels::OutboxStep step);
    void itemRequested();
    void portalRequested();

private:
    void fill();
    void fillValues(const viewmodels::OutboxItem &item);
    void fillFacts(const viewmodels::OutboxItem &item);
    void fillButtons(const viewmodels::OutboxItem &item);

    std::optional<viewmodels::OutboxItem> m_item;
    std::vector<model::WriteEvent> m_events;
    base::UtcSeconds m_now = base::kNever;
    QString m_note;
    QWidget *m_content;
    TextLabel *m_empty;
    QScrollArea *m_scroll;
    TextLabel *m_title;
    TextLabel *m_about;
    TextLabel *m_state;
    TextLabel *m_advice;
    QWidget *m_values;
    QGridLayout *m_grid;
    FactGrid *m_answer;
    FactGrid *m_facts;
    FactGrid *m_evidence;
    std::array<QPushButton *, kSteps> m_buttons {};
    QGridLayout *m_steps;
    QPushButton *m_open;
    QPushButton *m_portal;
};

} // namespace dealerlens::desk
