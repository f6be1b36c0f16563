// SPDX-License-Identifier: GPL-3.0-or-later
// What most tests include; precompiled once for all of them. QTest itself cannot be here: it depends on what the test links.
#pragma once

#include "base/precompiled.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <random>
