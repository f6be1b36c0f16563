// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/php.h"
#include "portalsim/query.h"
#include "portalsim/schema.h"
#include "portalsim/world.h"

namespace dealerlens::portalsim {

// One method call inside the simulator: what handlers get and give. Everything of one thread.

struct RestError {
    int status = 400;
    Php code; // "" for the classic methods' validation
    QString text;
};

struct Reply {
    Php result;
    std::optional<qint64> total;
    std::optional<qint64> next;
    std::optional<RestError> error;

    static Reply of(Php result) { return { std::move(result), {}, {}, {} }; }

    static Reply failed(int status, const char *code, const char *text)
    {
        return { {}, {}, {}, RestError { status, code, QString::fromUtf8(text) } };
    }

    static Reply failed(const base::Error &error) { return { {}, {}, {}, RestError { error.http, error.code.constData(), error.detail } }; }
};

struct CallOptions {
    bool allowLines = false; // telephony.externalLine.get for webhooks
    bool historyNumbers = false; // stage history with JSON numbers instead of strings
};

struct Call {
    PortalData *portal = nullptr;
    const ZoneClock *zone = nullptr;
    const CallOptions *options = nullptr;
    QByteArray method; // lower case
    Php params;
    qint64 user = 1;
    QByteArray application; // whose access token it is; "" for webhooks
    UtcSeconds now = 0;
    // Filled by methods that write, for the ledger.
    QByteArray writtenEntity;
    qint64 writtenId = 0;

    [[nodiscard]] const Php *param(QByteArrayView name) const { return params.findCaseless(name); }

    [[nodiscard]] qint64 number(QByteArrayView name) const
    {
        const Php *value = param(name);
        return value ? value->number() : 0;
    }

    [[nodiscard]] QString text(QByteArrayView name) const
    {
        const Php *value = param(name);
        return value ? value->text() : QString();
    }

    void wrote(const QByteArray &entity, qint64 id)
    {
        writtenEntity = entity;
        writtenId = id;
    }
};

using Handler = Reply (*)(Call &);

enum MethodKind : unsigned { kPlain = 0, kList = 1, kWrite = 2, kApplicationOnly = 4 };

struct Method {
    const char *name; // as documented
    const char *scope; // "" for basic ones
    unsigned kind;
    Handler handler;
};

// By lower-case name; nullptr when there is no such method.
[[nodiscard]] const Method *findMethod(const QByteArray &lowerCaseName);
[[nodiscard]] const std::vector<Method> &allMethods();

// Parts of the method table, one function per file.
void addCrmMethods(std::vector<Method> &methods);
void addItemMethods(std::vector<Method> &methods);
void addDirectoryMethods(std::vector<Method> &methods);
void addActivityMethods(std::vector<Method> &methods);
void addServiceMethods(std::vector<Method> &methods);

// --- shared by the files of methods ---

// One field of a row as the classic families print it.
[[nodiscard]] Php classicValue(const Call &call, const Record &row, const FieldSpec &field);
// `values` is a multi-field list of the classic shape.
[[nodiscard]] Php classicMulti(const Record &row, const QByteArray &type);
// Names asked for by `select`; empty select means everything of `*` and `UF_*`.
[[nodiscard]] std::vector<const FieldSpec *> selectFields(const Schema &schema, const Php *select);
// The query of a list method from its parameters filter, order and start.
[[nodiscard]] base::Result<Query> standardQuery(const Call &call, const Schema &schema, Dialect dialect);
// The same for methods with `sort` and `order` as texts (user.get, department.get, voximplant.statistic.get).
[[nodiscard]] base::Result<Query> sortedQuery(const Call &call, const Schema &schema, const Php &filter);
// Value of a request → stored value, by the field's type; false: the value cannot be used, leave the field alone.
[[nodiscard]] bool storeValue(const Call &call, const FieldSpec &field, const Php &value, Value &out);

template <class Row> void setPaging(Reply &reply, const Page<Row> &page)
{
    reply.total = page.total;
    reply.next = page.next;
}

} // namespace dealerlens::portalsim
