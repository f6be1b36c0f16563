// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/reply.h"

#include "portal/errors.h"
#include "portal/instant.h"
#include "portal/request.h"

#include <unordered_map>

namespace dealerlens::portal {
namespace {

// Whole seconds of an instant that is told as a number; nothing when no clock shows it.
std::optional<base::UtcSeconds> secondsOf(JsonView view)
{
    constexpr double kLatest = 1e11;
    const auto number = view.number();
    if (!number || !(*number >= 0 && *number < kLatest))
        return {};
    return static_cast<base::UtcSeconds>(*number);
}

MethodTime methodTime(JsonView time)
{
    MethodTime out;
    out.operating = time.member("operating").number().value_or(0);
    const JsonView reset = time.member("operating_reset_at");
    if (const auto seconds = secondsOf(reset))
        out.resetAt = *seconds;
    else if (const auto instant = parseInstant(reset.text())) // one example of the docs has it as text
        out.resetAt = *instant;
    return out;
}

base::Error errorOf(int http, JsonView object)
{
    const JsonView code = object.member("error");
    if (code.type() == JsonType::Object) // REST v3
        return classify(http, code.member("code").text(), code.member("message").text());
    return classify(http, code.text(), object.member("error_description").text());
}

using Section = std::unordered_map<std::string, JsonView>;

// A section of a batch reply by key: a map, or a list when the keys are 0…n-1, or [] when empty.
Section sectionOf(JsonView result, std::string_view name)
{
    Section out;
    const JsonView section = result.member(name);
    section.eachMember([&out](std::string_view key, JsonView value) { out.emplace(key, value); });
    return out;
}

JsonView at(const Section &section, const std::string &key)
{
    const auto found = section.find(key);
    return found == section.end() ? JsonView() : found->second;
}

} // namespace

base::Result<Reply> readReply(int http, const QByteArray &body)
{
    auto document = JsonDocument::parse(body);
    if (!document || document->root().type() != JsonType::Object) {
        if (http >= 200 && http < 300)
            return document
                ? base::fail(base::ErrorKind::Protocol, QStringLiteral("the answer is no JSON object"), base::Retry::Later, "JSON", http)
                : base::Failure(document.error());
        return base::Failure(classify(http, {}, {}));
    }
    const JsonView root = document->root();
    if (root.member("error").isValid() || http < 200 || http >= 300)
        return base::Failure(errorOf(http, root));
    Reply reply;
    reply.result = root.member("result");
    if (!reply.result.isValid())
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the answer has no result"), base::Retry::Later, "RESULT", http);
    reply.total = root.member("total").integer().value_or(-1);
    const JsonView time = root.member("time");
    const std::string started = time.member("date_start").text();
    if (const auto instant = parseInstant(started)) {
        reply.startedAt = *instant;
        reply.zoneOffset
            = QString::fromLatin1(started.ends_with("Z") ? std::string("+00:00").c_str() : started.substr(started.size() - 6).c_str());
    } else if (const auto seconds = secondsOf(time.member("start"))) {
        reply.startedAt = *seconds;
    }
    reply.time = methodTime(time);
    reply.document = std::move(*document); // QByteArray shares its bytes: the views stay good
    return reply;
}

base::Result<std::vector<CommandReply>> readBatch(const Reply &reply, std::size_t count)
{
    if (reply.result.type() != JsonType::Object)
        return base::fail(base::ErrorKind::Protocol, QStringLiteral("the answer of a batch has no sections"), base::Retry::Later, "BATCH");
    const Section results = sectionOf(reply.result, "result");
    const Section errors = sectionOf(reply.result, "result_error");
    const Section totals = sectionOf(reply.result, "result_total");
    const Section times = sectionOf(reply.result, "result_time");
    std::vector<CommandReply> out(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string key = batchKey(i).toStdString();
        CommandReply &one = out[i];
        one.time = methodTime(at(times, key));
        one.total = at(totals, key).integer().value_or(-1);
        if (const JsonView failed = at(errors, key); failed.isValid())
            one.error = errorOf(0, failed);
        else if (const JsonView result = at(results, key); result.isValid())
            one.result = result;
        else
            one.error = base::Error { base::ErrorKind::Protocol, base::Retry::Later, QStringLiteral("the batch did not answer a command"),
                "ABSENT", 0 };
    }
    return out;
}

} // namespace dealerlens::portal
