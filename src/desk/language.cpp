// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/language.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace dealerlens::desk {

namespace {
LanguageManager *s_instance = nullptr;
}

LanguageManager::LanguageManager(QCoreApplication &app)
    : m_app(app)
    , m_fmt(viewmodels::Language::English, QTimeZone::systemTimeZone())
{
    Q_ASSERT(!s_instance);
    s_instance = this;
    m_fmt.setToday(QDate::currentDate());
}

LanguageManager::~LanguageManager()
{
    m_app.removeTranslator(&m_own);
    m_app.removeTranslator(&m_qt);
    s_instance = nullptr;
}

LanguageManager *LanguageManager::instance() { return s_instance; }

viewmodels::Language LanguageManager::systemLanguage()
{
    return QLocale::system().language() == QLocale::Russian ? viewmodels::Language::Russian : viewmodels::Language::English;
}

void LanguageManager::setLanguage(viewmodels::Language language)
{
    const bool russian = language == viewmodels::Language::Russian;
    const QString code = russian ? QStringLiteral("ru") : QStringLiteral("en");
    m_app.removeTranslator(&m_own);
    m_app.removeTranslator(&m_qt);
    QLocale::setDefault(russian ? QLocale(QLocale::Russian, QLocale::Russia) : QLocale(QLocale::English, QLocale::UnitedKingdom));
    const QDate today = QDate::currentDate();
    const QTimeZone zone = m_fmt.zone();
    m_fmt = viewmodels::Fmt(language, zone);
    m_fmt.setToday(today);
    if (qobject_cast<QGuiApplication *>(&m_app) && !QFontMetrics(QGuiApplication::font()).inFont(QChar(0x2212)))
        m_fmt.setMinus(QChar(0x2013));
    if (m_qt.load(QStringLiteral("qtbase_") + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        m_app.installTranslator(&m_qt);
    // English too: its file holds the plural forms.
    if (m_own.load(QStringLiteral(":/i18n/dealerlens_") + code + QStringLiteral(".qm")))
        m_app.installTranslator(&m_own);
    Q_EMIT changed();
}

void LanguageManager::setZone(const QTimeZone &zone)
{
    const viewmodels::Language language = m_fmt.language();
    m_fmt = viewmodels::Fmt(language, zone);
    m_fmt.setToday(QDate::currentDate());
    Q_EMIT changed();
}

void LanguageManager::setToday(QDate today) { m_fmt.setToday(today); }

void onLanguage(QObject *owner, const std::function<void()> &set)
{
    QObject::connect(LanguageManager::instance(), &LanguageManager::changed, owner, set);
    set();
}

const viewmodels::Fmt &fmt()
{
    Q_ASSERT(s_instance);
    return s_instance->fmt();
}

} // namespace dealerlens::desk
