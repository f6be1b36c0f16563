// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/fmt.h"

#include <QObject>
#include <QTranslator>

#include <functional>

class QCoreApplication;

namespace dealerlens::desk {

// The language of the program, switchable while it runs: installs the translations (ours and Qt's), after which
// every widget gets QEvent::LanguageChange. GUI thread; one per program, owned by main or by a test.
class LanguageManager final : public QObject {
    Q_OBJECT

public:
    explicit LanguageManager(QCoreApplication &app);
    ~LanguageManager() override;

    void setLanguage(viewmodels::Language language);

    [[nodiscard]] viewmodels::Language language() const { return m_fmt.language(); }

    // Zone of head office, in which all instants are shown.
    void setZone(const QTimeZone &zone);
    // For the year that dates leave out, and the minus of the font.
    void setToday(QDate today);

    [[nodiscard]] const viewmodels::Fmt &fmt() const { return m_fmt; }

    static LanguageManager *instance();
    // What the system speaks: Russian or English.
    [[nodiscard]] static viewmodels::Language systemLanguage();

Q_SIGNALS:
    void changed();

private:
    QCoreApplication &m_app;
    QTranslator m_own;
    QTranslator m_qt;
    viewmodels::Fmt m_fmt;
};

// Calls `set` now and whenever the language has changed, while `owner` lives: texts of dialogs that stay open.
void onLanguage(QObject *owner, const std::function<void()> &set);

// The way numbers are written now. Only after a LanguageManager exists.
[[nodiscard]] const viewmodels::Fmt &fmt();

} // namespace dealerlens::desk
