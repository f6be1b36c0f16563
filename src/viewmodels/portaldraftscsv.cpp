// SPDX-License-Identifier: GPL-3.0-or-later
// CSV lines (RFC 4180) as drafts of portals.
#include "model/dealercode.h"
#include "viewmodels/portaldrafts.h"

#include <QTimeZone>

namespace dealerlens::viewmodels {

namespace {

// Cells of the whole file; a quoted cell may hold separators, quotes (doubled) and line breaks.
QList<QStringList> cells(const QString &text, QChar separator)
{
    QList<QStringList> lines { { QString() } };
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar letter = text[i];
        QString &cell = lines.last().last();
        if (quoted && letter == QLatin1Char('"') && i + 1 < text.size() && text[i + 1] == QLatin1Char('"')) {
            cell += letter;
            ++i;
        } else if (letter == QLatin1Char('"')) {
            quoted = !quoted;
        } else if (quoted) {
            cell += letter;
        } else if (letter == separator) {
            lines.last().append(QString());
        } else if (letter == QLatin1Char('\n')) {
            lines.append({ QString() });
        } else if (letter != QLatin1Char('\r')) {
            cell += letter;
        }
    }
    return lines;
}

bool isEmpty(const QStringList &line) { return line.join(QString()).trimmed().isEmpty(); }

bool isKey(const QString &key)
{
    return std::all_of(key.begin(), key.end(), [](QChar letter) {
        return (letter >= QLatin1Char('a') && letter <= QLatin1Char('z')) || (letter >= QLatin1Char('0') && letter <= QLatin1Char('9'))
            || letter == QLatin1Char('-');
    });
}

} // namespace

QByteArray PortalDrafts::csvTemplate()
{
    return QByteArrayLiteral("key,title,kind,region,city,timezone,address\n"
                             "dealer-1,Dealer One,dealer,Volga,Kazan,Europe/Moscow,https://portal.example/rest/1/key/\n");
}

int PortalDrafts::addCsv(const QByteArray &bytes)
{
    QByteArray raw = bytes;
    if (raw.startsWith("\xEF\xBB\xBF"))
        raw.remove(0, 3);
    const QString text = QString::fromUtf8(raw);
    const QString head = text.section(QLatin1Char('\n'), 0, 0);
    const QList<QStringList> lines
        = cells(text, head.count(QLatin1Char(';')) > head.count(QLatin1Char(',')) ? QLatin1Char(';') : QLatin1Char(','));
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < lines.first().size(); ++i)
        places.insert(lines.first()[i].trimmed().toLower(), i);
    if (!places.contains(QStringLiteral("address"))) {
        PortalDraft draft;
        draft.state = PortalDraft::State::Invalid;
        draft.reason = tr("the first line names no column \"address\"");
        add(std::move(draft));
        return 1;
    }
    int rows = 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (isEmpty(lines[i]))
            continue;
        const auto cell = [&](const char *name) { return lines[i].value(places.value(QString::fromLatin1(name), -1)).trimmed(); };
        PortalDraft draft;
        draft.portal.key = cell("key").toLower();
        draft.portal.title = cell("title");
        draft.portal.code = cell("code").left(model::kLongestDealerCode).toUpper();
        draft.portal.region = cell("region");
        draft.portal.city = cell("city");
        draft.portal.timeZone = cell("timezone");
        draft.portal.kind = cell("kind").toLower() == QLatin1String("head") ? model::PortalKind::Head : model::PortalKind::Dealer;
        auto address = sync::parseWebhook(cell("address"));
        if (!address)
            draft.error = address.error();
        else if (!draft.portal.timeZone.isEmpty() && !QTimeZone::isTimeZoneIdAvailable(draft.portal.timeZone.toLatin1()))
            draft.reason = tr("line %1: the zone is not known").arg(i + 1);
        else if (!isKey(draft.portal.key))
            draft.reason = tr("line %1: a key holds a–z, 0–9 and - only").arg(i + 1);
        if (draft.error || !draft.reason.isEmpty())
            draft.state = PortalDraft::State::Invalid;
        else
            draft.address = std::move(*address);
        add(std::move(draft));
        ++rows;
    }
    return rows;
}

} // namespace dealerlens::viewmodels
