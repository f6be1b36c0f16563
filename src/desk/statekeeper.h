// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QVariantMap>

class QWidget;
class QSplitter;
class QHeaderView;

namespace dealerlens::desk {

// Remembers how the window was left: geometry, splitters, headers, choices. A file of its own in the data folder
// (readable by the owner only); holds no data of portals. A file that is damaged is kept beside as "….damaged"; what
// can still be read of it is taken, everything else is as at the first start. Where nothing can be written, choices last
// as long as the program. Numbers of a kept map or list may come back as another type of number. GUI thread.
class StateKeeper final {
public:
    explicit StateKeeper(const QString &file);

    void saveWindow(const QString &key, const QWidget &window);
    bool restoreWindow(const QString &key, QWidget &window) const;
    // Restores now and saves whenever it is moved.
    void keep(const QString &key, QSplitter *splitter);
    void keep(const QString &key, QHeaderView *header);
    void setValue(const QString &key, const QVariant &value);
    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback = {}) const;

private:
    [[nodiscard]] static QString setAsideUnreadable(const QString &file); // the file

    mutable QSettings m_settings;
};

} // namespace dealerlens::desk
