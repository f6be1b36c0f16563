// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace dealerlens::testing {

// Adds the line {"what": …, "count": n} to the results of this test program, a file named after it in the folder
// $DEALERLENS_RESULTS; the first line of a run begins the file anew. Nothing without that folder. The lines of all
// programs become the table of docs/reliability.md.
void countResult(const QString &what, qint64 count);

// `./dev test --long`: sweeps leave nothing out.
[[nodiscard]] bool isLongRun();

// `./dev sanitize`: a process takes ten times as long to begin, so that sweeps over processes try every eighth point.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

} // namespace dealerlens::testing
