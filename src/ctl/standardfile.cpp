// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/standardfile.h"

#include "model/standard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTime>

#include <algorithm>
#include <map>
#include <set>

namespace dealerlens::ctl {
namespace {

const QString kPortal = QStringLiteral("portal");
const QString kCalendars = QStringLiteral("dealer_calendars");

QString compact(const QJsonValue &value)
{
    // A value alone is no document: it is written as the only element of an array.
    const QByteArray text = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.mid(1, text.size() - 2));
}

QJsonObject toObject(const model::Standard &standard, std::span<const model::Portal> portals)
{
    std::map<int, QString> keys;
    for (const model::Portal &portal : portals)
        keys.emplace(portal.id, portal.key);
    QJsonObject object = QJsonDocument::fromJson(model::toJson(standard)).object();
    for (const QString &part : { QStringLiteral("mappings"), QStringLiteral("limits") }) {
        QJsonArray named;
        const QJsonArray all = object[part].toArray();
        for (const QJsonValue &value : all) {
            QJsonObject one = value.toObject();
            const int id = one[kPortal].toInt();
            one[kPortal] = id == 0 ? QJsonValue() : QJsonValue(keys.contains(id) ? keys[id] : QString::number(id));
            named.append(one);
        }
        object[part] = named;
    }
    QJsonObject calendars;
    const QJsonObject byId = object[kCalendars].toObject();
    for (auto it = byId.begin(); it != byId.end(); ++it) {
        const int id = it.key().toInt();
        calendars.insert(keys.contains(id) ? keys[id] : it.key(), it.value());
    }
    object[kCalendars] = calendars;
    return object;
}

// A file read against the standard that is saved; collects what is wrong with it.
class FileReader final {
public:
    explicit FileReader(std::span<const model::Portal> portals)
    {
        for (const model::Portal &portal : portals)
            m_ids.emplace(portal.key, portal.id);
    }

    [[nodiscard]] QStringList problems() const
    {
        return m_more == 0 ? m_problems : m_problems + QStringList { QStringLiteral("There are %1 more problems.").arg(m_more) };
    }

    // Keys of portals to their numbers.
    [[nodiscard]] QJsonObject numbered(QJsonObject object)
    {
        for (const QString &part : { QStringLiteral("mappings"), QStringLiteral("limits") }) {
            QJsonArray numberedOnes;
            const QJsonArray all = object.value(part).toArray(); // operator[] would add what is not there
            for (qsizetype i = 0; i < all.size(); ++i) {
                QJsonObject one = all[i].toObject();
                const QJsonValue portal = one.value(kPortal);
                const QString place = QStringLiteral("%1[%2].portal").arg(part).arg(i);
                one[kPortal] = portal.isNull() || portal.isUndefined() ? 0 : idOf(portal.toString(), place);
                numberedOnes.append(one);
            }
            if (object.value(part).isArray())
                object[part] = numberedOnes;
        }
        if (!object.value(kCalendars).isObject())
            return object;
        QJsonObject calendars;
        const QJsonObject byKey = object.value(kCalendars).toObject();
        for (auto it = byKey.begin(); it != byKey.end(); ++it)
            calendars.insert(QString::number(idOf(it.key(), kCalendars)), it.value());
        object[kCalendars] = calendars;
        return object;
    }

    // Every member of the file must come back as it was written.
    void compare(const QJsonValue &file, const QJsonValue &understood, const QString &place)
    {
        if (file.isObject() && understood.isObject()) {
            const QJsonObject members = file.toObject();
            const QJsonObject known = understood.toObject();
            for (auto it = members.begin(); it != members.end(); ++it) {
                const QString inside = place.isEmpty() ? it.key() : QString(place + QLatin1Char('.') + it.key());
                if (known.contains(it.key()))
                    compare(it.value(), known[it.key()], inside);
                else
                    add(QStringLiteral("%1: there is no such member.").arg(inside));
            }
        } else if (file.isArray() && understood.isArray() && file.toArray().size() == understood.toArray().size()) {
            const QJsonArray ours = understood.toArray();
            const QJsonArray theirs = file.toArray();
            for (qsizetype i = 0; i < theirs.size(); ++i)
                compare(theirs[i], ours[i], QStringLiteral("%1[%2]").arg(place).arg(i));
        } else if (!isSame(file, understood)) {
            add(QStringLiteral("%1: %2 is not understood.").arg(place, compact(file).left(80)));
        }
    }

    void check(const model::Standard &standard)
    {
        std::set<int> milestones { 0 };
        std::set<QString> codes;
        for (const model::Milestone &milestone : standard.milestones) {
            demand(milestone.id > 0 && milestones.insert(milestone.id).second,
                QStringLiteral("milestones: the id %1 is not positive or used twice.").arg(milestone.id));
            demand(!milestone.code.trimmed().isEmpty() && codes.insert(milestone.code).second,
                QStringLiteral("milestones: the code \"%1\" is empty or used twice.").arg(milestone.code));
        }
        for (const model::StageMapping &mapping : standard.mappings)
            demand(milestones.contains(mapping.milestone),
                QStringLiteral("mappings: stage %1 points to milestone %2, which does not exist.")
                    .arg(mapping.stageCode)
                    .arg(mapping.milestone));
        for (const model::StageLimit &limit : standard.limits)
            demand(limit.milestone != 0 && milestones.contains(limit.milestone) && limit.businessSeconds > 0,
                QStringLiteral("limits: a limit needs a milestone that exists and more than zero seconds (milestone %1).")
                    .arg(limit.milestone));
        demand(!standard.calendar.week.empty(), QStringLiteral("calendar: the week has no working hours; working time would stand still."));
        checkCalendar(standard.calendar, QStringLiteral("calendar"));
        for (const auto &[portal, calendar] : standard.dealerCalendars)
            checkCalendar(calendar, kCalendars);
        demand(standard.responseLimit > 0 && standard.conversationSeconds >= 0 && standard.conversionDays > 0,
            QStringLiteral("response_limit and conversion_days must be greater than zero."));
        demand(standard.freshnessLimit >= 60, QStringLiteral("freshness_limit must be at least 60 seconds."));
        demand(standard.currency.size() == 3, QStringLiteral("currency: a code of three letters is needed, such as RUB."));
        for (const model::Standard::Rate &rate : standard.rates)
            demand(rate.rate.units > 0 && rate.currency.size() == 3,
                QStringLiteral("rates: %1 of %2 must be greater than zero.").arg(rate.currency, rate.day.toString(Qt::ISODate)));
    }

private:
    [[nodiscard]] int idOf(const QString &key, const QString &place)
    {
        const auto found = m_ids.find(key);
        if (found != m_ids.end())
            return found->second;
        add(QStringLiteral("%1: there is no portal \"%2\".").arg(place, key.left(80)));
        return 0;
    }

    // "09:00" is "09:00:00" and "1.50" is "1.5".
    [[nodiscard]] static bool isSame(const QJsonValue &file, const QJsonValue &understood)
    {
        if (file == understood)
            return true;
        if (!file.isString() || !understood.isString())
            return false;
        bool isNumber = false;
        const double number = file.toString().toDouble(&isNumber);
        if (isNumber)
            return number == understood.toString().toDouble();
        const QTime time = QTime::fromString(file.toString(), Qt::ISODate);
        return time.isValid() && time == QTime::fromString(understood.toString(), Qt::ISODate);
    }

    void checkCalendar(const model::WorkCalendar &calendar, const QString &place)
    {
        const auto isSound
            = [](const model::WorkCalendar::Slot &slot) { return slot.from.isValid() && (slot.toMidnight || slot.from < slot.to); };
        for (const model::WorkCalendar::Slot &slot : calendar.week)
            demand(isSound(slot) && slot.weekday >= 1 && slot.weekday <= 7,
                QStringLiteral("%1: hours must end after they begin, on a day from 1 (Monday) to 7.").arg(place));
        for (const model::WorkCalendar::SpecialDay &day : calendar.special)
            for (const model::WorkCalendar::Slot &slot : day.slots_)
                demand(isSound(slot),
                    QStringLiteral("%1: the hours of %2 must end after they begin.").arg(place, day.day.toString(Qt::ISODate)));
    }

    void demand(bool isTrue, const QString &problem)
    {
        if (!isTrue && !m_problems.contains(problem))
            add(problem);
    }

    // A file of another kind has as many problems as members.
    void add(const QString &problem)
    {
        constexpr qsizetype kMostProblems = 50;
        if (m_problems.size() < kMostProblems)
            m_problems += problem;
        else
            ++m_more;
    }

    std::map<QString, int> m_ids;
    QStringList m_problems;
    int m_more = 0; // beyond them
};

void addChange(reports::Table &table, const QString &part, const QJsonValue &before, const QJsonValue &after)
{
    const auto text = [](const QJsonValue &value) { return value.isUndefined() ? QString() : compact(value); };
    table.rows.push_back({ part, text(before), text(after) });
}

void addChanges(reports::Table &table, const QString &part, const QJsonValue &before, const QJsonValue &after)
{
    if (before == after)
        return;
    if (before.isObject() && after.isObject()) {
        QStringList members = before.toObject().keys() + after.toObject().keys();
        members.sort();
        members.removeDuplicates();
        for (const QString &member : std::as_const(members))
            addChanges(table, part.isEmpty() ? member : QString(part + QLatin1Char('.') + member), before.toObject().value(member),
                after.toObject().value(member));
    } else if (before.isArray() && after.isArray()) {
        QJsonArray added = after.toArray();
        const QJsonArray old = before.toArray();
        for (const QJsonValue &value : old) {
            const auto same = std::find(added.begin(), added.end(), value);
            if (same == added.end())
                addChange(table, part, value, QJsonValue(QJsonValue::Undefined));
            else
                added.erase(same);
        }
        for (const QJsonValue &value : std::as_const(added))
            addChange(table, part, QJsonValue(QJsonValue::Undefined), value);
    } else {
        addChange(table, part, before, after);
    }
}

// What keeps the bytes from being read at all, with its line and column.
QString noJson(const QByteArray &file, const QJsonParseError &problem)
{
    if (problem.error == QJsonParseError::NoError)
        return QStringLiteral("This is no JSON of a standard: it holds no object.");
    const QByteArray before = file.left(problem.offset);
    const qsizetype column = QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size();
    const bool isOther = problem.error == QJsonParseError::IllegalUTF8String;
    return QStringLiteral("This is no JSON of a standard: %1 (line %2, column %3).%4")
        .arg(problem.errorString(), QString::number(before.count('\n') + 1), QString::number(column),
            isOther ? QStringLiteral(" Save the file as UTF-8.") : QString());
}

} // namespace

QByteArray standardFile(const model::Standard &standard, std::span<const model::Portal> portals)
{
    return QJsonDocument(toObject(standard, portals)).toJson(QJsonDocument::Indented);
}

std::expected<model::Standard, QStringList> standardFromFile(
    const QByteArray &file, const model::Standard &saved, std::span<const model::Portal> portals)
{
    if (file.size() > kLargestStandard)
        return std::unexpected(QStringList { QStringLiteral("The file is larger than any standard.") });
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file, &problem);
    if (!document.isObject())
        return std::unexpected(QStringList { noJson(file, problem) });
    FileReader reader(portals);
    const QJsonObject parts = reader.numbered(document.object());
    QJsonObject whole = QJsonDocument::fromJson(model::toJson(saved)).object();
    for (auto it = parts.begin(); it != parts.end(); ++it)
        whole[it.key()] = it.value();
    const auto read = model::standardFromJson(QJsonDocument(whole).toJson(QJsonDocument::Compact));
    if (!read)
        return std::unexpected(reader.problems() + QStringList { read.error().detail });
    reader.compare(parts, QJsonDocument::fromJson(model::toJson(*read)).object(), {});
    reader.check(*read);
    if (!reader.problems().isEmpty())
        return std::unexpected(reader.problems());
    return *read;
}

reports::Table standardChanges(const model::Standard &before, const model::Standard &after, std::span<const model::Portal> portals)
{
    reports::Table table;
    table.name = QStringLiteral("standard");
    for (const char *name : { "part", "before", "after" })
        table.columns.push_back({ QString::fromLatin1(name), reports::TableColumn::Kind::Text });
    addChanges(table, {}, toObject(before, portals), toObject(after, portals));
    return table;
}

} // namespace dealerlens::ctl
