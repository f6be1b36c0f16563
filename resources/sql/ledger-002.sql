-- SPDX-License-Identifier: GPL-3.0-or-later
-- ledger.db, version 2: the outbox. A write and its evidence are never erased. `wish` is the JSON of what is
-- wanted and never changes; the other columns are where it stands. Instants are UTC seconds; NULL is "never".

CREATE TABLE outbox (
    uuid TEXT NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    action TEXT NOT NULL,
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record_kind INTEGER NOT NULL,
    record_id BIGINT NOT NULL,
    item_kind INTEGER NOT NULL,
    item_id BIGINT NOT NULL,
    wish TEXT NOT NULL,
    opposes TEXT NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    result BIGINT NOT NULL,
    needs_person INTEGER NOT NULL,
    problem TEXT NOT NULL,
    problem_text TEXT NOT NULL,
    found TEXT NOT NULL,
    created BIGINT NOT NULL,
    sent BIGINT,
    changed BIGINT NOT NULL
);
CREATE INDEX outbox_open ON outbox (portal_id, sequence) WHERE state NOT IN (3, 6);
CREATE INDEX outbox_by_item ON outbox (portal_id, item_kind, item_id);

CREATE TABLE outbox_event (
    sequence INTEGER NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL REFERENCES outbox (uuid),
    at BIGINT NOT NULL,
    state INTEGER NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX outbox_event_by_write ON outbox_event (uuid, sequence);
