// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "viewmodels/itemcard.h"

namespace dealerlens::desk {

class ItemCardView;

// The item card as a page: {"portal": id, "kind": model::EntityKind, "id": record}.
class ItemPage final : public Page {
    Q_OBJECT

public:
    ItemPage(PageHost &host, viewmodels::Session &session, QWidget *parent);

    [[nodiscard]] QString title() const override;

    [[nodiscard]] ContextParts contextParts() const override { return {}; }

    void setContext(const viewmodels::Context &) override { }

    void retranslate() override;
    void applyTheme() override;
    void activate(const QVariantMap &args) override;

    [[nodiscard]] bool isReady() const override { return !m_card.isReading(); }

    [[nodiscard]] QAbstractItemModel *exportTable() const override { return m_card.timeline(); }

    [[nodiscard]] exporting::Printout printout() const override;

    [[nodiscard]] QList<Scene> scenes() override;

private:
    void addWishes();
    void showTitle();
    void openAny();

    viewmodels::Session &m_session;
    viewmodels::ItemCard m_card;
    ItemCardView *m_view;
};

} // namespace dealerlens::desk
