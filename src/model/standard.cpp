// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/standard.h"

#include "model/text.h"

#include <QStringList>

#include <algorithm>

namespace dealerlens::model {
namespace {

constexpr std::int64_t kWorkingDay = 9 * 3'600;

struct MilestoneRow {
    std::int32_t id;
    const char *code;
    const char16_t *ru;
    const char16_t *en;
    char semantic;
    EntityKind kind;
    int limitDays; // 0: none
};

// The deal row of the board, and the stock lead stages of a portal.
constexpr MilestoneRow kMilestones[] {
    { 1, "NEW", u"Новая", u"New", 'P', EntityKind::Deal, 1 },
    { 2, "WORK", u"В работе", u"In work", 'P', EntityKind::Deal, 5 },
    { 3, "KP", u"КП отправлено", u"Quote sent", 'P', EntityKind::Deal, 7 },
    { 4, "INV", u"Счёт и договор", u"Invoice and contract", 'P', EntityKind::Deal, 6 },
    { 5, "SHIP", u"Отгрузка", u"Shipping", 'P', EntityKind::Deal, 14 },
    { 6, "DOCS", u"Документы", u"Documents", 'P', EntityKind::Deal, 5 },
    { 7, "WON", u"Успешна", u"Won", 'S', EntityKind::Deal, 0 },
    { 8, "LOST", u"Отказ", u"Lost", 'F', EntityKind::Deal, 0 },
    { 11, "LNEW", u"Новый лид", u"New lead", 'P', EntityKind::Lead, 0 },
    { 12, "LWORK", u"Лид в работе", u"Lead in work", 'P', EntityKind::Lead, 0 },
    { 13, "LDONE", u"Лид обработан", u"Lead processed", 'P', EntityKind::Lead, 0 },
    { 14, "LWON", u"Качественный лид", u"Qualified lead", 'S', EntityKind::Lead, 0 },
    { 15, "LJUNK", u"Некачественный лид", u"Junk lead", 'F', EntityKind::Lead, 0 },
};

// Beginnings of words that tell a milestone; "=" asks for the whole word. The first row that fits wins, so the
// more special ones stand first.
struct NameRule {
    EntityKind kind;
    const char *milestone;
    const char16_t *words;
};

constexpr NameRule kNameRules[] {
    { EntityKind::Deal, "KP", u"подготовка док" },
    { EntityKind::Deal, "DOCS", u"закрывающ" },
    { EntityKind::Deal, "KP", u"=кп" },
    { EntityKind::Deal, "KP", u"коммерческ" },
    { EntityKind::Deal, "KP", u"предложени" },
    { EntityKind::Deal, "KP", u"смет" },
    { EntityKind::Deal, "KP", u"quot" },
    { EntityKind::Deal, "KP", u"proposal" },
    { EntityKind::Deal, "KP", u"offer" },
    { EntityKind::Deal, "INV", u"счет" },
    { EntityKind::Deal, "INV", u"договор" },
    { EntityKind::Deal, "INV", u"предоплат" },
    { EntityKind::Deal, "INV", u"оплат" },
    { EntityKind::Deal, "INV", u"аванс" },
    { EntityKind::Deal, "INV", u"invoice" },
    { EntityKind::Deal, "INV", u"contract" },
    { EntityKind::Deal, "INV", u"prepay" },
    { EntityKind::Deal, "INV", u"payment" },
    { EntityKind::Deal, "SHIP", u"отгру" },
    { EntityKind::Deal, "SHIP", u"доставк" },
    { EntityKind::Deal, "SHIP", u"поставк" },
    { EntityKind::Deal, "SHIP", u"ship" },
    { EntityKind::Deal, "SHIP", u"deliver" },
    { EntityKind::Deal, "DOCS", u"документ" },
    { EntityKind::Deal, "DOCS", u"=акт" },
    { EntityKind::Deal, "DOCS", u"=акты" },
    { EntityKind::Deal, "DOCS", u"=упд" },
    { EntityKind::Deal, "DOCS", u"document" },
    { EntityKind::Deal, "DOCS", u"paperwork" },
    { EntityKind::Deal, "WORK", u"работ" },
    { EntityKind::Deal, "WORK", u"квалиф" },
    { EntityKind::Deal, "WORK", u"потребност" },
    { EntityKind::Deal, "WORK", u"переговор" },
    { EntityKind::Deal, "WORK", u"встреч" },
    { EntityKind::Deal, "WORK", u"диагност" },
    { EntityKind::Deal, "WORK", u"контакт" },
    { EntityKind::Deal, "WORK", u"взят" },
    { EntityKind::Deal, "WORK", u"in work" },
    { EntityKind::Deal, "WORK", u"in progress" },
    { EntityKind::Deal, "WORK", u"qualif" },
    { EntityKind::Deal, "WORK", u"negotiat" },
    { EntityKind::Deal, "NEW", u"нов" },
    { EntityKind::Deal, "NEW", u"входящ" },
    { EntityKind::Deal, "NEW", u"не разобран" },
    { EntityKind::Deal, "NEW", u"заявка" },
    { EntityKind::Deal, "NEW", u"=new" },
    { EntityKind::Lead, "LNEW", u"не обработан" },
    { EntityKind::Lead, "LNEW", u"необработан" },
    { EntityKind::Lead, "LNEW", u"не разобран" },
    { EntityKind::Lead, "LNEW", u"неразобран" },
    { EntityKind::Lead, "LNEW", u"нов" },
    { EntityKind::Lead, "LNEW", u"входящ" },
    { EntityKind::Lead, "LNEW", u"=new" },
    { EntityKind::Lead, "LDONE", u"обработан" },
    { EntityKind::Lead, "LDONE", u"processed" },
    { EntityKind::Lead, "LWORK", u"работ" },
    { EntityKind::Lead, "LWORK", u"обработк" },
    { EntityKind::Lead, "LWORK", u"взят" },
    { EntityKind::Lead, "LWORK", u"дозвон" },
    { EntityKind::Lead, "LWORK", u"контакт" },
    { EntityKind::Lead, "LWORK", u"in work" },
    { EntityKind::Lead, "LWORK", u"in progress" },
    { EntityKind::Lead, "LWORK", u"contact" },
};

// The stages of a new portal (reference 3.4), for those that were renamed beyond recognition.
struct CodeRule {
    EntityKind kind;
    const char *code;
    const char *milestone;
};

constexpr CodeRule kCodeRules[] {
    { EntityKind::Deal, "NEW", "NEW" },
    { EntityKind::Deal, "PREPARATION", "KP" },
    { EntityKind::Deal, "PREPAYMENT_INVOICE", "INV" },
    { EntityKind::Deal, "EXECUTING", "WORK" },
    { EntityKind::Deal, "FINAL_INVOICE", "DOCS" },
    { EntityKind::Lead, "NEW", "LNEW" },
    { EntityKind::Lead, "IN_PROCESS", "LWORK" },
    { EntityKind::Lead, "PROCESSED", "LDONE" },
};

bool wordFits(const QString &word, QStringView pattern)
{
    return pattern.startsWith(u'=') ? word == pattern.mid(1) : word.startsWith(pattern);
}

bool nameFits(const QStringList &words, const QStringList &pattern)
{
    for (qsizetype at = 0; at + pattern.size() <= words.size(); ++at) {
        qsizetype equal = 0;
        while (equal < pattern.size() && wordFits(words[at + equal], pattern[equal]))
            ++equal;
        if (equal == pattern.size())
            return true;
    }
    return false;
}

QStringList wordsOf(const QString &name)
{
    QString text = folded(name);
    for (QChar &c : text)
        if (!c.isLetterOrNumber())
            c = u' ';
    return text.split(u' ', Qt::SkipEmptyParts);
}

const Milestone *byCode(const Standard &standard, EntityKind kind, const QString &code)
{
    for (const Milestone &milestone : standard.milestones)
        if (milestone.itemKind == kind && milestone.code == code)
            return &milestone;
    return nullptr;
}

const Milestone *byName(const Standard &standard, const PortalStage &stage)
{
    const QString name = folded(stage.name);
    for (const Milestone &milestone : standard.milestones) {
        if (milestone.itemKind != stage.itemKind || milestone.semantic != stage.semantic)
            continue;
        if (name == folded(milestone.nameRu) || name == folded(milestone.nameEn))
            return &milestone;
    }
    return nullptr;
}

const Milestone *byRules(const Standard &standard, const PortalStage &stage, const QString &bareCode)
{
    const QStringList words = wordsOf(stage.name);
    for (const NameRule &rule : kNameRules) {
        if (rule.kind != stage.itemKind || !nameFits(words, QString::fromUtf16(rule.words).split(u' ')))
            continue;
        if (const Milestone *found = byCode(standard, stage.itemKind, QString::fromLatin1(rule.milestone)))
            return found;
    }
    if (const Milestone *found = byCode(standard, stage.itemKind, bareCode); found && found->semantic == 'P')
        return found;
    for (const CodeRule &rule : kCodeRules)
        if (rule.kind == stage.itemKind && bareCode == QLatin1String(rule.code))
            return byCode(standard, stage.itemKind, QString::fromLatin1(rule.milestone));
    return nullptr;
}

const Milestone *milestoneFor(const Standard &standard, const PortalStage &stage)
{
    if (const Milestone *found = byName(standard, stage))
        return found;
    if (stage.semantic != 'P') {
        const auto fits = [&](const Milestone &m) { return m.itemKind == stage.itemKind && m.semantic == stage.semantic; };
        const auto found = std::ranges::find_if(standard.milestones, fits);
        return found == standard.milestones.end() ? nullptr : &*found;
    }
    // "C2:NEW" is the stage NEW of funnel 2.
    return byRules(standard, stage, stage.code.mid(stage.code.indexOf(u':') + 1));
}

// --- JSON ---------------------------------------------------------------------------------------------------------

QString str(const char *text) { return QString::fromLatin1(text); }

QJsonValue instant(base::UtcSeconds at) { return at == base::kNever ? QJsonValue() : QJsonValue(static_cast<qint64>(at)); }

base::UtcSeconds instant(const QJsonValue &value) { return value.isDouble() ? value.toInteger() : base::kNever; }

QString kindWord(EntityKind kind) { return QString::fromLatin1(nameOf(kind).data(), static_cast<qsizetype>(nameOf(kind).size())); }

EntityKind kindOf(const QJsonValue &value) { return value.toString() == u"lead" ? EntityKind::Lead : EntityKind::Deal; }

QString semanticWord(char semantic) { return QString(QLatin1Char(semantic)); }

char semanticOf(const QJsonValue &value)
{
    const QString text = value.toString();
    return text == u"S" ? 'S' : text == u"F" ? 'F' : 'P';
}

QJsonArray toJson(const std::vector<WorkCalendar::Slot> &slots_)
{
    QJsonArray array;
    for (const WorkCalendar::Slot &slot : slots_)
        array.append(QJsonObject { { str("weekday"), slot.weekday }, { str("from"), slot.from.toString(Qt::ISODate) },
            { str("to"), slot.toMidnight ? str("24:00:00") : slot.to.toString(Qt::ISODate) } });
    return array;
}

std::vector<WorkCalendar::Slot> slotsOf(const QJsonArray &array)
{
    std::vector<WorkCalendar::Slot> slots_;
    for (const QJsonValue &value : array) {
        const QString to = value[str("to")].toString();
        WorkCalendar::Slot slot;
        slot.weekday = value[str("weekday")].toInt(1);
        slot.from = QTime::fromString(value[str("from")].toString(), Qt::ISODate);
        slot.toMidnight = to.startsWith(u"24");
        slot.to = slot.toMidnight ? QTime() : QTime::fromString(to, Qt::ISODate);
        slots_.push_back(slot);
    }
    return slots_;
}

QJsonObject toJson(const WorkCalendar &calendar)
{
    QJsonArray special;
    for (const WorkCalendar::SpecialDay &day : calendar.special)
        special.append(QJsonObject {
            { str("day"), day.day.toString(Qt::ISODate) }, { str("working"), day.working }, { str("slots"), toJson(day.slots_) } });
    return { { str("week"), toJson(calendar.week) }, { str("special"), special } };
}

WorkCalendar calendarOf(const QJsonObject &object)
{
    WorkCalendar calendar;
    calendar.week = slotsOf(object[str("week")].toArray());
    const QJsonArray special = object[str("special")].toArray();
    for (const QJsonValue &value : special) {
        WorkCalendar::SpecialDay day;
        day.day = QDate::fromString(value[str("day")].toString(), Qt::ISODate);
        day.working = value[str("working")].toBool();
        day.slots_ = slotsOf(value[str("slots")].toArray());
        if (day.day.isValid())
            calendar.special.push_back(std::move(day));
    }
    return calendar;
}

QJsonArray milestonesToJson(const std::vector<Milestone> &milestones)
{
    QJsonArray array;
    for (const Milestone &m : milestones)
        array.append(QJsonObject { { str("id"), m.id }, { str("code"), m.code }, { str("name_ru"), m.nameRu }, { str("name_en"), m.nameEn },
            { str("sort"), m.sort }, { str("semantic"), semanticWord(m.semantic) }, { str("item"), kindWord(m.itemKind) } });
    return array;
}

QJsonArray mappingsToJson(const std::vector<StageMapping> &mappings)
{
    QJsonArray array;
    for (const StageMapping &m : mappings)
        array.append(QJsonObject { { str("portal"), m.portal }, { str("item"), kindWord(m.itemKind) },
            { str("funnel"), static_cast<qint64>(m.categoryId) }, { str("stage"), m.stageCode }, { str("milestone"), m.milestone },
            { str("valid_from"), instant(m.validFrom) }, { str("by_hand"), m.byHand } });
    return array;
}

QJsonArray toJson(const std::vector<QString> &texts) { return QJsonArray::fromStringList(QStringList(texts.begin(), texts.end())); }

void readTexts(const QJsonValue &value, std::vector<QString> &texts)
{
    if (!value.isArray())
        return;
    texts.clear();
    for (const QJsonValue &text : value.toArray())
        texts.push_back(text.toString());
}

void readMilestones(const QJsonArray &array, Standard &standard)
{
    standard.milestones.clear();
    for (const QJsonValue &value : array) {
        Milestone m;
        m.id = value[str("id")].toInt();
        m.code = value[str("code")].toString();
        m.nameRu = value[str("name_ru")].toString();
        m.nameEn = value[str("name_en")].toString();
        m.sort = value[str("sort")].toInt();
        m.semantic = semanticOf(value[str("semantic")]);
        m.itemKind = kindOf(value[str("item")]);
        standard.milestones.push_back(std::move(m));
    }
}

void readMappings(const QJsonArray &array, Standard &standard)
{
    standard.mappings.clear();
    for (const QJsonValue &value : array) {
        StageMapping m;
        m.portal = value[str("portal")].toInt();
        m.itemKind = kindOf(value[str("item")]);
        m.categoryId = value[str("funnel")].toInteger();
        m.stageCode = value[str("stage")].toString();
        m.milestone = value[str("milestone")].toInt();
        m.validFrom = instant(value[str("valid_from")]);
        m.byHand = value[str("by_hand")].toBool();
        standard.mappings.push_back(std::move(m));
    }
}

void readLimits(const QJsonArray &array, Standard &standard)
{
    standard.limits.clear();
    for (const QJsonValue &value : array)
        standard.limits.push_back(
            { value[str("portal")].toInt(), value[str("milestone")].toInt(), value[str("business_seconds")].toInteger() });
}

base::Result<> readRates(const QJsonArray &array, Standard &standard)
{
    standard.rates.clear();
    for (const QJsonValue &value : array) {
        const auto rate = parseMoney(value[str("rate")].toString().toStdString());
        const QDate day = QDate::fromString(value[str("day")].toString(), Qt::ISODate);
        if (!rate || !day.isValid())
            return base::fail(base::ErrorKind::Input, str("a currency rate is not readable"), base::Retry::Never, "rates");
        standard.rates.push_back({ value[str("currency")].toString(), day, *rate });
    }
    return {};
}

} // namespace

Standard defaultStandard()
{
    Standard standard;
    int sort = 0;
    for (const MilestoneRow &row : kMilestones) {
        standard.milestones.push_back(
            { row.id, str(row.code), QString::fromUtf16(row.ru), QString::fromUtf16(row.en), sort += 10, row.semantic, row.kind });
        if (row.limitDays > 0)
            standard.limits.push_back({ 0, row.id, row.limitDays * kWorkingDay });
    }
    for (int weekday = 1; weekday <= 5; ++weekday)
        standard.calendar.week.push_back({ weekday, QTime(9, 0), QTime(18, 0), false });
    return standard;
}

std::optional<PortalStage> stageOf(std::span<const Value> values)
{
    static const auto directoryAt = static_cast<std::size_t>(columnIndex(EntityKind::Status, "directory"));
    static const auto codeAt = static_cast<std::size_t>(columnIndex(EntityKind::Status, "code"));
    static const auto nameAt = static_cast<std::size_t>(columnIndex(EntityKind::Status, "name"));
    static const auto sortAt = static_cast<std::size_t>(columnIndex(EntityKind::Status, "sort"));
    static const auto semanticAt = static_cast<std::size_t>(columnIndex(EntityKind::Status, "semantic"));
    if (values.size() <= semanticAt)
        return {};
    const QString directory = QString::fromStdString(toText(values[directoryAt]));
    PortalStage stage;
    if (directory == u"STATUS") {
        stage.itemKind = EntityKind::Lead;
    } else if (directory.startsWith(u"DEAL_STAGE_")) {
        bool isNumber = false;
        stage.categoryId = directory.mid(11).toLongLong(&isNumber);
        if (!isNumber)
            return {};
    } else if (directory != u"DEAL_STAGE") {
        return {};
    }
    stage.code = QString::fromStdString(toText(values[codeAt]));
    stage.name = QString::fromStdString(toText(values[nameAt]));
    stage.sort = static_cast<int>(toInt(values[sortAt]));
    const std::string &semantic = toText(values[semanticAt]);
    stage.semantic = semantic == "S" ? 'S' : semantic == "F" ? 'F' : 'P';
    return stage;
}

std::optional<std::int32_t> StagePairing::milestoneOf(const PortalStage &stage)
{
    const QString depends = QString::number(static_cast<int>(stage.itemKind)) + QLatin1Char(stage.semantic)
        + stage.code.mid(stage.code.indexOf(u':') + 1) + QLatin1Char('|') + stage.name;
    const auto [place, isNew] = m_known.try_emplace(depends);
    if (isNew) {
        if (const Milestone *milestone = milestoneFor(m_standard, stage))
            place->second = milestone->id;
    }
    return place->second;
}

std::optional<std::int32_t> milestoneAt(std::span<const StageMapping> mappings, PortalId portal, EntityKind itemKind,
    std::int64_t categoryId, const QString &stageCode, base::UtcSeconds at)
{
    const StageMapping *best = nullptr;
    for (const StageMapping &m : mappings) {
        if (m.portal != portal || m.itemKind != itemKind || m.categoryId != categoryId || m.stageCode != stageCode)
            continue;
        if (at != base::kNever && m.validFrom > at)
            continue;
        if (!best || std::pair(m.byHand, m.validFrom) >= std::pair(best->byHand, best->validFrom))
            best = &m;
    }
    return best ? std::optional(best->milestone) : std::nullopt;
}

QByteArray toJson(const Standard &standard)
{
    QJsonArray limits;
    for (const StageLimit &limit : standard.limits)
        limits.append(QJsonObject { { str("portal"), limit.portal }, { str("milestone"), limit.milestone },
            { str("business_seconds"), static_cast<qint64>(limit.businessSeconds) } });
    QJsonObject dealerCalendars;
    for (const auto &[portal, calendar] : standard.dealerCalendars)
        dealerCalendars.insert(QString::number(portal), toJson(calendar));
    QJsonArray rates;
    for (const Standard::Rate &rate : standard.rates)
        rates.append(QJsonObject {
            { str("currency"), rate.currency }, { str("day"), rate.day.toString(Qt::ISODate) }, { str("rate"), toPlainText(rate.rate) } });
    const QJsonObject object { { str("milestones"), milestonesToJson(standard.milestones) },
        { str("mappings"), mappingsToJson(standard.mappings) }, { str("limits"), limits }, { str("calendar"), toJson(standard.calendar) },
        { str("dealer_calendars"), dealerCalendars }, { str("response_limit"), static_cast<qint64>(standard.responseLimit) },
        { str("conversation_seconds"), static_cast<qint64>(standard.conversationSeconds) },
        { str("conversion_days"), standard.conversionDays }, { str("freshness_limit"), static_cast<qint64>(standard.freshnessLimit) },
        { str("currency"), standard.currency }, { str("rates"), rates }, { str("test_origins"), toJson(standard.testOrigins) },
        { str("test_titles"), toJson(standard.testTitles) }, { str("junk_stages"), toJson(standard.junkStages) } };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

base::Result<Standard> standardFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (!document.isObject())
        return base::fail(base::ErrorKind::Input, str("the standard is no JSON object"), base::Retry::Never, "standard");
    const QJsonObject object = document.object();
    Standard standard = defaultStandard();
    if (object.contains(str("milestones")))
        readMilestones(object[str("milestones")].toArray(), standard);
    readMappings(object[str("mappings")].toArray(), standard);
    if (object.contains(str("limits")))
        readLimits(object[str("limits")].toArray(), standard);
    if (object.contains(str("calendar")))
        standard.calendar = calendarOf(object[str("calendar")].toObject());
    const QJsonObject dealers = object[str("dealer_calendars")].toObject();
    for (auto it = dealers.begin(); it != dealers.end(); ++it)
        standard.dealerCalendars[it.key().toInt()] = calendarOf(it.value().toObject());
    standard.responseLimit = object[str("response_limit")].toInteger(standard.responseLimit);
    standard.conversationSeconds = object[str("conversation_seconds")].toInteger(standard.conversationSeconds);
    standard.conversionDays = object[str("conversion_days")].toInt(standard.conversionDays);
    standard.freshnessLimit = object[str("freshness_limit")].toInteger(standard.freshnessLimit);
    standard.currency = object[str("currency")].toString(standard.currency);
    readTexts(object[str("test_origins")], standard.testOrigins);
    readTexts(object[str("test_titles")], standard.testTitles);
    readTexts(object[str("junk_stages")], standard.junkStages);
    if (const auto rates = readRates(object[str("rates")].toArray(), standard); !rates)
        return std::unexpected(rates.error());
    return standard;
}

} // namespace dealerlens::model
