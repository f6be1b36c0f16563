// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/screenshots.h"

#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/theme.h"

#include <QDir>
#include <QPixmap>
#include <QPointer>

namespace dealerlens::desk {

namespace {
constexpr int kPollMs = 50;
constexpr int kMostPolls = 1'200; // one minute
constexpr int kSettled = 4; // polls in a row that must find the page ready
}

Screenshots::Screenshots(MainWindow &window, QString directory, QSize size, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_directory(std::move(directory))
    , m_size(size)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPollMs);
    connect(&m_timer, &QTimer::timeout, this, &Screenshots::poll);
}

void Screenshots::addScreen(const QString &name, std::function<QWidget *()> show) { m_screens.emplace_back(name, std::move(show)); }

void Screenshots::planPage(const QString &id, const QString &look, int number)
{
    const QString prefix = QStringLiteral("%1-%2").arg(number, 2, 10, QLatin1Char('0')).arg(id);
    const auto window = [this] { return static_cast<QWidget *>(&m_window); };
    const auto ready = [this, id] {
        const Page *page = m_window.page(id);
        return page && page->isReady();
    };
    m_shots.push_back({ prefix + look, [this, id] { m_window.open({ id, {} }); }, window, ready });
    // Scenes are known only when the page exists: they are planned when its first picture is taken.
}

void Screenshots::plan()
{
    for (const viewmodels::Language language : { viewmodels::Language::Russian, viewmodels::Language::English }) {
        for (const ThemeManager::Mode mode : { ThemeManager::Mode::Light, ThemeManager::Mode::Dark }) {
            const QString look = QStringLiteral("-") + (mode == ThemeManager::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light"))
                + QStringLiteral("-") + (language == viewmodels::Language::Russian ? QStringLiteral("ru") : QStringLiteral("en"));
            m_shots.push_back({ {},
                [language, mode] {
                    ThemeManager::instance()->setMode(mode);
                    LanguageManager::instance()->setLanguage(language);
                },
                {}, [] { return true; } });
            int number = 1;
            for (const QString &id : m_window.pageIds())
                planPage(id, look, number++);
            for (const auto &[name, show] : m_screens) {
                auto shown = std::make_shared<QPointer<QWidget>>();
                m_shots.push_back({ QStringLiteral("%1-%2%3").arg(number++, 2, 10, QLatin1Char('0')).arg(name, look),
                    [shown, show] { *shown = show(); }, [shown] { return shown->data(); }, [] { return true; } });
            }
        }
    }
}

void Screenshots::start()
{
    if (isStarted())
        return;
    QDir().mkpath(m_directory);
    m_window.resize(m_size);
    plan();
    next();
}

void Screenshots::next()
{
    if (m_at >= m_shots.size()) {
        Q_EMIT finished(m_written, m_failed);
        return;
    }
    m_polls = 0;
    m_readyPolls = 0;
    m_shots[m_at].prepare();
    m_timer.start();
}

void Screenshots::poll()
{
    ++m_polls;
    m_readyPolls = m_shots[m_at].isReady() ? m_readyPolls + 1 : 0;
    if (m_readyPolls >= kSettled || m_polls >= kMostPolls) {
        grab();
        ++m_at;
        next();
        return;
    }
    m_timer.start();
}

void Screenshots::grab()
{
    const Shot shot = m_shots[m_at];
    if (shot.name.isEmpty())
        return;
    QWidget *widget = shot.widget();
    const bool written = widget && widget->grab().save(QDir(m_directory).filePath(shot.name + QStringLiteral(".png")));
    m_written += written ? 1 : 0;
    if (!written || m_readyPolls < kSettled)
        m_failed.append(shot.name);
    if (widget && widget != &m_window)
        widget->close();
    Page *page = m_window.currentPage();
    // The plain picture of a page: its scenes follow.
    if (widget != &m_window || !page || !shot.name.contains(QLatin1Char('-') + page->objectName() + QLatin1Char('-'))
        || shot.name.contains(QLatin1Char('_')))
        return;
    std::vector<Shot> scenes;
    const qsizetype cut = shot.name.indexOf(page->objectName()) + page->objectName().size();
    for (const Page::Scene &scene : page->scenes()) {
        const QString name = scene.name.isEmpty() ? QString() : shot.name.left(cut) + QLatin1Char('_') + scene.name + shot.name.mid(cut);
        scenes.push_back({ name, scene.prepare, shot.widget, shot.isReady });
    }
    m_shots.insert(m_shots.begin() + static_cast<std::ptrdiff_t>(m_at) + 1, scenes.begin(), scenes.end());
}

} // namespace dealerlens::desk
