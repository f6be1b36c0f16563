// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QFormLayout;
class QLineEdit;

namespace dealerlens::model {
struct Standard;
}

namespace dealerlens::viewmodels {
class StandardDraft;
}

namespace dealerlens::desk {

// What the standard counts as test and as junk (model/marks.h), each list as one line of beginnings with commas
// between them. GUI thread; edits the draft as one types.
class MarksBox final : public QWidget {
    Q_OBJECT

public:
    MarksBox(viewmodels::StandardDraft &draft, QWidget *parent);

private:
    using Marks = std::vector<QString> model::Standard::*;

    void add(QFormLayout &form, const QString &name, const QString &note, Marks marks);
    void show();

    struct Line {
        QLineEdit *edit;
        Marks marks;
    };

    viewmodels::StandardDraft &m_draft;
    std::vector<Line> m_lines;
};

} // namespace dealerlens::desk
