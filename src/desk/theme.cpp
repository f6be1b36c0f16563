// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/theme.h"

#include "desk/systemcolours.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QProxyStyle>
#include <QRegularExpression>
#include <QStyleOption>

#include <cmath>

static void initResources() { Q_INIT_RESOURCE(dealerlens); }

namespace dealerlens::desk {

namespace {

struct TokenName {
    Token token;
    const char *key;
};

constexpr TokenName kTokens[] = {
#define X(name, key) { Token::name, key },
    DEALERLENS_TOKENS(X)
#undef X
};

QByteArray resource(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the program was built without its resource %s", qPrintable(path));
    return file.readAll();
}

double luminance(const QColor &color)
{
    // WCAG 2.1, relative luminance.
    const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// Fusion, but the cells of plain views stand under the words of their headers: 8 px from the edge instead of 3.
class DeskStyle final : public QProxyStyle {
public:
    DeskStyle()
        : QProxyStyle(QStringLiteral("Fusion"))
    {
    }

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override
    {
        if (metric == PM_FocusFrameHMargin && qobject_cast<const QAbstractItemView *>(widget))
            return theme().px(8) - 1; // the style itself adds 1
        return QProxyStyle::pixelMetric(metric, option, widget);
    }

    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override
    {
        if (element != SE_HeaderArrow)
            return QProxyStyle::subElementRect(element, option, widget);
        const int size = theme().px(8);
        return { option->rect.right() - size, option->rect.center().y() - size / 2, size, size };
    }

    // The arrow of a sorted column stands in the header's margin, as the report paints its own: down is descending,
    // which Qt calls SortUp.
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override
    {
        // A chosen row under the pointer stays flat: Fusion would give it a gradient and a frame.
        if (const auto *cell = element == PE_PanelItemViewItem ? qstyleoption_cast<const QStyleOptionViewItem *>(option) : nullptr) {
            QStyleOptionViewItem flat = *cell;
            flat.state.setFlag(State_MouseOver, false);
            QProxyStyle::drawPrimitive(element, &flat, painter, widget);
            return;
        }
        const auto *header = element == PE_IndicatorHeaderArrow ? qstyleoption_cast<const QStyleOptionHeader *>(option) : nullptr;
        if (!header)
            QProxyStyle::drawPrimitive(element, option, painter, widget);
        else if (header->sortIndicator != QStyleOptionHeader::None)
            paintChevron(painter, header->rect, header->sortIndicator == QStyleOptionHeader::SortUp);
    }

private:
    static void paintChevron(QPainter *painter, const QRectF &rect, bool down)
    {
        const QPointF centre = rect.center();
        const double half = rect.width() * 0.3;
        const double tip = down ? half / 2 : -half / 2;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme().color(Token::Text2), 1.2));
        painter->drawPolyline(QPolygonF { centre + QPointF(-half, -tip), centre + QPointF(0, tip), centre + QPointF(half, -tip) });
        painter->restore();
    }
};

ThemeManager *s_instance = nullptr;

} // namespace

namespace {

struct FontSize {
    int pixels;
    QFont::Weight weight;
};

constexpr FontSize kFontSizes[] { { 20, QFont::DemiBold }, { 15, QFont::DemiBold }, { 13, QFont::Normal }, { 13, QFont::DemiBold },
    { 12, QFont::Normal }, { 12, QFont::DemiBold }, { 11, QFont::Normal }, { 10, QFont::DemiBold } };

} // namespace

Theme Theme::load(bool dark, const QFont &base)
{
    initResources();
    static const QJsonObject tokens = QJsonDocument::fromJson(resource(QStringLiteral(":/tokens.json"))).object();
    const QString mode = dark ? QStringLiteral("dark") : QStringLiteral("light");
    Theme theme;
    theme.m_dark = dark;
    theme.m_base = std::max(13, QFontInfo(base).pixelSize());
    for (size_t style = 0; style < theme.m_fonts.size(); ++style) {
        QFont &font = theme.m_fonts[style] = base;
        font.setPixelSize(theme.px(kFontSizes[style].pixels));
        font.setWeight(kFontSizes[style].weight);
    }
    const QJsonObject colors = tokens.value(mode).toObject();
    for (const TokenName &name : kTokens) {
        const QColor color(colors.value(QLatin1StringView(name.key)).toString());
        Q_ASSERT_X(color.isValid(), "Theme", name.key);
        theme.m_colors[static_cast<size_t>(name.token)] = color;
    }
    const QJsonArray hues = tokens.value(QStringLiteral("dealer")).toObject().value(mode).toArray();
    for (size_t i = 0; i < theme.m_hues.size(); ++i)
        theme.m_hues[i] = QColor(hues.at(static_cast<qsizetype>(i)).toString());
    return theme;
}

QColor Theme::dealerHue(int index) const { return m_hues[static_cast<size_t>(std::max(0, index)) % m_hues.size()]; }

double Theme::contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor Theme::textOn(const QColor &ground)
{
    return contrast(ground, Qt::white) >= contrast(ground, Qt::black) ? QColor(Qt::white) : QColor(Qt::black);
}

int Theme::px(int designPixels) const { return static_cast<int>(std::lround(designPixels * m_base / 13.0)); }

int Theme::rowHeight(Density density, bool twoLines) const
{
    const int step = static_cast<int>(density) * 2;
    return px((twoLines ? 40 : 24) + step);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](std::initializer_list<QPalette::ColorRole> roles, Token token) {
        for (const QPalette::ColorRole role : roles)
            palette.setColor(role, color(token));
    };
    using P = QPalette;
    set({ P::Window }, Token::Window);
    set({ P::WindowText, P::Text, P::ButtonText, P::ToolTipText }, Token::Text);
    set({ P::Base, P::Button }, Token::Base);
    set({ P::AlternateBase }, Token::BaseAlt);
    set({ P::PlaceholderText }, Token::Text3);
    set({ P::Highlight }, Token::Accent);
    set({ P::HighlightedText }, Token::OnAccent);
    set({ P::Link, P::LinkVisited }, Token::Link);
    set({ P::BrightText }, Token::Breach);
    set({ P::ToolTipBase }, Token::Raised);
    set({ P::Light, P::Midlight }, Token::Line);
    set({ P::Mid, P::Dark }, Token::LineStrong);
    set({ P::Shadow }, Token::ControlLine);
    for (const P::ColorRole role : { P::WindowText, P::Text, P::ButtonText })
        palette.setColor(P::Disabled, role, color(Token::TextDisabled));
    return palette;
}

QPalette Theme::viewPalette() const
{
    QPalette result = palette();
    result.setColor(QPalette::Highlight, color(Token::Select));
    result.setColor(QPalette::Inactive, QPalette::Highlight, color(Token::SelectInactive));
    result.setColor(QPalette::HighlightedText, color(Token::Text));
    return result;
}

QString Theme::styleSheet() const
{
    static const QString source = QString::fromUtf8(resource(QStringLiteral(":/qss/desk.qss")));
    QString sheet = source;
    for (const TokenName &name : kTokens)
        sheet.replace(QLatin1Char('@') + QLatin1StringView(name.key) + QLatin1Char('@'), color(name.token).name());
    if (m_base == 13)
        return sheet;
    // Everything but hairlines and focus rings grows with the font.
    static const QRegularExpression size(QStringLiteral("\\b(\\d+)px"));
    QString scaled;
    qsizetype from = 0;
    for (const QRegularExpressionMatch &match : size.globalMatch(sheet)) {
        const int value = match.captured(1).toInt();
        scaled += sheet.mid(from, match.capturedStart() - from);
        scaled += QString::number(value <= 2 ? value : px(value)) + QStringLiteral("px");
        from = match.capturedEnd();
    }
    return scaled + sheet.mid(from);
}

bool hasTabularDigits(const QFont &font)
{
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - width) > 0.01)
            return false;
    }
    return true;
}

ThemeManager::ThemeManager(QApplication &app, SystemColours *system)
    : m_app(app)
    , m_system(system ? system : new SystemColours)
    , m_systemPalette(app.palette())
    , m_font(QFontDatabase::systemFont(QFontDatabase::GeneralFont))
    , m_theme(Theme::load(false, m_font))
{
    Q_ASSERT(!s_instance);
    s_instance = this;
    m_system->setParent(this);
    connect(m_system, &SystemColours::changed, this, [this] {
        if (m_mode == Mode::System)
            apply();
    });
    m_app.setStyle(new DeskStyle);
    if (!hasTabularDigits(m_font)) {
        for (const QString &family : { QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans") }) {
            QFont candidate = m_font;
            candidate.setFamily(family);
            if (QFontInfo(candidate).family() == family && hasTabularDigits(candidate)) {
                m_font = candidate;
                m_replacedFont = family;
                break;
            }
        }
    }
    m_app.installEventFilter(this);
    apply();
}

ThemeManager::~ThemeManager() { s_instance = nullptr; }

ThemeManager *ThemeManager::instance() { return s_instance; }

void ThemeManager::setMode(Mode mode)
{
    m_mode = mode;
    apply();
}

void ThemeManager::setDensity(Density density)
{
    if (m_density == density)
        return;
    m_density = density;
    Q_EMIT densityChanged();
}

bool ThemeManager::systemIsDark() const { return m_system->isDark().value_or(m_systemPalette.color(QPalette::Window).lightnessF() < 0.5F); }

bool ThemeManager::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == &m_app && event->type() == QEvent::ApplicationPaletteChange && !m_applying && m_mode == Mode::System
        && m_app.palette() != m_theme.palette()) {
        m_systemPalette = m_app.palette();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void ThemeManager::apply()
{
    m_applying = true;
    m_theme = Theme::load(m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark()), m_font);
    m_app.setFont(m_theme.font(FontStyle::Body));
    m_app.setPalette(m_theme.palette());
    m_app.setStyleSheet(m_theme.styleSheet());
    m_applying = false;
    Q_EMIT changed();
}

PaperTheme::PaperTheme()
    : m_screen(s_instance->m_theme)
{
    if (m_screen.isDark())
        s_instance->m_theme = Theme::load(false, s_instance->m_font);
}

PaperTheme::~PaperTheme() { s_instance->m_theme = m_screen; }

const Theme &theme()
{
    Q_ASSERT(s_instance);
    return s_instance->theme();
}

} // namespace dealerlens::desk
