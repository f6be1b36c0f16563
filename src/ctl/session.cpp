// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/session.h"

#include "base/log.h"
#include "ctl/sentences.h"
#include "facts/hub.h"

#include <QFileInfo>

namespace dealerlens::ctl {

Session::Session(const Arguments &arguments, Console &console)
    : m_arguments(arguments)
    , m_console(console)
{
}

Session::~Session()
{
    m_engine.reset(); // it uses the store and the secrets
    m_reader.reset();
    m_store.reset();
}

base::Result<> Session::open(bool writable)
{
    if (!writable && !QFileInfo::exists(m_arguments.dataFolder + QLatin1String("/ledger.db")))
        return base::fail(base::ErrorKind::NotFound, QStringLiteral("no ledger in the data folder"), base::Retry::Never, "data");
    auto opened = store::Store::open(m_arguments.dataFolder, { .readOnly = !writable, .clock = &m_clock });
    if (!opened)
        return std::unexpected(opened.error());
    m_store = std::move(*opened);
    const store::OpenReport &report = m_store->openReport();
    if (report.mirrorRebuilt) {
        m_console.note(QStringLiteral("The mirror was damaged and has been set aside as %1. The next sync fetches everything again; "
                                      "nothing that only you have was lost.")
                .arg(report.setAside));
    }
    if (!report.ledgerBackup.isEmpty()) {
        m_console.error(QStringLiteral("ledger.db is damaged and was left untouched; %1 is read in its place. `dealerlensctl restore FILE "
                                       "--dry-run` shows what putting a copy in its place would change.")
                .arg(report.ledgerBackup));
    }
    auto reader = m_store->reader();
    if (!reader)
        return std::unexpected(reader.error());
    m_reader = std::move(*reader);
    return {};
}

base::Result<> Session::openSecrets()
{
    if (m_arguments.credentialsFile.isEmpty()) {
        m_secrets = secrets::openKeyring();
        return {};
    }
    auto file = secrets::openCredentialsFile(m_arguments.credentialsFile);
    if (!file)
        return std::unexpected(file.error());
    m_secrets = std::move(*file);
    return {};
}

sync::Engine &Session::engine()
{
    if (!m_engine)
        m_engine = std::make_unique<sync::Engine>(m_store.get(), m_secrets.get(), &m_clock);
    return *m_engine;
}

base::Result<facts::SnapshotPtr> Session::facts() { return facts::build(*m_reader, m_clock, {}, m_store->folder()); }

base::Result<std::vector<model::Portal>> Session::portals()
{
    m_reader->refresh();
    return m_reader->portals();
}

base::Result<std::optional<model::Portal>> Session::portal(const QString &key)
{
    const auto all = portals();
    if (!all)
        return std::unexpected(all.error());
    for (const model::Portal &portal : *all) {
        if (portal.key == key)
            return portal;
    }
    return std::optional<model::Portal>();
}

int Session::fail(const base::Error &error, const QString &subject)
{
    qCDebug(base::logStore).noquote() << error.detail;
    QString sentence = sentenceFor(error);
    if (error.kind == base::ErrorKind::NotFound && error.code == "data") {
        sentence = QStringLiteral("There is no data in %1 yet. Add a portal with `dealerlensctl portals add` or many with "
                                  "`dealerlensctl portals import FILE.csv`, or name another folder with --data.")
                       .arg(m_arguments.dataFolder);
    }
    m_console.error(subject.isEmpty() ? sentence : QString(subject + QLatin1String(": ") + sentence));
    return exitCodeFor(error);
}

int Session::fail(int code, const QString &sentence)
{
    m_console.error(sentence);
    return code;
}

} // namespace dealerlens::ctl
