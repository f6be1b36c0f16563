// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/itemsearch.h"

#include "desk/item/itemlinks.h"
#include "desk/mainwindow.h"
#include "model/reordering.h"
#include "viewmodels/itemdata.h"
#include "viewmodels/itemdescribe.h"
#include "viewmodels/session.h"

namespace dealerlens::desk {

namespace {

constexpr int kMostHits = 30;

QString iconOf(model::EntityKind kind)
{
    switch (kind) {
    case model::EntityKind::Lead:
        return QStringLiteral("lead");
    case model::EntityKind::Deal:
        return QStringLiteral("deal");
    case model::EntityKind::Contact:
        return QStringLiteral("person");
    default:
        return QStringLiteral("company");
    }
}

// A subtitle may be a phone: the list shows it masked, as every other place does before "Show".
QString shownSubtitle(const QString &text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isDigit(); });
    return digits >= 7 ? viewmodels::maskedPhone(text) : text;
}

class ItemProvider final : public PaletteProvider {
public:
    ItemProvider(MainWindow &window, viewmodels::Session &session)
        : m_window(window)
        , m_session(session)
    {
    }

    QString prefixes() const override { return QStringLiteral(" @"); }

    void find(const QString &text, std::function<void(std::vector<PaletteEntry>)> answer) override
    {
        if (text.size() < 2)
            return;
        using Hits = std::vector<store::SearchHit>;
        m_session.putOffRest();
        auto reading = m_session.store().read<Hits>([text](store::Reader &reader) { return reader.search(text, kMostHits); });
        base::whenDone(reading, &m_window, [this, answer = std::move(answer)](const base::Result<Hits> &hits) {
            std::vector<PaletteEntry> found;
            if (hits)
                for (const store::SearchHit &hit : *hits)
                    found.push_back(entryOf(hit));
            answer(std::move(found));
        });
    }

private:
    PaletteEntry entryOf(const store::SearchHit &hit) const
    {
        QString dealer;
        if (const facts::SnapshotPtr facts = m_session.facts())
            for (const facts::PortalFact &fact : facts->portals)
                if (fact.portal.id == hit.record.portal)
                    dealer = fact.portal.title;
        const QString subtitle = shownSubtitle(model::withoutReordering(hit.subtitle));
        const QString detail = dealer.isEmpty() || dealer == subtitle ? subtitle : QString(subtitle % QStringLiteral(" · ") % dealer);
        MainWindow *window = &m_window;
        const model::RecordKey key = hit.record;
        return { iconOf(key.kind), model::withoutReordering(hit.title), detail, viewmodels::ItemTexts::kind(key.kind),
            [window, key](bool newWindow) {
                if (newWindow)
                    Q_EMIT window->newWindowRequested(itemLocation(key));
                else
                    window->open(itemLocation(key));
            } };
    }

    MainWindow &m_window;
    viewmodels::Session &m_session;
};

} // namespace

void addItemSearch(MainWindow &window, viewmodels::Session &session)
{
    window.addPaletteProvider(std::make_unique<ItemProvider>(window, session));
}

} // namespace dealerlens::desk
