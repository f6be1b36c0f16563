// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "desk/theme.h"

#include <QFrame>
#include <QToolButton>

class QAction;
class QButtonGroup;
class QPushButton;
class QVBoxLayout;

namespace dealerlens::desk {

class TextLabel;

// Filter chip: key in third text colour, value after it. Changed from the default: `select` ground and a cross.
// Click opens (signal clicked), the cross resets.
class Chip final : public QToolButton {
    Q_OBJECT

public:
    explicit Chip(const QString &iconName, QWidget *parent = nullptr);
    void setKey(const QString &key);
    void setValue(const QString &value);
    void setActive(bool active); // changed from the default

    [[nodiscard]] QString key() const { return m_key; }

    [[nodiscard]] QString value() const { return m_value; }

    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void resetRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QRectF crossRect() const;

    QString m_icon;
    QString m_key;
    QString m_value;
    bool m_active = false;
};

// Two to five exclusive choices side by side.
class SegmentedControl final : public QWidget {
    Q_OBJECT

public:
    explicit SegmentedControl(QWidget *parent = nullptr);
    void setChoices(const QStringList &texts, const QStringList &icons = {}); // keeps the current index
    void setCurrent(int index);
    [[nodiscard]] int current() const;

Q_SIGNALS:
    void chosen(int index); // by the user only

private:
    QButtonGroup *m_group;
};

// One line of quick filters: toggles with glyph, words and a count; several combine.
class ToggleChip final : public QToolButton {
    Q_OBJECT

public:
    explicit ToggleChip(QWidget *parent = nullptr);
    // `glyph` is a painters State or -1.
    void setContent(int glyph, const QString &text, const QString &count);
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_glyph = -1;
    QString m_text;
    QString m_count;
};

// How fresh and how complete: bar with the fresh part, "37 of 40 dealers · as of 24 Nov 09:41". When all are
// fresh only the time remains. Click: which dealers are missing.
class CoverageMark final : public QToolButton {
    Q_OBJECT

public:
    explicit CoverageMark(QWidget *parent = nullptr);
    void setCoverage(int fresh, int total, base::UtcSeconds asOf);
    [[nodiscard]] QSize sizeHint() const override;

    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QString words() const;
    void refresh();

    int m_fresh = 0;
    int m_total = 0;
    base::UtcSeconds m_asOf = base::kNever;
};

// A frame that appears under a widget and closes by Esc or a click outside. Deletes itself when closed.
class Popover : public QFrame {
    Q_OBJECT

public:
    explicit Popover(QWidget *parent);

    [[nodiscard]] QVBoxLayout &column() const { return *m_column; }

    // Below the anchor, moved to stay on its screen.
    void openUnder(QWidget *anchor);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QVBoxLayout *m_column;
};

// Flat button with an icon; tooltip "name (key)", accessible name = name.
[[nodiscard]] QToolButton *iconButton(const QString &iconName, const QString &name, const QString &key = {}, QWidget *parent = nullptr);
// The same for an action of the registry.
[[nodiscard]] QToolButton *actionButton(QAction *action, QWidget *parent = nullptr);
void setIconButtonName(QToolButton *button, const QString &name, const QString &key = {});

// Nothing to show: one sentence and, when `action` is given, one button (signal acted).
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);
    void setContent(const QString &sentence, const QString &action = {});

Q_SIGNALS:
    void acted();

private:
    TextLabel *m_sentence;
    QPushButton *m_action;
};

// What happened, since when, what to do: a box with a red left edge; never a modal one for background errors.
class ErrorBox final : public QFrame {
    Q_OBJECT

public:
    explicit ErrorBox(QWidget *parent = nullptr);
    void setContent(const QString &title, const QString &text, const QString &action = {});

Q_SIGNALS:
    void acted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TextLabel *m_title;
    TextLabel *m_text;
    QPushButton *m_action;
};

} // namespace dealerlens::desk
