// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/item/itemlinks.h"
#include "model/record.h"

#include <QWidget>

namespace dealerlens::viewmodels {
class ItemCard;
class Session;
}

namespace dealerlens::desk {

class ItemCardView;

// The item card as content of a page's right panel: follows setItem, keeps the old card until the new one is read.
// Any page may make one; GUI thread.
class ItemPanel final : public QWidget {
    Q_OBJECT

public:
    static constexpr int kWidth = 412; // design pixels

    ItemPanel(PageHost &host, viewmodels::Session &session, QWidget *parent);
    ~ItemPanel() override;

    void setItem(const model::RecordKey &key);
    void clear();
    [[nodiscard]] bool isReady() const;
    void retranslate();
    void applyTheme();

Q_SIGNALS:
    void closeRequested();

private:
    viewmodels::ItemCard *m_card;
    ItemCardView *m_view;
};

} // namespace dealerlens::desk
