// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/paintedparts.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>

#include <map>

namespace dealerlens::desk {

namespace {

PaintedParts *partsOf(QObject *object) { return dynamic_cast<PaintedParts *>(object); }

// One part; lives as long as its widget's interface.
class PartAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PartAccessible(QWidget *widget, int part)
        : m_widget(widget)
        , m_part(part)
    {
    }

    bool isValid() const override { return m_widget && m_part < parts().partCount(); }

    QObject *object() const override { return nullptr; }

    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_widget); }

    int childCount() const override { return 0; }

    QAccessibleInterface *child(int) const override { return nullptr; }

    int indexOfChild(const QAccessibleInterface *) const override { return -1; }

    QAccessibleInterface *childAt(int, int) const override { return nullptr; }

    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? parts().partSentence(m_part) : QString();
    }

    void setText(QAccessible::Text, const QString &) override { }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect inside = parts().partRect(m_part);
        return { m_widget->mapToGlobal(inside.topLeft()), inside.size() };
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.invalid = !isValid();
        state.invisible = !isValid() || !m_widget->isVisible();
        if (!isValid() || !parts().reactsToKeys())
            return state;
        const bool isCurrent = parts().currentPart() == m_part;
        state.focusable = state.selectable = true;
        state.selected = isCurrent;
        state.focused = isCurrent && m_widget->hasFocus();
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        const bool acts = type == QAccessible::ActionInterface && isValid() && parts().reactsToKeys();
        return acts ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }

    QStringList actionNames() const override { return { pressAction(), setFocusAction() }; }

    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        parts().focusPart(m_part);
        if (name == setFocusAction())
            m_widget->setFocus(Qt::OtherFocusReason);
        else if (name == pressAction())
            parts().pressPart(m_part);
    }

    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    [[nodiscard]] PaintedParts &parts() const { return *partsOf(m_widget.data()); }

    QPointer<QWidget> m_widget;
    int m_part;
};

class PartsAccessible final : public QAccessibleWidget {
public:
    explicit PartsAccessible(QWidget *widget)
        : QAccessibleWidget(widget, QAccessible::List)
    {
    }

    ~PartsAccessible() override
    {
        for (const auto &[part, id] : m_made)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return parts().partCount(); }

    QAccessibleInterface *child(int part) const override
    {
        if (part < 0 || part >= childCount())
            return nullptr;
        const auto known = m_made.find(part);
        if (known != m_made.end())
            return QAccessible::accessibleInterface(known->second);
        auto *made = new PartAccessible(widget(), part);
        m_made[part] = QAccessible::registerAccessibleInterface(made);
        return made;
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (const auto &[part, id] : m_made)
            if (QAccessible::accessibleInterface(id) == child)
                return part;
        return -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint inside = widget()->mapFromGlobal(QPoint(x, y));
        for (int part = 0; part < childCount(); ++part)
            if (parts().partRect(part).contains(inside))
                return child(part);
        return nullptr;
    }

    QAccessibleInterface *focusChild() const override { return widget()->hasFocus() ? child(parts().currentPart()) : nullptr; }

    QString text(QAccessible::Text kind) const override
    {
        const int current = parts().currentPart();
        if (kind == QAccessible::Value && current >= 0 && current < childCount())
            return parts().partSentence(current);
        return QAccessibleWidget::text(kind);
    }

private:
    [[nodiscard]] PaintedParts &parts() const { return *partsOf(widget()); }

    mutable std::map<int, QAccessible::Id> m_made;
};

QAccessibleInterface *make(const QString &, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    return widget && partsOf(widget) ? new PartsAccessible(widget) : nullptr;
}

} // namespace

PaintedParts::PaintedParts()
{
    static const bool once = (QAccessible::installFactory(make), true);
    Q_UNUSED(once)
}

void announcePart(QWidget *widget)
{
    if (!QAccessible::isActive())
        return;
    const PaintedParts *parts = partsOf(widget);
    const int current = parts ? parts->currentPart() : -1;
    if (current < 0)
        return;
    QAccessibleEvent event(widget, QAccessible::Focus);
    event.setChild(current);
    QAccessible::updateAccessibility(&event);
}

} // namespace dealerlens::desk
