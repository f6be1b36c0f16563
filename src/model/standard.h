// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "model/network.h"

#include <QByteArray>

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dealerlens::model {

// What holds before head office has decided anything: eight milestones of deals and five of leads, Monday to
// Friday 09–18, limits of 1, 5, 7, 6, 14 and 5 working days (of nine hours) for the milestones of a deal in work.
[[nodiscard]] Standard defaultStandard();

// A row of a stage directory of a portal.
struct PortalStage {
    EntityKind itemKind = EntityKind::Deal; // Lead or Deal
    std::int64_t categoryId = 0;
    QString code; // "NEW", "C2:NEW", "UC_A1B2C3"
    QString name;
    int sort = 0;
    char semantic = 'P'; // P, S, F
};

// Reads a record of kind Status whose directory holds stages: "STATUS" (leads), "DEAL_STAGE", "DEAL_STAGE_<funnel>"
// (reference 3.4). nullopt for every other directory. `values` as schemaOf(Status).columns.
[[nodiscard]] std::optional<PortalStage> stageOf(std::span<const Value> values);

// Pairs stages with the milestones of a standard by semantics (won, lost), then by name, then by the code of the
// portal's stock stages. Names are compared folded, by the beginnings of words. Portals share most of their stages'
// names and codes, so that each is compared once. The standard must outlive it.
class StagePairing {
public:
    explicit StagePairing(const Standard &standard)
        : m_standard(standard)
    {
    }

    // nullopt where nothing fits: the stage stays visibly unmapped.
    [[nodiscard]] std::optional<std::int32_t> milestoneOf(const PortalStage &stage);

private:
    const Standard &m_standard;
    std::unordered_map<QString, std::optional<std::int32_t>> m_known; // by what a pairing depends on
};

// The milestone of a portal's stage at `at` (kNever: now): the newest mapping by hand that is valid then, else the
// newest automatic one; nullopt when there is none, 0 when it deliberately has none.
[[nodiscard]] std::optional<std::int32_t> milestoneAt(std::span<const StageMapping> mappings, PortalId portal, EntityKind itemKind,
    std::int64_t categoryId, const QString &stageCode, base::UtcSeconds at = base::kNever);

// JSON object with a member per part of the standard; lossless. Unknown members are ignored on reading, absent
// parts keep the defaults. Error: Input.
[[nodiscard]] QByteArray toJson(const Standard &standard);
[[nodiscard]] base::Result<Standard> standardFromJson(const QByteArray &json);

} // namespace dealerlens::model
