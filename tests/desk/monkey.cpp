// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/monkey.h"

#include "desk/actions.h"
#include "desk/item/itemcardview.h"
#include "desk/item/itemlinks.h"
#include "desk/portals/portalsdialog.h"
#include "portalsim/livemotion.h"
#include "viewmodels/itemcard.h"
#include "viewmodels/networkmodel.h"
#include "viewmodels/outboxmodel.h"
#include "viewmodels/rowsmodel.h"
#include "viewmodels/rowsscope.h"
#include "viewmodels/treemodel.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QThread>
#include <QTreeView>

namespace dealerlens::testing {

using namespace desk;

namespace {

constexpr qsizetype kRemembered = 40;

const char *const kWords[] { "", "a", "е", "Zyablikoff", "zzzz", "%_", "\"*", "1", "<b>", "   " };

constexpr Qt::Key kKeys[] { Qt::Key_J, Qt::Key_K, Qt::Key_X, Qt::Key_V, Qt::Key_B, Qt::Key_G, Qt::Key_R, Qt::Key_C, Qt::Key_Q, Qt::Key_T,
    Qt::Key_M, Qt::Key_Space, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Escape, Qt::Key_Escape, Qt::Key_F1, Qt::Key_Down, Qt::Key_Up,
    Qt::Key_Left, Qt::Key_Right, Qt::Key_PageDown, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_End, Qt::Key_Tab, Qt::Key_BracketLeft,
    Qt::Key_BracketRight, Qt::Key_Slash, Qt::Key_Asterisk, Qt::Key_Plus, Qt::Key_A, Qt::Key_Z, Qt::Key_F5, Qt::Key_F6, Qt::Key_Delete,
    Qt::Key_Menu };

// Ends the program or the test, or opens what is not this window's.
bool isForbidden(const QString &action)
{
    return action.contains(QLatin1String("quit")) || action.contains(QLatin1String("print")) || action.contains(QLatin1String("demo"))
        || action.contains(QLatin1String("close"));
}

bool isOurs(const QAbstractItemModel &model) { return QByteArray(model.metaObject()->className()).startsWith("dealerlens::"); }

// A name of the row that outlives sorting and new rows.
QString nameOf(const QModelIndex &index)
{
    if (const auto *rows = qobject_cast<const viewmodels::RowsModel *>(index.model())) {
        const model::RecordKey key = rows->keyAt(index.row());
        return QStringLiteral("%1/%2/%3").arg(key.portal).arg(int(key.kind)).arg(key.id);
    }
    const QModelIndex first = index.siblingAtColumn(0);
    if (qobject_cast<const viewmodels::OutboxModel *>(index.model()))
        return first.data(viewmodels::OutboxModel::UuidRole).toString();
    if (qobject_cast<const viewmodels::NetworkModel *>(index.model()))
        return first.data(viewmodels::NetworkModel::PortalRole).toString() + first.data(viewmodels::NetworkModel::GroupRole).toString();
    if (qobject_cast<const viewmodels::TreeModel *>(index.model()))
        return first.data(viewmodels::TreeModel::KeyRole).toString();
    if (qobject_cast<const viewmodels::ItemTimelineModel *>(index.model()))
        return index.data(Qt::AccessibleTextRole).toString();
    return QStringLiteral("row %1").arg(index.row());
}

QStringList namesOf(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        names += nameOf(index);
        names += namesOf(model, index);
    }
    return names;
}

std::optional<model::RecordKey> cardAround(const QWidget *part)
{
    for (; part; part = part->parentWidget())
        if (const auto *card = qobject_cast<const ItemCardView *>(part))
            return card->shown();
    return {};
}

} // namespace

Monkey::Monkey(Things things, quint64 seed)
    : m_all(things)
    , m_random(seed)
{
    constexpr int kOftenMs = 50;
    QObject::connect(&m_loops, &QTimer::timeout, &m_loops, [] {
        if (QWidget *menu = QThread::currentThread()->loopLevel() > 0 ? QApplication::activePopupWidget() : nullptr)
            menu->close();
    });
    m_loops.start(kOftenMs);
}

void Monkey::did(const QString &what)
{
    m_lately.append(what);
    if (m_lately.size() > kRemembered)
        m_lately.removeFirst();
}

void Monkey::turn()
{
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    watchModels();
}

void Monkey::watchModels()
{
    static const char *const kWatched = "watched by the monkey";
    for (const QWidget *top : QApplication::topLevelWidgets()) {
        QList<QAbstractItemModel *> models = top->findChildren<QAbstractItemModel *>();
        for (const auto *view : top->findChildren<QAbstractItemView *>())
            models.append(view->model());
        for (QAbstractItemModel *model : std::as_const(models)) {
            if (!model || !isOurs(*model) || model->property(kWatched).toBool())
                continue;
            model->setProperty(kWatched, true);
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::Fatal, model);
            ++m_models;
        }
    }
}

MainWindow &Monkey::window()
{
    for (MainWindow *each : m_all.windows.all())
        if (each->isActiveWindow())
            return *each;
    return m_all.windows.first();
}

QWidget &Monkey::page()
{
    Page *page = window().currentPage();
    return page ? static_cast<QWidget &>(*page) : window();
}

template <class T> QList<T *> Monkey::shown(const QWidget &in) const
{
    QList<T *> found = in.findChildren<T *>();
    found.removeIf([](const T *widget) { return !widget->isVisible() || !widget->isEnabled(); });
    return found;
}

void Monkey::act()
{
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget()) {
        useDialog();
        return turn();
    }

    struct Way {
        int weight;
        void (Monkey::*way)();
    };

    constexpr Way kWays[] { { 10, &Monkey::openPage }, { 4, &Monkey::goBackOrForward }, { 8, &Monkey::sortTable },
        { 8, &Monkey::filterTable }, { 14, &Monkey::selectRows }, { 10, &Monkey::scroll }, { 14, &Monkey::pressKey },
        { 14, &Monkey::clickSomewhere }, { 8, &Monkey::triggerAction }, { 5, &Monkey::changeContext }, { 3, &Monkey::changeLook },
        { 2, &Monkey::resizeWindow }, { 3, &Monkey::openOrCloseWindow }, { 6, &Monkey::changePortals } };
    int sum = 0;
    for (const Way &way : kWays)
        sum += way.weight;
    int left = upTo(sum);
    for (const Way &way : kWays) {
        left -= way.weight;
        if (left >= 0)
            continue;
        (this->*way.way)();
        break;
    }
    turn();
}

void Monkey::openPage()
{
    MainWindow &to = window();
    const QStringList ids = to.pageIds();
    const QString id = ids[upTo(int(ids.size()))];
    QVariantMap args;
    const facts::SnapshotPtr facts = m_all.network.session->facts();
    if (id == QLatin1String("rows"))
        args = viewmodels::RowsScope {}.toVariant();
    if (id == QLatin1String("item") && facts && facts->items.size() > 0) {
        const auto row = std::size_t(upTo(int(facts->items.size())));
        args = itemLocation(
            { facts->portals[std::size_t(facts->items.portal[row])].portal.id, facts->items.kind[row], facts->items.id[row] })
                   .args;
    }
    did(QStringLiteral("opens ") + id);
    to.open({ id, args });
}

void Monkey::goBackOrForward()
{
    did(QStringLiteral("goes back or forward"));
    upTo(2) == 0 ? window().goBack() : window().goForward();
}

void Monkey::sortTable()
{
    auto *view = oneOf(shown<QAbstractItemView>(page()));
    auto *header = view ? oneOf(shown<QHeaderView>(*view)) : nullptr;
    if (!header || header->orientation() != Qt::Horizontal || header->count() == 0)
        return;
    const int section = header->logicalIndex(upTo(header->count()));
    did(QStringLiteral("sorts by %1").arg(section));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, upTo(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier,
        { header->sectionViewportPosition(section) + header->sectionSize(section) / 2, header->height() / 2 });
}

void Monkey::filterTable()
{
    auto *field = oneOf(shown<QLineEdit>(page()));
    if (!field || field->isReadOnly())
        return;
    const QString word = QString::fromUtf8(kWords[upTo(int(std::size(kWords)))]);
    did(QStringLiteral("types \"%1\"").arg(word));
    field->setFocus();
    field->selectAll();
    word.isEmpty() ? field->clear() : field->insert(word);
}

void Monkey::selectRows()
{
    auto *view = oneOf(shown<QAbstractItemView>(page()));
    if (!view || !view->model() || view->model()->rowCount() == 0)
        return;
    QModelIndex index;
    for (int depth = 0; depth < 3 && view->model()->rowCount(index) > 0; ++depth)
        index = view->model()->index(upTo(view->model()->rowCount(index)), upTo(view->model()->columnCount(index)), index);
    did(QStringLiteral("selects ") + nameOf(index));
    if (upTo(4) == 0)
        view->scrollTo(index);
    const Qt::KeyboardModifiers held[] { Qt::NoModifier, Qt::NoModifier, Qt::ControlModifier, Qt::ShiftModifier };
    const QRect place = view->visualRect(index);
    if (auto *tree = qobject_cast<QTreeView *>(view); tree && upTo(3) == 0)
        tree->setExpanded(index.siblingAtColumn(0), !tree->isExpanded(index.siblingAtColumn(0)));
    else if (view->viewport()->rect().contains(place.center()))
        QTest::mouseClick(view->viewport(), Qt::LeftButton, held[upTo(4)], place.center());
    else
        view->setCurrentIndex(index);
}

void Monkey::scroll()
{
    auto *bar = oneOf(shown<QScrollBar>(page()));
    if (!bar)
        return;
    did(QStringLiteral("scrolls"));
    bar->setValue(bar->minimum() + upTo(bar->maximum() - bar->minimum() + 1));
}

void Monkey::pressKey()
{
    QWidget *at = QApplication::focusWidget() ? QApplication::focusWidget() : &window();
    const Qt::Key key = kKeys[upTo(int(std::size(kKeys)))];
    did(QStringLiteral("presses %1").arg(QKeySequence(key).toString()));
    const Qt::KeyboardModifiers held[] { Qt::NoModifier, Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier, Qt::ControlModifier };
    const Qt::KeyboardModifiers with = key == Qt::Key_Q ? Qt::NoModifier : held[upTo(5)];
    QTest::keyClick(at, key, with);
}

void Monkey::clickSomewhere()
{
    QWidget *at = oneOf(shown<QWidget>(upTo(4) == 0 ? static_cast<QWidget &>(window()) : page()));
    if (!at || qobject_cast<QMenuBar *>(at) || at->inherits("QSizeGrip") || at->width() < 2 || at->height() < 2)
        return;
    const QPoint place(upTo(at->width()), upTo(at->height()));
    did(QStringLiteral("clicks on %1").arg(QString::fromLatin1(at->metaObject()->className())));
    const int how = upTo(8);
    if (how == 0)
        QTest::mouseDClick(at, Qt::LeftButton, Qt::NoModifier, place);
    else if (how == 1) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, at->mapToGlobal(place));
        QApplication::sendEvent(at, &event);
    } else if (how == 2) {
        QTest::mousePress(at, Qt::LeftButton, Qt::NoModifier, place);
        QTest::mouseMove(at, { upTo(at->width()), upTo(at->height()) });
        QTest::mouseRelease(at, Qt::LeftButton, Qt::NoModifier, { upTo(at->width()), upTo(at->height()) });
    } else
        QTest::mouseClick(at, Qt::LeftButton, Qt::NoModifier, place);
}

void Monkey::triggerAction()
{
    MainWindow &of = window();
    const auto entries = of.actions().entries(of.actions().page());
    if (entries.empty())
        return;
    const Actions::Entry &entry = entries[std::size_t(upTo(int(entries.size())))];
    if (isForbidden(entry.info.id) || !entry.action->isEnabled())
        return;
    did(QStringLiteral("does ") + entry.info.id);
    entry.action->trigger();
}

void Monkey::changeContext()
{
    viewmodels::Context context = window().context();
    using Preset = viewmodels::Period::Preset;
    const std::vector<model::Portal> &portals = m_all.network.portals();
    const QStringList funnels { QString(), QStringLiteral("leads"), QStringLiteral("no such funnel") };
    switch (upTo(5)) {
    case 0:
        context.period.preset = static_cast<Preset>(upTo(int(Preset::Custom)));
        break;
    case 1:
        context.portals = upTo(2) == 0 ? QList<qint64>() : QList<qint64> { portals[std::size_t(upTo(int(portals.size())))].id };
        break;
    case 2:
        context.funnel = funnels[upTo(3)];
        break;
    case 3:
        context.freshOnly = !context.freshOnly;
        break;
    default:
        context = {};
    }
    did(QStringLiteral("changes the context"));
    window().setContext(context);
}

void Monkey::changeLook()
{
    did(QStringLiteral("changes language, theme or density"));
    const int what = upTo(3);
    if (what == 0)
        m_all.languages.setLanguage(upTo(2) == 0 ? viewmodels::Language::Russian : viewmodels::Language::English);
    else if (what == 1)
        m_all.themes.setMode(upTo(2) == 0 ? ThemeManager::Mode::Light : ThemeManager::Mode::Dark);
    else
        m_all.themes.setDensity(static_cast<Density>(upTo(3)));
}

void Monkey::resizeWindow()
{
    did(QStringLiteral("resizes"));
    window().resize(900 + upTo(1'200), 500 + upTo(700));
}

void Monkey::openOrCloseWindow()
{
    constexpr std::size_t kMost = 3;
    const std::vector<MainWindow *> &all = m_all.windows.all();
    MainWindow &here = window();
    const bool opens = all.size() < 2 || (all.size() < kMost && upTo(2) == 0);
    did(opens ? QStringLiteral("opens a window") : QStringLiteral("closes a window"));
    if (opens)
        m_all.windows.open({ here.pageIds()[upTo(4)], {} }, here.context());
    else
        here.close();
    for (MainWindow *each : m_all.windows.all())
        each->activateWindow();
}

// Types, chooses and presses what there is, or leaves.
void Monkey::useDialog()
{
    QWidget *popup = QApplication::activePopupWidget();
    QWidget *top = popup ? popup : QApplication::activeModalWidget();
    did(QStringLiteral("uses ") + QString::fromLatin1(top->metaObject()->className()));
    const int how = upTo(6);
    if (how == 0 || qobject_cast<PortalsDialog *>(top)) { // whose demo is a program of its own
        top->close();
    } else if (how == 1) {
        if (auto *text = oneOf(shown<QPlainTextEdit>(*top)))
            text->setPlainText(QString::fromUtf8(kWords[upTo(int(std::size(kWords)))]));
        for (QLineEdit *line : shown<QLineEdit>(*top))
            line->setText(QString::fromUtf8(kWords[upTo(int(std::size(kWords)))]));
    } else if (how == 2) {
        for (QComboBox *box : shown<QComboBox>(*top))
            box->setCurrentIndex(upTo(box->count()));
    } else if (how == 3 && !popup) {
        if (auto *button = oneOf(shown<QAbstractButton>(*top)))
            button->click();
    } else if (how == 4) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : top, kKeys[upTo(int(std::size(kKeys)))]);
    } else {
        QTest::mouseClick(top, Qt::LeftButton, Qt::NoModifier, { upTo(top->width()), upTo(top->height()) });
    }
}

void Monkey::changePortals()
{
    letLive();
    m_all.network.session->engine().syncNow();
}

void Monkey::letLive()
{
    did(QStringLiteral("lets the portals change"));
    const quint64 seed = m_random();
    const int steps = 1 + upTo(6);
    m_all.network.sim.call([&](portalsim::SimServer &server, portalsim::World &) {
        portalsim::LiveMotion motion(server.engine(), 1, seed);
        for (int i = 0; i < steps; ++i)
            motion.step();
    });
    if (upTo(3) == 0) {
        const std::vector<model::Portal> &portals = m_all.network.portals();
        m_all.network.createLead(portals[std::size_t(upTo(int(portals.size())))].key, QStringLiteral("Lead %1").arg(++m_leads));
    }
}

std::vector<Monkey::Sight> Monkey::sights()
{
    std::vector<Sight> seen;
    for (QAbstractScrollArea *area : shown<QAbstractScrollArea>(page())) {
        Sight sight { area, area->verticalScrollBar()->value(), {}, {}, cardAround(area) };
        if (const auto *view = qobject_cast<QAbstractItemView *>(area); view && view->model() && isOurs(*view->model())) {
            const QModelIndex top = view->indexAt({ 2, 2 });
            sight.top = top.isValid() ? nameOf(top) : QString();
            for (const QModelIndex &index : view->selectionModel()->selectedIndexes())
                if (const QString name = nameOf(index); !sight.selected.contains(name))
                    sight.selected += name;
        }
        seen.push_back(std::move(sight));
    }
    return seen;
}

QString Monkey::compare(const Sight &before, const Sight &now)
{
    const QScrollBar *bar = now.area->verticalScrollBar();
    const QString where = QString::fromLatin1(now.area->metaObject()->className());
    const auto *view = qobject_cast<const QAbstractItemView *>(now.area);
    const QStringList left = view && view->model() && isOurs(*view->model()) ? namesOf(*view->model()) : QStringList();
    const bool isNamed = left.contains(before.top) && before.scroll > 0;
    const bool isKept = isNamed ? now.top == before.top : now.scroll == before.scroll;
    const bool isSameCard = before.card == now.card; // the next one begins at its top
    if (!isKept && isSameCard && now.scroll != bar->maximum())
        return QStringLiteral("%1 scrolled from %2 (%3) to %4 (%5)")
            .arg(where)
            .arg(before.scroll)
            .arg(before.top)
            .arg(now.scroll)
            .arg(now.top);
    if (before.selected.isEmpty() || before.selected == now.selected) // a page may choose where nobody has
        return {};
    QStringList wanted = before.selected; // but for what is not there any more
    wanted.removeIf([&left](const QString &name) { return !left.contains(name); });
    QStringList is = now.selected;
    wanted.sort();
    is.sort();
    if (wanted == is)
        return {};
    return QStringLiteral("%1 had %2 selected, now %3").arg(where, wanted.join(QLatin1Char(' ')), is.join(QLatin1Char(' ')));
}

QString Monkey::watchChanges()
{
    while (QWidget *over = QApplication::activePopupWidget() ? QApplication::activePopupWidget() : QApplication::activeModalWidget())
        over->close();
    const auto settled = [this] {
        const Page *current = window().currentPage();
        return current && current->isReady();
    };
    if (!m_all.network.sync() || !QTest::qWaitFor(settled, LiveDesk::kLongMs))
        return QStringLiteral("does not come to rest");
    turn();
    const QPointer<QWidget> where = &page();
    const QPointer<QWidget> focus = QApplication::focusWidget();
    const std::vector<Sight> before = sights();
    letLive();
    if (!m_all.network.sync() || !QTest::qWaitFor(settled, LiveDesk::kLongMs))
        return QStringLiteral("does not come to rest");
    turn();
    if (where != &page())
        return QStringLiteral("another page");
    if (focus && focus->isVisible() && focus != QApplication::focusWidget()) // a mark may go with what it marks
        return QStringLiteral("the focus went from %1").arg(QString::fromLatin1(focus->metaObject()->className()));
    const std::vector<Sight> after = sights();
    for (const Sight &was : before) {
        const auto is = std::ranges::find_if(after, [&was](const Sight &each) { return was.area && each.area == was.area; });
        const QString problem = is == after.end() ? QString() : compare(was, *is);
        if (!problem.isEmpty())
            return QString(QString::fromLatin1(where->metaObject()->className()) + QStringLiteral(": ") + problem);
    }
    return {};
}

} // namespace dealerlens::testing
