// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/item/itemprint.h"

#include "desk/language.h"

#include <QCoreApplication>

namespace dealerlens::desk {

namespace {

using exporting::PrintPart;
using exporting::PrintTable;

class ItemPrint final {
    Q_DECLARE_TR_FUNCTIONS(dealerlens::desk::ItemPrint)

public:
    static PrintPart head(const viewmodels::ItemData &item)
    {
        exporting::PrintFacts facts;
        const auto add = [&facts](const QString &name, const QString &value) {
            if (!value.isEmpty())
                facts.emplace_back(name, value);
        };
        add(tr("Client"), item.title);
        add(tr("Subject"), item.subject);
        add(tr("Dealer"), item.dealer);
        add(tr("Responsible"), item.responsible);
        add(tr("Amount"), item.amount);
        add(tr("Stage"), item.stage);
        add(tr("In the stage"), item.stageLimit.isEmpty() ? item.stageTime : item.stageLimit);
        add(tr("First response"), item.response);
        if (item.deletedAt != base::kNever)
            add(tr("Deleted in the portal"), fmt().dateTime(item.deletedAt));
        return { {}, std::move(facts) };
    }

    static PrintPart path(const viewmodels::ItemData &item)
    {
        const auto word = [](viewmodels::ItemStep::Kind kind) {
            switch (kind) {
            case viewmodels::ItemStep::Kind::Done:
                return tr("passed");
            case viewmodels::ItemStep::Kind::Skipped:
                return tr("skipped");
            case viewmodels::ItemStep::Kind::Now:
                return tr("now");
            case viewmodels::ItemStep::Kind::Ahead:
                break;
            }
            return tr("ahead");
        };
        PrintTable table { columns({ tr("Stage"), tr("State"), tr("Visits"), tr("Time"), tr("Share of the limit") }, { 2, 3, 4 }), {} };
        for (const viewmodels::ItemStep &step : item.steps)
            table.rows.push_back({ { step.name, word(step.kind), step.visits > 0 ? fmt().integer(step.visits) : QString(),
                step.visits > 0 ? fmt().duration(static_cast<qint64>(step.seconds)) : QString(),
                step.share >= 0 ? fmt().percent(step.share) : QString() } });
        return { tr("Path"), std::move(table) };
    }

    static PrintPart events(const viewmodels::ItemData &item)
    {
        const auto word = [](viewmodels::ItemEvent::Mark mark) {
            switch (mark) {
            case viewmodels::ItemEvent::Mark::Evidence:
                return tr("evidenced");
            case viewmodels::ItemEvent::Mark::Claim:
                return tr("claimed");
            case viewmodels::ItemEvent::Mark::Overdue:
                return tr("overdue");
            case viewmodels::ItemEvent::Mark::Missed:
                return tr("missed");
            case viewmodels::ItemEvent::Mark::None:
                break;
            }
            return QString();
        };
        PrintTable table { columns({ tr("When"), tr("Event"), tr("Who"), tr("Evidence") }), {} };
        for (const viewmodels::ItemEvent &event : item.events)
            table.rows.push_back({ { fmt().dateTime(event.at), event.text, event.who, word(event.mark) } });
        return { tr("Events and evidence"), std::move(table) };
    }

    static PrintPart fields(const viewmodels::ItemData &item)
    {
        exporting::PrintFacts facts;
        for (const viewmodels::ItemField &field : item.fields)
            facts.emplace_back(field.label, field.value.isEmpty() ? viewmodels::Fmt::dash() : field.value);
        return { tr("Fields: %1 of %2 are filled").arg(fmt().integer(item.filled), fmt().integer(static_cast<qint64>(item.fields.size()))),
            std::move(facts) };
    }

    static PrintPart people(const viewmodels::ItemData &item, bool revealed)
    {
        PrintTable table { columns({ tr("Name"), tr("Role"), tr("Reached by") }), {} };
        for (const viewmodels::ItemPerson &person : item.people) {
            QStringList points;
            for (const viewmodels::ItemPhone &point : person.points)
                points.append(revealed ? point.value : point.masked);
            table.rows.push_back({ { person.name, person.detail, points.join(QStringLiteral(", ")) } });
        }
        return { tr("People"), std::move(table) };
    }

    static PrintPart copies(const QString &heading, const std::vector<viewmodels::ItemCopy> &copies)
    {
        PrintTable table { columns({ tr("Dealer"), tr("Record"), tr("Why") }), {} };
        for (const viewmodels::ItemCopy &copy : copies)
            table.rows.push_back({ { copy.code, copy.text, copy.match } });
        return { heading, std::move(table) };
    }

    static PrintPart journal(const viewmodels::ItemData &item)
    {
        PrintTable table { columns({ tr("Field"), tr("Before"), tr("After"), tr("Happened"), tr("Seen") }), {} };
        const auto when = [](base::UtcSeconds at) { return at == base::kNever ? QString() : fmt().dateTime(at); };
        for (const viewmodels::ItemChange &change : item.changes)
            table.rows.push_back({ { change.field, change.before, change.after, when(change.happenedAt), when(change.seenAt) } });
        return { tr("Journal"), std::move(table) };
    }

private:
    static std::vector<PrintTable::Column> columns(const QStringList &names, const QList<qsizetype> &numbers = {})
    {
        std::vector<PrintTable::Column> made;
        for (qsizetype i = 0; i < names.size(); ++i)
            made.push_back({ names[i], numbers.contains(i) });
        return made;
    }
};

} // namespace

std::vector<PrintPart> printParts(const viewmodels::ItemData &item, bool revealed)
{
    std::vector<PrintPart> parts { ItemPrint::head(item) };
    if (!item.steps.empty())
        parts.push_back(ItemPrint::path(item));
    parts.push_back(ItemPrint::events(item));
    if (!item.fields.empty())
        parts.push_back(ItemPrint::fields(item));
    if (!item.people.empty())
        parts.push_back(ItemPrint::people(item, revealed));
    if (!item.items.empty())
        parts.push_back(ItemPrint::copies(ItemPrint::tr("Leads and deals"), item.items));
    if (!item.copies.empty())
        parts.push_back(ItemPrint::copies(ItemPrint::tr("Copies at other dealers"), item.copies));
    if (!item.changes.empty())
        parts.push_back(ItemPrint::journal(item));
    return parts;
}

} // namespace dealerlens::desk
