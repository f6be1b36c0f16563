// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

namespace dealerlens::desk {

namespace {

QByteArray svg(const QString &name, const QColor &color)
{
    static QHash<QString, QByteArray> sources;
    auto it = sources.constFind(name);
    if (it == sources.constEnd()) {
        QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
        it = sources.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
        if (it->isEmpty())
            qWarning("no icon %s", qPrintable(name));
    }
    return QByteArray(*it).replace("#000000", color.name().toLatin1());
}

class Engine final : public QIconEngine {
public:
    Engine(QString name, Token token)
        : m_name(std::move(name))
        , m_token(token)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        paintIcon(painter, rect, m_name, color(mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        if (size.isEmpty())
            return {}; // a button that has no room asks for this; a painter could not begin on it
        const QColor ink = color(mode, state);
        const QString key = QStringLiteral("dl:%1:%2:%3x%4").arg(m_name, ink.name()).arg(size.width()).arg(size.height());
        QPixmap result;
        if (QPixmapCache::find(key, &result))
            return result;
        result = QPixmap(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paintIcon(&painter, QRectF(QPointF(), QSizeF(size)), m_name, ink);
        painter.end();
        QPixmapCache::insert(key, result);
        return result;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new Engine(m_name, m_token); }

    QString key() const override { return QStringLiteral("dealerlens"); }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return theme().color(Token::TextDisabled);
        if (state == QIcon::On)
            return theme().color(Token::Link);
        return theme().color(m_token);
    }

    QString m_name;
    Token m_token;
};

} // namespace

QIcon icon(const QString &name, Token token) { return QIcon(new Engine(name, token)); }

namespace {

void renderIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    QSvgRenderer renderer(svg(name, color));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, rect);
    painter->restore();
}

// An icon as it falls upon the pixels of a screen.
struct Drawn {
    QString name;
    QRgb color;
    QRectF rect; // in device pixels, from the corner of the first
    bool operator==(const Drawn &) const = default;
};

size_t qHash(const Drawn &icon, size_t seed = 0)
{
    return qHashMulti(seed, icon.name, icon.color, icon.rect.x(), icon.rect.y(), icon.rect.width());
}

const QImage &drawn(const Drawn &icon, const QColor &color, double scale)
{
    constexpr qsizetype kMostKept = 1'000;
    static QHash<Drawn, QImage> all;
    if (all.size() >= kMostKept)
        all.clear();
    auto found = all.find(icon);
    if (found == all.end()) {
        const QRect pixels = icon.rect.toAlignedRect();
        QImage image(pixels.right() + 1, pixels.bottom() + 1, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        renderIcon(&painter, icon.rect, icon.name, color);
        painter.end();
        found = all.insert(icon, image);
    }
    found->setDevicePixelRatio(scale);
    return *found;
}

} // namespace

// Read and drawn anew an icon costs more than a card of the board.
void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    const QTransform &transform = painter->deviceTransform();
    const bool isOnScreen = painter->paintEngine() && painter->paintEngine()->type() == QPaintEngine::Raster
        && transform.type() <= QTransform::TxScale && transform.m11() > 0 && transform.m11() == transform.m22();
    if (!isOnScreen || rect.isEmpty()) {
        renderIcon(painter, rect, name, color);
        return;
    }
    const QRectF device = transform.mapRect(rect);
    const QPointF corner(std::floor(device.left()), std::floor(device.top()));
    painter->drawImage(transform.inverted().map(corner), drawn({ name, color.rgba(), device.translated(-corner) }, color, transform.m11()));
}

QIcon appIcon()
{
    QIcon result;
    for (const int size : { 16, 24, 32, 48, 64, 128, 256 }) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer(QStringLiteral(":/icons/app.svg")).render(&painter);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace dealerlens::desk
