SET lock_timeout = '5s';

CREATE TABLE "article_read" (
  "reader_id"  uuid NOT NULL,
  "day"        date NOT NULL,
  "article_id" uuid NOT NULL CONSTRAINT "article_read_article_id_fkey"
    REFERENCES "article" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "read_at"    timestamptz(3) NOT NULL CHECK (("read_at" AT TIME ZONE 'UTC')::date = "day"),
  PRIMARY KEY ("reader_id", "day", "article_id")
);
CREATE INDEX "article_read_reader_id_read_at_article_id_idx"
  ON "article_read" ("reader_id", "read_at" DESC, "article_id" DESC);
CREATE INDEX "article_read_read_at_idx" ON "article_read" ("read_at");

CREATE TABLE "reading_wish" (
  "reader_id" uuid PRIMARY KEY,
  "keeps"     boolean NOT NULL,
  "since"     timestamptz(3) NOT NULL
);
