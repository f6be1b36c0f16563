// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <typeindex>
#include <utility>
#include <vector>

namespace dealerlens::facts {

// What a snapshot has in common with an earlier one.
struct Same {
    // By portal of the later one: the rows are the same, and so is what their numbers mean to whoever derives something
    // from them (funnels and meanings of stages, hours, limits, rates). Not who belongs where, and not effective now.
    std::vector<char> portals;
    bool tree = false; // portals, regions, departments and people, with their names

    [[nodiscard]] bool of(std::size_t portal) const { return portal < portals.size() && portals[portal] != 0; }

    [[nodiscard]] std::size_t count() const { return std::size_t(std::ranges::count(portals, char(1))); }

    // Whether it is worth while to take something over.
    [[nodiscard]] bool isWorthWhile() const { return 2 * count() >= portals.size(); }
};

class KeptFile;

// Room beside a snapshot for what others derive from it: one value of each type, made by whoever asks first and kept
// as long as the snapshot. Any thread; while one is made the others that ask for it wait, and it may ask for others. A
// copy begins empty, for the copy of a snapshot may be changed.
//
// Beside a snapshot that follows another, a value may be made from the one of before: by whoever asks first, and from the
// value itself when nobody else has it, so that there are never two for long.
class Derived {
public:
    Derived() = default;

    Derived(const Derived &) { }

    Derived &operator=(const Derived &)
    {
        clear();
        return *this;
    }

    ~Derived() = default;

    template <class T, class Make> [[nodiscard]] std::shared_ptr<const T> get(Make make) const
    {
        const std::shared_ptr<Value> value = valueOf(std::type_index(typeid(T)), false);
        const std::lock_guard lock(value->mutex);
        if (!value->kept)
            value->kept = std::make_shared<T>(make());
        return std::static_pointer_cast<const T>(value->kept);
    }

    // takeOver(T of an earlier snapshot, what is the same since) makes one that equals make()'s.
    template <class T, class Make, class TakeOver> [[nodiscard]] std::shared_ptr<const T> get(Make make, TakeOver takeOver) const
    {
        return get<T>(make, takeOver, [](const KeptFile &) { return std::optional<T>(); });
    }

    // fetch(file of an earlier run) makes one that equals make()'s, or none.
    template <class T, class Make, class TakeOver, class Fetch>
    [[nodiscard]] std::shared_ptr<const T> get(Make make, TakeOver takeOver, Fetch fetch) const
    {
        const std::shared_ptr<Value> value = valueOf(std::type_index(typeid(T)), true);
        const std::lock_guard lock(value->mutex);
        if (value->kept)
            return std::static_pointer_cast<const T>(value->kept);
        const std::shared_ptr<Value> earlier = std::exchange(value->earlier, nullptr);
        const std::shared_ptr<const Same> same = std::exchange(value->same, nullptr);
        auto had = earlier ? std::static_pointer_cast<T>(earlier->handOver()) : std::shared_ptr<T>();
        std::shared_ptr<T> made;
        if (!had)
            made = fetchOrMake<T>(make, fetch);
        else if (had.use_count() == 1) // only this thread knows it
            made = std::make_shared<T>(takeOver(std::move(*had), *same));
        else
            made = std::make_shared<T>(takeOver(T(*had), *same));
        value->kept = made;
        return made;
    }

    // The value of a type if there is one.
    template <class T> [[nodiscard]] std::shared_ptr<const T> find() const
    {
        const std::shared_ptr<Value> value = [this] {
            const std::lock_guard lock(m_mutex);
            const auto found = m_values.find(std::type_index(typeid(T)));
            return found == m_values.end() ? nullptr : found->second;
        }();
        if (!value)
            return nullptr;
        const std::lock_guard lock(value->mutex);
        return std::static_pointer_cast<const T>(value->kept);
    }

    // What an earlier run has kept, for whoever asks first; null when there is none.
    void keepIn(std::shared_ptr<const KeptFile> file) const
    {
        const std::lock_guard lock(m_mutex);
        m_file = std::move(file);
    }

    [[nodiscard]] std::shared_ptr<const KeptFile> file() const
    {
        const std::lock_guard lock(m_mutex);
        return m_file;
    }

    // Of a snapshot that nobody else sees yet: what there is beside `before`, or will be made there by those who ask for it
    // now, may be taken over. What nobody has asked for until it says little of most portals is let go.
    void follow(const Derived &before, const Same &same);

    // For whoever changes a snapshot that is not shared yet, or wants its memory back: what is asked for is made anew.
    void clear() const
    {
        const std::lock_guard lock(m_mutex);
        m_values.clear();
    }

private:
    struct Value {
        std::mutex mutex; // held while it is made
        std::shared_ptr<void> kept; // nobody changes it as long as it is known to more than one
        bool isTakenOver = false; // by snapshots that follow
        std::shared_ptr<Value> earlier; // what it may be made from
        std::shared_ptr<const Same> same; // since then

        // Out of here when nobody else has it.
        [[nodiscard]] std::shared_ptr<void> handOver()
        {
            const std::lock_guard lock(mutex);
            if (kept.use_count() > 1)
                return kept;
            std::shared_ptr<void>(kept).reset(); // comes after all that those did who let go of it (an acquiring decrement)
            return std::exchange(kept, nullptr);
        }
    };

    [[nodiscard]] std::shared_ptr<Value> valueOf(std::type_index type, bool isTakenOver) const
    {
        const std::lock_guard lock(m_mutex);
        auto &value = m_values[type];
        if (!value) {
            value = std::make_shared<Value>();
            value->isTakenOver = isTakenOver;
        }
        return value;
    }

    template <class T> [[nodiscard]] std::shared_ptr<T> fetchOrMake(auto make, auto fetch) const
    {
        if (const std::shared_ptr<const KeptFile> kept = file())
            if (std::optional<T> fetched = fetch(*kept))
                return std::make_shared<T>(std::move(*fetched));
        return std::make_shared<T>(make());
    }

    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const KeptFile> m_file;
    mutable std::map<std::type_index, std::shared_ptr<Value>> m_values;
};

} // namespace dealerlens::facts
