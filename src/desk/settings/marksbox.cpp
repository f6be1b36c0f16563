// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/marksbox.h"

#include "desk/textlabel.h"
#include "viewmodels/standarddraft.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>

namespace dealerlens::desk {

namespace {

QString lineOf(const std::vector<QString> &marks) { return QStringList(marks.begin(), marks.end()).join(QStringLiteral(", ")); }

std::vector<QString> marksOf(const QString &line)
{
    std::vector<QString> marks;
    for (const QString &part : line.split(QLatin1Char(',')))
        if (const QString mark = part.trimmed(); !mark.isEmpty())
            marks.push_back(mark);
    return marks;
}

} // namespace

MarksBox::MarksBox(viewmodels::StandardDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(theme().px(6));
    form->setHorizontalSpacing(theme().px(16));
    form->addRow(new TextLabel(tr("Tests and junk"), FontStyle::Strong, Token::Text, this),
        new TextLabel(tr("Beginnings with commas between them. Tests are not counted; junk is counted and told apart."), FontStyle::Small,
            Token::Text2, this));
    add(*form, tr("Test: origin"), tr("of the source that created the item"), &model::Standard::testOrigins);
    add(*form, tr("Test: title"), tr("of the lead or deal"), &model::Standard::testTitles);
    add(*form, tr("Junk: stage"), tr("code, or a word of the name, of a stage in which items end lost"), &model::Standard::junkStages);
    connect(&m_draft, &viewmodels::StandardDraft::changed, this, &MarksBox::show);
    show();
}

void MarksBox::add(QFormLayout &form, const QString &name, const QString &note, Marks marks)
{
    auto *edit = new QLineEdit(this);
    edit->setFixedWidth(theme().px(420));
    edit->setAccessibleName(name);
    edit->setAccessibleDescription(note);
    auto *row = new QHBoxLayout;
    row->addWidget(edit);
    row->addSpacing(theme().px(8));
    auto *words = new TextLabel(note, FontStyle::Small, Token::Text3, this);
    words->setElided(true);
    row->addWidget(words, 1);
    form.addRow(new TextLabel(name, FontStyle::Body, Token::Text, this), row);
    connect(edit, &QLineEdit::textEdited, this,
        [this, marks](const QString &text) { m_draft.edit([&](model::Standard &standard) { standard.*marks = marksOf(text); }); });
    m_lines.push_back({ edit, marks });
}

// What is being typed stays as it is: a comma at its end would vanish.
void MarksBox::show()
{
    for (const Line &line : m_lines)
        if (marksOf(line.edit->text()) != m_draft.standard().*line.marks)
            line.edit->setText(lineOf(m_draft.standard().*line.marks));
}

} // namespace dealerlens::desk
