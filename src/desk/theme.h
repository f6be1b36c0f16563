// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/tokens.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>

class QApplication;

namespace dealerlens::desk {

class SystemColours;

enum class Token {
#define X(name, key) name,
    DEALERLENS_TOKENS(X)
#undef X
        Count
};

enum class FontStyle { Figure, Title, Body, Strong, Small, SmallStrong, Caption, Badge };

enum class Density { Compact, Normal, Comfortable };

// Colours, fonts and sizes of one look (light or dark). A value: painters take it by reference and never ask
// anything else for a colour. Sizes are in pixels of scale 1; px() scales them with the base size of the font.
class Theme {
public:
    // Reads the tokens from the resources; asserts that each token of the enum has a value.
    static Theme load(bool dark, const QFont &base);

    [[nodiscard]] bool isDark() const { return m_dark; }

    [[nodiscard]] QColor color(Token token) const { return m_colors[static_cast<size_t>(token)]; }

    // Hue of the n-th dealer of the current view; the 13th starts over. Never drawn without the dealer's code.
    [[nodiscard]] QColor dealerHue(int index) const;
    // White or black, whichever contrasts more on `ground` (WCAG 2.1).
    [[nodiscard]] static QColor textOn(const QColor &ground);
    [[nodiscard]] static double contrast(const QColor &one, const QColor &other);

    [[nodiscard]] QFont font(FontStyle style) const { return m_fonts[static_cast<size_t>(style)]; }

    [[nodiscard]] int px(int designPixels) const;
    [[nodiscard]] int rowHeight(Density density, bool twoLines = false) const;

    [[nodiscard]] QPalette palette() const;
    // Selection is a tint: Highlight = select, text stays text.
    [[nodiscard]] QPalette viewPalette() const;
    [[nodiscard]] QString styleSheet() const;

private:
    bool m_dark = false;
    int m_base = 13;
    std::array<QColor, static_cast<size_t>(Token::Count)> m_colors;
    std::array<QColor, 12> m_hues;
    std::array<QFont, 8> m_fonts; // by style
};

// Holds the theme in force for the whole program and applies it to QApplication. GUI thread; one per program,
// owned by main (or by a test). `changed` is emitted after palette and style sheet are set.
class ThemeManager final : public QObject {
    Q_OBJECT

public:
    enum class Mode { System, Light, Dark };

    // `system` tells what the desktop wants (nullptr: the session bus is asked); becomes a child.
    explicit ThemeManager(QApplication &app, SystemColours *system = nullptr);
    ~ThemeManager() override;

    void setMode(Mode mode);
    void setDensity(Density density);

    [[nodiscard]] Mode mode() const { return m_mode; }

    [[nodiscard]] Density density() const { return m_density; }

    [[nodiscard]] const Theme &theme() const { return m_theme; }

    // Family used instead of the system's because its digits have different widths; empty when not needed.
    [[nodiscard]] QString replacedFont() const { return m_replacedFont; }

    static ThemeManager *instance();

Q_SIGNALS:
    void changed();
    void densityChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    friend class PaperTheme;
    void apply();
    [[nodiscard]] bool systemIsDark() const;

    QApplication &m_app;
    SystemColours *m_system;
    Mode m_mode = Mode::System;
    Density m_density = Density::Normal;
    QPalette m_systemPalette; // of the start-up, or of the last change that was not ours
    QFont m_font;
    QString m_replacedFont;
    Theme m_theme;
    bool m_applying = false;
};

// The theme in force. Only after a ThemeManager exists.
[[nodiscard]] const Theme &theme();

// While it lives, theme() gives light colours whatever the screen shows: for what is drawn on paper. Nothing is told
// to the widgets. GUI thread; not nested.
class PaperTheme final {
public:
    PaperTheme();
    ~PaperTheme();
    Q_DISABLE_COPY_MOVE(PaperTheme)

private:
    Theme m_screen;
};

// True when all ten digits of `font` have one width (columns of numbers need it; Qt 6.4 cannot ask the font for
// tabular figures).
[[nodiscard]] bool hasTabularDigits(const QFont &font);

} // namespace dealerlens::desk
