// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/session.h"
#include "reports/table.h"

#include <expected>

namespace dealerlens::ctl {

// Each command does its work, writes results and sentences, and answers with the exit code.
[[nodiscard]] int portalsCommand(Session &session);
[[nodiscard]] int syncCommand(Session &session);
[[nodiscard]] int reportCommand(Session &session);
[[nodiscard]] int searchCommand(Session &session);
[[nodiscard]] int exportCommand(Session &session);
[[nodiscard]] int outboxCommand(Session &session);
[[nodiscard]] int checkCommand(Session &session);
[[nodiscard]] int standardCommand(Session &session);
[[nodiscard]] int backupCommand(Session &session);
[[nodiscard]] int restoreCommand(Session &session);
[[nodiscard]] int repairCommand(Session &session);
[[nodiscard]] int forgetCommand(Session &session);
[[nodiscard]] int diagnosticsCommand(Session &session);

// Prints `table` in the wanted format or writes it to the wanted file.
[[nodiscard]] int emitTable(Session &session, const reports::Table &table);

// Names of all reports, in the order of help.
[[nodiscard]] const QStringList &reportNames();

// The report called `name` for the session's arguments; a report is the same whether printed or exported. The
// error is an exit code; its sentence has been said.
[[nodiscard]] std::expected<reports::Table, int> makeReport(Session &session, const QString &name);

// Every record of a kind ("lead", "deal", "contact" …) with all its columns.
[[nodiscard]] std::expected<reports::Table, int> makeEntityTable(Session &session, const QString &kindName);

} // namespace dealerlens::ctl
