// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <typeindex>

namespace dealerlens::facts {

// Room beside a snapshot for what others derive from it: one value of each type, made by whoever asks first and kept
// as long as the snapshot. Any thread; while one is made the others that ask for it wait, and it may ask for others. A
// copy begins empty, for the copy of a snapshot may be changed.
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
        const std::shared_ptr<Value> value = valueOf(std::type_index(typeid(T)));
        const std::lock_guard lock(value->mutex);
        if (!value->kept)
            value->kept = std::make_shared<const T>(make());
        return std::static_pointer_cast<const T>(value->kept);
    }

    // For whoever changes a snapshot that is not shared yet, or wants its memory back: what is asked for is made anew.
    void clear() const
    {
        const std::lock_guard lock(m_mutex);
        m_values.clear();
    }

private:
    struct Value {
        std::mutex mutex; // held while it is made
        std::shared_ptr<const void> kept;
    };

    [[nodiscard]] std::shared_ptr<Value> valueOf(std::type_index type) const
    {
        const std::lock_guard lock(m_mutex);
        auto &value = m_values[type];
        if (!value)
            value = std::make_shared<Value>();
        return value;
    }

    mutable std::mutex m_mutex;
    mutable std::map<std::type_index, std::shared_ptr<Value>> m_values;
};

} // namespace dealerlens::facts
