// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/session.h"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace dealerlens::desk {

// What a page does when facts change: it tells that its answer is outdated, and asks again where it is shown. A stream of
// changes costs two questions a second at most, and never one beside another: an answer that takes longer than facts take
// to change would never come. Child of its page; GUI thread.
class FactsFollower final : public QObject {
    Q_OBJECT

public:
    struct Deeds {
        std::function<void()> outdate; // at once, shown or not
        std::function<bool()> isAsking;
        std::function<void()> ask; // nothing when the page is not shown
    };

    FactsFollower(viewmodels::Session &session, Deeds deeds, QObject *page);

private:
    void follow();

    Deeds m_deeds;
    QTimer m_later;
    QElapsedTimer m_asked;
};

} // namespace dealerlens::desk
