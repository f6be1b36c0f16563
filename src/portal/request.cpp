// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/request.h"

namespace dealerlens::portal {

Call &Call::set(const QByteArray &name, const QByteArray &value)
{
    if (value.contains("$result["))
        m_mayGoInBatch = false;
    m_parameters.emplace_back(name, value);
    return *this;
}

Call &Call::setReference(const QByteArray &name, const QByteArray &path)
{
    m_parameters.emplace_back(name, QByteArray("$result[" + path + ']'));
    return *this;
}

QByteArray Call::form() const
{
    QByteArray out;
    for (const auto &[name, value] : m_parameters) {
        if (!out.isEmpty())
            out += '&';
        out += name.toPercentEncoding() + '=' + value.toPercentEncoding();
    }
    return out;
}

QByteArray Call::batchText() const { return m_parameters.empty() ? m_method : QByteArray(m_method + '?' + form()); }

QByteArray batchKey(std::size_t index) { return QByteArray("c" + QByteArray::number(qulonglong(index))); }

QByteArray batchBody(const std::vector<Call> &calls)
{
    // Percent-encoded text needs no JSON escaping.
    QByteArray out("{\"halt\":0,\"cmd\":{");
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (i > 0)
            out += ',';
        out += '"' + batchKey(i) + "\":\"" + calls[i].batchText() + '"';
    }
    out += "}}";
    return out;
}

} // namespace dealerlens::portal
