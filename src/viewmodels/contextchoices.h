// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>
#include <QString>

namespace dealerlens::viewmodels {

struct DealerChoice {
    qint64 portal = 0;
    QString code; // two letters
    QString title;
    QString city;
    QString region;
    bool fresh = true;
};

struct Choice {
    QString key;
    QString text; // for people, in the language in force
    QString detail; // second line or dealer; may be empty
};

// What can be chosen in the context bar. Lives on the window's thread and answers from memory; the lists may be
// empty until the first portal is mirrored. `changed` tells that any of them is different now.
class ContextChoices : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    [[nodiscard]] virtual QList<DealerChoice> dealers() const = 0;
    [[nodiscard]] virtual QList<Choice> funnels() const = 0; // the first is the default
    [[nodiscard]] virtual QList<Choice> employees() const = 0;
    [[nodiscard]] virtual QList<Choice> conditionFields() const = 0; // key = Condition::key
    [[nodiscard]] virtual QList<Choice> conditionValues(const QString &field) const = 0;

Q_SIGNALS:
    void changed();
};

} // namespace dealerlens::viewmodels
