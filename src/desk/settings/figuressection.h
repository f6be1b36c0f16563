// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDateEdit;
class QFormLayout;
class QLineEdit;
class QListWidget;
class QSpinBox;

namespace dealerlens::viewmodels {
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

// The numbers that figures depend on: limit of the first response, length of a conversation, horizon of
// conversion, age of fresh data, currency and its rates.
class FiguresSection final : public QWidget {
    Q_OBJECT

public:
    FiguresSection(viewmodels::StandardDraft &draft, QWidget *parent);

private:
    void show();
    void addRate();
    void removeRate();
    [[nodiscard]] QSpinBox *number(const QString &name, const QString &note, int from, int to, const QString &unit);

    viewmodels::StandardDraft &m_draft;
    QFormLayout *m_form;
    QSpinBox *m_response;
    QSpinBox *m_conversation;
    QSpinBox *m_horizon;
    QSpinBox *m_fresh;
    QLineEdit *m_currency;
    QListWidget *m_rates;
    QLineEdit *m_rateCode;
    QLineEdit *m_rateValue;
    QDateEdit *m_rateDay;
    bool m_showing = false;
};

// Where the data and the keys are.
[[nodiscard]] QWidget *buildDataSettings(viewmodels::Session &session, QWidget *parent);

} // namespace dealerlens::desk
