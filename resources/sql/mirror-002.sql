-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2 of mirror.db: how far ids have been compared, how the last cycle ended, records with unreadable fields.

ALTER TABLE sync_state ADD COLUMN checked_at BIGINT;
ALTER TABLE sync_state ADD COLUMN check_started BIGINT;
ALTER TABLE sync_state ADD COLUMN check_cursor BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sync_state ADD COLUMN total BIGINT NOT NULL DEFAULT -1;

CREATE TABLE cycle_end (
    portal_id INTEGER NOT NULL PRIMARY KEY,
    last_success BIGINT,
    problem TEXT NOT NULL,
    problem_since BIGINT
);

-- Living records with fields whose value had an impossible type, kept as sent in "extra" of the record.
CREATE TABLE bad_record (
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    id BIGINT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (portal_id, kind, id)
) WITHOUT ROWID;
