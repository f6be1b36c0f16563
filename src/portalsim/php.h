// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace dealerlens::portalsim {

struct PhpEntry;

// A value as the portal's own language has it: scalars, lists and *ordered* maps. Requests are parsed into it and
// answers are built from it, because the order of keys decides (commands of a batch, fields of an order) and
// because a map turns into a JSON list when its keys happen to be 0…n-1. Plain value, any thread.
class Php {
public:
    using List = std::vector<Php>;
    using Map = std::vector<PhpEntry>;

    Php() = default; // null
    Php(bool value); // NOLINT(google-explicit-constructor): built from many literals
    Php(int value);
    Php(qint64 value);
    Php(double value);
    Php(const QString &value);
    Php(const char *value); // UTF-8
    Php(List value);
    Php(Map value);
    [[nodiscard]] static Php emptyObject(); // always printed as {}
    [[nodiscard]] static Php fromJson(const QJsonValue &value);

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }

    [[nodiscard]] bool isContainer() const;
    [[nodiscard]] bool isEmpty() const; // null, "", false or a container without elements
    [[nodiscard]] QString text() const; // scalars as PHP casts them to string; containers ""
    [[nodiscard]] qint64 number() const; // texts parsed; 0 when not a number
    [[nodiscard]] bool truth() const; // "Y", "1", "true", true, non-zero

    [[nodiscard]] const List *list() const { return std::get_if<List>(&m_value); }

    [[nodiscard]] const Map *map() const { return std::get_if<Map>(&m_value); }

    // Element by key; lists take decimal keys. nullptr when absent.
    [[nodiscard]] const Php *find(QByteArrayView key) const;
    [[nodiscard]] const Php *findCaseless(QByteArrayView key) const;
    [[nodiscard]] std::vector<const Php *> elements() const; // of a list or map, in order
    [[nodiscard]] std::size_t size() const;

    void set(const QByteArray &key, Php value); // replaces; null becomes a map
    void add(Php value); // appends to a list or, in a map, under the next number
    // Adds without looking for an equal key: for building rows.
    void append(const QByteArray &key, Php value);
    void reserve(std::size_t count);
    [[nodiscard]] Php &at(const QByteArray &key); // created when absent

    void write(QByteArray &out) const; // JSON with \/ and \uXXXX
    [[nodiscard]] QByteArray toJson() const;

private:
    void becomeMap();

    std::variant<std::monostate, bool, qint64, double, QString, List, Map> m_value;
    bool m_forceObject = false;
};

struct PhpEntry {
    QByteArray key;
    Php value;
};

// JSON text → value; nullopt when it is not JSON or nested deeper than 64.
[[nodiscard]] std::optional<Php> parseJson(QByteArrayView text);
// `a[b][]=1&c=%20` into `into`; later values replace earlier ones, as in PHP.
void parseForm(QByteArrayView text, Php &into);
// The inverse, for tests and for the ledger: keys and values percent-encoded.
[[nodiscard]] QByteArray encodeForm(const Php &value);
// multipart/form-data: text parts as form fields; files as their text.
void parseMultipart(QByteArrayView body, QByteArrayView boundary, Php &into);

} // namespace dealerlens::portalsim
