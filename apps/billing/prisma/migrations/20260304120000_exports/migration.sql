-- Long lists that are written as a file in the background, piece by piece, and kept for some days.
CREATE TABLE "export_job" (
  "id"          uuid PRIMARY KEY,
  "filter"      jsonb NOT NULL,
  "state"       text NOT NULL CHECK ("state" IN ('running', 'done', 'expired')),
  "rows_done"   bigint NOT NULL DEFAULT 0,
  "rows_total"  bigint NOT NULL,
  -- Behind which row the next piece begins.
  "place_at"    timestamptz(3),
  "place_id"    uuid,
  "asked_by"    text NOT NULL,
  "asked_at"    timestamptz(6) NOT NULL,
  "finished_at" timestamptz(6),
  "expires_at"  timestamptz(6) NOT NULL
);
CREATE INDEX "export_job_newest" ON "export_job" ("asked_at" DESC, "id" DESC);
CREATE INDEX "export_job_running" ON "export_job" ("asked_at") WHERE "state" = 'running';

CREATE TABLE "export_piece" (
  "job_id" uuid NOT NULL REFERENCES "export_job" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION,
  "number" integer NOT NULL,
  "text"   text NOT NULL,
  PRIMARY KEY ("job_id", "number")
);
