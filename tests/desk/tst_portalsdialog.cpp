// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/portals/portalsdialog.h"
#include "desk/portals/portalsstep.h"
#include "desk/portals/signindialog.h"
#include "desk/textlabel.h"
#include "desk/theme.h"
#include "portalsim/demogenerator.h"
#include "portalsim/simserver.h"
#include "viewmodels/networkfeed.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace dealerlens;
using namespace dealerlens::desk;
using viewmodels::PortalDraft;

namespace {

QPushButton *primary(const QDialog &dialog)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->isDefault())
            return button;
    }
    return nullptr;
}

class Browser final : public Dialogs {
public:
    bool openUrl(const QUrl &url) override
    {
        opened.append(url);
        return true;
    }

    QList<QUrl> opened;
};

class Asker final : public Dialogs {
public:
    void ask(QWidget *, Kind, const QString &, const QString &, const QStringList &, std::function<void(int)>) override { ++asked; }

    int asked = 0;
};

} // namespace

// From pasted links of simulated portals to a mirrored network, through the dialog's own buttons.
class PortalsDialogTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void connectsPortals()
    {
        portalsim::DemoOptions demo;
        demo.dealers = 2;
        demo.seed = 3;
        demo.now = base::SystemClock().now() - 3'600;
        demo.scale = 0.1;
        portalsim::World world = portalsim::generateDemo(demo);
        QStringList keys;
        for (const auto &portal : world.portals)
            keys.append(portal->key);
        portalsim::SimThread sim(std::move(world));

        ThemeManager themes(*qApp);
        LanguageManager languages(*qApp);
        QTemporaryDir folder;
        auto session = viewmodels::Session::open(
            { .folder = folder.filePath(QStringLiteral("data")), .credentialsFile = folder.filePath(QStringLiteral("keys.json")) });
        QVERIFY(session);
        viewmodels::NetworkFeed feed(**session);
        viewmodels::StandardDraft draft(**session);
        Dialogs dialogs;
        QPointer<PortalsDialog> dialog = new PortalsDialog({ **session, feed, draft, dialogs }, true, nullptr);
        dialog->show();
        auto *field = dialog->findChild<LinkField *>();
        QVERIFY(field);
        const QString good = sim.address(keys[0]);
        QString wrong = sim.address(keys[1]);
        const QString secret = good.section(QLatin1Char('/'), -2, -2);
        wrong.replace(wrong.section(QLatin1Char('/'), -2, -2), QStringLiteral("wrongsecret1234"));
        QApplication::clipboard()->setText(QString(good + QLatin1Char('\n') + wrong + QLatin1Char('\n') + good));
        field->paste();
        QVERIFY(field->toPlainText().isEmpty());

        viewmodels::PortalDrafts &drafts = dialog->portals().drafts();
        QCOMPARE(drafts.rowCount(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(drafts.testing(), 0, 30'000);
        QCOMPARE(drafts.connectable(), 1);
        QCOMPARE(static_cast<int>(drafts.draftAt(1)->state), static_cast<int>(PortalDraft::State::Refused));
        QCOMPARE(static_cast<int>(drafts.draftAt(2)->state), static_cast<int>(PortalDraft::State::Duplicate));
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            QVERIFY(!label->text().contains(secret));
        // The narrow column is not all that is said of a refusal.
        const QString why = viewmodels::ProblemText::of(*drafts.draftAt(1)->error).sentence();
        const auto labels = dialog->findChildren<TextLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const TextLabel *label) { return label->text().contains(why); }));
        // The table of a dialog copies like all others.
        auto *table = dialog->portals().findChild<QTableView *>();
        table->selectRow(0);
        for (QAction *action : table->actions())
            if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+C")))
                action->trigger();
        QCOMPARE(QApplication::clipboard()->text().count(QLatin1Char('\n')), 1);
        QVERIFY(QApplication::clipboard()->text().contains(drafts.draftAt(0)->portal.title));

        dialog->showStep(1);
        primary(*dialog)->click();
        QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(drafts.draftAt(0)->state), static_cast<int>(PortalDraft::State::Saved), 30'000);
        // Nothing but the credentials file holds the secret.
        QVERIFY(drafts.draftAt(0)->address.secret.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(feed.dealers().size() == 1 && feed.dealers().front().age >= 0, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT((*session)->facts() && (*session)->facts()->items.size() > 0, 30'000);
        delete dialog;
    }

    // Dropped, pasted and chosen by mistake.
    void wrongThingsAreRefused()
    {
        ThemeManager themes(*qApp);
        LanguageManager languages(*qApp);
        QTemporaryDir folder;
        auto session = viewmodels::Session::open(
            { .folder = folder.filePath(QStringLiteral("data")), .credentialsFile = folder.filePath(QStringLiteral("keys.json")) });
        QVERIFY(session);
        viewmodels::NetworkFeed feed(**session);
        viewmodels::StandardDraft draft(**session);
        Asker asker;
        PortalsDialog dialog({ **session, feed, draft, asker }, true, nullptr);
        dialog.show();
        auto *field = dialog.findChild<LinkField *>();
        const viewmodels::PortalDrafts &drafts = dialog.portals().drafts();
        const auto drop = [field](QMimeData &data) {
            QDragEnterEvent enter({ 5, 5 }, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(field->viewport(), &enter);
            QDropEvent event({ 5, 5 }, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(field->viewport(), &event);
        };
        QMimeData picture;
        picture.setImageData(QImage(4, 4, QImage::Format_RGB32));
        drop(picture);
        QMimeData nonsense;
        nonsense.setData(QStringLiteral("application/x-anything"), QByteArray(1'000, '\0'));
        drop(nonsense);
        QCOMPARE(drafts.rowCount(), 0);
        // A file is read as a table, wherever it is dropped on the field; one that is none says so in its only row.
        const auto dropFile = [&](const QString &name, const QByteArray &bytes) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::WriteOnly))
                file.write(bytes);
            file.close();
            QMimeData data;
            data.setUrls({ QUrl::fromLocalFile(file.fileName()) });
            drop(data);
        };
        dropFile(QStringLiteral("a.xlsx"), "PK\x03\x04zip");
        QCOMPARE(drafts.rowCount(), 1);
        QVERIFY(drafts.problemOf(0).contains(QStringLiteral("workbook")));
        dropFile(QStringLiteral("a.csv"), "address\nhttps://127.0.0.1:9/rest/1/secretkey1/\n");
        QCOMPARE(drafts.rowCount(), 2);
        QVERIFY(drafts.problemOf(1).isEmpty());
        QMimeData directory;
        directory.setUrls({ QUrl::fromLocalFile(folder.path()) });
        drop(directory);
        QMimeData device;
        device.setUrls({ QUrl::fromLocalFile(QStringLiteral("/dev/zero")) });
        drop(device);
        QCOMPARE(drafts.rowCount(), 2);
        QCOMPARE(asker.asked, 2);
        QMimeData elsewhere;
        elsewhere.setUrls({ QUrl(QStringLiteral("https://evil.example/x.csv")), QUrl(QStringLiteral("file:///etc/passwd")) });
        drop(elsewhere);
        QCOMPARE(drafts.rowCount(), 4);
        QVERIFY(!drafts.problemOf(2).isEmpty() && !drafts.problemOf(3).isEmpty());
        QApplication::clipboard()->setText(QString(60'000'000, QLatin1Char('x')));
        field->paste();
        QCOMPARE(drafts.rowCount(), 5);
        QVERIFY(field->toPlainText().isEmpty());
        QApplication::clipboard()->clear();
    }

    // The consent page instead of a webhook; the portal shows a code, which is pasted.
    void signsIn()
    {
        portalsim::DemoOptions demo;
        demo.dealers = 1;
        demo.seed = 3;
        demo.now = base::SystemClock().now() - 3'600;
        demo.scale = 0.1;
        portalsim::SimThread sim(portalsim::generateDemo(demo));
        QString key;
        const auto code = [&] {
            QString text;
            sim.call([&](portalsim::SimServer &server, portalsim::World &world) {
                key = world.portals.back()->key;
                server.engine().oauth().addApplication({ "app.1", "canaryclientsecret", {} });
                text = QString::fromLatin1(server.engine().oauth().giveCode(*world.portals.back(), "app.1", server.engine().now()));
            });
            return text;
        };
        const QString good = code();
        ThemeManager themes(*qApp);
        LanguageManager languages(*qApp);
        QTemporaryDir folder;
        auto session = viewmodels::Session::open(
            { .folder = folder.filePath(QStringLiteral("data")), .credentialsFile = folder.filePath(QStringLiteral("keys.json")) });
        QVERIFY(session);
        Browser browser;
        QPointer<SignInDialog> dialog = new SignInDialog(**session, browser, {}, nullptr);
        QSignalSpy signedIn(dialog, &SignInDialog::signedIn);
        dialog->show();
        const QList<QLineEdit *> fields = dialog->findChildren<QLineEdit *>(); // portal, client id, secret, code
        QCOMPARE(fields.size(), 4);
        primary(*dialog)->click(); // nothing entered yet
        QVERIFY(browser.opened.isEmpty());
        fields[0]->setText(QStringLiteral("http://127.0.0.1:%1/%2").arg(sim.port()).arg(key));
        fields[1]->setText(QStringLiteral("app.1"));
        fields[2]->setText(QStringLiteral("canaryclientsecret"));
        const auto enter = [&](const QString &text) {
            primary(*dialog)->click();
            QVERIFY(fields[3]->isEnabled());
            fields[3]->setText(text);
            primary(*dialog)->click();
            QVERIFY(fields[2]->text().isEmpty() && fields[3]->text().isEmpty()); // forgotten at once
        };
        enter(QStringLiteral("stale"));
        QTRY_VERIFY_WITH_TIMEOUT(fields[2]->isEnabled(), 20'000);
        QVERIFY(dialog);
        fields[2]->setText(QStringLiteral("canaryclientsecret"));
        enter(good);
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.count(), 1, 20'000);
        QCOMPARE(browser.opened.size(), 2);
        QVERIFY(browser.opened[0].toString().contains(QStringLiteral("/oauth/authorize/?client_id=app.1&state=")));
        QVERIFY(!browser.opened[0].toString().contains(QStringLiteral("canary")));
        const int id = signedIn.first().first().toInt();
        QTRY_VERIFY_WITH_TIMEOUT((*session)->engine().status(id).lastSuccess != base::kNever, 30'000);
    }
};

QTEST_MAIN(PortalsDialogTest)
#include "tst_portalsdialog.moc"
