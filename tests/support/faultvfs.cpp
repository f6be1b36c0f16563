// SPDX-License-Identifier: GPL-3.0-or-later
// The interface is described in sqlite.org/c3ref/vfs.html and io_methods.html.
#include "support/faultvfs.h"

#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace dealerlens::testing {
namespace {

constexpr int kKilled = 137;

// One change of a file that no sync has confirmed, with what undoes it.
struct Pending {
    sqlite3_int64 offset = 0;
    std::vector<char> now; // written bytes; a cut has none
    std::vector<char> before;
    sqlite3_int64 sizeBefore = 0;
    bool cut = false;
};

struct State {
    std::mutex mutex;
    sqlite3_vfs *system = nullptr;
    FaultPlan plan;
    std::int64_t count = 0;
    bool reached = false;
    std::map<std::string, std::vector<Pending>> pending; // by path
};

State &state()
{
    static State all;
    return all;
}

struct File {
    sqlite3_file base;
    sqlite3_file *real; // memory behind this struct
    const char *path; // SQLite keeps it until the file is closed; null for temporary files
};

File *fileOf(sqlite3_file *file) { return reinterpret_cast<File *>(file); }

sqlite3_file *realOf(sqlite3_file *file) { return fileOf(file)->real; }

enum class Operation { Read, Write, Other };

bool isIoError(Fault fault) { return fault == Fault::IoErrorOnce || fault == Fault::IoErrorFrom; }

void loseUnsynced()
{
    std::mt19937 random(state().plan.seed);
    for (const auto &[path, changes] : state().pending) {
        const int handle = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (handle < 0)
            continue;
        for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
            (void)!::pwrite(handle, change->before.data(), change->before.size(), change->offset);
            (void)!::ftruncate(handle, change->sizeBefore);
        }
        for (const Pending &change : changes) {
            if (random() % 2 == 0)
                continue;
            if (change.cut)
                (void)!::ftruncate(handle, change.offset);
            else
                (void)!::pwrite(handle, change.now.data(), change.now.size(), change.offset);
        }
        ::close(handle);
    }
}

// Counts the operation; SQLITE_OK, or the error it must answer with. Does not come back from a kill.
int judge(Operation operation)
{
    State &own = state();
    const Fault fault = own.plan.fault;
    if (operation == Operation::Read && !isIoError(fault))
        return SQLITE_OK;
    ++own.count;
    const bool from = fault == Fault::IoErrorFrom || fault == Fault::FullFrom;
    if (fault == Fault::None || fault == Fault::NoSharedMemory || own.count < own.plan.at || (own.count > own.plan.at && !from))
        return SQLITE_OK;
    own.reached = true;
    switch (fault) {
    case Fault::FullOnce:
    case Fault::FullFrom:
        return operation == Operation::Write ? SQLITE_FULL : SQLITE_OK; // cuts and removals need no room
    case Fault::Kill:
        ::_exit(kKilled);
    case Fault::PowerLoss:
        loseUnsynced();
        ::_exit(kKilled);
    case Fault::TornKill:
    case Fault::ShortWrite:
        if (operation == Operation::Write)
            return SQLITE_IOERR_WRITE; // write() does its half first
        if (fault == Fault::TornKill)
            ::_exit(kKilled);
        return SQLITE_IOERR;
    default:
        return operation == Operation::Read ? SQLITE_IOERR_READ : operation == Operation::Write ? SQLITE_IOERR_WRITE : SQLITE_IOERR;
    }
}

sqlite3_int64 sizeOf(sqlite3_file *real)
{
    sqlite3_int64 size = 0;
    real->pMethods->xFileSize(real, &size);
    return size;
}

std::vector<char> bytesAt(sqlite3_file *real, sqlite3_int64 offset, sqlite3_int64 amount)
{
    std::vector<char> bytes(static_cast<std::size_t>(std::max<sqlite3_int64>(0, amount)));
    if (!bytes.empty())
        real->pMethods->xRead(real, bytes.data(), static_cast<int>(bytes.size()), offset);
    return bytes;
}

void remember(sqlite3_file *file, const void *bytes, sqlite3_int64 amount, sqlite3_int64 offset, bool cut)
{
    if (state().plan.fault != Fault::PowerLoss || !fileOf(file)->path)
        return;
    sqlite3_file *real = realOf(file);
    const sqlite3_int64 size = sizeOf(real);
    Pending change { offset, {}, {}, size, cut };
    const sqlite3_int64 end = cut ? size : std::min(size, offset + amount);
    change.before = bytesAt(real, offset, end - offset);
    if (!cut)
        change.now.assign(static_cast<const char *>(bytes), static_cast<const char *>(bytes) + amount);
    state().pending[fileOf(file)->path].push_back(std::move(change));
}

int closeFile(sqlite3_file *file) { return realOf(file)->pMethods->xClose(realOf(file)); }

int readFile(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
    const std::lock_guard lock(state().mutex);
    const int code = judge(Operation::Read);
    return code != SQLITE_OK ? code : realOf(file)->pMethods->xRead(realOf(file), bytes, amount, offset);
}

int writeFile(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
    const std::lock_guard lock(state().mutex);
    const int code = judge(Operation::Write);
    const Fault fault = state().plan.fault;
    if (code != SQLITE_OK) {
        if (fault == Fault::ShortWrite || fault == Fault::TornKill)
            realOf(file)->pMethods->xWrite(realOf(file), bytes, amount / 2, offset);
        if (fault == Fault::TornKill)
            ::_exit(kKilled);
        return code;
    }
    remember(file, bytes, amount, offset, false);
    return realOf(file)->pMethods->xWrite(realOf(file), bytes, amount, offset);
}

int truncateFile(sqlite3_file *file, sqlite3_int64 size)
{
    const std::lock_guard lock(state().mutex);
    const int code = judge(Operation::Other);
    if (code != SQLITE_OK)
        return code;
    remember(file, nullptr, 0, size, true);
    return realOf(file)->pMethods->xTruncate(realOf(file), size);
}

int syncFile(sqlite3_file *file, int)
{
    const std::lock_guard lock(state().mutex);
    const int code = judge(Operation::Other);
    if (code == SQLITE_OK && fileOf(file)->path)
        state().pending.erase(fileOf(file)->path);
    return code == SQLITE_OK ? SQLITE_OK : code | (SQLITE_IOERR_FSYNC & ~0xff);
}

int sizeOfFile(sqlite3_file *file, sqlite3_int64 *size) { return realOf(file)->pMethods->xFileSize(realOf(file), size); }

int lockFile(sqlite3_file *file, int level) { return realOf(file)->pMethods->xLock(realOf(file), level); }

int unlockFile(sqlite3_file *file, int level) { return realOf(file)->pMethods->xUnlock(realOf(file), level); }

int checkLock(sqlite3_file *file, int *out) { return realOf(file)->pMethods->xCheckReservedLock(realOf(file), out); }

int control(sqlite3_file *file, int what, void *argument) { return realOf(file)->pMethods->xFileControl(realOf(file), what, argument); }

int sectorSize(sqlite3_file *file) { return realOf(file)->pMethods->xSectorSize(realOf(file)); }

int characteristics(sqlite3_file *file) { return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file)); }

int mapShared(sqlite3_file *file, int page, int size, int extend, volatile void **out)
{
    if (state().plan.fault == Fault::NoSharedMemory)
        return SQLITE_IOERR_SHMMAP;
    return realOf(file)->pMethods->xShmMap(realOf(file), page, size, extend, out);
}

int lockShared(sqlite3_file *file, int offset, int n, int flags)
{
    return realOf(file)->pMethods->xShmLock(realOf(file), offset, n, flags);
}

void barrier(sqlite3_file *file) { realOf(file)->pMethods->xShmBarrier(realOf(file)); }

int unmapShared(sqlite3_file *file, int remove) { return realOf(file)->pMethods->xShmUnmap(realOf(file), remove); }

// Version 2: write-ahead log, no memory map of the database, so that every read is seen.
const sqlite3_io_methods kMethods { 2, &closeFile, &readFile, &writeFile, &truncateFile, &syncFile, &sizeOfFile, &lockFile, &unlockFile,
    &checkLock, &control, &sectorSize, &characteristics, &mapShared, &lockShared, &barrier, &unmapShared, nullptr, nullptr };

int openFile(sqlite3_vfs *, const char *path, sqlite3_file *file, int flags, int *outFlags)
{
    File *own = fileOf(file);
    own->real = reinterpret_cast<sqlite3_file *>(own + 1);
    own->path = path;
    own->base.pMethods = nullptr;
    const int code = state().system->xOpen(state().system, path, own->real, flags, outFlags);
    if (own->real->pMethods)
        own->base.pMethods = &kMethods;
    return code;
}

int deleteFile(sqlite3_vfs *, const char *path, int syncFolder)
{
    const std::lock_guard lock(state().mutex);
    const int code = judge(Operation::Other);
    if (code != SQLITE_OK)
        return SQLITE_IOERR_DELETE;
    state().pending.erase(path);
    return state().system->xDelete(state().system, path, syncFolder);
}

} // namespace

void installFaultVfs()
{
    static sqlite3_vfs layer;
    if (state().system)
        return;
    state().system = sqlite3_vfs_find(nullptr);
    layer = *state().system; // everything but files is the system's
    layer.szOsFile = static_cast<int>(sizeof(File)) + state().system->szOsFile;
    layer.zName = "fault";
    layer.pNext = nullptr;
    layer.xOpen = &openFile;
    layer.xDelete = &deleteFile;
    sqlite3_vfs_register(&layer, 1);
}

void planFault(const FaultPlan &plan)
{
    const std::lock_guard lock(state().mutex);
    state().plan = plan;
    state().count = 0;
    state().reached = false;
    state().pending.clear();
}

bool faultReached()
{
    const std::lock_guard lock(state().mutex);
    return state().reached;
}

std::int64_t operationsCounted()
{
    const std::lock_guard lock(state().mutex);
    return state().count;
}

} // namespace dealerlens::testing
