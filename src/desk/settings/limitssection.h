// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/network.h"

#include <QComboBox>
#include <QWidget>

namespace dealerlens::viewmodels {
class Session;
class StandardDraft;
}

namespace dealerlens::desk {

class PageHost;

// "The whole network" or one dealer with exceptions; data is the portal's id, 0 for the network.
class ScopeBox final : public QComboBox {
    Q_OBJECT

public:
    ScopeBox(viewmodels::Session &session, QWidget *parent);

    [[nodiscard]] model::PortalId portal() const { return currentData().toInt(); }
};

// Milestones with their limits in working days; per dealer the limits that differ.
class LimitsSection final : public QWidget {
    Q_OBJECT

public:
    // With a host the table can be copied, exported and its columns chosen; a dialog has none.
    LimitsSection(viewmodels::Session &session, viewmodels::StandardDraft &draft, QWidget *parent, PageHost *host = nullptr);
};

} // namespace dealerlens::desk
