// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/targets.h"
#include "store/storefixture.h"

namespace dealerlens::fuzz {
namespace {

using model::EntityKind;

struct Files {
    QByteArray mirror;
    QByteArray ledger;
};

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    demand(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size(), "files are written");
}

// A small portal with leads, closed in good order.
Files made()
{
    store::Folder folder;
    {
        const auto store = folder.open();
        demand(store != nullptr, "a store is made");
        model::Portal portal;
        portal.key = QStringLiteral("a");
        const auto saved = store::answerOf(store->savePortal(portal));
        demand(saved.has_value(), "a portal is saved");
        std::vector<model::Record> records;
        for (int i = 1; i <= 40; ++i)
            records.push_back(store::makeRecord(EntityKind::Lead, i, { { "title", store::words("Заявка") } }));
        demand(store::answerOf(store->write(store::pageOf(saved->id, std::move(records)))).has_value(), "a page is written");
    }
    return { readFile(folder.mirror()), readFile(folder.ledger()) };
}

void change(QByteArray &file, Source &source)
{
    while (!source.atEnd()) {
        const qsizetype at = (source.byte() * 65'536 + source.word()) % file.size();
        file[at] = static_cast<char>(source.byte());
    }
}

} // namespace

// A damaged mirror is begun again, a damaged ledger is refused as it is; nothing is read beyond a file.
void database(const QByteArray &bytes)
{
    static const Files good = made();
    Source source(bytes);
    const bool ofLedger = source.byte() % 2 == 1;
    QByteArray changed = ofLedger ? good.ledger : good.mirror;
    const int cut = source.byte();
    change(changed, source);
    if (cut > 128)
        changed.truncate(changed.size() * (cut - 128) / 128);
    store::Folder folder;
    demand(QDir().mkpath(folder.path()), "a folder is made");
    QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    writeFile(folder.mirror(), ofLedger ? good.mirror : changed);
    writeFile(folder.ledger(), ofLedger ? changed : good.ledger);
    const auto store = folder.open();
    if (!store) {
        demand(!ofLedger || readFile(folder.ledger()) == changed, "a refused ledger is not touched");
        return;
    }
    const auto reader = store->reader();
    if (!reader)
        return;
    if (const auto ids = (*reader)->aliveIds(1, EntityKind::Lead))
        for (const model::RecordId id : *ids)
            static_cast<void>((*reader)->record({ 1, EntityKind::Lead, id }));
    static_cast<void>((*reader)->search(QStringLiteral("Заявка"), 10));
    static_cast<void>((*reader)->standard());
    static_cast<void>((*reader)->writes({}));
}

} // namespace dealerlens::fuzz
