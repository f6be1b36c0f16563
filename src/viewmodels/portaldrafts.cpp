// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/portaldrafts.h"

#include "model/dealercode.h"
#include "viewmodels/plaintip.h"
#include "viewmodels/problemtext.h"

#include <QCoreApplication>
#include <QTimeZone>
#include <QUrl>

#include <algorithm>

namespace dealerlens::viewmodels {

using State = PortalDraft::State;

namespace {

// What a portal or its link is refused for.
const std::optional<base::Error> &errorOf(const PortalDraft &draft) { return draft.problem ? draft.problem->address : draft.error; }

QString sentence(const PortalDraft &draft)
{
    QString why;
    if (const auto &error = errorOf(draft))
        why = ProblemText::of(*error).sentence();
    else if (draft.problem)
        why = draft.problem->filled(QCoreApplication::translate(sync::ListProblem::kContext, draft.problem->words()));
    const int line = draft.problem ? draft.problem->line : 0;
    return line > 0 ? PortalDrafts::tr("line %1: %2").arg(QString::number(line), why) : why;
}

bool isSettled(State state) { return state == State::Ready || state == State::Reduced; }

} // namespace

PortalDrafts::PortalDrafts(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void PortalDrafts::setExisting(const std::vector<model::Portal> &portals) { m_existing = portals; }

bool PortalDrafts::isTaken(const QString &key, int exceptNumber) const
{
    return std::any_of(m_existing.begin(), m_existing.end(), [&](const model::Portal &portal) { return portal.key == key; })
        || std::any_of(m_drafts.begin(), m_drafts.end(),
            [&](const PortalDraft &draft) { return draft.number != exceptNumber && draft.portal.key == key; });
}

QSet<QString> PortalDrafts::codes(int exceptNumber) const
{
    QSet<QString> taken;
    for (const model::Portal &portal : m_existing)
        taken.insert(portal.code);
    for (const PortalDraft &draft : m_drafts) {
        if (draft.number != exceptNumber && draft.state != State::Duplicate && draft.state != State::Invalid)
            taken.insert(draft.portal.code);
    }
    return taken;
}

// What is empty is proposed from the host; the key is made unique, because it is for good.
void PortalDrafts::propose(PortalDraft &draft) const
{
    const QString host = QUrl(draft.address.endpoint).host();
    model::Portal &portal = draft.portal;
    portal.endpoint = draft.address.endpoint;
    if (portal.title.isEmpty())
        portal.title = titleFromHost(host);
    if (portal.code.isEmpty())
        portal.code = model::dealerCode(portal.title, codes(draft.number));
    if (portal.key.isEmpty()) {
        const QString base = keyFromAddress(QUrl(draft.address.endpoint));
        portal.key = base;
        for (int i = 2; isTaken(portal.key, draft.number); ++i)
            portal.key = base + QLatin1Char('-') + QString::number(i);
    }
}

int PortalDrafts::add(PortalDraft draft)
{
    draft.number = ++m_lastNumber;
    if (draft.state != State::Invalid) {
        for (std::size_t i = 0; i < m_drafts.size(); ++i) {
            if (m_drafts[i].address.endpoint == draft.address.endpoint && m_drafts[i].state != State::Invalid
                && m_drafts[i].state != State::Duplicate) {
                draft.state = State::Duplicate;
                draft.duplicateOf = static_cast<int>(i) + 1;
            }
        }
        if (std::any_of(m_existing.begin(), m_existing.end(),
                [&](const model::Portal &portal) { return portal.endpoint == draft.address.endpoint; }))
            draft.state = State::Duplicate;
        propose(draft);
    }
    if (draft.state == State::Duplicate || draft.state == State::Invalid) {
        draft.include = false;
        draft.address.secret.clear();
    }
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_drafts.push_back(std::move(draft));
    endInsertRows();
    Q_EMIT countsChanged();
    return row;
}

void PortalDrafts::removeRows(const QList<int> &rows)
{
    QList<int> sorted = rows;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    for (const int row : std::as_const(sorted)) {
        if (row < 0 || row >= rowCount())
            continue;
        beginRemoveRows({}, row, row);
        m_drafts.erase(m_drafts.begin() + row);
        endRemoveRows();
    }
    Q_EMIT countsChanged();
}

void PortalDrafts::clear()
{
    beginResetModel();
    m_drafts.clear();
    endResetModel();
    Q_EMIT countsChanged();
}

int PortalDrafts::rowOf(int number) const
{
    for (std::size_t i = 0; i < m_drafts.size(); ++i) {
        if (m_drafts[i].number == number)
            return static_cast<int>(i);
    }
    return -1;
}

void PortalDrafts::touch(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    Q_EMIT countsChanged();
}

std::optional<PortalDraft> PortalDrafts::takeNext()
{
    for (std::size_t i = 0; i < m_drafts.size(); ++i) {
        if (m_drafts[i].state != State::Waiting)
            continue;
        m_drafts[i].state = State::Testing;
        touch(static_cast<int>(i));
        return m_drafts[i];
    }
    return std::nullopt;
}

void PortalDrafts::retry(int row)
{
    if (row < 0 || row >= rowCount() || m_drafts[static_cast<std::size_t>(row)].state != State::Refused)
        return;
    m_drafts[static_cast<std::size_t>(row)].state = State::Waiting;
    m_drafts[static_cast<std::size_t>(row)].include = true;
    touch(row);
}

void PortalDrafts::setTested(int number, const base::Result<sync::PortalTest> &test)
{
    const int row = rowOf(number);
    if (row < 0)
        return;
    PortalDraft &draft = m_drafts[static_cast<std::size_t>(row)];
    if (test) {
        draft.test = *test;
        draft.error.reset();
        const bool reduced = !test->missingScopes.isEmpty() || test->leads < 0 || test->deals < 0;
        draft.state = reduced ? State::Reduced : State::Ready;
        if (draft.portal.timeZone.isEmpty())
            draft.portal.timeZone = zoneFromOffset(test->timeZoneOffset);
    } else {
        draft.state = State::Refused;
        draft.error = test.error();
        draft.include = false;
    }
    touch(row);
}

std::vector<PortalDraft> PortalDrafts::takeReady()
{
    std::vector<PortalDraft> ready;
    for (std::size_t i = 0; i < m_drafts.size(); ++i) {
        PortalDraft &draft = m_drafts[i];
        if (!draft.include || !isSettled(draft.state))
            continue;
        ready.push_back(draft);
        draft.state = State::Saving;
        draft.address.secret.clear();
        touch(static_cast<int>(i));
    }
    return ready;
}

void PortalDrafts::setSaved(int number, const base::Result<model::Portal> &saved)
{
    const int row = rowOf(number);
    if (row < 0)
        return;
    PortalDraft &draft = m_drafts[static_cast<std::size_t>(row)];
    if (saved) {
        draft.state = State::Saved;
        draft.portal = *saved;
        m_existing.push_back(*saved);
    } else {
        draft.state = State::Refused;
        draft.error = saved.error();
        draft.include = false;
    }
    touch(row);
}

const PortalDraft *PortalDrafts::draftAt(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &m_drafts[static_cast<std::size_t>(row)];
}

int PortalDrafts::connectable() const
{
    return static_cast<int>(
        std::count_if(m_drafts.begin(), m_drafts.end(), [](const PortalDraft &draft) { return draft.include && isSettled(draft.state); }));
}

int PortalDrafts::testing() const
{
    return static_cast<int>(std::count_if(m_drafts.begin(), m_drafts.end(),
        [](const PortalDraft &draft) { return draft.state == State::Waiting || draft.state == State::Testing; }));
}

int PortalDrafts::failed() const
{
    return static_cast<int>(std::count_if(m_drafts.begin(), m_drafts.end(), [](const PortalDraft &draft) {
        return draft.state == State::Refused || draft.state == State::Duplicate || draft.state == State::Invalid;
    }));
}

QString PortalDrafts::problemOf(int row) const
{
    const PortalDraft *draft = draftAt(row);
    const bool fails = draft && (draft->state == State::Refused || draft->state == State::Invalid);
    if (!fails)
        return {};
    const QString why = sentence(*draft);
    return draft->portal.title.isEmpty() ? why : tr("%1: %2").arg(draft->portal.title, why);
}

QString PortalDrafts::reducedNote() const
{
    for (const PortalDraft &draft : m_drafts) {
        if (draft.state != State::Reduced)
            continue;
        const bool calls = draft.test && draft.test->missingScopes.contains(QStringLiteral("telephony"));
        if (calls)
            return tr("The key of %1 does not open calls. It can be connected, but what its people claim cannot be proved, and reports "
                      "show this.")
                .arg(draft.portal.title);
        return tr("The key of %1 lacks rights: %2. It can be connected; what needs them stays unknown, and reports show this.")
            .arg(draft.portal.title, draft.test ? draft.test->missingScopes.join(QStringLiteral(", ")) : QString());
    }
    return {};
}

void PortalDrafts::retranslate()
{
    if (!m_drafts.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

int PortalDrafts::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_drafts.size()); }

int PortalDrafts::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString PortalDrafts::resultText(const PortalDraft &draft) const
{
    switch (draft.state) {
    case State::Waiting:
        return tr("waits");
    case State::Testing:
        return tr("is tested");
    case State::Ready:
        return tr("ready, %Ln deals", nullptr, static_cast<int>(draft.test ? draft.test->deals : 0));
    case State::Reduced:
        return tr("no right: %1")
            .arg(draft.test && !draft.test->missingScopes.isEmpty() ? draft.test->missingScopes.join(QStringLiteral(", "))
                                                                    : (draft.test && draft.test->deals < 0 ? tr("deals") : tr("leads")));
    case State::Duplicate:
        return draft.duplicateOf > 0 ? tr("already in row %1").arg(draft.duplicateOf) : tr("already in the network");
    case State::Invalid:
        return draft.problem && !draft.problem->address ? sentence(draft)
            : errorOf(draft)                            ? ProblemText::of(*errorOf(draft)).shortText
                                                        : tr("cannot be used");
    case State::Refused:
        return draft.error ? ProblemText::of(*draft.error).shortText : tr("refused");
    case State::Saving:
        return tr("is connected");
    case State::Saved:
        return tr("connected");
    }
    return {};
}

PortalDrafts::Right PortalDrafts::right(const PortalDraft &draft, int column) const
{
    if (draft.state == State::Testing)
        return Right::Running;
    if (draft.state == State::Duplicate)
        return column == CrmColumn ? Right::Copy : Right::Unknown;
    if (draft.state == State::Refused || draft.state == State::Invalid)
        return column == CrmColumn ? Right::Refused : Right::Unknown;
    if (!draft.test)
        return Right::Unknown;
    const QStringList &missing = draft.test->missingScopes;
    const bool crm = !missing.contains(QStringLiteral("crm"));
    if (column == CallsColumn)
        return missing.contains(QStringLiteral("telephony")) ? Right::Missing : Right::Given;
    if (column == StagesColumn)
        return crm && draft.test->deals >= 0 ? Right::Given : Right::Missing;
    return crm ? Right::Given : Right::Missing;
}

QVariant PortalDrafts::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const PortalDraft &draft = m_drafts[static_cast<std::size_t>(index.row())];
    if (role == Qt::CheckStateRole && index.column() == CodeColumn)
        return draft.include ? Qt::Checked : Qt::Unchecked;
    if (role == StateRole)
        return static_cast<int>(draft.state);
    if (role == NumberRole)
        return draft.number;
    if (role == RightRole)
        return index.column() >= CrmColumn && index.column() <= CallsColumn ? QVariant(static_cast<int>(right(draft, index.column())))
                                                                            : QVariant();
    if (role == Qt::ToolTipRole && index.column() == ResultColumn)
        return plainTip(draft.error || draft.problem ? sentence(draft) : resultText(draft));
    if (role == Qt::AccessibleTextRole)
        return QString(
            draft.portal.title + QStringLiteral(", ") + QUrl(draft.portal.endpoint).host() + QStringLiteral(", ") + resultText(draft));
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    static const QStringList words { QStringLiteral("·"), QStringLiteral("…"), QStringLiteral("+"), QStringLiteral("–"),
        QStringLiteral("×"), QStringLiteral("=") };
    switch (index.column()) {
    case CodeColumn:
        return draft.portal.code;
    case TitleColumn:
        return draft.portal.title;
    case HostColumn:
        return QUrl(draft.portal.endpoint).host();
    case RegionColumn:
        return draft.portal.region;
    case CityColumn:
        return draft.portal.city;
    case ZoneColumn:
        return draft.portal.timeZone;
    case ResultColumn:
        return resultText(draft);
    default:
        return words.value(static_cast<int>(right(draft, index.column())));
    }
}

bool PortalDrafts::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid())
        return false;
    PortalDraft &draft = m_drafts[static_cast<std::size_t>(index.row())];
    const QString text = value.toString().trimmed();
    if (role == Qt::CheckStateRole && index.column() == CodeColumn) {
        draft.include = value.toInt() == Qt::Checked;
        touch(index.row());
        return true;
    }
    if (role != Qt::EditRole)
        return false;
    switch (index.column()) {
    case CodeColumn: {
        const QString code = text.left(model::kLongestDealerCode).toUpper();
        if (code.isEmpty() || codes(draft.number).contains(code))
            return false;
        draft.portal.code = code;
        break;
    }
    case TitleColumn:
        if (text.isEmpty())
            return false;
        draft.portal.title = text;
        break;
    case RegionColumn:
        draft.portal.region = text;
        break;
    case CityColumn:
        draft.portal.city = text;
        break;
    case ZoneColumn:
        if (!text.isEmpty() && !QTimeZone::isTimeZoneIdAvailable(text.toLatin1()))
            return false;
        draft.portal.timeZone = text;
        break;
    default:
        return false;
    }
    touch(index.row());
    return true;
}

QVariant PortalDrafts::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case CodeColumn:
        return tr("Code");
    case TitleColumn:
        return tr("Name of the dealer");
    case HostColumn:
        return tr("Portal");
    case RegionColumn:
        return tr("Region");
    case CityColumn:
        return tr("City");
    case ZoneColumn:
        return tr("Zone");
    case CrmColumn:
        return tr("CRM");
    case StagesColumn:
        return tr("stages");
    case CallsColumn:
        return tr("calls");
    default:
        return tr("Test");
    }
}

Qt::ItemFlags PortalDrafts::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const State state = m_drafts[static_cast<std::size_t>(index.row())].state;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const bool open = state != State::Saved && state != State::Saving && state != State::Invalid && state != State::Duplicate;
    if (open && index.column() == CodeColumn)
        flags |= Qt::ItemIsUserCheckable;
    if (open && (index.column() <= TitleColumn || (index.column() >= RegionColumn && index.column() <= ZoneColumn)))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace dealerlens::viewmodels
