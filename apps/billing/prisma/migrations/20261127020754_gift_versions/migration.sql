-- CreateTable
CREATE TABLE "gift_version" (
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "gift_version_pkey" PRIMARY KEY ("key","version")
);


-- A version that was ever on sale stays as it was, whoever asks.
CREATE FUNCTION "gift_version_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'gift % version % was on sale and stays as it is', OLD.key, OLD.version
    USING ERRCODE = 'check_violation', CONSTRAINT = 'gift_version_stays';
END $$;
CREATE TRIGGER "gift_version_stays" BEFORE UPDATE OR DELETE ON "gift_version"
  FOR EACH ROW EXECUTE FUNCTION "gift_version_stays"();
