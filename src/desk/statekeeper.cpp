// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/statekeeper.h"

#include <QFile>
#include <QHeaderView>
#include <QSplitter>
#include <QWidget>

#include <algorithm>

namespace dealerlens::desk {

namespace {

// Every line of an INI file as QSettings writes it.
bool isUnderstood(const QByteArray &content)
{
    const QList<QByteArray> lines = content.split('\n');
    return std::ranges::all_of(lines, [](const QByteArray &line) {
        const QByteArray text = line.trimmed();
        return text.isEmpty() || text.startsWith(';') || text.contains('=') || (text.startsWith('[') && text.endsWith(']'));
    });
}

} // namespace

StateKeeper::StateKeeper(const QString &file)
    : m_settings(setAsideUnreadable(file), QSettings::IniFormat)
{
    m_settings.sync();
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
}

// What cannot be understood of the file would be gone with the next value that is written. What can be is taken over.
QString StateKeeper::setAsideUnreadable(const QString &file)
{
    constexpr qint64 kLargest = 4 * 1024 * 1024; // of a file that only ever holds choices and sizes
    QFile found(file);
    if (!found.open(QIODevice::ReadOnly))
        return file;
    const bool isTooLarge = found.size() > kLargest;
    const QByteArray content = isTooLarge ? QByteArray() : found.readAll();
    found.close();
    const bool isHopeless = isTooLarge || content.contains('\0');
    if (!isHopeless && isUnderstood(content))
        return file;
    const QString aside = file + QStringLiteral(".damaged");
    QFile::remove(aside);
    if (isHopeless)
        QFile::rename(file, aside);
    else
        QFile::copy(file, aside);
    return file;
}

void StateKeeper::saveWindow(const QString &key, const QWidget &window)
{
    m_settings.setValue(QStringLiteral("geometry/") + key, window.saveGeometry());
}

bool StateKeeper::restoreWindow(const QString &key, QWidget &window) const
{
    return window.restoreGeometry(m_settings.value(QStringLiteral("geometry/") + key).toByteArray());
}

void StateKeeper::keep(const QString &key, QSplitter *splitter)
{
    const QString name = QStringLiteral("splitter/") + key;
    splitter->restoreState(m_settings.value(name).toByteArray());
    QObject::connect(
        splitter, &QSplitter::splitterMoved, splitter, [this, name, splitter] { m_settings.setValue(name, splitter->saveState()); });
}

void StateKeeper::keep(const QString &key, QHeaderView *header)
{
    const QString name = QStringLiteral("header/") + key;
    header->restoreState(m_settings.value(name).toByteArray());
    const auto save = [this, name, header] { m_settings.setValue(name, header->saveState()); };
    QObject::connect(header, &QHeaderView::sectionMoved, header, save);
    QObject::connect(header, &QHeaderView::sectionResized, header, save);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, save);
}

void StateKeeper::setValue(const QString &key, const QVariant &value) { m_settings.setValue(key, value); }

QVariant StateKeeper::value(const QString &key, const QVariant &fallback) const { return m_settings.value(key, fallback); }

} // namespace dealerlens::desk
