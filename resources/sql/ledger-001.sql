-- SPDX-License-Identifier: GPL-3.0-or-later
-- ledger.db, version 1: what only head office has. Rows are never erased, except documents replaced by newer ones.
-- Instants are UTC seconds; NULL is "never".

CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE portal (
    id INTEGER NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    code TEXT NOT NULL,
    kind INTEGER NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    added_at BIGINT,
    retired_at BIGINT
);

-- Every provable change, once: the unique key makes writing the same page again after a crash harmless.
CREATE TABLE journal (
    sequence INTEGER NOT NULL PRIMARY KEY,
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record_id BIGINT NOT NULL,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (portal_id, kind, record_id, field, after, happened_at)
);
CREATE INDEX journal_by_field ON journal (field, portal_id, kind, record_id, happened_at);

-- Stage history rows of funnels that a deal has left: the portal may not tell them any more.
CREATE TABLE kept_history (
    portal_id INTEGER NOT NULL,
    id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    type_id BIGINT,
    created BIGINT,
    category_id BIGINT,
    stage_id TEXT,
    semantic TEXT,
    extra TEXT,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX kept_history_by_owner ON kept_history (portal_id, owner_id);

-- Named JSON texts: the standard, saved views, window state.
CREATE TABLE document (name TEXT NOT NULL PRIMARY KEY, json TEXT NOT NULL);
