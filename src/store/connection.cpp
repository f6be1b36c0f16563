// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <cerrno>

#include <sqlite3.h>

namespace dealerlens::store {

base::Error storageError(int code, const QString &detail)
{
    using base::ErrorKind;
    base::Error error { ErrorKind::Storage, base::Retry::Never, detail, QByteArray::number(code), 0 };
    switch (code & 0xff) {
    case SQLITE_FULL:
        error.kind = ErrorKind::Full;
        error.retry = base::Retry::Later;
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error.kind = ErrorKind::Corrupt;
        break;
    case SQLITE_INTERRUPT:
        error.kind = ErrorKind::Cancelled;
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        error.retry = base::Retry::Later;
        break;
    default:
        break;
    }
    return error;
}

Statement::Statement(Connection &connection, std::string_view sql, bool keep)
    : m_connection(&connection)
{
    if (connection.failed())
        return;
    const int code = sqlite3_prepare_v3(
        connection.handle(), sql.data(), static_cast<int>(sql.size()), keep ? SQLITE_PREPARE_PERSISTENT : 0, &m_handle, nullptr);
    if (code != SQLITE_OK)
        connection.note(code);
}

Statement::~Statement() { sqlite3_finalize(m_handle); }

Statement::Statement(Statement &&other) noexcept
    : m_connection(other.m_connection)
    , m_handle(std::exchange(other.m_handle, nullptr))
{
}

Statement &Statement::operator=(Statement &&other) noexcept
{
    std::swap(m_connection, other.m_connection);
    std::swap(m_handle, other.m_handle);
    return *this;
}

void Statement::bind(int parameter, std::int64_t number) { sqlite3_bind_int64(m_handle, parameter, number); }

void Statement::bind(int parameter, std::string_view text)
{
    // A null pointer would bind NULL.
    sqlite3_bind_text64(m_handle, parameter, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int parameter, const QByteArray &text)
{
    bind(parameter, std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

void Statement::bind(int parameter, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    sqlite3_bind_text64(m_handle, parameter, utf8.constData(), static_cast<sqlite3_uint64>(utf8.size()), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Statement::bind(int parameter, const model::Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        bind(parameter, *number);
    else if (const auto *text = std::get_if<std::string>(&value))
        bind(parameter, std::string_view(*text));
    else
        bindNull(parameter);
}

void Statement::bindNull(int parameter) { sqlite3_bind_null(m_handle, parameter); }

void Statement::bindInstant(int parameter, base::UtcSeconds at)
{
    if (at == base::kNever)
        bindNull(parameter);
    else
        bind(parameter, at);
}

bool Statement::step()
{
    if (!m_handle || m_connection->failed())
        return false;
    const int code = sqlite3_step(m_handle);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        m_connection->note(code);
    sqlite3_reset(m_handle);
    return false;
}

bool Statement::run()
{
    while (step()) { }
    return m_handle && !m_connection->failed();
}

void Statement::reset() { sqlite3_reset(m_handle); }

bool Statement::isNull(int column) const { return sqlite3_column_type(m_handle, column) == SQLITE_NULL; }

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(m_handle, column); }

std::string_view Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_handle, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column))) : std::string_view();
}

QString Statement::string(int column) const
{
    const std::string_view utf8 = text(column);
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

base::UtcSeconds Statement::instant(int column) const { return isNull(column) ? base::kNever : number(column); }

void Statement::readInto(int column, model::Value &value) const
{
    switch (sqlite3_column_type(m_handle, column)) {
    case SQLITE_NULL:
        value = std::monostate();
        break;
    case SQLITE_INTEGER:
        value = number(column);
        break;
    default:
        if (auto *old = std::get_if<std::string>(&value))
            old->assign(text(column));
        else
            value.emplace<std::string>(text(column));
    }
}

base::Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    flags |= mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == Mode::Create)
        flags |= SQLITE_OPEN_CREATE;
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &handle, flags, nullptr);
    std::unique_ptr<Connection> connection(new Connection(handle, path));
    if (code != SQLITE_OK) {
        connection->note(code);
        return std::unexpected(connection->takeError());
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, 5'000);
    connection->execute("PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY");
    if (mode == Mode::ReadOnly)
        connection->execute("PRAGMA query_only=ON");
    if (connection->failed())
        return std::unexpected(connection->takeError());
    return connection;
}

Connection::Connection(sqlite3 *handle, QString path)
    : m_handle(handle)
    , m_path(std::move(path))
{
}

Connection::~Connection() { sqlite3_close_v2(m_handle); }

bool Connection::execute(const char *sql)
{
    if (m_failed)
        return false;
    const int code = sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        note(code);
    return !m_failed;
}

std::int64_t Connection::number(std::string_view sql)
{
    Statement statement(*this, sql);
    return statement.step() ? statement.number(0) : 0;
}

QString Connection::string(std::string_view sql)
{
    Statement statement(*this, sql);
    return statement.step() ? statement.string(0) : QString();
}

int Connection::changes() const { return sqlite3_changes(m_handle); }

bool Connection::begin() { return execute("BEGIN IMMEDIATE"); }

base::Result<> Connection::commit()
{
    execute("COMMIT");
    if (!m_failed)
        return {};
    rollback();
    return std::unexpected(takeError());
}

void Connection::rollback()
{
    // SQLite may have rolled back by itself (disk full, I/O error).
    if (!sqlite3_get_autocommit(m_handle))
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

base::Result<> Connection::switchToWal()
{
    execute("PRAGMA journal_mode=WAL");
    const QString mode = string("PRAGMA journal_mode");
    if (m_failed)
        return std::unexpected(takeError());
    if (mode != QLatin1String("wal"))
        return base::fail(base::ErrorKind::Storage, QStringLiteral("write-ahead log refused for ") % QFileInfo(m_path).fileName());
    return {};
}

// SQLite reads the missing end of a last page as zeros, and no check of it needs to notice. While a log lies beside the
// file, the log may have that page. Inside a reading transaction, so that nobody shortens the file meanwhile.
void Connection::lookAtEnd(QStringList &found)
{
    const std::int64_t wanted = number("PRAGMA page_count") * number("PRAGMA page_size");
    const auto sizeOf = [this](int which) {
        sqlite3_file *file = nullptr;
        sqlite3_int64 size = 0;
        sqlite3_file_control(m_handle, "main", which, static_cast<void *>(&file));
        if (file && file->pMethods)
            if (const int code = file->pMethods->xFileSize(file, &size); code != SQLITE_OK)
                note(code);
        return size;
    };
    if (sizeOf(SQLITE_FCNTL_JOURNAL_POINTER) == 0 && sizeOf(SQLITE_FCNTL_FILE_POINTER) < wanted && !m_failed)
        found << QStringLiteral("the end of the file is missing");
}

base::Result<QStringList> Connection::findingsAtEnd()
{
    QStringList found;
    Statement reading(*this, "SELECT 1 FROM sqlite_schema LIMIT 1");
    if (reading.step())
        lookAtEnd(found);
    if (m_failed)
        return std::unexpected(takeError());
    return found;
}

base::Result<QStringList> Connection::findings(bool quick, int most)
{
    QStringList found;
    std::string sql = quick ? "PRAGMA quick_check(" : "PRAGMA integrity_check(";
    sql += std::to_string(most);
    sql += ')';
    Statement check(*this, sql);
    for (bool first = true; check.step(); first = false) {
        if (first)
            lookAtEnd(found);
        if (check.text(0) != "ok")
            found << check.string(0);
    }
    if (m_failed)
        return std::unexpected(takeError());
    // Wording of checkTreePage() in SQLite's btree.c: "unable to get the page. error code=266".
    static const QRegularExpression code(QStringLiteral("error code[= ](\\d+)"));
    for (const QString &line : std::as_const(found))
        if (const auto match = code.match(line); match.hasMatch() && (match.captured(1).toInt() & 0xff) == SQLITE_IOERR)
            return std::unexpected(storageError(match.captured(1).toInt(), QFileInfo(m_path).fileName() % QLatin1String(": ") % line));
    return found;
}

base::Error Connection::takeError()
{
    m_failed = false;
    return std::exchange(m_error, {});
}

base::Result<> Connection::status()
{
    if (m_failed)
        return std::unexpected(takeError());
    return {};
}

void Connection::note(int code)
{
    // A quota or a limit on the size of files is a full disk to whoever has it; SQLite knows only ENOSPC as that, and
    // sqlite3_system_errno() does not tell of errors inside a statement.
    if ((code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE) && (errno == EDQUOT || errno == EFBIG))
        code = SQLITE_FULL;
    if (m_failed)
        return;
    m_failed = true;
    const QString message = m_handle ? QString::fromUtf8(sqlite3_errmsg(m_handle)) : QStringLiteral("no memory");
    m_error = storageError(code, QFileInfo(m_path).fileName() % QLatin1String(": ") % message);
}

} // namespace dealerlens::store
