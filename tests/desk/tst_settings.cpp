// SPDX-License-Identifier: GPL-3.0-or-later
// How the window was left, when the file that tells it is cut, garbage, not writable or written by two at once.
#include "desk/deskwindows.h"
#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/statekeeper.h"
#include "desk/theme.h"
#include "support/results.h"
#include "viewmodels/session.h"

#include <QApplication>
#include <QDir>
#include <QHeaderView>
#include <QSplitter>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace dealerlens;
using namespace dealerlens::desk;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &content)
{
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

// Reads everything that a window would read.
void use(const QString &path)
{
    StateKeeper keeper(path);
    QWidget window;
    keeper.restoreWindow(QStringLiteral("main"), window);
    QSplitter splitter;
    splitter.addWidget(new QWidget);
    splitter.addWidget(new QWidget);
    keeper.keep(QStringLiteral("page"), &splitter);
    QTableWidget table(2, 3);
    keeper.keep(QStringLiteral("table"), table.horizontalHeader());
    const auto context = viewmodels::contextFromVariant(keeper.value(QStringLiteral("context")).toMap());
    QVERIFY(int(context.period.preset) <= int(viewmodels::Period::Preset::Custom));
    QVERIFY(table.horizontalHeader()->count() == 3 && splitter.count() == 2);
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void garbageIsKeptAside();
    void whatCanBeReadIsTaken();
    void cutOrChangedAnywhereItIsNoMatter();
    void whereNothingCanBeWritten();
    void twoWritersKeepEachOthersValues();
    void windowsOpenWithAnyState();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;

    QString path(const char *name) { return m_dir.filePath(QString::fromLatin1(name)); }
};

void TestSettings::initTestCase()
{
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
}

void TestSettings::garbageIsKeptAside()
{
    for (const QByteArray &garbage :
        { QByteArray("\0\1\2SQLite", 9), QByteArray(5 * 1024 * 1024, 'x'), QByteArray("no key here\n[half") }) {
        const QString file = path("garbage.ini");
        put(file, garbage);
        StateKeeper keeper(file);
        QVERIFY(!keeper.value(QStringLiteral("appearance/theme")).isValid());
        QCOMPARE(contentOf(file + QStringLiteral(".damaged")), garbage);
        keeper.setValue(QStringLiteral("appearance/theme"), 2);
        QCOMPARE(keeper.value(QStringLiteral("appearance/theme")).toInt(), 2);
    }
    const QString good = path("good.ini");
    put(good, "[appearance]\ntheme=1\n");
    QCOMPARE(StateKeeper(good).value(QStringLiteral("appearance/theme")).toInt(), 1);
    QVERIFY(!QFile::exists(good + QStringLiteral(".damaged")));
}

void TestSettings::whatCanBeReadIsTaken()
{
    const QString file = path("half.ini");
    const QByteArray content = "[appearance]\ntheme=1\nnonsense\ndensity=2\n";
    put(file, content);
    {
        StateKeeper keeper(file);
        QCOMPARE(keeper.value(QStringLiteral("appearance/theme")).toInt(), 1);
        QCOMPARE(keeper.value(QStringLiteral("appearance/density")).toInt(), 2);
        keeper.setValue(QStringLiteral("appearance/language"), 1);
    }
    QCOMPARE(contentOf(file + QStringLiteral(".damaged")), content);
    StateKeeper again(file);
    QCOMPARE(again.value(QStringLiteral("appearance/theme")).toInt(), 1);
    QCOMPARE(again.value(QStringLiteral("appearance/language")).toInt(), 1);
}

void TestSettings::cutOrChangedAnywhereItIsNoMatter()
{
    const QString whole = path("whole.ini");
    {
        StateKeeper keeper(whole);
        QWidget window;
        keeper.saveWindow(QStringLiteral("main"), window);
        QSplitter splitter;
        splitter.addWidget(new QWidget);
        splitter.addWidget(new QWidget);
        QTableWidget table(2, 3);
        keeper.setValue(QStringLiteral("splitter/page"), splitter.saveState());
        keeper.setValue(QStringLiteral("header/table"), table.horizontalHeader()->saveState());
        viewmodels::Context context;
        context.employees = { QStringLiteral("a/1") };
        context.conditions = { { QStringLiteral("source"), { QStringLiteral("WEB") } } };
        keeper.setValue(QStringLiteral("context"), viewmodels::toVariant(context));
        keeper.setValue(QStringLiteral("windows"), QStringList { QStringLiteral("main") });
    }
    const QByteArray content = contentOf(whole);
    QVERIFY(content.size() > 500);
    std::mt19937 random(5);
    int damaged = 0;
    for (qsizetype cut = 0; cut < content.size(); cut += 7, ++damaged) {
        const QString file = path("cut.ini") + QString::number(cut);
        put(file, content.left(cut));
        use(file);
    }
    for (int round = 0; round < 300; ++round, ++damaged) {
        QByteArray changed = content;
        for (int bytes = 1 + int(random() % 4); bytes > 0; --bytes)
            changed[qsizetype(random() % std::size_t(changed.size()))] = char(random() % 256);
        const QString file = path("changed.ini") + QString::number(round);
        put(file, changed);
        use(file);
    }
    testing::countResult(QStringLiteral("damaged settings file"), damaged);
}

// Root may write everywhere, so a folder stands where the file should be.
void TestSettings::whereNothingCanBeWritten()
{
    const QString file = path("folder.ini");
    QVERIFY(QDir().mkpath(file));
    StateKeeper keeper(file);
    keeper.setValue(QStringLiteral("appearance/theme"), 2);
    QCOMPARE(keeper.value(QStringLiteral("appearance/theme")).toInt(), 2);
    StateKeeper nowhere(path("missing") + QStringLiteral("/deep/er/window.ini"));
    nowhere.setValue(QStringLiteral("appearance/theme"), 1);
    QCOMPARE(nowhere.value(QStringLiteral("appearance/theme")).toInt(), 1);
}

// The same file under two names is what two programs see.
void TestSettings::twoWritersKeepEachOthersValues()
{
    const QString real = path("real");
    QVERIFY(QDir().mkpath(real) && QFile::link(real, path("alias")));
    const QString own = real + QStringLiteral("/window.ini");
    for (int round = 0; round < 20; ++round) {
        StateKeeper one(own);
        StateKeeper other(path("alias") + QStringLiteral("/window.ini"));
        one.setValue(QStringLiteral("one/%1").arg(round), round);
        other.setValue(QStringLiteral("other/%1").arg(round), round);
    }
    StateKeeper both(own);
    for (int round = 0; round < 20; ++round) {
        QCOMPARE(both.value(QStringLiteral("one/%1").arg(round)).toInt(), round);
        QCOMPARE(both.value(QStringLiteral("other/%1").arg(round)).toInt(), round);
    }
}

// Every value of every page replaced by something of another kind.
void TestSettings::windowsOpenWithAnyState()
{
    auto session = viewmodels::Session::open({ .folder = path("data"), .credentialsFile = path("keys.json") });
    QVERIFY(session);
    Dialogs dialogs;
    const QString file = path("windows.ini");
    QStringList pages;
    const auto visit = [&](bool first) {
        StateKeeper state(file);
        DeskWindows windows(**session, dialogs, state);
        windows.restore();
        windows.show();
        if (first)
            pages = windows.first().pageIds();
        QVERIFY(pages == windows.first().pageIds());
        for (const QString &page : std::as_const(pages))
            windows.first().open({ page, {} });
        QCoreApplication::processEvents();
        windows.first().close(); // where states are saved
    };
    visit(true);
    QVERIFY(pages.size() > 5);
    QStringList keys = QSettings(file, QSettings::IniFormat).allKeys();
    keys.removeIf(
        [](const QString &key) { return key.startsWith(u"geometry/") || key.startsWith(u"splitter/") || key.startsWith(u"header/"); });
    QVERIFY2(keys.size() > 3, qPrintable(keys.join(u' ')));
    const QVariantList junk { QVariant(), -1, 999'999'999, QStringLiteral("\u202E<b>x</b>"),
        QVariantList { 1, QStringLiteral("x"), QVariantMap { { QStringLiteral("a"), -7 } } },
        QVariantMap { { QStringLiteral("preset"), -3 }, { QStringLiteral("order"), QVariantList { -1, 1'000 } },
            { QStringLiteral("sort"), QVariantList { 77, 5 } }, { QStringLiteral("hidden"), QVariantList { 0, -4, 900 } },
            { QStringLiteral("tab"), 88 }, { QStringLiteral("view"), -9 } } };
    for (const QVariant &value : junk) {
        {
            StateKeeper keeper(file);
            for (const QString &key : keys)
                keeper.setValue(key, value);
        }
        visit(false);
    }
    // Pages keep their states in maps of their own: these are spoiled one by one.
    for (const QString &key : keys) {
        StateKeeper keeper(file);
        QVariantMap map;
        for (const char *field :
            { "lanes", "order", "card", "panel", "table", "tab", "by", "picked", "stage", "view", "sort", "expanded", "which" })
            map.insert(QLatin1String(field), junk.at(2 + int(key.size()) % 3));
        keeper.setValue(key, map);
    }
    visit(false);
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
