// SPDX-License-Identifier: GPL-3.0-or-later
// Service methods (reference 5.21). `batch` belongs to the engine, which runs its commands.
#include "portalsim/restcall.h"

namespace dealerlens::portalsim {

namespace {

Reply scope(Call &call)
{
    Php::List list;
    for (const QString &name : std::as_const(call.portal->scopes))
        list.emplace_back(name);
    return Reply::of(std::move(list));
}

bool isAllowed(const Call &call, const Method &method)
{
    const QString needed = QString::fromLatin1(method.scope);
    return needed.isEmpty() || call.portal->scopes.contains(needed);
}

Reply methods(Call &call)
{
    Php::List list;
    list.emplace_back("batch");
    for (const Method &method : allMethods()) {
        if (isAllowed(call, method))
            list.emplace_back(QString::fromLatin1(method.name).toLower());
    }
    return Reply::of(std::move(list));
}

Reply methodGet(Call &call)
{
    const QByteArray name = call.text("name").toUtf8();
    const Method *method = findMethod(name);
    const bool exists = name == "batch" || method;
    const bool available = name == "batch" || (method && isAllowed(call, *method));
    return Reply::of(Php::Map { { "isExisting", exists }, { "isAvailable", available } });
}

Reply profile(Call &call)
{
    const Record *user = call.portal->table(Entity::User).find(call.user);
    if (!user)
        return Reply::failed(401, "authorization_error", "Unable to authorize user");
    return Reply::of(Php::Map { { "ID", QString::number(call.user) }, { "ADMIN", user->flag("ADMIN") }, { "NAME", user->text("NAME") },
        { "LAST_NAME", user->text("LAST_NAME") }, { "PERSONAL_GENDER", user->text("PERSONAL_GENDER") }, { "TIME_ZONE", "" } });
}

Reply serverTime(Call &call) { return Reply::of(call.zone->print(call.now)); }

Reply userAdmin(Call &call)
{
    const Record *user = call.portal->table(Entity::User).find(call.user);
    return Reply::of(user && user->flag("ADMIN"));
}

Reply appInfo(Call &call)
{
    if (call.application.isEmpty())
        return Reply::failed(400, "ACCESS_DENIED", "Access denied! Application context required");
    return Reply::of(Php::Map { { "ID", 5 }, { "CODE", call.application.constData() }, { "VERSION", 1 }, { "STATUS", "L" },
        { "INSTALLED", true }, { "PAYMENT_EXPIRED", "N" }, { "DAYS", Php() }, { "LANGUAGE_ID", "ru" }, { "LICENSE", "ru_ent" },
        { "LICENSE_TYPE", "ent" }, { "LICENSE_FAMILY", "ent" } });
}

Reply settingsMode(Call &call) { return Reply::of(call.portal->simpleCrm ? 2 : 1); }

Reply feature(Call &call)
{
    if (call.text("CODE").isEmpty())
        return Reply::failed(400, "CODE_EMPTY", "CODE is empty");
    return Reply::of(Php::Map { { "value", "N" } });
}

Reply ownerTypes(Call &)
{
    struct Row {
        int id;
        const char *name;
        const char *code;
        const char *shortCode;
    };

    static constexpr Row kRows[] = {
        { 1, "Лид", "LEAD", "L" },
        { 2, "Сделка", "DEAL", "D" },
        { 3, "Контакт", "CONTACT", "C" },
        { 4, "Компания", "COMPANY", "CO" },
        { 5, "Счёт (старая версия)", "INVOICE", "I" },
        { 31, "Счёт", "SMART_INVOICE", "SI" },
        { 7, "Предложение", "QUOTE", "Q" },
        { 8, "Реквизиты", "REQUISITE", "RQ" },
    };
    Php::List list;
    for (const Row &row : kRows) {
        list.push_back(
            Php::Map { { "ID", row.id }, { "NAME", row.name }, { "SYMBOL_CODE", row.code }, { "SYMBOL_CODE_SHORT", row.shortCode } });
    }
    return Reply::of(std::move(list));
}

} // namespace

void addServiceMethods(std::vector<Method> &all)
{
    const std::initializer_list<Method> own = {
        { "scope", "", kPlain, scope },
        { "methods", "", kPlain, methods },
        { "method.get", "", kPlain, methodGet },
        { "profile", "", kPlain, profile },
        { "server.time", "", kPlain, serverTime },
        { "user.admin", "", kPlain, userAdmin },
        { "app.info", "", kPlain, appInfo },
        { "feature.get", "", kPlain, feature },
        { "crm.settings.mode.get", "crm", kPlain, settingsMode },
        { "crm.enum.ownertype", "crm", kPlain, ownerTypes },
    };
    all.insert(all.end(), own);
}

} // namespace dealerlens::portalsim
