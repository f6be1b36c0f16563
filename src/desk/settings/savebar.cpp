// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/savebar.h"

#include "desk/dialogs.h"
#include "desk/page.h"
#include "desk/textlabel.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/standarddraft.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace dealerlens::desk {

SaveBar::SaveBar(PageHost &host, viewmodels::StandardDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_words(new TextLabel({}, FontStyle::Body, Token::Text, this))
    , m_undo(new QPushButton(this))
    , m_save(new QPushButton(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme().px(16), theme().px(5), theme().px(12), theme().px(5));
    m_words->setElided(true);
    row->addWidget(m_words, 1);
    row->addWidget(m_undo);
    row->addWidget(m_save);
    m_save->setProperty("primary", true);
    m_save->setShortcut(QKeySequence::Save);
    connect(m_undo, &QPushButton::clicked, &m_draft, &viewmodels::StandardDraft::undo);
    connect(m_save, &QPushButton::clicked, &m_draft, &viewmodels::StandardDraft::save);
    connect(&m_draft, &viewmodels::StandardDraft::changed, this, &SaveBar::refresh);
    connect(&m_draft, &viewmodels::StandardDraft::failed, this, [this, &host](const base::Error &error) {
        const viewmodels::ProblemText problem = viewmodels::ProblemText::of(error);
        host.dialogs().ask(this, Dialogs::Kind::Warning, problem.title, problem.advice, { tr("Close") }, {});
    });
    refresh();
}

void SaveBar::refresh()
{
    const QStringList problems = m_draft.problems();
    m_words->setText(
        problems.isEmpty() ? tr("There are unsaved changes. Reports change when they are saved.") : problems.join(QLatin1Char(' ')));
    m_words->setToken(problems.isEmpty() ? Token::Text : Token::Breach);
    m_undo->setText(tr("Undo"));
    m_save->setText(tr("Save"));
    m_save->setEnabled(problems.isEmpty());
    setVisible(m_draft.isDirty());
}

void SaveBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::WarnTint));
    painter.fillRect(QRect(0, 0, 3, height()), theme().color(Token::WarnFill));
}

void SaveBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

} // namespace dealerlens::desk
