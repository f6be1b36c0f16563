// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/portals/portalsstep.h"

#include "desk/dialogs.h"
#include "desk/icons.h"
#include "desk/painters.h"
#include "desk/textlabel.h"
#include "viewmodels/session.h"

#include <QButtonGroup>
#include <QFile>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>

namespace dealerlens::desk {

using viewmodels::PortalDraft;
using viewmodels::PortalDrafts;

namespace {

constexpr int kTestsAtOnce = 6;

// Badge, marks of rights and the colour of the result.
class DraftDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QVariant right = index.data(PortalDrafts::RightRole);
        if (!right.isValid()) {
            QStyledItemDelegate::paint(painter, option, index);
            return;
        }
        QStyleOptionViewItem empty = option;
        initStyleOption(&empty, index);
        empty.text.clear();
        empty.widget->style()->drawControl(QStyle::CE_ItemViewItem, &empty, painter, empty.widget);
        const double size = theme().px(14);
        const QRectF box(option.rect.center().x() - size / 2 + 0.5, option.rect.center().y() - size / 2 + 0.5, size, size);
        const auto draw = [&](const char *name, Token token) { paintIcon(painter, box, QString::fromLatin1(name), theme().color(token)); };
        switch (static_cast<PortalDrafts::Right>(right.toInt())) {
        case PortalDrafts::Right::Given:
            paintStateGlyph(painter, box.adjusted(2, 2, -2, -2), State::Met, theme());
            break;
        case PortalDrafts::Right::Missing:
            draw("warning", Token::Warn);
            break;
        case PortalDrafts::Right::Refused:
            draw("error", Token::Breach);
            break;
        case PortalDrafts::Right::Running:
            draw("sync", Token::Link);
            break;
        case PortalDrafts::Right::Copy:
            draw("copy", Token::Text3);
            break;
        case PortalDrafts::Right::Unknown:
            painter->setPen(theme().color(Token::Text3));
            painter->drawText(option.rect, Qt::AlignCenter, QStringLiteral("·"));
            break;
        }
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto state = static_cast<PortalDraft::State>(index.data(PortalDrafts::StateRole).toInt());
        Token token = Token::Text;
        if (state == PortalDraft::State::Duplicate)
            token = Token::Text3;
        else if (index.column() == PortalDrafts::ResultColumn)
            token = resultToken(state);
        option->palette.setColor(QPalette::Text, theme().color(token));
    }

private:
    static Token resultToken(PortalDraft::State state)
    {
        switch (state) {
        case PortalDraft::State::Ready:
        case PortalDraft::State::Saved:
            return Token::Ok;
        case PortalDraft::State::Reduced:
            return Token::Warn;
        case PortalDraft::State::Refused:
        case PortalDraft::State::Invalid:
            return Token::Breach;
        case PortalDraft::State::Testing:
        case PortalDraft::State::Saving:
            return Token::Link;
        case PortalDraft::State::Waiting:
        case PortalDraft::State::Duplicate:
            break;
        }
        return Token::Text3;
    }
};

} // namespace

WayButton::WayButton(const QString &iconName, const QString &title, const QString &note, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
    , m_note(note)
{
    setText(title);
    setCheckable(true);
    setAccessibleName(title);
    setAccessibleDescription(note);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
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
    auto *about
        = new TextLabel(tr("Rights to read are enough. One row is one portal; it is tested at once."), FontStyle::Body, Token::Text2, this);
    column->addWidget(about);
    column->addWidget(buildWays());
    column->addWidget(buildTable(), 1);
    m_note->setWordWrap(true);
    m_note->setToken(Token::Warn);
    column->addWidget(m_note);
    auto *lock = new TextLabel(tr("Keys are kept in: %1. They never get into databases, logs or exports.").arg(session.secrets().place()),
        FontStyle::Small, Token::Text2, this);
    lock->setWordWrap(true);
    column->addWidget(lock);
    connect(m_drafts, &PortalDrafts::countsChanged, this, [this] {
        m_note->setText(m_drafts->reducedNote());
        m_note->setVisible(!m_note->text().isEmpty());
    });
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
    const QList<QStringList> ways { { QStringLiteral("key"), tr("Paste links"), tr("one webhook a line") },
        { QStringLiteral("import"), tr("CSV table"), tr("link, name, region") },
        { QStringLiteral("network"), tr("Demo network"), tr("40 invented dealers") } };
    for (int i = 0; i < ways.size(); ++i) {
        auto *button = new WayButton(ways[i][0], ways[i][1], ways[i][2], box);
        button->setShortcut(QKeySequence(QStringLiteral("Alt+%1").arg(i + 1)));
        button->setChecked(i == 0);
        group->addButton(button, i);
        row->addWidget(button);
    }
    column->addLayout(row);
    m_input = new QStackedWidget(box);
    m_input->setFixedHeight(theme().px(68));
    auto *field = new LinkField(m_input);
    field->setPlaceholderText(tr("Paste links here. They look like https://company.bitrix24.ru/rest/1/key/ and are hidden at once."));
    field->setAccessibleName(tr("Links of webhooks"));
    connect(field, &LinkField::linksGiven, this, &PortalsStep::addLinks);
    auto *links = new QWidget(m_input);
    auto *linksRow = new QVBoxLayout(links);
    linksRow->setContentsMargins(0, 0, 0, 0);
    linksRow->addWidget(field);
    m_input->addWidget(links);
    auto *csv = new QWidget(m_input);
    auto *csvRow = new QHBoxLayout(csv);
    csvRow->setContentsMargins(0, 0, 0, 0);
    auto *open = new QPushButton(tr("Choose file…"), csv);
    auto *sample = new QPushButton(tr("Save a template…"), csv);
    connect(open, &QPushButton::clicked, this, &PortalsStep::openCsv);
    connect(sample, &QPushButton::clicked, this, &PortalsStep::saveTemplate);
    csvRow->addWidget(open);
    csvRow->addWidget(sample);
    csvRow->addWidget(
        new TextLabel(tr("Columns: key, title, kind, region, city, timezone, address"), FontStyle::Small, Token::Text2, csv), 1);
    m_input->addWidget(csv);
    auto *demo = new TextLabel(tr("The demo network is a program of its own. Start it with: portalsim --demo --dealers 40 --live "
                                  "--write-portals demo.csv, then choose demo.csv as a CSV table."),
        FontStyle::Body, Token::Text2, m_input);
    demo->setWordWrap(true);
    demo->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_input->addWidget(demo);
    column->addWidget(m_input);
    connect(group, &QButtonGroup::idClicked, m_input, &QStackedWidget::setCurrentIndex);
    return box;
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
    m_table->setAccessibleName(tr("Portals to be connected"));
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
    m_dialogs.openFile(this, tr("Table of portals"), tr("CSV tables (*.csv *.txt)"), [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            m_dialogs.ask(this, Dialogs::Kind::Warning, tr("The file cannot be read"), tr("Check that it exists and that you may read it."),
                { tr("Close") }, {});
            return;
        }
        m_drafts->addCsv(file.read(8 << 20));
        pump();
    });
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
