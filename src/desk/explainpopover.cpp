// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/explainpopover.h"

#include "desk/language.h"
#include "desk/textlabel.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

namespace dealerlens::desk {

namespace {

constexpr int kWidth = 320;

} // namespace

ExplainPopover::ExplainPopover(const viewmodels::Explanation &explanation, std::function<void()> openRows, QWidget *parent, Open openStep)
    : Popover(parent)
    , m_openStep(std::move(openStep))
{
    setFixedWidth(theme().px(kWidth));
    setAccessibleName(tr("How this number was computed"));
    addText(explanation.title, FontStyle::Strong, Token::Text);
    addText(explanation.subject, FontStyle::Small, Token::Text2);
    addText(explanation.value, FontStyle::Title, Token::Text);
    addText(explanation.formula, FontStyle::Body, Token::Text);
    if (explanation.waterfall)
        addWaterfall(explanation);
    addText(explanation.method, FontStyle::Small, Token::Text2);
    for (const QString &note : explanation.notes)
        addText(note, FontStyle::Small, Token::Text2);
    if (explanation.coverage)
        addCoverage(explanation);
    auto *buttons = new QHBoxLayout;
    if (openRows) {
        auto *open = new QPushButton(
            explanation.rows ? tr("Open %Ln rows", nullptr, static_cast<int>(*explanation.rows)) : tr("Open the rows"), this);
        connect(open, &QPushButton::clicked, this, [this, openRows = std::move(openRows)] {
            close();
            openRows();
        });
        buttons->addWidget(open);
    }
    auto *copy = new QPushButton(tr("Copy"), this);
    connect(copy, &QPushButton::clicked, this, [this, text = explanation.text(fmt())] {
        QGuiApplication::clipboard()->setText(text);
        close();
    });
    buttons->addWidget(copy);
    buttons->addStretch(1);
    column().addLayout(buttons);
}

void ExplainPopover::addText(const QString &text, FontStyle style, Token token)
{
    if (text.isEmpty())
        return;
    auto *label = new TextLabel(text, style, token, this);
    label->setWordWrap(true);
    label->setFixedWidth(theme().px(kWidth) - theme().px(24));
    column().addWidget(label);
}

QWidget *ExplainPopover::link(const QString &text, const QString &name, const viewmodels::RowsScope &scope)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setAutoRaise(true);
    button->setCursor(Qt::PointingHandCursor);
    button->setAccessibleName(tr("%1: open the rows").arg(name));
    connect(button, &QToolButton::clicked, this, [this, scope] {
        close();
        m_openStep(scope);
    });
    return button;
}

void ExplainPopover::addWaterfall(const viewmodels::Explanation &explanation)
{
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(theme().px(1));
    int row = 0;
    const auto lines = viewmodels::Explanation::lines(*explanation.waterfall, fmt());
    for (const viewmodels::Explanation::Line &line : lines) {
        const bool last = row + 1 == static_cast<int>(lines.size());
        const FontStyle style = last ? FontStyle::Strong : FontStyle::Body;
        grid->addWidget(new TextLabel(line.what, style, last ? Token::Text : Token::Text2, this), row, 0);
        QWidget *number = nullptr;
        if (m_openStep && explanation.scope)
            number = link(line.number, line.what, explanation.step(line.count));
        else
            number = new TextLabel(line.number, style, Token::Text, this);
        grid->addWidget(number, row, 1, Qt::AlignRight | Qt::AlignVCenter);
        ++row;
    }
    grid->setColumnStretch(0, 1);
    column().addLayout(grid);
}

void ExplainPopover::addCoverage(const viewmodels::Explanation &explanation)
{
    for (const QString &line : viewmodels::Explanation::lines(*explanation.coverage, fmt()))
        addText(line, FontStyle::Small, Token::Text2);
    if (!m_openStep || !explanation.scope || explanation.coverage->mappedShare >= 1)
        return;
    const QString words = tr("Visits in stages without a pair");
    column().addWidget(link(words, words, explanation.step(reports::Count::Unmapped)), 0, Qt::AlignLeft);
}

void ExplainPopover::openAt(const QRect &global, QWidget *view)
{
    openUnder(view); // lays out, shows and takes the focus
    const QRect room = view->screen()->availableGeometry();
    int top = global.bottom() + 4;
    if (top + height() > room.bottom() - 4)
        top = std::max(room.top() + 4, global.top() - 4 - height());
    move(std::clamp(global.left(), room.left() + 4, std::max(room.left() + 4, room.right() - width() - 4)), top);
}

} // namespace dealerlens::desk
