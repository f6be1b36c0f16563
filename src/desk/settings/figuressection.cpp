// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/settings/figuressection.h"

#include "desk/language.h"
#include "desk/settings/hintedlist.h"
#include "viewmodels/session.h"
#include "viewmodels/standarddraft.h"

#include <QDateEdit>
#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

namespace dealerlens::desk {

FiguresSection::FiguresSection(viewmodels::StandardDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_form(new QFormLayout(this))
    , m_currency(new QLineEdit(this))
    , m_rates(new HintedList(tr("No rates yet: amounts in other currencies stay in their own. Write a code and a rate below and press Add "
                                "rate."),
          this))
    , m_rateCode(new QLineEdit(this))
    , m_rateValue(new QLineEdit(this))
    , m_rateDay(new QDateEdit(QDate::currentDate(), this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setVerticalSpacing(theme().px(10));
    m_form->setHorizontalSpacing(theme().px(16));
    m_response = number(tr("First response within"), tr("business minutes of the dealer"), 1, 60 * 24 * 30, tr(" min"));
    m_conversation = number(tr("A conversation lasts at least"), tr("shorter calls prove an attempt only"), 1, 3'600, tr(" s"));
    m_horizon = number(tr("Horizon of conversion"), tr("younger items are not counted yet"), 1, 730, tr(" days"));
    m_fresh = number(tr("Data are fresh for"), tr("older ones are hatched"), 1, 60 * 24 * 7, tr(" min"));
    m_currency->setMaxLength(3);
    m_currency->setFixedWidth(theme().px(80));
    m_currency->setAccessibleName(tr("Currency of reports"));
    m_form->addRow(new TextLabel(tr("Currency of reports"), FontStyle::Body, Token::Text, this), m_currency);
    auto *rates = new QVBoxLayout;
    m_rates->setFixedHeight(theme().px(120));
    m_rates->setMaximumWidth(theme().px(480));
    m_rates->setPalette(theme().viewPalette());
    m_rates->setAccessibleName(tr("Rates"));
    rates->addWidget(m_rates);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme().px(6));
    m_rateCode->setMaxLength(3);
    m_rateCode->setPlaceholderText(QStringLiteral("USD"));
    m_rateCode->setFixedWidth(theme().px(64));
    m_rateCode->setAccessibleName(tr("Currency"));
    m_rateValue->setPlaceholderText(fmt().decimal(92.5, 2));
    m_rateValue->setFixedWidth(theme().px(96));
    m_rateValue->setAccessibleName(tr("Rate"));
    m_rateDay->setCalendarPopup(true);
    m_rateDay->setAccessibleName(tr("Day of the rate"));
    auto *add = new QPushButton(tr("Add rate"), this);
    auto *remove = new QPushButton(tr("Remove"), this);
    for (QWidget *each : std::initializer_list<QWidget *> { m_rateCode, m_rateValue, m_rateDay, add, remove })
        line->addWidget(each);
    line->addStretch();
    rates->addLayout(line);
    m_form->addRow(new TextLabel(tr("Rates"), FontStyle::Body, Token::Text, this), rates);
    const auto edit = [this](auto change) {
        if (!m_showing)
            m_draft.edit(change);
    };
    connect(m_response, &QSpinBox::valueChanged, this,
        [edit](int value) { edit([value](model::Standard &s) { s.responseLimit = std::int64_t(value) * 60; }); });
    connect(m_conversation, &QSpinBox::valueChanged, this,
        [edit](int value) { edit([value](model::Standard &s) { s.conversationSeconds = value; }); });
    connect(
        m_horizon, &QSpinBox::valueChanged, this, [edit](int value) { edit([value](model::Standard &s) { s.conversionDays = value; }); });
    connect(m_fresh, &QSpinBox::valueChanged, this,
        [edit](int value) { edit([value](model::Standard &s) { s.freshnessLimit = std::int64_t(value) * 60; }); });
    connect(m_currency, &QLineEdit::textEdited, this,
        [edit](const QString &text) { edit([text](model::Standard &s) { s.currency = text.trimmed().toUpper(); }); });
    connect(add, &QPushButton::clicked, this, &FiguresSection::addRate);
    connect(remove, &QPushButton::clicked, this, &FiguresSection::removeRate);
    connect(&m_draft, &viewmodels::StandardDraft::changed, this, &FiguresSection::show);
    show();
}

QSpinBox *FiguresSection::number(const QString &name, const QString &note, int from, int to, const QString &unit)
{
    auto *box = new QSpinBox(this);
    box->setRange(from, to);
    box->setSuffix(unit);
    box->setKeyboardTracking(false);
    box->setFixedWidth(theme().px(120));
    box->setAccessibleName(name);
    auto *row = new QHBoxLayout;
    row->addWidget(box);
    row->addSpacing(theme().px(8));
    row->addWidget(new TextLabel(note, FontStyle::Small, Token::Text3, this));
    row->addStretch();
    m_form->addRow(new TextLabel(name, FontStyle::Body, Token::Text, this), row);
    return box;
}

void FiguresSection::show()
{
    m_showing = true;
    const model::Standard &standard = m_draft.standard();
    m_response->setValue(static_cast<int>(standard.responseLimit / 60));
    m_conversation->setValue(static_cast<int>(standard.conversationSeconds));
    m_horizon->setValue(standard.conversionDays);
    m_fresh->setValue(static_cast<int>(standard.freshnessLimit / 60));
    if (m_currency->text().toUpper() != standard.currency)
        m_currency->setText(standard.currency);
    const int current = m_rates->currentRow();
    m_rates->clear();
    for (const model::Standard::Rate &rate : standard.rates)
        m_rates->addItem(QString(fmt().date(rate.day) + QStringLiteral(" · 1 ") + rate.currency + QStringLiteral(" = ")
            + model::toPlainText(rate.rate) + QLatin1Char(' ') + standard.currency));
    m_rates->setCurrentRow(std::min(current, m_rates->count() - 1));
    m_showing = false;
}

void FiguresSection::addRate()
{
    const QString code = m_rateCode->text().trimmed().toUpper();
    QString typed = m_rateValue->text().trimmed();
    const auto rate = model::parseMoney(typed.replace(QLatin1Char(','), QLatin1Char('.')).toStdString());
    const bool valid = code.size() == 3 && rate && rate->units > 0;
    m_rateValue->setProperty("invalid", !valid);
    if (!valid) {
        m_rateValue->setFocus();
        return;
    }
    const QDate day = m_rateDay->date();
    m_draft.edit([&](model::Standard &standard) {
        std::erase_if(standard.rates, [&](const model::Standard::Rate &each) { return each.currency == code && each.day == day; });
        standard.rates.push_back({ code, day, *rate });
        std::sort(standard.rates.begin(), standard.rates.end(),
            [](const auto &one, const auto &other) { return std::tie(one.currency, one.day) < std::tie(other.currency, other.day); });
    });
    m_rateValue->clear();
}

void FiguresSection::removeRate()
{
    const int row = m_rates->currentRow();
    if (row < 0)
        return;
    m_draft.edit([row](model::Standard &standard) {
        if (row < static_cast<int>(standard.rates.size()))
            standard.rates.erase(standard.rates.begin() + row);
    });
}

QWidget *buildDataSettings(viewmodels::Session &session, QWidget *parent)
{
    const auto text = [](const char *source) { return QCoreApplication::translate("dealerlens::desk::DataSettings", source); };
    auto *page = new QWidget(parent);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(theme().px(10));
    form->setHorizontalSpacing(theme().px(16));
    const auto line = [&](const QString &name, const QString &value) {
        auto *label = new TextLabel(value, FontStyle::Body, Token::Text, page);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        form->addRow(new TextLabel(name, FontStyle::Body, Token::Text2, page), label);
    };
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Folder of the databases")),
        QDir(session.options().folder).absolutePath());
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Who can read it")),
        text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "only you (mode 0700)")));
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Keys of portals")), session.secrets().place());
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Mirror")),
        text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "mirror.db: can be fetched again from the portals")));
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Ledger")),
        text(QT_TRANSLATE_NOOP(
            "dealerlens::desk::DataSettings", "ledger.db: portals, journal, standards; copied at every start into the folder of backups")));
    line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Round of a portal")),
        text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "every %1 s")).arg(session.options().intervalSeconds));
    if (session.options().demo)
        line(text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "Network")),
            text(QT_TRANSLATE_NOOP("dealerlens::desk::DataSettings", "simulated: invented dealers")));
    return page;
}

} // namespace dealerlens::desk
