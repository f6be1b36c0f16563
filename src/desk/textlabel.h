// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/theme.h"

#include <QLabel>

namespace dealerlens::desk {

// A label that shows text exactly as it is: portals' names may hold markup, which QLabel would render. Elides at
// the right when `elided`, with the whole text in the tooltip. Colour by token, font by style; follows the theme.
class TextLabel final : public QLabel {
    Q_OBJECT

public:
    explicit TextLabel(const QString &text = {}, FontStyle style = FontStyle::Body, Token token = Token::Text, QWidget *parent = nullptr);

    void setText(const QString &text);

    [[nodiscard]] QString text() const { return m_text; }

    void setToken(Token token);
    void setStyle(FontStyle style);
    void setElided(bool elided, int least = 0); // nothing rather than a stub of fewer than `least` characters

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyTheme();
    void refresh();

    QString m_text;
    FontStyle m_style;
    Token m_token;
    bool m_elided = false;
    int m_least = 0;
};

// Text that may stand in a tooltip or another place that guesses rich text: always shown as it is.
[[nodiscard]] QString plainTip(const QString &text);

} // namespace dealerlens::desk
