// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portalsim/restcall.h"

namespace dealerlens::portalsim {

// What the classic and the universal CRM methods share.

[[nodiscard]] QByteArray entityCode(Entity entity); // LEAD, DEAL, CONTACT, COMPANY, else the entity's own word

// `fields` of a request under classic names as a record of stored values. Read-only and unknown fields are
// ignored; immutable ones too unless `adding`.
[[nodiscard]] Record readClassicFields(const Call &call, Entity entity, const Php *fields, bool adding);
// PHONE, EMAIL … of a request, with the rules of 4.6: ID changes, ID + DELETE or empty VALUE deletes, else appends.
void applyMulti(PortalData &portal, Record &record, const Php *fields);

// One entry of *.fields.
[[nodiscard]] Php fieldDescriptor(const FieldSpec &field, bool universal);
// One row of crm.*.userfield.list.
[[nodiscard]] Php userFieldRow(const Record &row, bool withLabels);

} // namespace dealerlens::portalsim
