// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/outbox/toast.h"

#include "desk/controls.h"
#include "desk/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>

namespace dealerlens::desk {

namespace {

constexpr int kShownMs = 12'000;

}

Toast::Toast(QWidget *window)
    : QFrame(window)
    , m_sentence(new TextLabel({}, FontStyle::Body, Token::Text, this))
    , m_action(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(14), theme().px(8), theme().px(10), theme().px(8));
    row->setSpacing(theme().px(12));
    row->addWidget(m_sentence);
    row->addWidget(m_action);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kShownMs);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(ThemeManager::instance(), &ThemeManager::changed, this, &Toast::layGround);
    connect(m_action, &QPushButton::clicked, this, &Toast::act);
    window->installEventFilter(this);
}

Toast *Toast::of(QWidget *widget) { return widget->window()->findChild<Toast *>(QString(), Qt::FindDirectChildrenOnly); }

void Toast::show(QWidget *widget, const QString &sentence, const QString &action, std::function<void()> run)
{
    Toast *toast = of(widget);
    if (!toast)
        toast = new Toast(widget->window());
    toast->layGround();
    toast->m_sentence->setText(sentence);
    toast->m_action->setText(action);
    toast->m_action->setVisible(!action.isEmpty());
    toast->m_run = std::move(run);
    toast->setAccessibleName(sentence);
    toast->place();
    toast->setVisible(true);
    toast->raise();
    toast->m_timer.start();
}

QString Toast::sentence() const { return m_sentence->text(); }

void Toast::act()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    hide();
    if (const auto run = std::exchange(m_run, {}))
        run();
}

void Toast::layGround()
{
    QPalette ground = theme().viewPalette();
    ground.setColor(QPalette::Window, theme().color(Token::Raised));
    setPalette(ground);
}

void Toast::place()
{
    adjustSize();
    const QWidget *window = parentWidget();
    resize(std::min(width(), window->width() - theme().px(40)), height());
    move((window->width() - width()) / 2, window->height() - height() - theme().px(42)); // above the status bar
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    if (event->type() == QEvent::LanguageChange)
        hide(); // a sentence already said has no other language; what it offers lasts as long as it would have been shown
    return QFrame::eventFilter(watched, event);
}

} // namespace dealerlens::desk
