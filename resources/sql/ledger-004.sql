-- SPDX-License-Identifier: GPL-3.0-or-later
-- ledger.db, version 4: how the program gets into a portal (0 webhook, 1 OAuth) and the portal's own lasting name.

ALTER TABLE portal ADD COLUMN sign_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portal ADD COLUMN member_id TEXT NOT NULL DEFAULT '';
