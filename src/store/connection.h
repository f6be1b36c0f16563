// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "model/record.h"

#include <QStringList>

#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace dealerlens::store {

class Connection;

// A prepared statement of a Connection, which must outlive it. Texts given to bind() must live until the next
// step() has returned; texts read live until the next step() or reset().
class Statement {
public:
    Statement() = default;
    Statement(Connection &connection, std::string_view sql, bool keep = false); // keep: for use again and again
    ~Statement();
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    [[nodiscard]] bool isValid() const { return m_handle; }

    // Parameters count from 1.
    void bind(int parameter, std::int64_t number);
    void bind(int parameter, std::string_view text);
    void bind(int parameter, const QByteArray &text);
    void bind(int parameter, const QString &text);
    void bind(int parameter, const model::Value &value);
    void bindNull(int parameter);
    void bindInstant(int parameter, base::UtcSeconds at); // kNever: NULL

    // True while there is a row. False at the end and on errors; Connection::failed() tells which.
    bool step();
    // For statements that answer nothing: runs, resets; false on an error.
    bool run();
    void reset();

    // Columns count from 0.
    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] QString string(int column) const;
    [[nodiscard]] base::UtcSeconds instant(int column) const;
    void readInto(int column, model::Value &value) const; // keeps the capacity of a text

private:
    Connection *m_connection = nullptr;
    sqlite3_stmt *m_handle = nullptr;
};

// One SQLite connection; belongs to one thread at a time. The first error is kept until takeError(): every
// statement run in between does nothing, so a transaction is written as straight code and asked once at its end.
class Connection {
public:
    enum class Mode { ReadOnly, ReadWrite, Create };

    // Waits up to 5 s for the lock of another program. trusted_schema is off, foreign keys on.
    [[nodiscard]] static base::Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    bool execute(const char *sql); // one or more statements of our own, no data in them
    [[nodiscard]] std::int64_t number(std::string_view sql); // first column of the first row, 0 when there is none
    [[nodiscard]] QString string(std::string_view sql);
    [[nodiscard]] int changes() const;

    bool begin(); // BEGIN IMMEDIATE: a deferred one fails at once when another has written since its first read
    // Commits unless something failed since begin(); then rolls back and answers the error.
    [[nodiscard]] base::Result<> commit();
    void rollback();

    // Asks for the mode and asks again with a second statement: an I/O error inside the first may still answer
    // "wal" while the mode stays "delete".
    [[nodiscard]] base::Result<> switchToWal();

    // What SQLite's own check finds, at most `most` lines (1 or more), and whether the end of the file is missing; none:
    // sound. A page that the disk could not give is told by that check as a finding; here it is the disk's error.
    // `quick` leaves indexes out.
    [[nodiscard]] base::Result<QStringList> findings(bool quick, int most);
    // Only whether the end of the file is missing: takes the same time for every size.
    [[nodiscard]] base::Result<QStringList> findingsAtEnd();

    [[nodiscard]] bool failed() const { return m_failed; }

    [[nodiscard]] base::Error takeError();
    [[nodiscard]] base::Result<> status(); // takeError() when failed
    void note(int code); // keeps the error unless one is kept already

    [[nodiscard]] QString path() const { return m_path; }

    [[nodiscard]] sqlite3 *handle() const { return m_handle; }

private:
    Connection(sqlite3 *handle, QString path);

    void lookAtEnd(QStringList &found);

    sqlite3 *m_handle = nullptr;
    QString m_path;
    base::Error m_error;
    bool m_failed = false;
};

// The error for an SQLite result code (sqlite.org/rescode.html): FULL → Full, CORRUPT and NOTADB → Corrupt, the
// rest Storage; busy, full and I/O errors may be tried again later.
[[nodiscard]] base::Error storageError(int code, const QString &detail);

} // namespace dealerlens::store
