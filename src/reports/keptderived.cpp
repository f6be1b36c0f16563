// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/keptderived.h"

#include "facts/keptfile.h"
#include "reports/begunblocks.h"
#include "reports/chainsarchive.h"
#include "reports/fates.h"
#include "reports/itemstates.h"

#include <algorithm>
#include <mutex>

namespace dealerlens::reports {
namespace {

// Against the portals whose rows lie in the file of columns: of others nothing can be kept.
bool isWorthWhile(const facts::Snapshot &facts)
{
    const auto inFile = std::size_t(std::ranges::count_if(facts.runs, [](const auto &run) { return run && run->file() != 0; }));
    const std::shared_ptr<const facts::KeptFile> file = facts.derived.file();
    const std::size_t known = file ? file->sameIn(facts).count() : 0;
    return inFile > 0 && 4 * (inFile - std::min(known, inFile)) >= facts.portals.size();
}

// With what is small and soon made.
void deriveRest(const facts::Snapshot &facts)
{
    const Question present;
    (void)visitsOfStages(facts);
    (void)BegunBlocks::of(facts);
    (void)Fates::of(Population(facts, present), Fates::Of::Items);
    prepareLates(facts);
}

} // namespace

base::Result<> keepDerived(const facts::Snapshot &facts, const QString &path)
{
    static std::mutex mutex;
    const std::unique_lock lock(mutex, std::try_to_lock);
    if (!lock.owns_lock() || !facts.derived.find<ChainColumns>() || !isWorthWhile(facts))
        return {};
    deriveRest(facts);
    facts::KeptFile::Contents contents;
    const auto add = [&]<class T>(const std::shared_ptr<const T> &value) {
        if (value)
            contents.add(T::kKept, value, [](facts::KeptWriter &writer, const T &kept) { T::archive(writer, kept); });
    };
    add(facts.derived.find<ChainColumns>());
    add(facts.derived.find<VisitsOfStages>());
    add(facts.derived.find<BegunBlocks>());
    add(facts.derived.find<Fates>());
    add(facts.derived.find<Lates>());
    if (auto saved = contents.save(path, facts); !saved)
        return saved;
    facts.derived.keepIn(std::make_shared<const facts::KeptFile>(path));
    return {};
}

} // namespace dealerlens::reports
