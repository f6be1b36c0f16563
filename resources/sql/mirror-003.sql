-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3 of mirror.db: when records of a kind last changed at a portal, as a generation, so that what is derived
-- from them is derived again for the portals that changed only. Portal 0, kind 0: everything changed.

CREATE TABLE portal_change (
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    generation BIGINT NOT NULL,
    PRIMARY KEY (portal_id, kind)
) WITHOUT ROWID;
INSERT INTO portal_change (portal_id, kind, generation) SELECT 0, 0, value FROM meta WHERE name = 'generation';
