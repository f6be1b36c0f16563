// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/session.h"
#include "viewmodels/wishmaking.h"

#include <QDateTime>
#include <QDialog>
#include <QStringList>
#include <QVariant>

#include <map>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace dealerlens::desk {

class DeadlineBox;
class ErrorBox;
class TextLabel;

// What a person wants of one item or of many: says whose they are and when it is sent, checks what is typed, puts it
// into the outbox and tells so with a way to take it back. GUI thread; opened with open(), deletes itself.
class WishDialog final : public QDialog {
    Q_OBJECT

public:
    // `stage`: chosen beforehand. Without `items` a new lead is meant. `parent` is a widget of the window.
    WishDialog(
        viewmodels::Session &session, viewmodels::Wish wish, std::vector<model::RecordKey> items, const QString &stage, QWidget *parent);

    // Why these items cannot have this together; "" when they can.
    [[nodiscard]] static QString obstacle(viewmodels::Wish wish, const std::vector<model::RecordKey> &items);
    [[nodiscard]] static QString title(viewmodels::Wish wish);

Q_SIGNALS:
    void queued(const QStringList &uuids);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override; // another language: built anew with what is typed

private:
    // What is typed and chosen.
    struct Typed {
        QString text;
        int deadline = 0;
        QDateTime at;
        QVariant person;
        QString stage;
        QString field;
        QString value;
        bool isValueTyped = false;
        QVariant dealer;
        QString reason;
        std::map<QString, QString> fields;
    };

    void build();
    void buildRows(QFormLayout &form);
    [[nodiscard]] Typed typed() const;
    void fill(const Typed &typed);

    // wishform.cpp
    [[nodiscard]] static bool isOnePortal(const std::vector<model::RecordKey> &items);
    [[nodiscard]] static facts::Index placeOf(const facts::Snapshot &facts, model::PortalId portal);
    void buildText(QFormLayout &form);
    void buildDeadline(QFormLayout &form);
    void buildPerson(QFormLayout &form, bool withOwner);
    void buildStage(QFormLayout &form);
    void showNeeded();
    void addNeeded(const std::vector<viewmodels::NeededField> &needed);
    void buildField(QFormLayout &form);
    void buildLead(QFormLayout &form);
    void buildReason(QFormLayout &form);
    void buildButtons(QFormLayout &form);
    void readFields();
    void showField();
    [[nodiscard]] QStringList zones() const;
    [[nodiscard]] QStringList recentReasons() const;

    [[nodiscard]] QString staleness() const;
    [[nodiscard]] QString aboutItems() const;
    void readName();
    [[nodiscard]] viewmodels::WishOrder order() const;
    [[nodiscard]] bool isComplete() const;
    void check();
    void send();
    void take(const base::Result<viewmodels::WishOutcome> &outcome);

    viewmodels::Session &m_session;
    facts::SnapshotPtr m_facts;
    viewmodels::Wish m_wish;
    std::vector<model::RecordKey> m_items;
    QString m_stageAtFirst;
    QWidget *m_body = nullptr; // all of the following
    TextLabel *m_about = nullptr;
    QPlainTextEdit *m_text = nullptr;
    DeadlineBox *m_deadline = nullptr;
    QComboBox *m_person = nullptr;
    QComboBox *m_stage = nullptr;
    QComboBox *m_field = nullptr;
    QComboBox *m_dealer = nullptr;
    QLineEdit *m_value = nullptr;
    QLineEdit *m_reason = nullptr;
    std::vector<std::pair<QString, QLineEdit *>> m_leadFields;
    QFormLayout *m_needed = nullptr; // what a final stage asks for
    int m_neededRow = 0; // where they begin in it
    std::vector<std::pair<QString, QLineEdit *>> m_neededFields;
    std::map<QString, QString> m_typedFields; // of fields that are not there yet
    QString m_wantedField; // of the portal, not read yet
    bool m_readsNeeded = false;
    ErrorBox *m_problem = nullptr;
    QPushButton *m_send = nullptr;
    bool m_sending = false;
};

} // namespace dealerlens::desk
