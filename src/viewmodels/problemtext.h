// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QCoreApplication>
#include <QString>

namespace dealerlens::viewmodels {

// An error as people read it, in the language in force: what happened, what it means and what to do. Made from
// kind and code alone; `detail` of the error is for the log and never gets here. Pure but for the translation.
class ProblemText {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::viewmodels::ProblemText)

public:
    // The step that usually helps; pages make a button of it.
    enum class Remedy { None, Retry, NewKey, AskRights, CheckAddress, FreeSpace };

    QString title; // what happened: "The portal does not accept the key"
    QString advice; // what to do, one or two sentences
    QString shortText; // for a table cell: "key refused, 401"
    Remedy remedy = Remedy::None;

    [[nodiscard]] static ProblemText of(const base::Error &error);

    // Title and advice as one paragraph.
    [[nodiscard]] QString sentence() const { return title + QStringLiteral(". ") + advice; }

private:
    [[nodiscard]] static ProblemText ofConnection(const base::Error &error);
    [[nodiscard]] static ProblemText ofRefusal(const base::Error &error);
    [[nodiscard]] static ProblemText ofKeys(const QByteArray &code);
    [[nodiscard]] static ProblemText ofSignIn(const base::Error &error);
    [[nodiscard]] static ProblemText ofAnswer(const base::Error &error);
    [[nodiscard]] static ProblemText ofStorage(const base::Error &error);
    [[nodiscard]] static ProblemText ofInput(const base::Error &error);
};

} // namespace dealerlens::viewmodels
