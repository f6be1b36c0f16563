// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QDateTime>
#include <QStringList>
#include <QWidget>

class QComboBox;
class QDateTimeEdit;

namespace dealerlens::desk {

class TextLabel;

// Until when: so much working time of the dealer, an instant by the dealer's clock, or no deadline. GUI thread; built anew
// when the language changes.
class DeadlineBox final : public QWidget {
    Q_OBJECT

public:
    // `zones`: IANA ids of the dealers, each once. The instants offered begin at `now`.
    DeadlineBox(const QStringList &zones, base::UtcSeconds now, QWidget *parent);

    [[nodiscard]] std::int64_t workingSeconds() const; // 0: none of that kind
    [[nodiscard]] QDateTime at() const; // what the dealer's clock will show; invalid: none of that kind
    [[nodiscard]] bool isAhead(base::UtcSeconds now) const; // not over already at any of the dealers

    [[nodiscard]] int kind() const;
    void set(int kind, const QDateTime &at); // as kind() and shownAt() were
    [[nodiscard]] QDateTime shownAt() const;

Q_SIGNALS:
    void changed();

private:
    void showHint();

    QStringList m_zones;
    QComboBox *m_kind;
    QDateTimeEdit *m_at;
    TextLabel *m_hint;
};

} // namespace dealerlens::desk
