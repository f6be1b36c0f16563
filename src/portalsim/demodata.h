// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <array>
#include <span>

namespace dealerlens::portalsim {

// What the invented network is made of: real cities, zones, tax regions and number ranges (public facts), invented
// companies, people and machines. Constant; any thread.

// A block of mobile numbers of the region by the Russian numbering plan: +7 <code> <from…from+count−1> xx xxx.
struct PhoneBlock {
    int code; // 9xx
    int from; // the two digits that follow
    int count;
};

struct City {
    const char16_t *name;
    const char16_t *region; // as head office groups its dealers
    const char *zone; // IANA
    int taxRegion; // first two digits of an INN
    std::array<PhoneBlock, 2> phones;
};

struct FirstName {
    const char16_t *name;
    const char16_t *sonOf; // patronymics; "" for a woman's name
    const char16_t *daughterOf;
};

struct Surname {
    const char16_t *man;
    const char16_t *woman;
};

struct Product {
    const char16_t *name;
    int price; // roubles
    int category; // deal funnel: 0 machines, 1 spare parts, 2 service
};

struct SourceRow {
    const char *id; // STATUS_ID
    const char16_t *name;
    double weight;
    double quality; // multiplies the chance to become a deal
};

struct UtmRow {
    const char *sourceId;
    const char *source;
    const char *medium;
    const char *campaign;
};

struct Reason {
    const char16_t *name;
    double weight;
    bool junk; // says nothing: what an auditor should find
};

[[nodiscard]] std::span<const City> demoCities();
[[nodiscard]] std::span<const FirstName> demoMen();
[[nodiscard]] std::span<const FirstName> demoWomen();
[[nodiscard]] std::span<const Surname> demoSurnames();
[[nodiscard]] std::span<const char16_t *const> demoFarmNames();
[[nodiscard]] std::span<const char16_t *const> demoDealerFirstWords();
[[nodiscard]] std::span<const char16_t *const> demoDealerLastWords();
[[nodiscard]] std::span<const Product> demoProducts();
[[nodiscard]] std::span<const SourceRow> demoSources();
[[nodiscard]] std::span<const UtmRow> demoUtm();
[[nodiscard]] std::span<const Reason> demoLossReasons();
[[nodiscard]] std::span<const char16_t *const> demoComments();
[[nodiscard]] std::span<const char16_t *const> demoTodos();
[[nodiscard]] std::span<const char16_t *const> demoMailSubjects();

} // namespace dealerlens::portalsim
