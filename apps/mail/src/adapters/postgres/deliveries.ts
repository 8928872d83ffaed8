import type { Pool, PoolClient } from 'pg';
import type { Deliveries, Returned } from '../../usecases/delivery-ports.ts';
import type { AddressHash } from '../address-hash.ts';

type Deps = { pool: Pool; addresses: AddressHash };

export const postgresDeliveries = ({ pool, addresses }: Deps): Deliveries<PoolClient> => ({
  // A report that is repeated, or late, says nothing of an address that its reader has vouched for since.
  async bounced(messageId, at) {
    await pool.query(
      `INSERT INTO undeliverable_address AS known (reader_id, address_hash, since)
       SELECT reader_id, address_hash, $2 FROM message
       WHERE id = $1 AND reader_id IS NOT NULL AND address_hash IS NOT NULL
       ON CONFLICT (reader_id, address_hash) DO UPDATE SET since = excluded.since, trusted_at = NULL
       WHERE known.trusted_at < (SELECT sent_at FROM message WHERE id = $1)`,
      [messageId, at],
    );
  },

  async complained(messageId, at) {
    await pool.query(
      `UPDATE newsletter_choice AS choice SET ended_by = 'complaint', ended_at = $2
       FROM message JOIN newsletter_issue AS issue ON issue.id = message.issue_id
       WHERE message.id = $1 AND choice.reader_id = message.reader_id AND choice.newsletter = issue.newsletter
         AND choice.ended_at IS NULL AND choice.chosen_at <= coalesce(message.sent_at, $2)`,
      [messageId, at],
    );
  },

  async undeliverableSince(readerId, email) {
    const { rows } = await pool.query<{ since: Date | null }>(
      `SELECT min(since) AS since FROM undeliverable_address
       WHERE reader_id = $1 AND address_hash = ANY($2) AND trusted_at IS NULL`,
      [readerId, addresses.all(email)],
    );
    return rows[0]?.since ?? null;
  },

  async returnedOf(readerId, email) {
    const { rows } = await pool.query<Returned>(
      `SELECT since, trusted_at AS "trustedAt", address_hash = ANY($2) AS "isCurrent"
       FROM undeliverable_address WHERE reader_id = $1 ORDER BY since, address_hash`,
      [readerId, email === null ? [] : addresses.all(email)],
    );
    return rows;
  },

  async trust(readerId, email, at) {
    await pool.query(
      `UPDATE undeliverable_address SET trusted_at = $3
       WHERE reader_id = $1 AND address_hash = ANY($2) AND trusted_at IS NULL`,
      [readerId, addresses.all(email), at],
    );
  },

  async forget(readerId, tx) {
    await tx.query('DELETE FROM undeliverable_address WHERE reader_id = $1', [readerId]);
    await tx.query('UPDATE message SET address_hash = NULL WHERE reader_id = $1', [readerId]);
  },
});
