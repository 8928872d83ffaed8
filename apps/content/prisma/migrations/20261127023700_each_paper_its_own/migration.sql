SET lock_timeout = '5s';

-- Until now there was one paper: what is there belongs to the one whose articles refer to it, or to the only one there is.
ALTER TABLE "section" ADD COLUMN "publication" TEXT;
ALTER TABLE "author" ADD COLUMN "publication" TEXT;
ALTER TABLE "column" ADD COLUMN "publication" TEXT;

UPDATE "section" s SET "publication" = COALESCE(
  (SELECT min(a."publication") FROM "article" a WHERE a."section" = s."slug"),
  (SELECT min(a."publication") FROM "article" a), 'meridian');
UPDATE "author" w SET "publication" = COALESCE(
  (SELECT min(a."publication") FROM "article" a WHERE a."author" = w."slug"),
  (SELECT min(a."publication") FROM "article" a), 'meridian');
UPDATE "column" c SET "publication" = w."publication" FROM "author" w WHERE w."slug" = c."author";

ALTER TABLE "section" ALTER COLUMN "publication" SET NOT NULL;
ALTER TABLE "author" ALTER COLUMN "publication" SET NOT NULL;
ALTER TABLE "column" ALTER COLUMN "publication" SET NOT NULL;

CREATE UNIQUE INDEX "section_publication_slug_key" ON "section"("publication", "slug");
CREATE UNIQUE INDEX "author_publication_slug_key" ON "author"("publication", "slug");
CREATE UNIQUE INDEX "column_publication_slug_key" ON "column"("publication", "slug");
CREATE INDEX "article_publication_published_at_id_idx" ON "article"("publication", "published_at" DESC, "id" DESC);

-- An article stands in a section of its own paper, and is by somebody who writes for it. None is moved to another
-- paper by moving those.
ALTER TABLE "article" DROP CONSTRAINT "article_section_fkey";
ALTER TABLE "article" DROP CONSTRAINT "article_author_fkey";
ALTER TABLE "article" DROP CONSTRAINT "article_column_fkey";
ALTER TABLE "column" DROP CONSTRAINT "column_author_fkey";
ALTER TABLE "article" ADD CONSTRAINT "article_publication_section_fkey" FOREIGN KEY ("publication", "section") REFERENCES "section"("publication", "slug") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "article" ADD CONSTRAINT "article_publication_author_fkey" FOREIGN KEY ("publication", "author") REFERENCES "author"("publication", "slug") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "article" ADD CONSTRAINT "article_publication_column_fkey" FOREIGN KEY ("publication", "column") REFERENCES "column"("publication", "slug") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "column" ADD CONSTRAINT "column_publication_author_fkey" FOREIGN KEY ("publication", "author") REFERENCES "author"("publication", "slug") ON DELETE RESTRICT ON UPDATE NO ACTION;
