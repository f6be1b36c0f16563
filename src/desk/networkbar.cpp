// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/networkbar.h"

#include "desk/icons.h"
#include "desk/language.h"
#include "desk/textlabel.h"

#include <QProgressBar>
#include <QToolButton>

namespace dealerlens::desk {

NetworkBar::NetworkBar(QWidget *parent)
    : QStatusBar(parent)
    , m_fresh(new QToolButton(this))
    , m_oldest(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_sync(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_progress(new QProgressBar(this))
    , m_rows(new TextLabel({}, FontStyle::Small, Token::Text2, this))
    , m_time(new TextLabel({}, FontStyle::Small, Token::Text3, this))
{
    setFixedHeight(theme().px(26));
    setSizeGripEnabled(false);
    setContentsMargins(theme().px(4), 0, theme().px(12), 0);
    m_fresh->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fresh->setIconSize(QSize(theme().px(14), theme().px(14)));
    m_fresh->setFont(theme().font(FontStyle::Small));
    m_fresh->setFocusPolicy(Qt::TabFocus);
    m_progress->setFixedSize(theme().px(110), 4);
    m_progress->setTextVisible(false);
    addWidget(m_fresh);
    addWidget(m_oldest);
    addWidget(m_sync);
    addWidget(m_progress);
    addPermanentWidget(m_rows);
    addPermanentWidget(m_time);
    connect(m_fresh, &QToolButton::clicked, this, &NetworkBar::freshClicked);
    refresh();
}

void NetworkBar::setNetwork(const NetworkStatus &status)
{
    m_status = status;
    refresh();
}

void NetworkBar::setRows(const QString &text, int queryMs)
{
    m_text = text;
    m_queryMs = queryMs;
    refresh();
}

void NetworkBar::retranslate() { refresh(); }

void NetworkBar::refresh()
{
    if (m_status.offline) {
        m_fresh->setIcon(icon(QStringLiteral("offline")));
        m_fresh->setText(tr("No network: data as of %1").arg(fmt().dateTime(m_status.dataAt)));
    } else if (m_status.total == 0) {
        m_fresh->setIcon(icon(QStringLiteral("network")));
        m_fresh->setText(tr("No portals"));
    } else {
        m_fresh->setIcon(icon(m_status.fresh == m_status.total ? QStringLiteral("fresh") : QStringLiteral("stale")));
        m_fresh->setText(tr("Fresh %1 of %2").arg(fmt().integer(m_status.fresh), fmt().integer(m_status.total)));
    }
    m_fresh->setAccessibleName(m_fresh->text());
    m_fresh->setToolTip(tr("Network health"));
    m_oldest->setVisible(!m_status.offline && m_status.oldest != base::kNever);
    m_oldest->setText(tr("Oldest data: %1, %2").arg(m_status.oldestDealer, fmt().dateTime(m_status.oldest)));
    const bool syncing = m_status.syncTotal > 0;
    m_sync->setVisible(syncing);
    m_progress->setVisible(syncing);
    m_sync->setText(tr("Syncing %1 of %2").arg(fmt().integer(m_status.syncDone), fmt().integer(m_status.syncTotal)));
    m_progress->setRange(0, std::max(1, m_status.syncTotal));
    m_progress->setValue(m_status.syncDone);
    m_progress->setAccessibleName(m_sync->text());
    m_rows->setText(m_text);
    m_time->setVisible(m_queryMs >= 0);
    m_time->setText(tr("%1 ms").arg(fmt().integer(m_queryMs)));
}

} // namespace dealerlens::desk
