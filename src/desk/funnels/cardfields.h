// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/question.h"

#include <QMenu>
#include <QVariantMap>

#include <array>

namespace dealerlens::desk {

// What a card of the board says beside the client: its second line and its marks; and how many cards a cell shows.
// The height of a card stays the same.
struct CardFields {
    enum class Subject { Product, Source, Created, Dealer, Nothing };

    static constexpr int kLeastCards = 2;
    static constexpr int kMostCards = 10;
    // Lates that can be marks; the other three are the state itself.
    static constexpr std::array kMarks { reports::Late::WithoutEvidence, reports::Late::ActivityOverdue, reports::Late::NoNextStep,
        reports::Late::CloseDatePast };

    Subject subject = Subject::Product;
    bool amount = true;
    bool responsible = true;
    unsigned marks = 0xff; // bit per Late that may be shown
    int cards = 4; // of a cell, before "more"

    bool operator==(const CardFields &) const = default;

    [[nodiscard]] QVariantMap toVariant() const;
    // What is unknown or out of bounds keeps its default.
    [[nodiscard]] static CardFields fromVariant(const QVariantMap &map);
};

// The choices of CardFields; deletes itself when closed. GUI thread.
class CardFieldsMenu final : public QMenu {
    Q_OBJECT

public:
    CardFieldsMenu(const CardFields &fields, QWidget *parent);

Q_SIGNALS:
    void chosen(const dealerlens::desk::CardFields &fields);

private:
    void add(QMenu *menu, const QString &text, bool checked, const CardFields &then);
};

} // namespace dealerlens::desk
