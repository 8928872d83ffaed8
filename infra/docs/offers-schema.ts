import { CatalogueFile } from '@gatefold/api';
import { z } from 'zod';

/** The schema of a publisher's file of offers, for editors that show mistakes while one types. */
export const offersSchema = (): string =>
  JSON.stringify({
    title: 'Offers of a Gatefold publisher',
    ...z.toJSONSchema(CatalogueFile, { io: 'input' }),
  });
