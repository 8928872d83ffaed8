import { readFileSync } from 'node:fs';
import { CatalogueFile } from '@gatefold/api';
import { planCatalogue } from '../src/domain/catalogue.ts';
import { draftFrom } from '../src/http/catalogue-file.ts';

/** What the development paper sells, from the file that `npm start` applies. */
export const paperFile = CatalogueFile.parse(
  JSON.parse(readFileSync(new URL('../offers.json', import.meta.url), 'utf8')),
);

export const paper = planCatalogue(draftFrom(paperFile), {
  versions: [],
  giftVersions: [],
  onSale: null,
}).next;
export const { offers: catalogue, promotions, rules: houseRules } = paper;
