// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dealerlens::base {

// Marks the upper halves of this thread's vector registers as unused. Qt's hash of a text of more than sixteen bytes leaves them
// in use where the processor has AES for 256 bits (VAES; Qt 6.4.2 as Debian 12 has it, docs/performance.md), and threads inherit
// that from whoever starts them. While they are in use, an Intel processor takes some seventy cycles to go from old
// instructions (SSE) to new ones (VEX, EVEX) or back: exp() then takes twenty times as long. For the beginning of work in
// which nothing is looked up by text; a few cycles.
inline void clearUpperRegisters()
{
#if defined(__AVX__)
    __builtin_ia32_vzeroupper();
#elif defined(__x86_64__)
    static const bool hasThem = __builtin_cpu_supports("avx") != 0;
    if (hasThem)
        asm volatile("vzeroupper"); // the lower halves stay, and the compiler keeps nothing in the upper ones
#endif
}

} // namespace dealerlens::base
