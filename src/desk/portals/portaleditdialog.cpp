// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/portalsdialog.h"

#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "model/dealercode.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimeZone>

namespace dealerlens::desk {

PortalEditDialog::PortalEditDialog(viewmodels::Session &session, Dialogs &dialogs, int portal, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(theme().px(460));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    auto *title = new QLineEdit(this);
    auto *code = new QLineEdit(this);
    code->setMaxLength(model::kLongestDealerCode);
    auto *region = new QLineEdit(this);
    auto *city = new QLineEdit(this);
    auto *zone = new QComboBox(this);
    zone->setEditable(true);
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds(QLocale::Russia))
        zone->addItem(QString::fromLatin1(id));
    auto *problem = new TextLabel({}, FontStyle::Small, Token::Breach, this);
    form->addRow(new QLabel(this), title);
    form->addRow(new QLabel(this), code);
    form->addRow(new QLabel(this), region);
    form->addRow(new QLabel(this), city);
    form->addRow(new QLabel(this), zone);
    form->addRow(problem);
    auto *buttons = new QDialogButtonBox(this);
    auto *save = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    auto *cancel = buttons->addButton(QString(), QDialogButtonBox::RejectRole);
    save->setProperty("primary", true);
    save->setEnabled(false);
    form->addRow(buttons);
    onLanguage(this, [=, this] {
        setWindowTitle(tr("Dealer"));
        const auto name = [form](QWidget *field, const QString &text) { static_cast<QLabel *>(form->labelForField(field))->setText(text); };
        name(title, tr("Name"));
        name(code, tr("Code, two or three letters"));
        name(region, tr("Region"));
        name(city, tr("City"));
        name(zone, tr("Time zone"));
        save->setText(tr("Save"));
        cancel->setText(tr("Cancel"));
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto known = std::make_shared<model::Portal>();
    auto taken = std::make_shared<QSet<QString>>();
    auto reading = session.store().read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); });
    base::whenDone(reading, this, [=](const base::Result<std::vector<model::Portal>> &portals) {
        if (!portals)
            return;
        for (const model::Portal &each : *portals) {
            if (each.id != portal) {
                taken->insert(each.code);
                continue;
            }
            *known = each;
            title->setText(each.title);
            code->setText(each.code);
            region->setText(each.region);
            city->setText(each.city);
            zone->setCurrentText(each.timeZone);
            save->setEnabled(true);
        }
    });
    connect(buttons, &QDialogButtonBox::accepted, this, [=, this, &session, &dialogs] {
        const QString id = zone->currentText().trimmed();
        if (title->text().trimmed().isEmpty() || (!id.isEmpty() && !QTimeZone::isTimeZoneIdAvailable(id.toLatin1()))) {
            problem->setText(title->text().trimmed().isEmpty() ? tr("A dealer needs a name.")
                                                               : tr("This time zone is not known; example: Europe/Moscow."));
            return;
        }
        if (taken->contains(code->text().trimmed().toUpper())) {
            problem->setText(tr("Another dealer has this code."));
            return;
        }
        model::Portal changed = *known;
        changed.title = title->text().trimmed();
        changed.code = code->text().trimmed().toUpper();
        changed.region = region->text().trimmed();
        changed.city = city->text().trimmed();
        changed.timeZone = id;
        base::whenDone(session.store().savePortal(changed), this, [this, &dialogs](const base::Result<model::Portal> &saved) {
            if (saved) {
                accept();
                return;
            }
            const viewmodels::ProblemText text = viewmodels::ProblemText::of(saved.error());
            dialogs.ask(this, Dialogs::Kind::Warning, text.title, text.advice, { tr("Close") }, {});
        });
    });
}

} // namespace dealerlens::desk
