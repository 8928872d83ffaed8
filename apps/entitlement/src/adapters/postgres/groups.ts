import type { BusinessClock } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { soldGroup, type Group } from '../../domain/group.ts';
import { refuse } from '../../domain/refusals.ts';
import { fit, holdSeat, seated, type Seated, type Seating } from '../../domain/seats.ts';
import type { Groups, LogLine, SoldGroups } from '../../usecases/group-ports.ts';
import type { ReaderSets } from '../../usecases/ports.ts';
import { readBundles } from './bundles.ts';
import { GROUP, loadSeating, toGroup, type GroupRow, type Queries } from './group-rows.ts';

type Deps = { pool: Pool; readerSets: ReaderSets<PoolClient>; clock: BusinessClock };

export const postgresGroups = (deps: Deps): Groups => ({ ...views(deps), ...writes(deps) });

type Writes = Pick<Groups, 'make' | 'change'>;

const writes = (deps: Deps): Writes => ({
  make: (group, actor) =>
    inTransaction(deps.pool, async (tx) => {
      await saveGroup(tx, group);
      const log = [{ action: 'made', subject: null }];
      await saveLog(tx, group.id, { at: deps.clock.now(), actor, log });
    }),

  change: (id, actor, decide) =>
    inTransaction(deps.pool, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
      const before = await loadSeating(tx, id);
      if (before === null) throw refuse('group-not-found');
      const decided = decide(before);
      const seating = await save(tx, before, decided);
      await saveLog(tx, id, { at: deps.clock.now(), actor, log: decided.log ?? [] });
      await holdSeats(deps, tx, { group: seating.group, members: decided.members ?? [] });
      return { seating, decided };
    }),
});

function views({ pool }: Deps): Omit<Groups, keyof Writes> {
  const groupsWhere = async (where: string, values: readonly unknown[]): Promise<Group[]> => {
    const { rows } = await pool.query<GroupRow>(`SELECT ${GROUP} FROM access_group WHERE ${where}`, [
      ...values,
    ]);
    return rows.map(toGroup);
  };

  return {
    all: () => groupsWhere('true ORDER BY valid_from DESC, id DESC LIMIT 500', []),
    find: (id) => loadSeating(pool, id),

    async of(readerId) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM access_group g WHERE owner_id = $1 OR EXISTS (
           SELECT 1 FROM group_member m WHERE m.group_id = g.id AND m.reader_id = $1 AND m.left_at IS NULL)
         ORDER BY valid_from DESC, id DESC LIMIT 50`,
        [readerId],
      );
      const all = await Promise.all(rows.map(({ id }) => loadSeating(pool, id)));
      return all.filter((seating) => seating !== null);
    },

    async seatOf(readerId, id) {
      const { rows } = await pool.query<{ id: string; groupId: string }>(
        `SELECT id, group_id AS "groupId" FROM group_member
         WHERE reader_id = $1 AND ($2::uuid IS NULL OR id = $2) ORDER BY valid_from DESC, id DESC LIMIT 1`,
        [readerId, id],
      );
      const [row] = rows;
      const seating = row === undefined ? null : await loadSeating(pool, row.groupId);
      const member = seating?.members.find((one) => one.id === row?.id);
      return seating === null || member === undefined ? null : { group: seating.group, member };
    },

    withDomains: (now) => groupsWhere(`cardinality(domains) > 0 AND ${RUNS}`, [now]),
    async networks(now) {
      const found = await groupsWhere(`cardinality(networks) > 0 AND ${RUNS}`, [now]);
      return [...new Set(found.flatMap(({ networks }) => networks))];
    },
    inside: (address, now) =>
      groupsWhere(`${RUNS} AND $2::inet <<= ANY (networks) ORDER BY valid_until DESC`, [now, address]),

    async logOf(id) {
      const { rows } = await pool.query<LogLine>(
        'SELECT at, actor, action, subject FROM group_log WHERE group_id = $1 ORDER BY id DESC LIMIT 500',
        [id],
      );
      return rows;
    },

    bundles: () => readBundles(pool),
  };
}

const RUNS = 'closed_at IS NULL AND valid_from <= $1 AND $1 < valid_until';

export const postgresSoldGroups = (clock: BusinessClock): SoldGroups<PoolClient> => ({
  async follow(holding, seats, tx) {
    const known = await loadSeating(tx, holding.subscriptionId);
    const group = soldGroup(known?.group ?? null, holding, seats);
    const before = { group, members: known?.members ?? [], invites: known?.invites ?? [] };
    const decided = { group, ...fit(before, clock.now()) };
    const seating = await save(tx, before, decided);
    await saveLog(tx, group.id, { at: clock.now(), actor: 'billing', log: decided.log ?? [] });
    const lost = decided.members ?? [];
    return { group, members: [...seated(seating.members), ...lost] };
  },
});

/** The seating once what was decided is kept. */
async function save(tx: PoolClient, before: Seating, decided: Seated): Promise<Seating> {
  const { group = before.group, members = [], invites = [] } = decided;
  if (decided.group !== undefined) await saveGroup(tx, group);
  for (const { id, readerId, shownAs, from, leftAt } of members)
    await tx.query(
      `INSERT INTO group_member (id, group_id, reader_id, shown_as, valid_from, left_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE SET left_at = excluded.left_at, shown_as = excluded.shown_as`,
      [id, group.id, readerId, shownAs, from, leftAt],
    );
  for (const { id, email, madeAt, expiresAt, usedAt, revokedAt } of invites)
    await tx.query(
      `INSERT INTO group_invite (id, group_id, email, made_at, expires_at, used_at, revoked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET email = excluded.email, used_at = excluded.used_at, revoked_at = excluded.revoked_at`,
      [id, group.id, email, madeAt, expiresAt, usedAt, revokedAt],
    );
  return { group, members: mixed(before.members, members), invites: mixed(before.invites, invites) };
}

const mixed = <T extends { readonly id: string }>(
  before: readonly T[],
  changed: readonly T[],
): readonly T[] => [...before.filter(({ id }) => !changed.some((one) => one.id === id)), ...changed];

/** In the order of their ids, so that two groups that share readers never wait for each other. */
async function holdSeats(
  { readerSets }: Deps,
  tx: PoolClient,
  { group, members }: Pick<Seating, 'group' | 'members'>,
): Promise<void> {
  for (const member of members.toSorted((a, b) => (a.readerId < b.readerId ? -1 : 1)))
    await readerSets.change(member.readerId, (set) => holdSeat(set, group, member), {
      tx,
      traceparent: null,
    });
}

const saveGroup = (tx: Queries, group: Group): Promise<unknown> =>
  tx.query(
    `INSERT INTO access_group (id, publication, name, bundle, features, seats, networks, domains, valid_from,
       valid_until, until_if_stale, owner_id, closed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::cidr[], $8, $9, $10, $11, $12, $13)
     ON CONFLICT (id) DO UPDATE SET
       name = excluded.name, bundle = excluded.bundle, seats = excluded.seats, domains = excluded.domains,
       valid_from = excluded.valid_from, valid_until = excluded.valid_until,
       until_if_stale = excluded.until_if_stale, owner_id = excluded.owner_id, closed_at = excluded.closed_at`,
    [
      group.id,
      group.publication,
      group.name,
      group.bundle,
      group.features,
      group.seats,
      group.networks,
      group.domains,
      group.from,
      group.until,
      group.untilIfStale,
      group.ownerId,
      group.closedAt,
    ],
  );

type Done = { readonly at: Date; readonly actor: string; readonly log: NonNullable<Seated['log']> };

async function saveLog(tx: Queries, groupId: string, { at, actor, log }: Done): Promise<void> {
  for (const { action, subject } of log)
    await tx.query(
      'INSERT INTO group_log (group_id, at, actor, action, subject) VALUES ($1, $2, $3, $4, $5)',
      [groupId, at, actor, action, subject],
    );
}
