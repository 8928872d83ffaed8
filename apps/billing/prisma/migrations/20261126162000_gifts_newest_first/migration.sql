CREATE INDEX "gift_newest" ON "gift" ("created_at" DESC, "id" DESC);
