// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/errors.h"

#include "base/log.h"

#include <QString>

#include <array>

namespace dealerlens::portal {
namespace {

using enum base::ErrorKind;
using base::Retry;

struct Row {
    const char *code; // lower case
    base::ErrorKind kind;
    Retry retry;
};

// System codes of reference 1.6; anything not named here is judged by status.
constexpr std::array kRows {
    Row { "query_limit_exceeded", Limit, Retry::AfterLimit },
    Row { "operation_time_limit", Limit, Retry::AfterLimit },
    Row { "overload_limit", Denied, Retry::WhenChanged },
    Row { "internal_server_error", Network, Retry::Later },
    Row { "error_unexpected_answer", Network, Retry::Later },
    Row { "no_auth_found", Auth, Retry::AfterAuth },
    Row { "invalid_credentials", Auth, Retry::AfterAuth },
    Row { "expired_token", Auth, Retry::AfterAuth },
    Row { "invalid_token", Auth, Retry::AfterAuth },
    Row { "authorization_error", Auth, Retry::AfterAuth },
    Row { "error_oauth", Auth, Retry::AfterAuth },
    Row { "application_not_found", Auth, Retry::AfterAuth },
    Row { "not_installed", Auth, Retry::AfterAuth },
    Row { "invalid_grant", Auth, Retry::AfterAuth },
    Row { "bad_verification_code", Auth, Retry::AfterAuth },
    Row { "invalid_client", Auth, Retry::AfterAuth },
    Row { "wrong_client", Auth, Retry::AfterAuth },
    Row { "invalid_scope", Denied, Retry::WhenChanged },
    Row { "user_access_error", Denied, Retry::WhenChanged },
    Row { "insufficient_scope", Denied, Retry::WhenChanged },
    Row { "access_denied", Denied, Retry::WhenChanged },
    Row { "payment_required", Denied, Retry::WhenChanged },
    Row { "portal_deleted", NotFound, Retry::WhenChanged },
    Row { "error_method_not_found", Denied, Retry::WhenChanged },
    Row { "invalid_request", Input, Retry::Never },
    Row { "wrong_auth_type", Denied, Retry::WhenChanged },
    Row { "wrong_license", Denied, Retry::WhenChanged },
    Row { "allowed_only_intranet_user", Denied, Retry::WhenChanged },
    Row { "method_confirm_waiting", Denied, Retry::WhenChanged },
    Row { "method_confirm_denied", Denied, Retry::WhenChanged },
    Row { "error_batch_length_exceeded", Bug, Retry::Never },
    Row { "error_batch_method_not_allowed", Bug, Retry::Never },
    Row { "error_core", Rejected, Retry::Never },
    Row { "error_argument", Rejected, Retry::Never },
    Row { "invalid_arg_value", Rejected, Retry::Never },
    Row { "not_found", NotFound, Retry::Never },
    Row { "error_not_found", NotFound, Retry::Never },
    Row { "owner_not_found", NotFound, Retry::Never },
    Row { "entity_type_not_supported", Rejected, Retry::Never },
    Row { "100", Rejected, Retry::Never },
    Row { "0", Rejected, Retry::Never },
};

// Texts of the classic CRM methods, which come with an empty code.
base::Error byText(const QString &text)
{
    if (text.startsWith(QStringLiteral("access denied")))
        return { Denied, Retry::WhenChanged, {}, {}, 0 };
    if (text.contains(QStringLiteral("not found")) || text.contains(QStringLiteral("is not defined or invalid")))
        return { NotFound, Retry::Never, {}, {}, 0 };
    if (text.startsWith(QStringLiteral("failed to get list")) || text.startsWith(QStringLiteral("disk resource exhausted")))
        return { Network, Retry::Later, {}, {}, 0 };
    return { Rejected, Retry::Never, {}, {}, 0 };
}

base::Error byStatus(int http)
{
    switch (http) {
    case 401:
    case 407:
        return { Auth, Retry::AfterAuth, {}, {}, http };
    case 403:
        return { Denied, Retry::WhenChanged, {}, {}, http };
    case 404:
    case 410:
        return { NotFound, Retry::WhenChanged, {}, {}, http };
    case 408:
    case 504:
        return { Timeout, Retry::Later, {}, {}, http };
    case 429:
    case 503:
        return { Limit, Retry::AfterLimit, {}, {}, http };
    default:
        break;
    }
    if (http >= 500)
        return { Network, Retry::Later, {}, {}, http };
    if (http >= 400)
        return { Rejected, Retry::Never, {}, {}, http };
    return { Protocol, Retry::Later, {}, {}, http };
}

} // namespace

base::Error classify(int http, std::string_view code, std::string_view description)
{
    const QByteArray name(code.data(), static_cast<qsizetype>(code.size()));
    const QByteArray lower = name.toLower();
    // A portal's sentence may hold personal data or an address: only its beginning, without secrets, is logged.
    const QString text = base::withoutSecrets(QString::fromUtf8(description.data(), static_cast<qsizetype>(description.size())).left(160));
    base::Error error = byStatus(http);
    if (lower.isEmpty() && !description.empty()) {
        error = byText(text.toLower());
    } else if (!lower.isEmpty()) {
        bool known = false;
        for (const Row &row : kRows) {
            if (lower == row.code) {
                error.kind = row.kind;
                error.retry = row.retry;
                known = true;
                break;
            }
        }
        if (lower == "error_core" && text.contains(QStringLiteral("not found"), Qt::CaseInsensitive)) // tasks
            error.kind = NotFound;
        if (!known && http < 400)
            error = byText(text.toLower());
        if (!known && (lower == "access denied." || lower == "access denied"))
            error = { Denied, Retry::WhenChanged, {}, {}, http };
    }
    error.http = http;
    error.code = name.left(60);
    error.detail = text;
    return error;
}

} // namespace dealerlens::portal
