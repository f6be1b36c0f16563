-- SPDX-License-Identifier: GPL-3.0-or-later
-- ledger.db, version 3: people who must not be kept any more. Their records by number, and salted SHA-256 of their
-- phones and addresses (hexadecimal; the salt is 'forgetting_salt' in meta), by which they are known when they come
-- back. No name, number or text is kept.

CREATE TABLE forgotten_record (
    portal_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    record_id BIGINT NOT NULL,
    PRIMARY KEY (portal_id, kind, record_id)
);

CREATE TABLE forgotten_trace (hash TEXT NOT NULL PRIMARY KEY);
