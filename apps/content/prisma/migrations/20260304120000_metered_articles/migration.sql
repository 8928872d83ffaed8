SET lock_timeout = '5s';

ALTER TABLE "article" ADD COLUMN "is_metered" boolean NOT NULL DEFAULT false;
ALTER TABLE "article" ADD CONSTRAINT "article_metered_is_gated" CHECK (NOT "is_metered" OR "access" = 'feature');
