SET lock_timeout = '5s';

CREATE TABLE "saved_article" (
  "reader_id"  uuid NOT NULL,
  "article_id" uuid NOT NULL CONSTRAINT "saved_article_article_id_fkey"
    REFERENCES "article" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "saved_at"   timestamptz(3) NOT NULL,
  PRIMARY KEY ("reader_id", "article_id")
);
CREATE INDEX "saved_article_reader_id_saved_at_article_id_idx"
  ON "saved_article" ("reader_id", "saved_at" DESC, "article_id" DESC);

CREATE TABLE "gone_reader" (
  "reader_id" uuid PRIMARY KEY
);
