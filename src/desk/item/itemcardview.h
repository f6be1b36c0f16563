// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/page.h"
#include "viewmodels/itemcard.h"

#include <QWidget>

class QScrollArea;
class QStackedLayout;
class QToolButton;

namespace dealerlens::desk {

class EmptyState;
class ItemHeader;
class ItemSections;
class ItemTimeline;

// An item card on screen: one column in a panel, or timeline left and the rest right on a page.
class ItemCardView final : public QWidget {
    Q_OBJECT

public:
    enum class Form { Panel, Page };

    ItemCardView(viewmodels::ItemCard &card, viewmodels::Session &session, PageHost &host, Form form, QWidget *parent);

    void retranslate();
    void applyTheme();

    [[nodiscard]] std::optional<model::RecordKey> shown() const { return m_shown; }

Q_SIGNALS:
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildActions(QWidget *parent);
    void placeAsPanel();
    void placeAsPage();
    void keepScroll();
    void show();
    void openWishes();

    viewmodels::ItemCard &m_card;
    viewmodels::Session &m_session;
    PageHost &m_host;
    Form m_form;
    QStackedLayout *m_stack;
    QWidget *m_content;
    EmptyState *m_empty;
    ItemHeader *m_header;
    QWidget *m_actions;
    QScrollArea *m_scroll;
    std::optional<model::RecordKey> m_shown;
    int m_scrolledTo = 0; // by a person
    QToolButton *m_page = nullptr;
    QToolButton *m_portal = nullptr;
    QToolButton *m_copy = nullptr;
    QToolButton *m_wishes = nullptr;
    QToolButton *m_close = nullptr;
    ItemTimeline *m_timeline;
    ItemSections *m_sections;
};

} // namespace dealerlens::desk
