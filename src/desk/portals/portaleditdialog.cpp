// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/portalsdialog.h"

#include "desk/dialogs.h"
#include "desk/language.h"
#include "desk/textlabel.h"
#include "model/dealercode.h"
#include "viewmodels/problemtext.h"
#include "viewmodels/session.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTimeZone>

namespace dealerlens::desk {

PortalEditDialog::PortalEditDialog(viewmodels::Session &session, Dialogs &dialogs, int portal, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_dialogs(dialogs)
    , m_title(new QLineEdit(this))
    , m_code(new QLineEdit(this))
    , m_region(new QLineEdit(this))
    , m_city(new QLineEdit(this))
    , m_zone(new QComboBox(this))
    , m_problem(new TextLabel({}, FontStyle::Small, Token::Breach, this))
    , m_save(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(theme().px(460));
    m_code->setMaxLength(model::kLongestDealerCode);
    m_zone->setEditable(true);
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds(QLocale::Russia))
        m_zone->addItem(QString::fromLatin1(id));
    build();
    auto reading = session.store().read<std::vector<model::Portal>>([](store::Reader &reader) { return reader.portals(); });
    base::whenDone(reading, this, [this, portal](const base::Result<std::vector<model::Portal>> &portals) {
        if (portals)
            fill(*portals, portal);
    });
}

void PortalEditDialog::build()
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(theme().px(24), theme().px(20), theme().px(24), theme().px(16));
    form->setSpacing(theme().px(10));
    QList<TextLabel *> labels;
    for (QWidget *field : std::initializer_list<QWidget *> { m_title, m_code, m_region, m_city, m_zone }) {
        labels.append(new TextLabel({}, FontStyle::Body, Token::Text2, this));
        form->addRow(labels.last(), field);
    }
    form->addRow(m_problem);
    m_problem->hide();
    auto *buttons = new QHBoxLayout;
    auto *cancel = new QPushButton(this);
    m_save->setProperty("primary", true);
    m_save->setDefault(true);
    m_save->setEnabled(false);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    form->addRow(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &PortalEditDialog::save);
    onLanguage(this, [=, this] {
        setWindowTitle(tr("Dealer"));
        const QStringList names { tr("Name"), tr("Code, two or three letters"), tr("Region"), tr("City"), tr("Time zone") };
        for (qsizetype i = 0; i < names.size(); ++i) {
            labels[i]->setText(names[i]);
            form->itemAt(int(i), QFormLayout::FieldRole)->widget()->setAccessibleName(names[i]);
        }
        m_save->setText(tr("Save"));
        cancel->setText(tr("Cancel"));
    });
}

void PortalEditDialog::fill(const std::vector<model::Portal> &portals, int portal)
{
    for (const model::Portal &each : portals) {
        if (each.id != portal) {
            m_taken.insert(each.code);
            continue;
        }
        m_known = each;
        m_title->setText(each.title);
        m_code->setText(each.code);
        m_region->setText(each.region);
        m_city->setText(each.city);
        m_zone->setCurrentText(each.timeZone);
        m_save->setEnabled(true);
    }
}

QString PortalEditDialog::obstacle() const
{
    const QString zone = m_zone->currentText().trimmed();
    if (m_title->text().trimmed().isEmpty())
        return tr("A dealer needs a name.");
    if (!zone.isEmpty() && zone != m_known.timeZone && !QTimeZone::isTimeZoneIdAvailable(zone.toLatin1()))
        return tr("This time zone is not known; example: Europe/Moscow.");
    return m_taken.contains(m_code->text().trimmed().toUpper()) ? tr("Another dealer has this code.") : QString();
}

void PortalEditDialog::save()
{
    m_problem->setText(obstacle());
    m_problem->setVisible(!m_problem->text().isEmpty());
    if (m_problem->isVisible())
        return;
    model::Portal changed = m_known;
    changed.title = m_title->text().trimmed();
    changed.code = m_code->text().trimmed().toUpper();
    changed.region = m_region->text().trimmed();
    changed.city = m_city->text().trimmed();
    changed.timeZone = m_zone->currentText().trimmed();
    base::whenDone(m_session.store().savePortal(changed), this, [this](const base::Result<model::Portal> &saved) {
        if (saved) {
            accept();
            return;
        }
        const viewmodels::ProblemText text = viewmodels::ProblemText::of(saved.error());
        m_dialogs.ask(this, Dialogs::Kind::Warning, text.title, text.advice, { tr("Close") }, {});
    });
}

} // namespace dealerlens::desk
