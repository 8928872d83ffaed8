import { expect, test } from 'vitest';
import { appsWithDatabase, pendingChange } from '../prisma/migrations.mjs';

const server = process.env['TEST_DATABASE_URL'] ?? '';

/** What differs stays unseen until somebody writes the next migration, which then holds what nobody meant. */
test.each(appsWithDatabase())('the migrations of %s make what its schema says', (app) => {
  expect(pendingChange(app, server)).toBe('');
});
