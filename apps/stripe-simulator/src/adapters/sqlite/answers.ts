import { day } from '../../domain/wire.ts';
import type { Answers } from '../../http/idempotency.ts';
import type { Database } from './database.ts';

export const createAnswers = (database: Database): Answers => ({
  find(key, now) {
    const row = database.first('SELECT * FROM answer WHERE key = ? AND at > ?', key, now - day);
    if (row === null) return null;
    return {
      fingerprint: String(row['fingerprint']),
      request: String(row['request']),
      status: Number(row['status']),
      body: String(row['body']),
    };
  },
  keep(key, { fingerprint, request, status, body }, now) {
    database.run(
      `INSERT OR REPLACE INTO answer (key, fingerprint, request, status, body, at) VALUES (?, ?, ?, ?, ?, ?)`,
      key,
      fingerprint,
      request,
      status,
      body,
      now,
    );
  },
});
