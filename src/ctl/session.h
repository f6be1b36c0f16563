// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "ctl/arguments.h"
#include "ctl/console.h"
#include "facts/snapshot.h"
#include "secrets/secretstore.h"
#include "store/reader.h"
#include "store/store.h"
#include "sync/engine.h"

#include <memory>
#include <optional>
#include <vector>

namespace dealerlens::ctl {

// What commands work with, opened when first needed and closed in the right order. Main thread only.
class Session {
public:
    Session(const Arguments &arguments, Console &console);
    ~Session();

    [[nodiscard]] const Arguments &arguments() const { return m_arguments; }

    [[nodiscard]] Console &console() { return m_console; }

    [[nodiscard]] const base::Clock &clock() const { return m_clock; }

    // Opens the data folder; `writable` also creates it. Error NotFound with code "data" when there is none to read.
    [[nodiscard]] base::Result<> open(bool writable);
    [[nodiscard]] base::Result<> openSecrets();

    // Only after open() (and openSecrets() for the last two).
    [[nodiscard]] store::Store &store() { return *m_store; }

    [[nodiscard]] store::Reader &reader() { return *m_reader; }

    void closeReader() { m_reader.reset(); }

    [[nodiscard]] secrets::SecretStore &secretStore() { return *m_secrets; }

    [[nodiscard]] sync::Engine &engine();

    [[nodiscard]] base::Result<facts::SnapshotPtr> facts();
    [[nodiscard]] base::Result<std::vector<model::Portal>> portals();
    [[nodiscard]] base::Result<std::optional<model::Portal>> portal(const QString &key);

    // Says what happened and what to do and gives the exit code. `subject` (a portal's key, a file) comes first.
    int fail(const base::Error &error, const QString &subject = {});
    int fail(int code, const QString &sentence);

private:
    const Arguments &m_arguments;
    Console &m_console;
    base::SystemClock m_clock;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<store::Reader> m_reader;
    std::unique_ptr<secrets::SecretStore> m_secrets;
    std::unique_ptr<sync::Engine> m_engine;
};

} // namespace dealerlens::ctl
