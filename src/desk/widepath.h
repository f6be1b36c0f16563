// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/painters.h"

#include <vector>

namespace dealerlens::desk {

// Measures of paintPathStripWide(). Steps are equally wide while every label fits; else each gets what its words need,
// and labels take a second line. Pixels of the painter.
[[nodiscard]] double pathStripWideHeight(std::span<const PathStep> steps, double width, const Theme &theme);

// Where each step begins, from 0, and the end of the last.
[[nodiscard]] std::vector<double> pathStripWideEdges(std::span<const PathStep> steps, double width, const Theme &theme);

} // namespace dealerlens::desk
