// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QString>

class QWidget;

namespace dealerlens::desk {

// What a painted widget consists of, for screen readers: a list of parts with a sentence and a place each. A widget
// derives from this beside QWidget and calls announcePart when its current part changes. Parts are built when they
// are asked for, and are numbered anew whenever the widget shows something else. GUI thread.
class PaintedParts {
public:
    PaintedParts();
    virtual ~PaintedParts() = default;
    PaintedParts(const PaintedParts &) = delete;
    PaintedParts &operator=(const PaintedParts &) = delete;

    [[nodiscard]] virtual int partCount() const = 0;
    [[nodiscard]] virtual QString partSentence(int part) const = 0;
    [[nodiscard]] virtual QRect partRect(int part) const = 0; // in the widget

    [[nodiscard]] virtual int currentPart() const { return -1; } // the one the keys act on

    // What the keys do: move there, and open it. A picture that only shows does neither.
    [[nodiscard]] virtual bool reactsToKeys() const { return false; }

    virtual void focusPart(int part) { Q_UNUSED(part) }

    virtual void pressPart(int part) { Q_UNUSED(part) }
};

// Tells screen readers that `widget`, which is PaintedParts, has another current part.
void announcePart(QWidget *widget);

} // namespace dealerlens::desk
