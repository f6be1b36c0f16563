// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dialogs.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace dealerlens::desk {

void Dialogs::ask(
    QWidget *parent, Kind kind, const QString &text, const QString &details, const QStringList &buttons, std::function<void(int)> then)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setIcon(
        kind == Kind::Warning ? QMessageBox::Warning : (kind == Kind::Question ? QMessageBox::Question : QMessageBox::Information));
    box->setText(text);
    box->setInformativeText(details);
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        QPushButton *button = box->addButton(
            buttons[i], i == 0 ? QMessageBox::AcceptRole : (i + 1 == buttons.size() ? QMessageBox::RejectRole : QMessageBox::ActionRole));
        button->setProperty("primary", i == 0);
        button->setProperty("index", static_cast<int>(i));
    }
    const int last = static_cast<int>(buttons.size()) - 1;
    QObject::connect(box, &QMessageBox::finished, parent ? static_cast<QObject *>(parent) : box, [box, then = std::move(then), last] {
        const QAbstractButton *clicked = box->clickedButton();
        if (then)
            then(clicked ? clicked->property("index").toInt() : last);
    });
    box->open();
}

namespace {

void show(QFileDialog *dialog, QWidget *parent, std::function<void(QString)> then)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::accepted, parent, [dialog, then = std::move(then)] {
        const QStringList files = dialog->selectedFiles();
        if (!files.isEmpty())
            then(files.first());
    });
    dialog->open();
}

} // namespace

void Dialogs::openFile(QWidget *parent, const QString &title, const QString &filter, std::function<void(QString)> then)
{
    auto *dialog = new QFileDialog(parent, title, QString(), filter);
    dialog->setFileMode(QFileDialog::ExistingFile);
    show(dialog, parent, std::move(then));
}

void Dialogs::saveFile(
    QWidget *parent, const QString &title, const QString &name, const QStringList &filters, std::function<void(QString)> then)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->selectFile(name);
    show(dialog, parent, std::move(then));
}

void Dialogs::chooseFolder(QWidget *parent, const QString &title, const QString &start, std::function<void(QString)> then)
{
    auto *dialog = new QFileDialog(parent, title, start);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    show(dialog, parent, std::move(then));
}

bool Dialogs::openUrl(const QUrl &url)
{
    static const QStringList allowed { QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("tel"), QStringLiteral("mailto") };
    return allowed.contains(url.scheme()) && QDesktopServices::openUrl(url);
}

} // namespace dealerlens::desk
