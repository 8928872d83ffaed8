SET lock_timeout = '5s';

CREATE TABLE "sign_in" (
  "id"         bigserial PRIMARY KEY,
  "reader_id"  uuid NOT NULL,
  "session_id" uuid,
  "device"     text,
  "at"         timestamptz(3) NOT NULL
);
CREATE UNIQUE INDEX "sign_in_session_id_key" ON "sign_in" ("session_id");
CREATE INDEX "sign_in_reader_id_id_idx" ON "sign_in" ("reader_id", "id");
CREATE INDEX "sign_in_at_idx" ON "sign_in" ("at");

-- Written by the database, so that no way of opening a session can forget it. The device is known a statement later.
CREATE FUNCTION record_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sign_in (reader_id, session_id, device, at)
  VALUES (NEW.account_id, NEW.id, NEW.user_agent, NEW.created_at)
  ON CONFLICT (session_id) DO UPDATE SET device = excluded.device;
  RETURN NULL;
END $$;
CREATE TRIGGER "session_recorded" AFTER INSERT OR UPDATE OF "user_agent" ON "session"
  FOR EACH ROW EXECUTE FUNCTION record_sign_in();

CREATE FUNCTION record_provisional_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO sign_in (reader_id, at) VALUES (NEW.reader_id, NEW.created_at);
  RETURN NULL;
END $$;
CREATE TRIGGER "provisional_session_recorded" AFTER INSERT ON "provisional_session"
  FOR EACH ROW EXECUTE FUNCTION record_provisional_sign_in();

-- Those that are open already.
INSERT INTO sign_in (reader_id, session_id, device, at)
  SELECT account_id, id, user_agent, created_at FROM session ORDER BY created_at;
INSERT INTO sign_in (reader_id, at) SELECT reader_id, created_at FROM provisional_session ORDER BY created_at;
