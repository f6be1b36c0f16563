// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QUrl>

#include <functional>

class QWidget;

namespace dealerlens::desk {

// Everything modal or outside the window goes through here, so that tests need no real dialog. Never blocks:
// answers come by callback, on the GUI thread, and not at all when `parent` has died. Texts are plain.
class Dialogs {
public:
    enum class Kind { Information, Warning, Question };

    virtual ~Dialogs() = default;

    // `buttons` from the accepting one to the rejecting one; answers with the index, the last one on Esc.
    virtual void ask(
        QWidget *parent, Kind kind, const QString &text, const QString &details, const QStringList &buttons, std::function<void(int)> then);
    virtual void openFile(QWidget *parent, const QString &title, const QString &filter, std::function<void(QString)> then);
    virtual void saveFile(
        QWidget *parent, const QString &title, const QString &name, const QStringList &filters, std::function<void(QString)> then);
    virtual void chooseFolder(QWidget *parent, const QString &title, const QString &start, std::function<void(QString)> then);
    // Only http, https, tel and mailto; false for anything else.
    virtual bool openUrl(const QUrl &url);
};

} // namespace dealerlens::desk
