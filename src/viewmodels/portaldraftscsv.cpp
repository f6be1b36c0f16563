// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of portals as drafts: pasted links and tables, and what is proposed from an address.
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

QString slug(const QString &host)
{
    QString key;
    for (const QChar &letter : host.toLower()) {
        if ((letter >= QLatin1Char('a') && letter <= QLatin1Char('z')) || letter.isDigit())
            key += letter;
        else if (!key.endsWith(QLatin1Char('-')))
            key += QLatin1Char('-');
    }
    return key;
}

} // namespace

QString titleFromHost(const QString &host)
{
    static const QStringList common { QStringLiteral("www"), QStringLiteral("portal"), QStringLiteral("crm"), QStringLiteral("b24"),
        QStringLiteral("bitrix24"), QStringLiteral("bitrix"), QStringLiteral("corp") };
    QStringList labels = host.split(QLatin1Char('.'));
    if (labels.size() > 1)
        labels.removeLast();
    for (const QString &label : std::as_const(labels)) {
        if (common.contains(label.toLower()) || label.isEmpty())
            continue;
        QStringList words = label.split(QLatin1Char('-'), Qt::SkipEmptyParts);
        for (QString &word : words)
            word[0] = word[0].toUpper();
        return words.join(QLatin1Char('-'));
    }
    return host;
}

QString keyFromAddress(const QUrl &address)
{
    const QString host = address.host();
    return slug(address.port() > 0 ? QString(host + QLatin1Char('-') + QString::number(address.port())) : host);
}

QString zoneFromOffset(const QString &offset)
{
    static const QHash<QString, QString> zones { { QStringLiteral("+02:00"), QStringLiteral("Europe/Kaliningrad") },
        { QStringLiteral("+03:00"), QStringLiteral("Europe/Moscow") }, { QStringLiteral("+04:00"), QStringLiteral("Europe/Samara") },
        { QStringLiteral("+05:00"), QStringLiteral("Asia/Yekaterinburg") }, { QStringLiteral("+06:00"), QStringLiteral("Asia/Omsk") },
        { QStringLiteral("+07:00"), QStringLiteral("Asia/Novosibirsk") }, { QStringLiteral("+08:00"), QStringLiteral("Asia/Irkutsk") },
        { QStringLiteral("+09:00"), QStringLiteral("Asia/Yakutsk") }, { QStringLiteral("+10:00"), QStringLiteral("Asia/Vladivostok") },
        { QStringLiteral("+11:00"), QStringLiteral("Asia/Magadan") }, { QStringLiteral("+12:00"), QStringLiteral("Asia/Kamchatka") } };
    return zones.value(offset);
}

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
