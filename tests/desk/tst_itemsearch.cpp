// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/commandpalette.h"
#include "desk/dialogs.h"
#include "desk/item/itemlinks.h"
#include "desk/item/itempage.h"
#include "desk/itemsearch.h"
#include "desk/language.h"
#include "desk/mainwindow.h"
#include "desk/statekeeper.h"
#include "desk/theme.h"
#include "viewmodels/session.h"

#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::desk;

namespace {

model::Record lead(model::RecordId id, const char *name, const char *company, const char *phone)
{
    model::Record record;
    record.kind = model::EntityKind::Lead;
    record.id = id;
    record.values.resize(model::schemaOf(record.kind).columns.size());
    const auto set = [&](std::string_view column, model::Value value) {
        record.values[std::size_t(model::columnIndex(record.kind, column))] = std::move(value);
    };
    set("title", std::string("Inquiry"));
    set("last_name", std::string(name));
    set("company_title", std::string(company));
    set("stage_id", std::string("NEW"));
    set("created", std::int64_t(1'700'000'000));
    record.points = { { 1, "PHONE", "WORK", phone } };
    return record;
}

} // namespace

// From a phone typed anyhow to the card of the record that has it.
class TestItemSearch final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsByPhoneAndOpensTheCard();
    void placesSurviveBeingSaved();
};

void TestItemSearch::findsByPhoneAndOpensTheCard()
{
    ThemeManager themes(*qApp);
    LanguageManager languages(*qApp);
    languages.setLanguage(viewmodels::Language::English);
    QTemporaryDir folder;
    auto opened = viewmodels::Session::open(
        { .folder = folder.filePath(QStringLiteral("data")), .credentialsFile = folder.filePath(QStringLiteral("keys.json")) });
    QVERIFY(opened);
    viewmodels::Session &session = **opened;
    model::Portal portal;
    portal.key = QStringLiteral("alfa");
    portal.title = QStringLiteral("Alfa");
    portal.endpoint = QStringLiteral("https://alfa.example/rest/1");
    auto saved = session.store().savePortal(portal);
    QTRY_VERIFY(saved.isFinished());
    QVERIFY(saved.result());
    store::PageWrite page;
    page.portal = saved.result()->id;
    page.records = { lead(7, "Petrova", "Dawn farm", "+7 927 123-41-07"), lead(8, "Sidorov", "Other farm", "+7 912 000-00-00") };
    auto written = session.store().write(page);
    QTRY_VERIFY(written.isFinished());
    QVERIFY(written.result());
    QTRY_VERIFY(session.facts() && session.facts()->items.size() == 2);

    Dialogs dialogs;
    StateKeeper state(folder.filePath(QStringLiteral("window.ini")));
    MainWindow window(dialogs, state);
    window.addPage({ QStringLiteral("item"), QStringLiteral("deal"), "Card", true, false,
        [&](PageHost &host, QWidget *parent) { return new ItemPage(host, session, parent); } });
    addItemSearch(window, session);
    window.show();
    window.showPalette(QStringLiteral("8 (927) 1234107"));
    auto *palette = window.findChild<CommandPalette *>();
    QVERIFY(palette);
    auto *list = palette->findChild<QListWidget *>();
    QTRY_COMPARE(list->count(), 1);
    const QString said = list->item(0)->data(Qt::AccessibleTextRole).toString();
    QVERIFY2(!said.contains(QStringLiteral("123-41-07")), qPrintable(said)); // the list shows no whole phone
    QTest::keyClick(palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QVERIFY(window.currentPage());
    QTRY_COMPARE(window.currentPage()->title(), QStringLiteral("Dawn farm"));
}

void TestItemSearch::placesSurviveBeingSaved()
{
    const model::RecordKey key { 3, model::EntityKind::Deal, 9'007'199'254'740'993 };
    const Location location = itemLocation(key);
    QCOMPARE(location.page, QStringLiteral("item"));
    QVERIFY(itemOf(location.args) == key);
    QVERIFY(!itemOf({}));
    QVERIFY(!itemOf({ { QStringLiteral("portal"), 1 }, { QStringLiteral("kind"), 99 }, { QStringLiteral("id"), 5 } }));
}

QTEST_MAIN(TestItemSearch)
#include "tst_itemsearch.moc"
