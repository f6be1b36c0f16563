// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recordpool.h"

#include <mutex>

namespace dealerlens::model {
namespace {

constexpr std::size_t kMost = 2'500; // 50 pages of 50: 7 MB of leads
constexpr std::size_t kLongestExtra = 4'096;
constexpr std::size_t kMostPoints = 16;

struct Pool {
    std::mutex mutex;
    std::vector<Record> records;
};

Pool &pool()
{
    static Pool only;
    return only;
}

bool isUsual(const Record &record) { return record.extra.capacity() <= kLongestExtra && record.points.capacity() <= kMostPoints; }

} // namespace

std::vector<Record> takeRecords(std::size_t count)
{
    std::vector<Record> taken;
    taken.reserve(count);
    {
        Pool &from = pool();
        const std::lock_guard lock(from.mutex);
        for (; taken.size() < count && !from.records.empty(); from.records.pop_back())
            taken.push_back(std::move(from.records.back()));
    }
    taken.resize(count);
    return taken;
}

void giveRecords(std::vector<Record> records)
{
    Pool &to = pool();
    const std::lock_guard lock(to.mutex);
    for (Record &record : records) {
        if (to.records.size() >= kMost)
            return;
        if (isUsual(record))
            to.records.push_back(std::move(record));
    }
}

void fetchAhead(std::span<const Record> coming)
{
    constexpr std::size_t kLine = 64;
    if (coming.size() > 1) {
        const auto *values = reinterpret_cast<const char *>(coming[1].values.data());
        for (std::size_t at = 0; at < coming[1].values.size() * sizeof(Value); at += kLine)
            __builtin_prefetch(values + at);
        __builtin_prefetch(coming[1].points.data());
    }
    if (coming.empty())
        return;
    for (const Value &value : coming.front().values)
        if (const auto *text = std::get_if<std::string>(&value))
            __builtin_prefetch(text->data());
    for (const ContactPoint &point : coming.front().points)
        __builtin_prefetch(point.value.data());
    __builtin_prefetch(coming.front().extra.data());
}

} // namespace dealerlens::model
