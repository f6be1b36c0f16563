// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/cardtexts.h"

#include "model/reordering.h"

#include <QStringList>

namespace dealerlens::viewmodels {

namespace {

constexpr std::size_t kMostKept = 500'000; // against endless growth; more than a network has in work
constexpr std::size_t kPortion = 2'000;

QString text(const store::StoredRecord &record, std::string_view column)
{
    return model::withoutReordering(QString::fromStdString(model::toText(record.value(column))).simplified());
}

// "KFH Dawn — mower" of the client "KFH Dawn" is about the mower.
QString withoutClient(const QString &title, const QString &client)
{
    if (client.startsWith(title))
        return {};
    qsizetype from = client.size();
    if (!title.startsWith(client)) {
        // Shortened or lengthened name of the same client before a dash.
        from = title.indexOf(QStringLiteral(" — "));
        const QString family = client.section(QLatin1Char(' '), 0, 0);
        if (from < 0 || family.size() < 4 || !title.startsWith(family))
            return title;
    }
    while (from < title.size() && !title[from].isLetterOrNumber())
        ++from;
    return title.mid(from);
}

} // namespace

QString personName(const store::StoredRecord &record)
{
    QStringList words { text(record, "last_name"), text(record, "name"), text(record, "second_name") };
    words.removeAll(QString());
    return words.join(QLatin1Char(' '));
}

base::Result<std::map<model::RecordKey, CardText>> readCardTexts(store::Reader &reader, const std::vector<model::RecordKey> &keys)
{
    const auto items = reader.records(keys);
    if (!items)
        return std::unexpected(items.error());
    std::set<model::RecordKey> clients;
    for (const store::StoredRecord &item : *items) {
        if (const std::int64_t company = model::toInt(item.value("company_id")))
            clients.insert({ item.key.portal, model::EntityKind::Company, company });
        if (const std::int64_t contact = model::toInt(item.value("contact_id")))
            clients.insert({ item.key.portal, model::EntityKind::Contact, contact });
    }
    const auto people = reader.records(std::vector<model::RecordKey>(clients.begin(), clients.end()));
    if (!people)
        return std::unexpected(people.error());
    std::map<model::RecordKey, QString> names;
    for (const store::StoredRecord &record : *people)
        names[record.key] = record.key.kind == model::EntityKind::Company ? text(record, "title") : personName(record);
    std::map<model::RecordKey, CardText> texts;
    for (const store::StoredRecord &item : *items) {
        const QString title = text(item, "title");
        QString client = names[{ item.key.portal, model::EntityKind::Company, model::toInt(item.value("company_id")) }];
        if (client.isEmpty())
            client = text(item, "company_title");
        if (client.isEmpty())
            client = names[{ item.key.portal, model::EntityKind::Contact, model::toInt(item.value("contact_id")) }];
        if (client.isEmpty())
            client = personName(item);
        texts[item.key] = client.isEmpty() ? CardText { title, {} } : CardText { client, withoutClient(title, client) };
    }
    return texts;
}

CardTexts::CardTexts(store::Store &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

const CardText *CardTexts::find(const model::RecordKey &key) const
{
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? nullptr : &found->second.text;
}

void CardTexts::outdate()
{
    ++m_age;
    if (m_entries.size() > kMostKept)
        m_entries.clear();
}

std::vector<model::RecordKey> CardTexts::missingOf(const std::vector<model::RecordKey> &keys) const
{
    std::vector<model::RecordKey> missing;
    for (const model::RecordKey &key : keys) {
        const auto found = m_entries.find(key);
        if (found == m_entries.end() || found->second.age < m_age)
            missing.push_back(key);
    }
    return missing;
}

void CardTexts::want(const std::vector<model::RecordKey> &keys)
{
    std::vector<model::RecordKey> missing = missingOf(keys);
    if (missing.empty())
        return;
    if (m_reading)
        m_waiting = std::move(missing); // only what is visible last is of interest
    else
        read(missing);
}

void CardTexts::readAll(const std::vector<model::RecordKey> &keys)
{
    m_all = missingOf(keys);
    m_allTotal = std::max(1, int(m_all.size()));
    if (!m_reading)
        readPortion();
}

void CardTexts::stopAll()
{
    m_all.clear();
    m_allTotal = 0;
}

void CardTexts::readPortion()
{
    if (m_allTotal == 0)
        return;
    Q_EMIT progress(m_allTotal - int(m_all.size()), m_allTotal);
    if (m_all.empty()) {
        m_allTotal = 0;
        Q_EMIT allRead();
        return;
    }
    const auto from = m_all.end() - std::ptrdiff_t(std::min(kPortion, m_all.size()));
    const std::vector<model::RecordKey> portion(from, m_all.end());
    m_all.erase(from, m_all.end());
    read(portion);
}

void CardTexts::read(const std::vector<model::RecordKey> &keys)
{
    using Texts = std::map<model::RecordKey, CardText>;
    m_reading = true;
    const int age = m_age;
    auto reading = m_store.read<Texts>([keys](store::Reader &reader) { return readCardTexts(reader, keys); });
    base::whenDone(reading, this, [this, age, keys](const base::Result<Texts> &texts) {
        m_reading = false;
        for (const model::RecordKey &key : keys) // an unknown record is not asked for again and again
            m_entries[key].age = age;
        if (texts)
            for (const auto &[key, text] : *texts)
                m_entries[key].text = text;
        Q_EMIT loaded();
        const std::vector<model::RecordKey> waiting = std::exchange(m_waiting, {});
        want(waiting);
        if (!m_reading)
            readPortion();
    });
}

} // namespace dealerlens::viewmodels
