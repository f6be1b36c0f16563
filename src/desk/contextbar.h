// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "viewmodels/contextchoices.h"

#include <QPointer>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace dealerlens::desk {

class Chip;

// Line under the menu: back and forward, the chips of the context, and the field that leads to the command
// palette. Shows a context and tells what the user chose; keeps nothing else. Chips that do not fit fold into +n.
class ContextBar final : public QWidget {
    Q_OBJECT

public:
    explicit ContextBar(QWidget *parent = nullptr);

    void setChoices(viewmodels::ContextChoices *choices);
    void setContext(const viewmodels::Context &context);
    void setParts(ContextParts parts);
    void setHistory(bool canGoBack, bool canGoForward);
    void retranslate();
    // Key and value of the chips of `parts`, folded ones too.
    [[nodiscard]] exporting::PrintFacts words(ContextParts parts) const;

Q_SIGNALS:
    void contextChosen(const viewmodels::Context &context);
    void backRequested();
    void forwardRequested();
    void searchRequested(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void fold();
    void choose(const viewmodels::Context &context);
    void openPeriod();
    void openDealers();
    void openFunnel();
    void openEmployees();
    void openCondition(const QString &field, QWidget *anchor);
    void openConditionFields();
    void openFolded();
    void rebuildConditions();

    QPointer<viewmodels::ContextChoices> m_choices;
    viewmodels::Context m_context;
    ContextParts m_parts;
    QToolButton *m_back;
    QToolButton *m_forward;
    Chip *m_period;
    Chip *m_dealers;
    Chip *m_funnel;
    Chip *m_employees;
    QHBoxLayout *m_conditionRow;
    QList<Chip *> m_conditions;
    QToolButton *m_add;
    QToolButton *m_more;
    QLineEdit *m_search;
};

} // namespace dealerlens::desk
