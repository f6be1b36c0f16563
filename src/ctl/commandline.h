// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"
#include "ctl/completion.h"

#include <expected>
#include <vector>

namespace dealerlens::ctl {

// Reads the arguments. When there is nothing to do any more (help, version, a usage error) it has said so and
// the error is the exit code.
[[nodiscard]] std::expected<Arguments, int> parseCommandLine(int argc, char **argv);

// Every command with its words, for completion.
[[nodiscard]] std::vector<CommandWords> allCommandWords();

} // namespace dealerlens::ctl
