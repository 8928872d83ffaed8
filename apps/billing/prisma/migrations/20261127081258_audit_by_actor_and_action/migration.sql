-- CreateIndex
CREATE INDEX "audit_entry_actor" ON "audit_entry"("actor", "sequence" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_action" ON "audit_entry"("action", "sequence" DESC);

