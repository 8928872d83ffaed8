SET lock_timeout = '5s';

-- From where was bought, sealed; forgotten when no charge under the consent can be disputed any more.
ALTER TABLE "consent" ADD COLUMN "ip" bytea, ADD COLUMN "key_version" text;
ALTER TABLE "consent" ADD CONSTRAINT "consent_ip_sealed" CHECK (("ip" IS NULL) = ("key_version" IS NULL));
CREATE INDEX "consent_with_ip" ON "consent" ("accepted_at") WHERE "ip" IS NOT NULL;
