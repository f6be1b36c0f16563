// SPDX-License-Identifier: GPL-3.0-or-later
// A damaged ledger as a person meets it, and a person who is forgotten from the card.
#include "desk/item/forgetdialog.h"
#include "desk/language.h"
#include "desk/ledgerrescue.h"
#include "desk/textlabel.h"
#include "desk/theme.h"
#include "store/restore.h"
#include "store/storefixture.h"
#include "viewmodels/session.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QSignalSpy>

using namespace dealerlens;
using namespace dealerlens::desk;
using namespace dealerlens::store;
using model::EntityKind;

namespace {

QString said(const QWidget &root)
{
    QStringList texts;
    for (const auto *label : root.findChildren<TextLabel *>())
        if (label->isVisibleTo(&root))
            texts += label->text();
    return texts.join(u'\n');
}

// The primary button of a dialog.
QAbstractButton *primary(const QDialog &dialog, const QString &text)
{
    for (auto *button : dialog.findChildren<QAbstractButton *>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class TestRescue : public QObject {
    Q_OBJECT
private Q_SLOTS:

    void initTestCase()
    {
        m_themes = std::make_unique<ThemeManager>(*qApp);
        m_languages = std::make_unique<LanguageManager>(*qApp);
        m_languages->setLanguage(viewmodels::Language::English);
    }

    void aCopyTakesItsPlace();
    void readingGoesOnWithoutIt();
    void withoutACopyThatIsSaid();
    void aPersonIsForgottenFromTheCard();
    void openWritesHoldItUp();
    void whomACardIsAbout();

private:
    // A folder with a portal and a contact, a copy of its ledger, and then a damaged ledger.
    void damage(Folder &folder, bool withCopy);

    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    static constexpr int kLongMs = 60'000;
};

namespace {

void fill(Store &store)
{
    model::Portal portal;
    portal.key = portal.title = QStringLiteral("north");
    QVERIFY(answerOf(store.savePortal(portal)));
    model::Record contact = makeRecord(EntityKind::Contact, 10, { { "last_name", words("Канарейкина") } });
    contact.points = { phone("+7 916 555-44-33") };
    QVERIFY(answerOf(store.write(pageOf(1, { contact, makeRecord(EntityKind::Deal, 6, { { "contact_id", number(10) } }) }))));
}

} // namespace

void TestRescue::damage(Folder &folder, bool withCopy)
{
    fill(*folder.open());
    if (withCopy)
        QVERIFY(copyLedger(folder.path(), {}, folder.clock.at));
    QFile ledger(folder.ledger());
    QVERIFY(ledger.open(QIODevice::ReadWrite));
    ledger.write(QByteArray(4'000, 'x'));
    ledger.close();
    const auto session = viewmodels::Session::open({ .folder = folder.path(), .credentialsFile = folder.path() + QStringLiteral("/k") });
    QVERIFY(!session);
    QCOMPARE(session.error().kind, base::ErrorKind::Corrupt);
}

void TestRescue::aCopyTakesItsPlace()
{
    Folder folder;
    damage(folder, true);
    LedgerRescue rescue(folder.path(), folder.clock);
    rescue.show();
    QSignalSpy restored(&rescue, &LedgerRescue::restored);
    auto *button = primary(rescue, QStringLiteral("Restore this copy"));
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kLongMs);
    QTRY_VERIFY2_WITH_TIMEOUT(said(rescue).contains(QStringLiteral("Portals\n1")), qPrintable(said(rescue)), kLongMs);
    QVERIFY(said(rescue).contains(QStringLiteral("Newest copy of")));
    QVERIFY(!folder.open()); // nothing was done yet
    button->click();
    QTRY_COMPARE_WITH_TIMEOUT(restored.size(), 1, kLongMs);
    QCOMPARE((*folder.open()->reader())->portals()->size(), 1U);
    const QStringList kept = QDir(folder.path()).entryList({ QStringLiteral("ledger.db.*") });
    QVERIFY2(!kept.isEmpty(), "the damaged file is gone");
}

void TestRescue::readingGoesOnWithoutIt()
{
    Folder folder;
    damage(folder, true);
    QFile ledger(folder.ledger());
    QVERIFY(ledger.open(QIODevice::ReadOnly));
    const QByteArray before = ledger.readAll();
    LedgerRescue rescue(folder.path(), folder.clock);
    rescue.show();
    QSignalSpy wanted(&rescue, &LedgerRescue::readRequested);
    auto *button = primary(rescue, QStringLiteral("Read only, change nothing"));
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kLongMs);
    button->click();
    QCOMPARE(wanted.size(), 1);
    const auto session
        = viewmodels::Session::open({ .folder = folder.path(), .credentialsFile = folder.path() + QStringLiteral("/k"), .readOnly = true });
    QVERIFY2(session, qPrintable(session ? QString() : session.error().detail));
    (*session)->start();
    QTRY_VERIFY_WITH_TIMEOUT((*session)->facts() && (*session)->facts()->portals.size() == 1, kLongMs);
    QVERIFY(!(*session)->store().openReport().ledgerBackup.isEmpty());
    QVERIFY(!answerOf((*session)->store().saveDocument(QStringLiteral("x"), "{}")));
    QVERIFY(ledger.seek(0));
    QCOMPARE(ledger.readAll(), before);
}

void TestRescue::withoutACopyThatIsSaid()
{
    Folder folder;
    damage(folder, false);
    QDir(folder.path() + QStringLiteral("/backups")).removeRecursively();
    LedgerRescue rescue(folder.path(), folder.clock);
    rescue.show();
    QTRY_VERIFY_WITH_TIMEOUT(said(rescue).contains(QStringLiteral("There is no copy")), kLongMs);
    QVERIFY(!primary(rescue, QStringLiteral("Restore this copy"))->isEnabled());
    QVERIFY(!primary(rescue, QStringLiteral("Read only, change nothing"))->isEnabled());
}

void TestRescue::aPersonIsForgottenFromTheCard()
{
    Folder folder;
    auto session = viewmodels::Session::open({ .folder = folder.path(), .credentialsFile = folder.path() + QStringLiteral("/k") });
    QVERIFY(session);
    fill((*session)->store());
    QWidget window;
    auto *dialog
        = new ForgetDialog(**session, { model::RecordKey { 1, EntityKind::Contact, 10 }, {} }, QStringLiteral("<b>Канарейкина"), &window);
    dialog->show();
    auto *button = primary(*dialog, QStringLiteral("Forget this person"));
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kLongMs);
    QVERIFY2(said(*dialog).contains(QStringLiteral("1 contact, 0 leads, 1 deal")), qPrintable(said(*dialog)));
    QVERIFY(said(*dialog).contains(QStringLiteral("<b>")));
    QCOMPARE((*(*session)->store().reader())->search(QStringLiteral("канарейкина"), 5)->size(), 1U);
    button->click();
    QTRY_VERIFY2_WITH_TIMEOUT(
        said(*dialog).contains(QStringLiteral("The receipt is kept as .forgotten-")), qPrintable(said(*dialog)), kLongMs);
    QVERIFY((*(*session)->store().reader())->search(QStringLiteral("канарейкина"), 5)->empty());
    QVERIFY(!button->isVisible());
}

void TestRescue::openWritesHoldItUp()
{
    Folder folder;
    auto session = viewmodels::Session::open({ .folder = folder.path(), .credentialsFile = folder.path() + QStringLiteral("/k") });
    QVERIFY(session);
    fill((*session)->store());
    model::Write wish = model::newWrite(model::WriteKind::Comment, { 1, EntityKind::Deal, 6 }, 5);
    wish.item = wish.target;
    QVERIFY(answerOf((*session)->store().addWrites({ wish })));
    QWidget window;
    auto *dialog = new ForgetDialog(**session, { model::RecordKey { 1, EntityKind::Contact, 10 }, {} }, QStringLiteral("X"), &window);
    dialog->show();
    QTRY_VERIFY2_WITH_TIMEOUT(said(*dialog).contains(QStringLiteral("writes under way")), qPrintable(said(*dialog)), kLongMs);
    QVERIFY(!primary(*dialog, QStringLiteral("Forget this person"))->isEnabled());
}

void TestRescue::whomACardIsAbout()
{
    viewmodels::ItemData card;
    card.key = { 1, EntityKind::Lead, 5 };
    QVERIFY(!ForgetDialog::personOf(card));
    card.people.push_back({ card.key, QStringLiteral("N"), {},
        { { QStringLiteral("EMAIL"), {}, QStringLiteral("a@b") }, { QStringLiteral("PHONE"), {}, QStringLiteral("+7 900") } } });
    QCOMPARE(ForgetDialog::personOf(card)->phone, QStringLiteral("+7 900"));
    card.people.push_back({ { 1, EntityKind::Contact, 8 }, QStringLiteral("C"), {}, {} });
    QCOMPARE(ForgetDialog::personOf(card)->contact->id, 8);
    card.key = { 1, EntityKind::Contact, 3 };
    QCOMPARE(ForgetDialog::personOf(card)->contact->id, 3);
    card = {};
    card.key = { 1, EntityKind::Company, 3 };
    QVERIFY(!ForgetDialog::personOf(card));
}

QTEST_MAIN(TestRescue)
#include "tst_rescue.moc"
