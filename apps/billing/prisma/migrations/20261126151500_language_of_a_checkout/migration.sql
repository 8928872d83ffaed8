SET lock_timeout = '5s';

-- In which language the terms were read and the hosted page speaks, such as 'de'; null where nobody said.
ALTER TABLE "checkout" ADD COLUMN "language" text;
