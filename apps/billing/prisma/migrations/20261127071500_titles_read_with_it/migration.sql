SET lock_timeout = '5s';

-- Titles of the house, beside the one that it was bought from, that are read with it.
ALTER TABLE "subscription" ADD COLUMN "also_reads" text[] NOT NULL DEFAULT '{}';

-- All titles that are read with it, now or by the plan that it changes to.
CREATE FUNCTION "titles_held"("publication" text, "also_reads" text[], "course" jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT publication || also_reads || ARRAY(
    SELECT jsonb_array_elements_text(coalesce(course #> '{change,alsoReads}', '[]')))
$$;

-- Nobody pays twice for the same title. The index `subscription_one_live` sees only the title it was bought from;
-- of two that begin at once the lock lets the second see the first.
CREATE FUNCTION "subscription_one_live_of_titles"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.reader_id::text, 0));
  IF EXISTS (
    SELECT FROM "subscription" s
    WHERE s.reader_id = NEW.reader_id AND s.product = NEW.product AND s.id <> NEW.id
      AND s.phase <> 'ended' AND s.ending_as IS NULL
      AND titles_held(s.publication, s.also_reads, s.course)
        && titles_held(NEW.publication, NEW.also_reads, NEW.course)
  ) THEN
    RAISE unique_violation USING
      MESSAGE = 'a live subscription of this reader is to the same title: "subscription_one_live_of_titles"',
      CONSTRAINT = 'subscription_one_live_of_titles', TABLE = 'subscription';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "subscription_one_live_of_titles_begun" AFTER INSERT ON "subscription"
  FOR EACH ROW WHEN (NEW."phase" <> 'ended' AND NEW."ending_as" IS NULL)
  EXECUTE FUNCTION "subscription_one_live_of_titles"();
CREATE TRIGGER "subscription_one_live_of_titles_changed" AFTER UPDATE ON "subscription"
  FOR EACH ROW WHEN (NEW."phase" <> 'ended' AND NEW."ending_as" IS NULL
    AND (OLD."reader_id" <> NEW."reader_id" OR OLD."ending_as" IS NOT NULL OR OLD."phase" = 'ended'
      OR OLD."also_reads" <> NEW."also_reads"
      OR OLD."course" #> '{change,alsoReads}' IS DISTINCT FROM NEW."course" #> '{change,alsoReads}'))
  EXECUTE FUNCTION "subscription_one_live_of_titles"();
