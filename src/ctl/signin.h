// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/session.h"

namespace dealerlens::ctl {

// `portals sign-in`: OAuth by a redirect to this computer or by a pasted code.
[[nodiscard]] int signInPortal(Session &session);

// One line of standard input; on a terminal it is asked for and not shown.
[[nodiscard]] QString readSecretLine(const char *prompt);

// A new portal with the naming of the command line, and what a test of a portal found, as a sentence.
[[nodiscard]] model::Portal portalFrom(const PortalArguments &arguments);
[[nodiscard]] QString foundSentence(const sync::PortalTest &test);

} // namespace dealerlens::ctl
