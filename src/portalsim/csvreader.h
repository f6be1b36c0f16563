// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <vector>

namespace dealerlens::portalsim {

// A table of texts as RFC 4180 writes it: comma, quotes doubled inside quotes, CR LF or LF, UTF-8 with or
// without a byte order mark. Equal texts share one QString. A plain value of one thread.
class CsvTable {
public:
    // `fileName` may be gzip-compressed (found by its first bytes, not by its name). A file that cannot be read,
    // an unclosed quote or a row with another number of cells than the header is an Error of kind Input that
    // names file and line.
    [[nodiscard]] static base::Result<CsvTable> read(const QString &fileName);
    [[nodiscard]] static base::Result<CsvTable> parse(const QByteArray &text, const QString &name);

    [[nodiscard]] const QStringList &header() const { return m_header; }

    // -1 when there is no such column.
    [[nodiscard]] int column(const QString &name) const { return static_cast<int>(m_header.indexOf(name)); }

    [[nodiscard]] std::size_t rowCount() const { return m_rows.size(); }

    [[nodiscard]] const QString &cell(std::size_t row, int column) const { return m_texts[m_rows[row][static_cast<std::size_t>(column)]]; }

private:
    [[nodiscard]] quint32 intern(const QByteArray &cell);

    QStringList m_header;
    std::vector<std::vector<quint32>> m_rows; // indices into m_texts
    std::vector<QString> m_texts;
    QHash<QByteArray, quint32> m_known;
};

// The whole file; unpacked when it starts as gzip does (RFC 1952: 1f 8b).
[[nodiscard]] base::Result<QByteArray> readMaybeGzip(const QString &fileName);

} // namespace dealerlens::portalsim
