// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/portalsstep.h"

#include "desk/dialogs.h"
#include "desk/icons.h"
#include "desk/language.h"
#include "desk/portals/draftdelegate.h"
#include "desk/portals/signindialog.h"
#include "desk/tablemenu.h"
#include "desk/textlabel.h"
#include "viewmodels/session.h"

#include <QButtonGroup>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QUrl>

namespace dealerlens::desk {

namespace {

constexpr int kTestsAtOnce = 6;

} // namespace

WayButton::WayButton(const QString &iconName, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WayButton::setTexts(const QString &title, const QString &note)
{
    const QKeySequence key = shortcut(); // setText() drops it
    m_note = note;
    setText(title);
    setShortcut(key);
    setAccessibleName(title);
    setAccessibleDescription(note);
}

QSize WayButton::sizeHint() const { return { theme().px(220), theme().px(54) }; }

void WayButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &look = theme();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(look.color(isChecked() ? Token::Select : (underMouse() ? Token::Hover : Token::Base)));
    const bool strong = isChecked() || hasFocus();
    painter.setPen(QPen(look.color(hasFocus() ? Token::Focus : (isChecked() ? Token::Accent : Token::LineStrong)), strong ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    const int side = look.px(20);
    paintIcon(&painter, QRectF(look.px(12), look.px(10), side, side), m_icon, look.color(isChecked() ? Token::Link : Token::Text2));
    const QRect words = rect().adjusted(look.px(42), look.px(7), -look.px(8), -look.px(7));
    painter.setFont(look.font(FontStyle::Strong));
    painter.setPen(look.color(Token::Text));
    painter.drawText(words, Qt::AlignTop | Qt::AlignLeft, text());
    painter.setFont(look.font(FontStyle::Small));
    painter.setPen(look.color(Token::Text2));
    painter.drawText(words, Qt::AlignBottom | Qt::AlignLeft, m_note);
}

LinkField::LinkField(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setUndoRedoEnabled(false); // what was typed must not come back
}

void LinkField::insertFromMimeData(const QMimeData *source)
{
    const QList<QUrl> urls = source->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        return Q_EMIT fileGiven(urls.first().toLocalFile());
    const QString text = toPlainText() + source->text();
    clear();
    Q_EMIT linksGiven(text);
}

void LinkField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const QString text = toPlainText();
        clear();
        if (!text.trimmed().isEmpty())
            Q_EMIT linksGiven(text);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

PortalsStep::PortalsStep(viewmodels::Session &session, Dialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_dialogs(dialogs)
    , m_drafts(new PortalDrafts(this))
    , m_input(nullptr)
    , m_table(nullptr)
    , m_note(new TextLabel({}, FontStyle::Body, Token::Text, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(10));
    auto *about = new TextLabel({}, FontStyle::Body, Token::Text2, this);
    column->addWidget(about);
    column->addWidget(buildWays());
    column->addWidget(buildTable(), 1);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    auto *lock = new TextLabel({}, FontStyle::Small, Token::Text2, this);
    lock->setWordWrap(true);
    column->addWidget(lock);
    connect(m_drafts, &PortalDrafts::countsChanged, this, &PortalsStep::showNote);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PortalsStep::showNote);
    m_note->hide();
    if (const facts::SnapshotPtr facts = session.facts()) {
        std::vector<model::Portal> known;
        for (const facts::PortalFact &each : facts->portals)
            known.push_back(each.portal);
        m_drafts->setExisting(known);
    }
    auto *paste = new QShortcut(QKeySequence::Paste, this);
    paste->setContext(Qt::WidgetWithChildrenShortcut);
    connect(paste, &QShortcut::activated, m_input, [this] {
        if (auto *field = m_input->widget(0)->findChild<LinkField *>())
            field->paste();
    });
    onLanguage(this, [this, about, lock] {
        about->setText(tr("Rights to read are enough. One row is one portal; it is tested at once."));
        lock->setText(tr("Keys are kept in: %1. They never get into databases, logs or exports.").arg(m_session.secrets().place()));
        m_table->setAccessibleName(tr("Portals to be connected"));
        m_drafts->retranslate();
        showNote();
    });
}

// The column of results is narrow: what is wrong with the current row, or with the first that fails, is told whole.
void PortalsStep::showNote()
{
    QString text = m_drafts->problemOf(m_table->currentIndex().row());
    for (int row = 0; row < m_drafts->rowCount() && text.isEmpty(); ++row)
        text = m_drafts->problemOf(row);
    m_note->setToken(text.isEmpty() ? Token::Warn : Token::Breach);
    m_note->setText(text.isEmpty() ? m_drafts->reducedNote() : text);
    m_note->setVisible(!m_note->text().isEmpty());
}

QWidget *PortalsStep::buildWays()
{
    auto *box = new QWidget(this);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(10));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(10));
    auto *group = new QButtonGroup(this);
    const char *icons[] = { "key", "import", "network", "lock" };
    QList<WayButton *> buttons;
    for (int i = 0; i < 4; ++i) {
        auto *button = new WayButton(QString::fromLatin1(icons[i]), box);
        button->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(i + 1)));
        button->setChecked(i == 0);
        group->addButton(button, i);
        row->addWidget(button);
        buttons.append(button);
    }
    onLanguage(box, [buttons] {
        buttons[0]->setTexts(tr("Paste links"), tr("one webhook a line"));
        buttons[1]->setTexts(tr("CSV table"), tr("link, name, region"));
        buttons[2]->setTexts(tr("Demo network"), tr("40 invented dealers"));
        buttons[3]->setTexts(tr("Sign in"), tr("an application, OAuth"));
    });
    column->addLayout(row);
    m_input = new QStackedWidget(box);
    m_input->setFixedHeight(theme().px(68));
    m_input->addWidget(buildLinks());
    m_input->addWidget(buildCsv());
    m_input->addWidget(buildDemo());
    m_input->addWidget(buildSignIn());
    column->addWidget(m_input);
    connect(group, &QButtonGroup::idClicked, m_input, &QStackedWidget::setCurrentIndex);
    return box;
}

QWidget *PortalsStep::buildLinks()
{
    auto *links = new QWidget(m_input);
    auto *field = new LinkField(links);
    auto *row = new QVBoxLayout(links);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field);
    connect(field, &LinkField::linksGiven, this, &PortalsStep::addLinks);
    connect(field, &LinkField::fileGiven, this, &PortalsStep::readCsv);
    onLanguage(field, [field] {
        field->setPlaceholderText(tr("Paste links here. They look like https://company.bitrix24.ru/rest/1/key/ and are hidden at once."));
        field->setAccessibleName(tr("Links of webhooks"));
    });
    return links;
}

QWidget *PortalsStep::buildCsv()
{
    auto *csv = new QWidget(m_input);
    auto *row = new QHBoxLayout(csv);
    row->setContentsMargins(0, 0, 0, 0);
    auto *open = new QPushButton(csv);
    auto *sample = new QPushButton(csv);
    auto *columns = new TextLabel({}, FontStyle::Small, Token::Text2, csv);
    connect(open, &QPushButton::clicked, this, &PortalsStep::openCsv);
    connect(sample, &QPushButton::clicked, this, &PortalsStep::saveTemplate);
    row->addWidget(open);
    row->addWidget(sample);
    row->addWidget(columns, 1);
    onLanguage(csv, [open, sample, columns] {
        open->setText(tr("Choose file…"));
        sample->setText(tr("Save a template…"));
        columns->setText(tr("Columns: key, title, kind, region, city, timezone, address"));
    });
    return csv;
}

QWidget *PortalsStep::buildDemo()
{
    auto *demo = new QWidget(m_input);
    auto *row = new QHBoxLayout(demo);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(12));
    m_demoStart = new QPushButton(demo);
    m_demoWords = new TextLabel({}, FontStyle::Body, Token::Text2, demo);
    m_demoWords->setWordWrap(true);
    m_demoProgress = new QProgressBar(demo);
    m_demoProgress->setTextVisible(false);
    m_demoProgress->setFixedWidth(theme().px(160));
    m_demoProgress->hide();
    row->addWidget(m_demoStart);
    row->addWidget(m_demoWords, 1);
    row->addWidget(m_demoProgress);
    connect(m_demoStart, &QPushButton::clicked, this, &PortalsStep::demoRequested);
    onLanguage(demo, [this] {
        m_demoStart->setText(tr("Try the demo"));
        m_demoProgress->setAccessibleName(tr("Progress of the demo network"));
        if (m_demoStart->isEnabled()) {
            m_demoWords->setToken(Token::Text2);
            m_demoWords->setText(
                tr("An invented network opens in a window of its own, marked \"Demo\". It never mixes with your data and is "
                   "removed when that window is closed."));
        }
    });
    return demo;
}

void PortalsStep::showDemoProgress(const QString &sentence, int done, int total)
{
    m_demoStart->setEnabled(false);
    m_demoWords->setToken(Token::Text2);
    m_demoWords->setText(total > 0 ? tr("%1: %2 of %3").arg(sentence, fmt().integer(done), fmt().integer(total)) : sentence);
    m_demoProgress->setRange(0, total);
    m_demoProgress->setValue(done);
    m_demoProgress->show();
}

void PortalsStep::showDemoFailure(const QString &sentence)
{
    m_demoStart->setEnabled(true);
    m_demoWords->setToken(Token::Breach);
    m_demoWords->setText(sentence);
    m_demoProgress->hide();
}

QWidget *PortalsStep::buildSignIn()
{
    auto *page = new QWidget(m_input);
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(0, 0, 0, 0);
    auto *button = new QPushButton(page);
    button->setObjectName(QStringLiteral("signIn"));
    connect(button, &QPushButton::clicked, this, [this] {
        auto *dialog = new SignInDialog(m_session, m_dialogs, {}, window());
        connect(dialog, &SignInDialog::signedIn, this, [this] { Q_EMIT allSaved(1); });
        dialog->open();
    });
    row->addWidget(button);
    auto *about = new TextLabel({}, FontStyle::Small, Token::Text2, page);
    about->setWordWrap(true);
    row->addWidget(about, 1);
    onLanguage(page, [button, about] {
        button->setText(tr("Sign in to a portal…"));
        about->setText(tr("For portals where head office has an application instead of a webhook. The browser asks for consent."));
    });
    return page;
}

QWidget *PortalsStep::buildTable()
{
    m_table = new QTableView(this);
    m_table->setModel(m_drafts);
    m_table->setItemDelegate(new DraftDelegate(m_table));
    m_table->setPalette(theme().viewPalette());
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(theme().px(28));
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int widths[] = { 72, 126, 112, 64, 64, 100, 42, 50, 56, 110 };
    for (int i = 0; i < PortalDrafts::ColumnCount; ++i)
        m_table->setColumnWidth(i, theme().px(widths[i]));
    m_table->horizontalHeader()->setStretchLastSection(true);
    auto *remove = new QShortcut(QKeySequence::Delete, m_table);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, m_drafts, [this] {
        QList<int> rows;
        for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
            rows.append(index.row());
        m_drafts->removeRows(rows);
    });
    auto *retry = new QShortcut(QKeySequence(QStringLiteral("F5")), m_table);
    retry->setContext(Qt::WidgetShortcut);
    connect(retry, &QShortcut::activated, m_drafts, [this] {
        for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
            m_drafts->retry(index.row());
        pump();
    });
    connect(m_table, &QTableView::doubleClicked, m_drafts, [this](const QModelIndex &index) {
        if (index.column() < PortalDrafts::ResultColumn)
            return;
        m_drafts->retry(index.row());
        pump();
    });
    addTableMenu(*m_table, m_dialogs);
    return m_table;
}

void PortalsStep::addLinks(const QString &text)
{
    m_drafts->addLinks(text);
    pump();
}

// Each row is tested on its own; a few at a time, so that a pasted list of hundreds stays polite.
void PortalsStep::pump()
{
    while (m_inFlight < kTestsAtOnce) {
        const auto draft = m_drafts->takeNext();
        if (!draft)
            return;
        ++m_inFlight;
        base::whenDone(
            m_session.engine().test(draft->address), this, [this, number = draft->number](const base::Result<sync::PortalTest> &test) {
                --m_inFlight;
                m_drafts->setTested(number, test);
                pump();
            });
    }
}

void PortalsStep::openCsv()
{
    m_dialogs.openFile(this, tr("Table of portals"), tr("CSV tables (*.csv *.txt)"), [this](const QString &path) { readCsv(path); });
}

void PortalsStep::readCsv(const QString &path)
{
    QFile file(path);
    const bool isOpen = QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly); // a pipe would hold the window
    const QByteArray bytes = isOpen ? file.read(sync::kLargestPortalList + 1) : QByteArray();
    if (!isOpen || file.error() != QFileDevice::NoError) {
        m_dialogs.ask(this, Dialogs::Kind::Warning, tr("The file cannot be read"), tr("Check that it exists and that you may read it."),
            { tr("Close") }, {});
        return;
    }
    m_drafts->addCsv(bytes);
    pump();
}

void PortalsStep::saveTemplate()
{
    m_dialogs.saveFile(this, tr("Template"), QStringLiteral("portals.csv"), { tr("CSV tables (*.csv)") }, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(PortalDrafts::csvTemplate()) < 0)
            m_dialogs.ask(
                this, Dialogs::Kind::Warning, tr("The file cannot be written"), tr("Choose another folder."), { tr("Close") }, {});
    });
}

void PortalsStep::connectReady()
{
    const std::vector<PortalDraft> ready = m_drafts->takeReady();
    m_saving = static_cast<int>(ready.size());
    m_savedCount = 0;
    for (const PortalDraft &draft : ready) {
        model::Portal portal = draft.portal;
        portal.addedAt = m_session.clock().now();
        base::whenDone(m_session.engine().addPortal(portal, draft.address), this,
            [this, number = draft.number](const base::Result<model::Portal> &saved) {
                m_drafts->setSaved(number, saved);
                m_savedCount += saved ? 1 : 0;
                noteSaved();
            });
    }
}

void PortalsStep::noteSaved()
{
    if (--m_saving > 0)
        return;
    if (m_savedCount > 0)
        m_session.engine().syncNow();
    Q_EMIT allSaved(m_savedCount);
}

} // namespace dealerlens::desk
