// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>

namespace dealerlens::facts {

// Many values as one number: equal values in the same order give equal numbers, and others practically never do, wherever
// and whenever (splitmix64, Steele, Lea, Flood 2014, over every value in turn).
class Digest {
public:
    template <class... Values> void add(Values... values) { (mix(static_cast<std::uint64_t>(values)), ...); }

    void addText(const QString &text)
    {
        mix(static_cast<std::uint64_t>(text.size()));
        for (const QChar letter : text)
            mix(letter.unicode());
    }

    void addText(const QByteArray &text)
    {
        mix(static_cast<std::uint64_t>(text.size()));
        for (const char letter : text)
            mix(static_cast<unsigned char>(letter));
    }

    [[nodiscard]] std::uint64_t value() const { return m_value; }

private:
    void mix(std::uint64_t number)
    {
        std::uint64_t z = (m_value ^ number) + 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        m_value = z ^ (z >> 31);
    }

    std::uint64_t m_value = 0;
};

[[nodiscard]] inline std::uint64_t numberOf(const QString &text)
{
    Digest digest;
    digest.addText(text);
    return digest.value();
}

} // namespace dealerlens::facts
