-- Of what no webhook brought there is little, and it is counted often.
CREATE INDEX "inbox_swept" ON "inbox" ("received_at") WHERE "source" = 'sweep';
