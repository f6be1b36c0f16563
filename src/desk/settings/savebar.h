// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace dealerlens::viewmodels {
class StandardDraft;
}

namespace dealerlens::desk {

class PageHost;
class TextLabel;

// A line that appears while the standard has unsaved changes: what hinders saving, Undo, Save.
class SaveBar final : public QWidget {
    Q_OBJECT

public:
    SaveBar(PageHost &host, viewmodels::StandardDraft &draft, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    viewmodels::StandardDraft &m_draft;
    TextLabel *m_words;
    QPushButton *m_undo;
    QPushButton *m_save;
};

} // namespace dealerlens::desk
