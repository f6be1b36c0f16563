// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/engine.h"

#include <QByteArray>
#include <QStringList>

#include <expected>
#include <optional>
#include <vector>

namespace dealerlens::sync {

// Why a list of portals, or one of its lines, cannot be used. No text in it holds the secret of an address.
struct ListProblem {
    enum class Kind {
        // of the whole file
        TooLarge,
        TooManyLines,
        Workbook,
        Binary,
        Encoding,
        Empty,
        ColumnMissing,
        ColumnTwice,
        OpenQuote,
        // of a line
        Cells,
        TooLong,
        KeyMissing,
        KeyShape,
        KeyTwice,
        KindWord,
        ZoneMissing,
        ZoneUnknown,
        AddressMissing,
        Address
    };

    Kind kind = Kind::Empty;
    int line = 0; // of the file, from 1; 0: none in particular
    QStringList with; // what stands for %1 and %2 in words()
    std::optional<base::Error> address; // Kind::Address: as parseWebhook() answers

    // In English, to be translated in this context. Address has no words of its own.
    static constexpr const char *kContext = "dealerlens::sync::ListProblem";
    [[nodiscard]] const char *words() const;
    // `sentence`, which is words() or its translation, with the particulars in their places.
    [[nodiscard]] QString filled(const QString &sentence) const;
};

struct ListedPortal {
    int line = 0; // of the file, from 1; the first one of a quoted cell with line breaks
    model::Portal portal;
    WebhookAddress address; // holds a secret
    std::optional<ListProblem> problem; // the line cannot be used
};

// What a line needs beside its address: a key and a time zone for a list that is taken as it is, nothing for one
// that people go on to edit.
enum class ListNeeds { Naming, Address };

// Reading more than this from a file is needless: such a list is refused.
inline constexpr qsizetype kLargestPortalList = 8 * 1024 * 1024;

// Reads key, title, code, kind, region, city, timezone, address in any order of columns (the first line names them,
// other columns are passed over), separated by commas, semicolons or tabs, UTF-8 with or without a byte order mark
// (RFC 4180). What makes the rest of a file doubtful refuses all of it: nothing of a broken file is taken. Memory is
// bounded by kLargestPortalList whatever the bytes are. Pure.
[[nodiscard]] std::expected<std::vector<ListedPortal>, ListProblem> readPortalList(const QByteArray &bytes, ListNeeds needs);

// Why `portal` cannot be saved under its names: key [a-z0-9-], a known time zone.
[[nodiscard]] std::optional<ListProblem> problemWithNaming(const model::Portal &portal);

} // namespace dealerlens::sync
