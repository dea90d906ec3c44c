"""The catalogue's tables, and the way to them from every version there has been."""

from __future__ import annotations

VERSION = 5
MIGRATIONS = {
    0: """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
    title TEXT NOT NULL, organisation TEXT NOT NULL, period TEXT NOT NULL,
    outline TEXT NOT NULL, added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    indexed INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS reports_by_file ON reports (sha256);
CREATE TABLE IF NOT EXISTS paragraphs (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, role TEXT NOT NULL, section_path TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS paragraphs_by_report ON paragraphs (report_id, ordinal)""",
    # Reports of version 1 came without their files, so `original` is 0 for them.
    1: """
ALTER TABLE reports ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN original INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN state TEXT NOT NULL DEFAULT 'embedded';
ALTER TABLE reports ADD COLUMN replaced_by TEXT;
ALTER TABLE reports ADD COLUMN recognised TEXT NOT NULL DEFAULT '["", ""]';
UPDATE reports SET recognised = json_array(title, period);
UPDATE reports SET state = CASE indexed
    WHEN 1 THEN 'verified' WHEN 2 THEN 'leaving' ELSE 'embedded' END;
ALTER TABLE reports DROP COLUMN indexed;
DELETE FROM meta WHERE key = 'schema';
CREATE TABLE arrivals (
    sha256 TEXT PRIMARY KEY, file_name TEXT NOT NULL, corrections TEXT NOT NULL,
    state TEXT NOT NULL, reading TEXT, report TEXT,
    received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)""",
    2: """
ALTER TABLE arrivals ADD COLUMN beside TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN checksum TEXT NOT NULL DEFAULT ''""",
    # The text apart from its tree, so that a paragraph can be cut out of it; a digest of what was
    # embedded, so that the same words are embedded once; and room for the vectors of a new model.
    3: """
ALTER TABLE reports ADD COLUMN text TEXT NOT NULL DEFAULT '';
UPDATE reports SET text = json_extract(outline, '$.text'),
    outline = json_remove(outline, '$.text'), checksum = '';
ALTER TABLE paragraphs ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
CREATE INDEX paragraphs_by_digest ON paragraphs (digest);
CREATE TABLE reembedded (
    paragraph_id TEXT PRIMARY KEY REFERENCES paragraphs (id) ON DELETE CASCADE,
    digest BLOB NOT NULL, vector BLOB NOT NULL);
CREATE INDEX reembedded_by_digest ON reembedded (digest)""",
    # The words of a paragraph beside it: to cut sixteen out of sixteen long texts takes a search
    # longer than to find them.
    4: """
ALTER TABLE paragraphs ADD COLUMN text TEXT NOT NULL DEFAULT '';
UPDATE paragraphs SET text = (SELECT substr(r.text, "start" + 1, "end" - "start")
    FROM reports r WHERE r.id = report_id);
UPDATE reports SET checksum = ''""",
}
