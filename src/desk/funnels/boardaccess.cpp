// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/funnels/boardview.h"

#include <QAccessibleWidget>

namespace dealerlens::desk {

namespace {

class BoardAccessible final : public QAccessibleWidget {
public:
    explicit BoardAccessible(BoardView *view)
        : QAccessibleWidget(view, QAccessible::Table, view->accessibleName())
        , m_view(view)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return m_view->currentSentence();
        return QAccessibleWidget::text(kind);
    }

private:
    BoardView *m_view;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *view = qobject_cast<BoardView *>(object);
    return view ? new BoardAccessible(view) : nullptr;
}

} // namespace

void installBoardAccessibility()
{
    static const bool once = (QAccessible::installFactory(make), true);
    Q_UNUSED(once)
}

} // namespace dealerlens::desk
