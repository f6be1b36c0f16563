// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <utility>
#include <vector>

namespace dealerlens::portal {

// One call of a REST method: its name and its parameters in PHP's bracket notation (REST reference 1.2). Names
// of parameters are our own literals; values may be anything.
class Call {
public:
    Call() = default;

    explicit Call(QByteArray method)
        : m_method(std::move(method))
    {
    }

    Call &set(const QByteArray &name, const QByteArray &value);

    Call &set(const QByteArray &name, std::int64_t value) { return set(name, QByteArray::number(qlonglong(value))); }

    // The value is taken from an earlier command of the same batch: path like "c0][49][ID".
    Call &setReference(const QByteArray &name, const QByteArray &path);

    [[nodiscard]] const QByteArray &method() const { return m_method; }

    // "crm.lead.list?filter%5B%3EID%5D=5": one level of percent-encoding.
    [[nodiscard]] QByteArray batchText() const;

    // A batch would replace "$result[" inside a value, so a call with such a value must travel alone.
    [[nodiscard]] bool mayGoInBatch() const { return m_mayGoInBatch; }

    [[nodiscard]] QByteArray form() const; // x-www-form-urlencoded body for a call of its own

private:
    QByteArray m_method;
    std::vector<std::pair<QByteArray, QByteArray>> m_parameters;
    bool m_mayGoInBatch = true;
};

// JSON body of `batch` with halt=0; command i has the key c<i> (alphabetic keys keep sections objects, 2.4).
[[nodiscard]] QByteArray batchBody(const std::vector<Call> &calls);
[[nodiscard]] QByteArray batchKey(std::size_t index);

} // namespace dealerlens::portal
