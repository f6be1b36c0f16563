// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/commandpalette.h"

#include "desk/actions.h"
#include "desk/icons.h"
#include "desk/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace dealerlens::desk {

namespace {

constexpr int kRows = 12;
constexpr size_t kMost = 60;

class EntryDelegate final : public QStyledItemDelegate {
public:
    EntryDelegate(const std::vector<PaletteEntry> &entries, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_entries(entries)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return { 100, theme().px(30) }; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (index.row() >= static_cast<int>(m_entries.size()))
            return;
        const PaletteEntry &entry = m_entries[static_cast<size_t>(index.row())];
        painter->save();
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        if (chosen)
            painter->fillRect(option.rect, theme().color(Token::Select));
        const QRectF rect(option.rect);
        const double size = theme().px(16);
        if (!entry.icon.isEmpty())
            paintIcon(painter, QRectF(rect.left() + theme().px(10), rect.center().y() - size / 2, size, size), entry.icon,
                theme().color(Token::Text2));
        painter->setFont(theme().font(FontStyle::Body));
        const QFontMetricsF metrics(painter->font());
        double x = rect.left() + theme().px(36);
        double right = rect.right() - theme().px(12);
        painter->setPen(theme().color(Token::Text2));
        painter->drawText(QRectF(x, rect.top(), right - x, rect.height()), Qt::AlignRight | Qt::AlignVCenter, entry.hint);
        right -= metrics.horizontalAdvance(entry.hint) + theme().px(12);
        painter->setPen(theme().color(Token::Text));
        const QString text = metrics.elidedText(entry.text, Qt::ElideRight, right - x);
        painter->drawText(QRectF(x, rect.top(), right - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += metrics.horizontalAdvance(text) + theme().px(8);
        painter->setPen(theme().color(Token::Text2));
        if (right - x > theme().px(30))
            painter->drawText(QRectF(x, rect.top(), right - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                metrics.elidedText(entry.detail, Qt::ElideRight, right - x));
        painter->restore();
    }

private:
    const std::vector<PaletteEntry> &m_entries;
};

} // namespace

CommandPalette::CommandPalette(QWidget *window, Actions &actions)
    : QFrame(window)
    , m_window(window)
    , m_actions(actions)
    , m_input(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_nothing(new TextLabel({}, FontStyle::Body, Token::Text2, this))
{
    hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme().px(8), theme().px(8), theme().px(8), theme().px(8));
    column->addWidget(m_input);
    column->addWidget(m_nothing);
    column->addWidget(m_list, 1);
    m_nothing->hide();
    m_list->setItemDelegate(new EntryDelegate(m_entries, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_input->installEventFilter(this);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::ask);
    connect(m_list, &QListWidget::itemClicked, this, [this] { run(m_list->currentRow(), false); });
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::addProvider(std::unique_ptr<PaletteProvider> provider) { m_providers.push_back(std::move(provider)); }

void CommandPalette::openWith(const QString &text)
{
    m_input->setPlaceholderText(tr("Section, dealer, client, phone; > actions, @ people, # numbers"));
    m_input->setAccessibleName(m_input->placeholderText());
    m_list->setAccessibleName(tr("Found"));
    m_nothing->setText(tr("Nothing found."));
    const int width = std::min(theme().px(640), m_window->width() - 40);
    const int height = theme().px(26 + 16 + 10) + kRows * theme().px(30);
    setGeometry((m_window->width() - width) / 2, m_window->height() / 10, width, std::min(height, m_window->height() * 8 / 10));
    m_input->setText(text);
    ask();
    show();
    raise();
    m_input->setFocus();
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme().color(Token::Raised));
    painter.setPen(theme().color(Token::ControlLine));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void CommandPalette::ask()
{
    ++m_question;
    m_entries.clear();
    m_list->clear();
    QString text = m_input->text().trimmed();
    QChar prefix(u' ');
    if (!text.isEmpty() && QStringLiteral(">@#").contains(text.front())) {
        prefix = text.front();
        text = text.mid(1).trimmed();
    }
    const bool withActions = prefix == u' ' || prefix == u'>';
    std::vector<PaletteProvider *> asked;
    for (const std::unique_ptr<PaletteProvider> &provider : m_providers) {
        if (provider->prefixes().contains(prefix))
            asked.push_back(provider.get());
    }
    m_waiting = static_cast<int>(asked.size()) + (withActions ? 1 : 0);
    m_nothing->setVisible(m_waiting == 0);
    if (withActions)
        findActions(text);
    const int question = m_question;
    for (PaletteProvider *provider : asked) {
        provider->find(text, [self = QPointer<CommandPalette>(this), question](std::vector<PaletteEntry> entries) {
            if (self)
                self->take(question, std::move(entries));
        });
    }
}

void CommandPalette::findActions(const QString &text)
{
    std::vector<PaletteEntry> found;
    for (const Actions::Entry &entry : m_actions.entries(m_actions.page())) {
        const QString name = entry.action->iconText();
        if (!entry.action->isEnabled() || !entry.action->isVisible() || !name.contains(text, Qt::CaseInsensitive))
            continue;
        QAction *action = entry.action;
        found.push_back({ entry.info.icon, name, {}, Actions::keyText(entry.info), [action](bool) { action->trigger(); } });
    }
    take(m_question, std::move(found));
}

void CommandPalette::take(int question, std::vector<PaletteEntry> entries)
{
    if (question != m_question)
        return;
    for (PaletteEntry &entry : entries) {
        if (m_entries.size() >= kMost)
            break;
        m_entries.push_back(std::move(entry));
        auto *item = new QListWidgetItem(m_list);
        const PaletteEntry &added = m_entries.back();
        item->setData(
            Qt::AccessibleTextRole, QString(added.text + QStringLiteral(", ") + added.detail + QStringLiteral(", ") + added.hint));
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(0);
    --m_waiting;
    m_nothing->setVisible(m_waiting == 0 && m_entries.empty());
}

void CommandPalette::run(int row, bool newWindow)
{
    if (row < 0 || row >= static_cast<int>(m_entries.size()))
        return;
    const std::function<void(bool)> action = m_entries[static_cast<size_t>(row)].run;
    hide();
    if (action)
        action(newWindow);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_input)
        return false;
    if (event->type() == QEvent::FocusOut && !isAncestorOf(QApplication::focusWidget()))
        hide();
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    const int row = m_list->currentRow();
    switch (key->key()) {
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Down:
        m_list->setCurrentRow(std::min(row + 1, m_list->count() - 1));
        return true;
    case Qt::Key_Up:
        m_list->setCurrentRow(std::max(row - 1, 0));
        return true;
    case Qt::Key_PageDown:
        m_list->setCurrentRow(std::min(row + kRows, m_list->count() - 1));
        return true;
    case Qt::Key_PageUp:
        m_list->setCurrentRow(std::max(row - kRows, 0));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(row, key->modifiers().testFlag(Qt::ControlModifier));
        return true;
    default:
        return false;
    }
}

} // namespace dealerlens::desk
