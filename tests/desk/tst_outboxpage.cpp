// SPDX-License-Identifier: GPL-3.0-or-later
// Asking dealers from the window, over simulated portals. The judge is the simulator's ledger: what really took effect.
#include "desk/actions.h"
#include "desk/item/itemlinks.h"
#include "desk/language.h"
#include "desk/livedesk.h"
#include "desk/outbox/outboxpage.h"
#include "desk/outbox/outboxpanel.h"
#include "desk/outbox/toast.h"
#include "desk/outbox/wishactions.h"
#include "desk/outbox/wishdialog.h"
#include "desk/textlabel.h"
#include "desk/theme.h"
#include "viewmodels/outboxfeed.h"
#include "viewmodels/rowsscope.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableView>
#include <QTimeZone>
#include <QToolButton>

using namespace dealerlens;
using namespace dealerlens::desk;
using dealerlens::testing::LiveDesk;
using model::WriteState;
using viewmodels::OutboxItem;
using viewmodels::OutboxStep;

namespace {

constexpr int kLongMs = 30'000;

}

class TestOutboxPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void anEmptyOutboxSaysSo();
    void aQuestionFromTheCardArrives();
    void theDealersAnswerIsShownWithItsTime();
    void aConflictIsShownThreeWaysAndInsistedOn();
    void manyRowsAreAskedAtOnceAndTakenBack();
    void aLeadIsCreatedAndTakenBack();
    void whatCannotBeIsTold();
    void whatHasArrivedIsUndone();
    void whatIsOfferedOutlivesThemeAndLanguage();
    void anOpenDialogSpeaksTheNewLanguage();
    void aDeadlineIsByTheDealersClock();
    void aDealThatIsWonNeedsItsAmount();

private:
    [[nodiscard]] viewmodels::OutboxFeed &feed() const { return m_desk->session->outbox(); }

    [[nodiscard]] const OutboxItem *last() const { return feed().items().empty() ? nullptr : &feed().items().back(); }

    [[nodiscard]] QString field(const char *name); // of the lead, on the portal
    int effects(const QByteArray &method);
    void change(const char *name, const QString &value); // by the dealer

    WishDialog *dialog() const { return m_desk->window->findChild<WishDialog *>(); }

    void open(const char *action);
    void press(QWidget *in, const QString &button);
    bool sent(WriteState state);
    [[nodiscard]] QString texts(const QWidget &root) const;

    std::unique_ptr<ThemeManager> m_themes;
    std::unique_ptr<LanguageManager> m_languages;
    std::unique_ptr<LiveDesk> m_desk;
    model::RecordKey m_lead;
};

void TestOutboxPage::initTestCase()
{
    m_themes = std::make_unique<ThemeManager>(*qApp);
    m_languages = std::make_unique<LanguageManager>(*qApp);
    m_languages->setLanguage(viewmodels::Language::English);
    m_desk = std::make_unique<LiveDesk>();
    QCOMPARE(m_desk->build(), QString());
    m_lead = { m_desk->dealer().id, model::EntityKind::Lead, m_desk->hostileLead };
    m_desk->sim.call([](portalsim::SimServer &server, portalsim::World &) { server.engine().clearLedger(); });
}

void TestOutboxPage::cleanupTestCase()
{
    QCOMPARE(m_desk->requests, 0); // nothing of a portal was rendered
    m_desk.reset();
}

int TestOutboxPage::effects(const QByteArray &method)
{
    int count = 0;
    m_desk->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        for (const auto &entry : server.engine().writes())
            count += entry.method == method && entry.id > 0 ? 1 : 0;
    });
    return count;
}

QString TestOutboxPage::field(const char *name)
{
    QString value;
    m_desk->sim.call([&](portalsim::SimServer &, portalsim::World &world) {
        for (const portalsim::Record &lead : world.find(m_desk->dealer().key)->table(portalsim::Entity::Lead).rows)
            if (lead.id == m_lead.id)
                value = lead.text(name);
    });
    return value;
}

void TestOutboxPage::change(const char *name, const QString &value)
{
    m_desk->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        portalsim::ControlServer control(server);
        (void)control.run(QStringLiteral("change"),
            { { QStringLiteral("portal"), m_desk->dealer().key }, { QStringLiteral("entity"), QStringLiteral("lead") },
                { QStringLiteral("id"), double(m_lead.id) },
                { QStringLiteral("fields"), QJsonObject { { QString::fromLatin1(name), value } } } });
    });
}

void TestOutboxPage::open(const char *action)
{
    QAction *found = m_desk->window->actions().find(QString::fromLatin1(action));
    QVERIFY2(found && found->isEnabled(), action);
    found->trigger();
    QTRY_VERIFY(dialog() && dialog()->isVisible());
}

void TestOutboxPage::press(QWidget *in, const QString &button)
{
    for (QPushButton *each : in->findChildren<QPushButton *>())
        if (each->text() == button && each->isVisible()) {
            QVERIFY2(each->isEnabled(), qPrintable(button));
            QTest::mouseClick(each, Qt::LeftButton);
            return;
        }
    QFAIL(qPrintable(QStringLiteral("there is no button ") + button));
}

// The newest write has come to `state`; rounds of the engine are what brings it there.
bool TestOutboxPage::sent(WriteState state)
{
    for (int round = 0; round < 5; ++round) {
        if (!m_desk->sync())
            return false;
        if (QTest::qWaitFor([&] { return last() && last()->write.state == state; }, 3'000))
            return true;
    }
    return false;
}

QString TestOutboxPage::texts(const QWidget &root) const
{
    QStringList all;
    for (const TextLabel *label : root.findChildren<TextLabel *>())
        if (label->isVisible())
            all += label->text();
    return all.join(QLatin1Char('\n'));
}

void TestOutboxPage::anEmptyOutboxSaysSo()
{
    Page *page = m_desk->ready(QStringLiteral("outbox"));
    QVERIFY(page);
    QVERIFY(texts(*page).contains(QStringLiteral("Nothing has been asked of a portal yet")));
}

void TestOutboxPage::aQuestionFromTheCardArrives()
{
    QVERIFY(m_desk->ready(QStringLiteral("item"), itemLocation(m_lead).args));
    open("item.ask");
    auto *text = dialog()->findChild<QPlainTextEdit *>();
    QPointer<WishDialog> asked = dialog();
    for (QPushButton *each : asked->findChildren<QPushButton *>())
        if (each->text() == QStringLiteral("Put into the outbox"))
            QVERIFY(!each->isEnabled()); // nothing is typed yet
    QTest::keyClicks(text, QStringLiteral("Why was nobody called?"));
    press(asked, QStringLiteral("Put into the outbox"));
    QTRY_VERIFY_WITH_TIMEOUT(!asked || !asked->isVisible(), kLongMs);
    QTRY_VERIFY_WITH_TIMEOUT(last() != nullptr, kLongMs);
    QCOMPARE(last()->write.item, m_lead);
    QVERIFY(last()->write.deadline > m_desk->session->clock().now());
    // The overlay says what is on its way, and the table has it.
    QTRY_VERIFY_WITH_TIMEOUT(texts(*m_desk->window->currentPage()).contains(QStringLiteral("Why was nobody called?")), kLongMs);
    QVERIFY(feed().isPending(m_lead));
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(effects("crm.timeline.comment.add"), 1);
    Page *page = m_desk->ready(QStringLiteral("outbox"), { { QStringLiteral("uuid"), last()->write.uuid } });
    QVERIFY(page);
    QTRY_VERIFY_WITH_TIMEOUT(texts(*page).contains(QStringLiteral("The portal said yes")), kLongMs); // evidence
    QVERIFY(texts(*page).contains(last()->write.reference()));
}

void TestOutboxPage::theDealersAnswerIsShownWithItsTime()
{
    QVERIFY(last());
    const OutboxItem asked = *last();
    m_desk->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        portalsim::ControlServer control(server);
        (void)control.run(QStringLiteral("create"),
            { { QStringLiteral("portal"), m_desk->dealer().key }, { QStringLiteral("entity"), QStringLiteral("comment") },
                { QStringLiteral("fields"),
                    QJsonObject { { QStringLiteral("ENTITY_TYPE"), QStringLiteral("lead") },
                        { QStringLiteral("ENTITY_ID"), double(m_lead.id) }, { QStringLiteral("AUTHOR_ID"), 1 },
                        { QStringLiteral("COMMENT"), QStringLiteral("<b>x</b> called today") } } } });
    });
    QVERIFY(m_desk->sync());
    QTRY_VERIFY_WITH_TIMEOUT(feed().find(asked.write.uuid)->answer.at != base::kNever, kLongMs);
    Page *page = m_desk->ready(QStringLiteral("outbox"), { { QStringLiteral("uuid"), asked.write.uuid } });
    QVERIFY(page);
    QTRY_VERIFY_WITH_TIMEOUT(texts(*page).contains(QStringLiteral("<b>x</b> called today")), kLongMs);
    QVERIFY(texts(*page).contains(QStringLiteral("answered after")));
    QVERIFY(!feed().isPending(m_lead));
}

void TestOutboxPage::aConflictIsShownThreeWaysAndInsistedOn()
{
    change("COMMENTS", QStringLiteral("first"));
    QVERIFY(m_desk->sync());
    QVERIFY(m_desk->ready(QStringLiteral("item"), itemLocation(m_lead).args));
    open("item.fix");
    auto *fields = dialog()->findChild<QComboBox *>();
    fields->setCurrentIndex(fields->findData(QStringLiteral("COMMENTS")));
    QLineEdit *value = nullptr;
    for (QLineEdit *each : dialog()->findChildren<QLineEdit *>())
        if (each->accessibleName() == QStringLiteral("New value"))
            value = each;
    QVERIFY(value);
    QTRY_COMPARE_WITH_TIMEOUT(value->text(), QStringLiteral("first"), kLongMs); // what it is now
    value->selectAll();
    QTest::keyClicks(value, QStringLiteral("ours"));
    for (QComboBox *each : dialog()->findChildren<QComboBox *>())
        if (each->isEditable())
            each->setEditText(QStringLiteral("the site says otherwise"));
    change("COMMENTS", QStringLiteral("theirs")); // meanwhile, at the dealer
    press(dialog(), QStringLiteral("Put into the outbox"));
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.kind == model::WriteKind::Change, kLongMs);
    QVERIFY(sent(WriteState::Conflict));
    QCOMPARE(feed().waiting(), 1);
    const QString uuid = last()->write.uuid;
    Page *page = m_desk->ready(QStringLiteral("outbox"), { { QStringLiteral("uuid"), uuid } });
    QVERIFY(page);
    auto *panel = page->findChild<OutboxPanel *>();
    QTRY_VERIFY_WITH_TIMEOUT(texts(*panel).contains(QStringLiteral("the portal has")), kLongMs);
    for (const char *each : { "first", "ours", "theirs" })
        QVERIFY2(texts(*panel).contains(QString::fromLatin1(each)), each);
    press(panel, QStringLiteral("Insist"));
    QTRY_COMPARE_WITH_TIMEOUT(feed().find(uuid)->write.state, WriteState::Cancelled, kLongMs);
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(field("COMMENTS"), QStringLiteral("ours"));
    QCOMPARE(feed().waiting(), 0);
    // The mirror brings the value, and the overlay goes.
    QVERIFY(m_desk->sync());
    QTRY_VERIFY_WITH_TIMEOUT(!feed().isPending(m_lead), kLongMs);
}

void TestOutboxPage::manyRowsAreAskedAtOnceAndTakenBack()
{
    viewmodels::RowsScope scope;
    scope.place = { .level = reports::TreeLevel::Dealer, .portal = m_desk->dealer().key };
    Page *page = m_desk->ready(QStringLiteral("rows"), scope.toVariant());
    QVERIFY(page);
    auto *table = page->findChild<QTableView *>();
    table->clearSelection();
    for (int row = 0; row < 5; ++row)
        table->selectionModel()->select(table->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const int asked = effects("crm.timeline.comment.add");
    const std::size_t before = feed().items().size();
    m_desk->session->engine().stop(); // nothing leaves before a person has thought better of it
    open("rows.ask");
    QTest::keyClicks(dialog()->findChild<QPlainTextEdit *>(), QStringLiteral("What is next?"));
    press(dialog(), QStringLiteral("Put into the outbox"));
    QTRY_COMPARE_WITH_TIMEOUT(feed().items().size(), before + 5, kLongMs);
    QVERIFY(!last()->write.group.isEmpty());
    m_desk->window->actions().find(QStringLiteral("outbox.undo"))->trigger(); // Ctrl+Z
    QTRY_COMPARE_WITH_TIMEOUT(feed().open(), 0, kLongMs);
    QCOMPARE(last()->write.state, WriteState::Cancelled);
    QVERIFY(m_desk->sync());
    QCOMPARE(effects("crm.timeline.comment.add"), asked); // nothing has left
}

void TestOutboxPage::aLeadIsCreatedAndTakenBack()
{
    open("outbox.create");
    auto *dealers = dialog()->findChild<QComboBox *>();
    dealers->setCurrentIndex(dealers->findData(m_desk->dealer().id));
    for (QLineEdit *each : dialog()->findChildren<QLineEdit *>())
        if (each->accessibleName() == QStringLiteral("Title"))
            QTest::keyClicks(each, QStringLiteral("Call from the site"));
    press(dialog(), QStringLiteral("Put into the outbox"));
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.kind == model::WriteKind::Create, kLongMs);
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(effects("crm.lead.add"), 1);
    QVERIFY(m_desk->sync());
    Page *page = m_desk->ready(QStringLiteral("outbox"), { { QStringLiteral("uuid"), last()->write.uuid } });
    QVERIFY(page);
    press(page->findChild<OutboxPanel *>(), QStringLiteral("Take back"));
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.kind == model::WriteKind::Withdraw, kLongMs);
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(effects("crm.lead.delete"), 1);
}

void TestOutboxPage::whatCannotBeIsTold()
{
    const auto deals = std::vector<model::RecordKey> { { 2, model::EntityKind::Deal, 1 }, { 3, model::EntityKind::Deal, 1 } };
    QVERIFY(!WishDialog::obstacle(viewmodels::Wish::Move, deals).isEmpty()); // stages are each dealer's own
    QVERIFY(WishDialog::obstacle(viewmodels::Wish::Ask, deals).isEmpty());
    QVERIFY(!WishDialog::obstacle(viewmodels::Wish::Ask, {}).isEmpty());
    QVERIFY(!WishDialog::obstacle(viewmodels::Wish::Ask, { { 2, model::EntityKind::Contact, 1 } }).isEmpty());
    // The responsible employee stays the same: the dialog says why it is not in the outbox.
    QVERIFY(m_desk->ready(QStringLiteral("item"), itemLocation(m_lead).args));
    open("item.assign");
    auto *people = dialog()->findChild<QComboBox *>();
    people->setCurrentIndex(people->findData(field("ASSIGNED_BY_ID").toLongLong()));
    press(dialog(), QStringLiteral("Put into the outbox"));
    QTRY_VERIFY_WITH_TIMEOUT(texts(*dialog()).contains(QStringLiteral("It is so already.")), kLongMs);
    dialog()->reject();
}

// By the toast, long after it was sent: old value back, unless the dealer has changed it or answered.
void TestOutboxPage::whatHasArrivedIsUndone()
{
    const WishPlace place { *m_desk->session, m_desk->window.get() };
    const auto undo = [&](const QString &uuid) {
        offerUndo(place, QStringLiteral("done"), { uuid });
        m_desk->window->actions().find(QStringLiteral("outbox.undo"))->trigger(); // Ctrl+Z
    };
    const auto told = [this](const char *words) {
        const Toast *toast = Toast::of(m_desk->window.get());
        return toast && toast->sentence().contains(QString::fromLatin1(words));
    };
    const OutboxItem *insisted = nullptr;
    for (const OutboxItem &each : feed().items())
        if (each.write.kind == model::WriteKind::Change && each.write.state == WriteState::Confirmed)
            insisted = &each;
    QVERIFY(insisted);
    const model::Write done = insisted->write;
    QCOMPARE(field("COMMENTS"), QStringLiteral("ours"));
    undo(done.uuid);
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.opposes == done.uuid, kLongMs);
    QVERIFY(told("the opposite is in the outbox"));
    QVERIFY(last()->write.reason.contains(done.reference()));
    const QString back = last()->write.uuid;
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(field("COMMENTS"), QStringLiteral("theirs"));
    change("COMMENTS", QStringLiteral("later")); // the dealer goes on; the undoing is not undone over that
    undo(back);
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.opposes == back, kLongMs);
    QVERIFY(sent(WriteState::Conflict));
    QCOMPARE(field("COMMENTS"), QStringLiteral("later"));
    undo(last()->write.uuid);
    QTRY_COMPARE_WITH_TIMEOUT(feed().waiting(), 0, kLongMs);
    const auto asked = std::ranges::find_if(feed().items(), [](const OutboxItem &each) { return each.answer.at != base::kNever; });
    QVERIFY(asked != feed().items().end());
    undo(asked->write.uuid);
    QTRY_VERIFY_WITH_TIMEOUT(told("The dealer has answered already"), kLongMs);
}

void TestOutboxPage::whatIsOfferedOutlivesThemeAndLanguage()
{
    int taken = 0;
    QAction *undo = m_desk->window->actions().find(QStringLiteral("outbox.undo")); // Ctrl+Z
    Toast::show(m_desk->window.get(), QStringLiteral("done"), QStringLiteral("Undo"), [&taken] { ++taken; });
    const Toast *toast = Toast::of(m_desk->window.get());
    m_themes->setMode(ThemeManager::Mode::Dark);
    QCOMPARE(toast->palette().color(QPalette::Window), theme().color(Token::Raised));
    m_themes->setMode(ThemeManager::Mode::Light);
    m_languages->setLanguage(viewmodels::Language::Russian);
    m_languages->setLanguage(viewmodels::Language::English);
    QTRY_VERIFY_WITH_TIMEOUT(!toast->isVisible(), kLongMs); // its sentence has no other language
    undo->trigger();
    undo->trigger();
    QCOMPARE(taken, 1);
}

void TestOutboxPage::anOpenDialogSpeaksTheNewLanguage()
{
    QVERIFY(m_desk->ready(QStringLiteral("item"), itemLocation(m_lead).args));
    open("item.ask");
    QPointer<WishDialog> asked = dialog();
    QTest::keyClicks(asked->findChild<QPlainTextEdit *>(), QStringLiteral("half a que"));
    asked->findChild<QComboBox *>()->setCurrentIndex(3);
    m_languages->setLanguage(viewmodels::Language::Russian);
    QTRY_COMPARE_WITH_TIMEOUT(asked->windowTitle(), QStringLiteral("Спросить дилера"), kLongMs);
    QCOMPARE(asked->findChild<QPlainTextEdit *>()->toPlainText(), QStringLiteral("half a que"));
    QCOMPARE(asked->findChild<QComboBox *>()->currentIndex(), 3);
    QVERIFY(asked->findChild<QComboBox *>()->currentText().contains(QStringLiteral("дилера")));
    m_languages->setLanguage(viewmodels::Language::English);
    QTRY_COMPARE_WITH_TIMEOUT(asked->windowTitle(), QStringLiteral("Ask the dealer"), kLongMs);
    press(asked, QStringLiteral("Cancel"));
    QTRY_VERIFY_WITH_TIMEOUT(!asked, kLongMs);
    // A reason that was given once is offered again.
    open("item.fix");
    QStringList reasons;
    for (const QComboBox *box : dialog()->findChildren<QComboBox *>())
        if (box->isEditable())
            for (int i = 0; i < box->count(); ++i)
                reasons += box->itemText(i);
    QCOMPARE(reasons, QStringList { QStringLiteral("the site says otherwise") });
    QPointer<WishDialog> fix = dialog();
    fix->reject();
    QTRY_VERIFY_WITH_TIMEOUT(!fix, kLongMs);
}

void TestOutboxPage::aDeadlineIsByTheDealersClock()
{
    open("item.ask");
    QTest::keyClicks(dialog()->findChild<QPlainTextEdit *>(), QStringLiteral("When will you call?"));
    auto *kinds = dialog()->findChild<QComboBox *>();
    kinds->setCurrentIndex(kinds->findText(QStringLiteral("at a date and time…")));
    auto *at = dialog()->findChild<QDateTimeEdit *>();
    QVERIFY(at->isVisible());
    const QDate tomorrow = QDateTime::currentDateTimeUtc().date().addDays(2);
    at->setDateTime(QDateTime(QDate(2001, 1, 1), QTime(9, 0), Qt::UTC));
    for (const QPushButton *each : dialog()->findChildren<QPushButton *>())
        if (each->text() == QStringLiteral("Put into the outbox"))
            QVERIFY(!each->isEnabled()); // long over
    at->setDateTime(QDateTime(tomorrow, QTime(9, 30), Qt::UTC));
    QVERIFY(texts(*dialog()).contains(QStringLiteral("By the dealer's clock (UTC")));
    press(dialog(), QStringLiteral("Put into the outbox"));
    QTRY_COMPARE_WITH_TIMEOUT(last()->write.text, QStringLiteral("When will you call?"), kLongMs);
    const QDateTime there = QDateTime::fromSecsSinceEpoch(last()->write.deadline, QTimeZone(m_desk->dealer().timeZone.toUtf8()));
    QCOMPARE(there.date(), tomorrow);
    QCOMPARE(there.time(), QTime(9, 30));
}

// The form asks for the amount, and the portal gets both at once.
void TestOutboxPage::aDealThatIsWonNeedsItsAmount()
{
    const facts::SnapshotPtr facts = m_desk->session->facts();
    model::RecordKey deal;
    QString won;
    for (const std::uint32_t i : facts->items.rows()) {
        if (!won.isEmpty())
            break;
        const facts::Index stage = facts->items.stage[i];
        const bool fits = facts->items.kind[i] == model::EntityKind::Deal && stage >= 0 && facts->stages[std::size_t(stage)].semantic == 'P'
            && facts->items.deleted[i] == base::kNever
            && facts->portals[std::size_t(facts->items.portal[i])].portal.id == m_desk->dealer().id;
        for (const facts::StageFact &each : facts->stages)
            if (fits && each.funnel == facts->funnelOf(i) && each.semantic == 'S')
                won = each.code;
        deal = { m_desk->dealer().id, model::EntityKind::Deal, facts->items.id[i] };
    }
    QVERIFY(!won.isEmpty());
    const auto portalsDeal = [&](const char *name) {
        QString value;
        m_desk->sim.call([&](portalsim::SimServer &, portalsim::World &world) {
            if (const portalsim::Record *found = world.find(m_desk->dealer().key)->table(portalsim::Entity::Deal).find(deal.id))
                value = found->text(name);
        });
        return value;
    };
    m_desk->sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        portalsim::ControlServer control(server);
        (void)control.run(QStringLiteral("change"),
            { { QStringLiteral("portal"), m_desk->dealer().key }, { QStringLiteral("entity"), QStringLiteral("deal") },
                { QStringLiteral("id"), double(deal.id) },
                { QStringLiteral("fields"), QJsonObject { { QStringLiteral("OPPORTUNITY"), QStringLiteral("0") } } } });
    });
    QVERIFY(m_desk->sync());
    openWish({ *m_desk->session, m_desk->window.get() }, viewmodels::Wish::Move, { deal }, won);
    QPointer<WishDialog> form = dialog();
    for (QComboBox *each : form->findChildren<QComboBox *>())
        if (each->isEditable())
            each->setEditText(QStringLiteral("the contract is signed"));
    const auto amount = [&]() -> QLineEdit * {
        for (QLineEdit *each : form->findChildren<QLineEdit *>())
            if (each->accessibleName() == QStringLiteral("Amount"))
                return each;
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(amount() && amount()->isVisible(), kLongMs);
    QVERIFY(amount()->height() > 10 && form->rect().contains(QRect(amount()->mapTo(form, QPoint()), amount()->size())));
    for (const QPushButton *each : form->findChildren<QPushButton *>())
        if (each->text() == QStringLiteral("Put into the outbox"))
            QVERIFY(!each->isEnabled());
    QTest::keyClicks(amount(), QStringLiteral("1250000"));
    press(form, QStringLiteral("Put into the outbox"));
    QTRY_VERIFY_WITH_TIMEOUT(last()->write.target == deal, kLongMs);
    QVERIFY(sent(WriteState::Confirmed));
    QCOMPARE(portalsDeal("STAGE_ID"), won);
    QCOMPARE(portalsDeal("OPPORTUNITY").toDouble(), 1'250'000.0);
}

QTEST_MAIN(TestOutboxPage)
#include "tst_outboxpage.moc"
