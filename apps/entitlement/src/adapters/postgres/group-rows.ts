import type { PoolClient } from 'pg';
import type { Group } from '../../domain/group.ts';
import type { Invite, Member, Seating } from '../../domain/seats.ts';

/** A pool or a client in a transaction. */
export type Queries = Pick<PoolClient, 'query'>;

export type GroupRow = {
  id: string;
  publication: string;
  name: string;
  bundle: string | null;
  features: string[];
  seats: number;
  networks: string[];
  domains: string[];
  valid_from: Date;
  valid_until: Date;
  until_if_stale: Date;
  owner_id: string | null;
  closed_at: Date | null;
};

/** The columns of a group; networks as text, since the driver knows no `cidr[]`. */
export const GROUP = `id, publication, name, bundle, features, seats, networks::text[] AS networks, domains, valid_from,
  valid_until, until_if_stale, owner_id, closed_at`;

export async function loadSeating(db: Queries, id: string): Promise<Seating | null> {
  const { rows } = await db.query<GroupRow>(`SELECT ${GROUP} FROM access_group WHERE id = $1`, [id]);
  if (rows[0] === undefined) return null;
  const { rows: members } = await db.query<Member>(
    `SELECT id, reader_id AS "readerId", shown_as AS "shownAs", valid_from AS "from", left_at AS "leftAt"
     FROM group_member WHERE group_id = $1 ORDER BY valid_from, id`,
    [id],
  );
  const { rows: invites } = await db.query<Invite>(
    `SELECT id, email, made_at AS "madeAt", expires_at AS "expiresAt", used_at AS "usedAt", revoked_at AS "revokedAt"
     FROM group_invite WHERE group_id = $1 ORDER BY made_at, id`,
    [id],
  );
  return { group: toGroup(rows[0]), members, invites };
}

export const toGroup = (row: GroupRow): Group => ({
  id: row.id,
  publication: row.publication,
  name: row.name,
  bundle: row.bundle,
  features: row.features,
  seats: row.seats,
  networks: row.networks,
  domains: row.domains,
  from: row.valid_from,
  until: row.valid_until,
  untilIfStale: row.until_if_stale,
  ownerId: row.owner_id,
  closedAt: row.closed_at,
});
