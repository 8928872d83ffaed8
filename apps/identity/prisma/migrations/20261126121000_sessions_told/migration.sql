SET lock_timeout = '5s';

-- Sessions of which something is different: they have ended, or their account has changed. By the hash of their token.
CREATE TABLE "session_change" (
  "id"         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "token_hash" text NOT NULL,
  -- The transaction that changed it. Ids are given out before others commit, these are compared with what is over.
  "xact"       bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  "changed_at" timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "session_change_xact_idx" ON "session_change" ("xact");
CREATE INDEX "session_change_changed_at_idx" ON "session_change" ("changed_at");

CREATE FUNCTION session_token_hash("token" text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT rtrim(translate(encode(sha256(convert_to("token", 'UTF8')), 'base64'), '+/', '-_'), '=') $$;

-- Written by the database, so that no way of ending a session can forget it.
CREATE FUNCTION tell_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO session_change (token_hash) VALUES (session_token_hash(OLD.token));
  RETURN NULL;
END $$;
CREATE TRIGGER "session_told" AFTER DELETE OR UPDATE OF "token", "account_id" ON "session"
  FOR EACH ROW EXECUTE FUNCTION tell_session();

CREATE FUNCTION tell_provisional_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO session_change (token_hash) VALUES (OLD.token_hash);
  RETURN NULL;
END $$;
CREATE TRIGGER "provisional_session_told" AFTER DELETE ON "provisional_session"
  FOR EACH ROW EXECUTE FUNCTION tell_provisional_session();

CREATE FUNCTION tell_sessions_of_reader() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO session_change (token_hash)
    SELECT session_token_hash(token) FROM session WHERE account_id = NEW.id
    UNION ALL
    SELECT token_hash FROM provisional_session WHERE reader_id = NEW.id;
  RETURN NULL;
END $$;
-- Whatever else is ever kept of an account or reader counts too.
CREATE TRIGGER "account_told" AFTER UPDATE ON "account"
  FOR EACH ROW WHEN (to_jsonb(OLD) - 'updated_at' IS DISTINCT FROM to_jsonb(NEW) - 'updated_at') EXECUTE FUNCTION tell_sessions_of_reader();
CREATE TRIGGER "reader_told" AFTER UPDATE ON "reader"
  FOR EACH ROW WHEN (to_jsonb(OLD) - 'sequence' IS DISTINCT FROM to_jsonb(NEW) - 'sequence') EXECUTE FUNCTION tell_sessions_of_reader();
