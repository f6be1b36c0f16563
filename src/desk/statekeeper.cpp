// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/statekeeper.h"

#include <QCborValue>
#include <QCryptographicHash>
#include <QFile>
#include <QHeaderView>
#include <QSplitter>
#include <QWidget>

#include <algorithm>
#include <optional>

namespace dealerlens::desk {

namespace {

constexpr QLatin1String kPacked("kept:");
constexpr qsizetype kDigest = 8; // bytes

QByteArray digestOf(const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha1).left(kDigest); }

// Bytes, maps and lists are kept with a digest. Headers and QVariants that are read back in binary believe every number
// in there: one changed byte can end the program or ask for all memory there is.
QVariant packed(const QVariant &value)
{
    const int type = value.typeId();
    if (type != QMetaType::QByteArray && type != QMetaType::QVariantMap && type != QMetaType::QVariantList)
        return value;
    const QByteArray bytes = QCborValue::fromVariant(value).toCbor();
    return QString(kPacked + QString::fromLatin1(QByteArray(digestOf(bytes) + bytes).toBase64()));
}

std::optional<QVariant> unpacked(const QVariant &found)
{
    if (found.typeId() == QMetaType::QByteArray) // not written by us
        return std::nullopt;
    if (found.typeId() != QMetaType::QString || !found.toString().startsWith(kPacked))
        return found;
    const QByteArray all = QByteArray::fromBase64(found.toString().mid(kPacked.size()).toLatin1());
    const QByteArray bytes = all.mid(kDigest);
    if (digestOf(bytes) != all.left(kDigest))
        return std::nullopt;
    return QCborValue::fromCbor(bytes).toVariant();
}

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
    const bool isHopeless = isTooLarge || content.contains('\0') || content.contains("@Variant(") || content.contains("@DateTime(");
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
    setValue(QStringLiteral("geometry/") + key, window.saveGeometry());
}

bool StateKeeper::restoreWindow(const QString &key, QWidget &window) const
{
    return window.restoreGeometry(value(QStringLiteral("geometry/") + key).toByteArray());
}

void StateKeeper::keep(const QString &key, QSplitter *splitter)
{
    const QString name = QStringLiteral("splitter/") + key;
    splitter->restoreState(value(name).toByteArray());
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter, [this, name, splitter] { setValue(name, splitter->saveState()); });
}

void StateKeeper::keep(const QString &key, QHeaderView *header)
{
    const QString name = QStringLiteral("header/") + key;
    header->restoreState(value(name).toByteArray());
    const auto save = [this, name, header] { setValue(name, header->saveState()); };
    QObject::connect(header, &QHeaderView::sectionMoved, header, save);
    QObject::connect(header, &QHeaderView::sectionResized, header, save);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, save);
}

void StateKeeper::setValue(const QString &key, const QVariant &value) { m_settings.setValue(key, packed(value)); }

QVariant StateKeeper::value(const QString &key, const QVariant &fallback) const
{
    const QVariant found = m_settings.value(key);
    return found.isValid() ? unpacked(found).value_or(fallback) : fallback;
}

} // namespace dealerlens::desk
