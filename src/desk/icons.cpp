// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

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

void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    QSvgRenderer renderer(svg(name, color));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, rect);
    painter->restore();
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
