// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of portals as drafts: pasted links and tables.
#include "model/dealercode.h"
#include "viewmodels/portaldrafts.h"

namespace dealerlens::viewmodels {

namespace {

constexpr qsizetype kLongestPaste = 1'000'000; // characters; a thousand links have a tenth of that
constexpr qsizetype kMostLinks = 2'000;

PortalDraft invalid(sync::ListProblem problem)
{
    PortalDraft draft;
    draft.state = PortalDraft::State::Invalid;
    draft.problem = std::move(problem);
    return draft;
}

PortalDraft notALink(base::Error error)
{
    PortalDraft draft;
    draft.state = PortalDraft::State::Invalid;
    draft.error = std::move(error);
    return draft;
}

} // namespace

QByteArray PortalDrafts::csvTemplate()
{
    return QByteArrayLiteral("key,title,kind,region,city,timezone,address\n"
                             "dealer-1,Dealer One,dealer,Volga,Kazan,Europe/Moscow,https://portal.example/rest/1/key/\n");
}

int PortalDrafts::addLinks(const QString &text)
{
    const bool isList = text.size() <= kLongestPaste && text.count(QLatin1Char('\n')) <= kMostLinks;
    if (!isList) {
        add(notALink(base::fail(base::ErrorKind::Input, QStringLiteral("no list of links"), base::Retry::Never, "list").error()));
        return 0;
    }
    int taken = 0;
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        const QString link = line.trimmed();
        if (link.isEmpty())
            continue;
        auto address = sync::parseWebhook(link);
        if (!address) {
            add(notALink(address.error()));
            continue;
        }
        PortalDraft draft;
        draft.address = std::move(*address);
        add(std::move(draft));
        ++taken;
    }
    return taken;
}

int PortalDrafts::addCsv(const QByteArray &bytes)
{
    auto lines = sync::readPortalList(bytes, sync::ListNeeds::Address);
    if (!lines) {
        add(invalid(std::move(lines.error())));
        return 1;
    }
    for (sync::ListedPortal &line : *lines) {
        PortalDraft draft = line.problem ? invalid(std::move(*line.problem)) : PortalDraft();
        draft.portal = std::move(line.portal);
        draft.portal.code = draft.portal.code.left(model::kLongestDealerCode).toUpper();
        draft.address = std::move(line.address);
        add(std::move(draft));
    }
    return static_cast<int>(lines->size());
}

} // namespace dealerlens::viewmodels
