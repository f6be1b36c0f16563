// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/pagehead.h"

#include "desk/controls.h"
#include "desk/textlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace dealerlens::desk {

namespace {
constexpr int kQuietMs = 150; // shorter work shows nothing
constexpr int kWordsMs = 2'000; // longer work says what it does and can be cancelled
}

PageHead::PageHead(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, FontStyle::Title, Token::Text, this))
    , m_subtitle(new TextLabel({}, FontStyle::Body, Token::Text2, this))
    , m_coverage(new CoverageMark(this))
    , m_progress(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_cancel(new QToolButton(this))
{
    setMinimumHeight(theme().px(44));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_subtitle->setElided(true, 12);
    m_cancel->hide();
    m_progress->hide();
    m_coverage->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(16), theme().px(4), theme().px(12), theme().px(4));
    row->setSpacing(theme().px(12));
    m_crumbs = new QHBoxLayout;
    m_crumbs->setSpacing(0);
    row->addLayout(m_crumbs);
    row->addWidget(m_title);
    row->addWidget(m_subtitle); // its own width while there is room, elided when not
    row->addWidget(m_coverage);
    row->addWidget(m_progress);
    row->addWidget(m_cancel);
    row->addStretch(2);
    m_controls = new QHBoxLayout;
    m_controls->setSpacing(theme().px(8));
    row->addLayout(m_controls);
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &PageHead::tick);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_cancelAction)
            m_cancelAction();
    });
    retranslate();
}

void PageHead::setTitle(const QString &title) { m_title->setText(title); }

void PageHead::setSubtitle(const QString &subtitle) { m_subtitle->setText(subtitle); }

void PageHead::setCrumbs(const QStringList &crumbs)
{
    while (QLayoutItem *item = m_crumbs->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < crumbs.size(); ++i) {
        auto *button = new QToolButton(this);
        QString text = crumbs[i];
        button->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")) + QStringLiteral("  ›"));
        button->setAccessibleName(crumbs[i]);
        button->setToolTip(plainTip(crumbs[i]));
        connect(button, &QToolButton::clicked, this, [this, i] { Q_EMIT crumbChosen(i); });
        m_crumbs->addWidget(button);
    }
}

void PageHead::addControl(QWidget *control) { m_controls->addWidget(control); }

void PageHead::begin(std::function<void()> cancel)
{
    m_cancelAction = std::move(cancel);
    m_busy = true;
    m_done = 0;
    m_total = 0;
    m_sentence.clear();
    m_elapsed.start();
    m_timer.start();
}

void PageHead::setProgress(qint64 done, qint64 total, const QString &sentence)
{
    m_done = done;
    m_total = total;
    m_sentence = sentence;
    tick();
}

void PageHead::end()
{
    m_busy = false;
    m_timer.stop();
    m_progress->hide();
    m_cancel->hide();
    update();
}

void PageHead::tick()
{
    if (!m_busy)
        return;
    const bool withWords = m_elapsed.elapsed() >= kWordsMs;
    m_progress->setText(m_sentence.isEmpty() ? tr("Computing") : m_sentence);
    m_progress->setVisible(withWords);
    m_cancel->setVisible(withWords && m_cancelAction);
    update();
}

void PageHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().color(Token::Line));
    if (!m_busy || m_elapsed.elapsed() < kQuietMs)
        return;
    const double share = m_total > 0 ? static_cast<double>(m_done) / static_cast<double>(m_total) : 1.0;
    painter.fillRect(QRectF(0, height() - 2, width() * share, 2), theme().color(Token::Link));
}

void PageHead::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PageHead::retranslate() { m_cancel->setText(tr("Cancel")); }

} // namespace dealerlens::desk
