// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/statekeeper.h"

#include <QFile>
#include <QHeaderView>
#include <QSplitter>
#include <QWidget>

namespace dealerlens::desk {

StateKeeper::StateKeeper(const QString &file)
    : m_settings(file, QSettings::IniFormat)
{
    m_settings.sync();
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
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
