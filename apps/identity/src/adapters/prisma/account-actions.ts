import { DAY, HOUR, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../../domain/refusals.ts';
import type { KnownOfAddress, Settlement } from '../../domain/settle.ts';
import type { AccountActions, Link } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import { hashOf, newSecret } from '../one-time.ts';
import type { Change, Tx } from './database.ts';
import type { PrismaClient } from './generated/client.ts';
import type { AddToOutbox } from './outbox.ts';
import { saveReaderChanges } from './reader-changes.ts';
import { provisionalOf } from './sign-ins.ts';

type Deps = {
  db: PrismaClient;
  change: Change;
  clock: MachineClock;
  newId: NewId;
  addresses: AddressHash;
  addToOutbox: AddToOutbox;
};

type Purpose = 'change-old' | 'change-new' | 'erase';
type Row = {
  readonly purpose: Purpose;
  readonly readerId: string;
  readonly requestId: string;
  readonly email: string | null;
};

export function prismaAccountActions(deps: Deps): AccountActions {
  const { db, change, clock, newId } = deps;
  const open = async (row: Row, expiresAt: Date): Promise<Link> => {
    const token = newSecret();
    await db.actionLink.create({ data: { ...row, tokenHash: hashOf(token), expiresAt } });
    return { token, expiresAt };
  };

  return {
    async openEmailChange(readerId, email) {
      const request = { readerId, requestId: newId(), email };
      // A newer wish takes the place of an older one.
      await db.actionLink.deleteMany({ where: { readerId, purpose: { in: ['change-old', 'change-new'] } } });
      const until = plus(clock.now(), DAY);
      return {
        old: await open({ ...request, purpose: 'change-old' }, until),
        new: await open({ ...request, purpose: 'change-new' }, until),
      };
    },

    useEmailChange: (token, settle) => change((tx) => changeEmail(tx, { ...deps, token, settle })),

    openErasure: (readerId) =>
      open({ readerId, requestId: newId(), email: null, purpose: 'erase' }, plus(clock.now(), HOUR)),

    useErasure: (readerId, token) => change((tx) => erase(tx, { ...deps, readerId, token })),
  };
}

/** The row's lock makes of two uses at once one that counts. */
async function use(tx: Tx, token: string, { clock, purposes }: { clock: MachineClock; purposes: Purpose[] }) {
  const [row] = await tx.$queryRaw<Row[]>`
    UPDATE action_link SET used_at = ${clock.now()}
    WHERE token_hash = ${hashOf(token)} AND used_at IS NULL AND expires_at > ${clock.now()}
      AND purpose = ANY(${purposes})
    RETURNING purpose, reader_id AS "readerId", request_id AS "requestId", email`;
  if (row === undefined) throw refuse('action-link-invalid');
  return row;
}

type ChangeEmail = Deps & { token: string; settle: (known: KnownOfAddress) => Settlement };

async function changeEmail(
  tx: Tx,
  { token, settle, ...deps }: ChangeEmail,
): Promise<{ oldEmail: string; locale: string | null } | null> {
  const { clock, addresses } = deps;
  const { readerId, requestId, email } = await use(tx, token, {
    clock,
    purposes: ['change-old', 'change-new'],
  });
  // Locked first: of two halves used at once, the second sees the first.
  const [account] = await tx.$queryRaw<{ email: string }[]>`
    SELECT email FROM account WHERE id = ${readerId}::uuid FOR UPDATE`;
  if (account === undefined || email === null) throw refuse('action-link-invalid');
  const left = await tx.actionLink.count({ where: { requestId, usedAt: null } });
  if (left > 0) return null;

  const taken = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (taken !== null) throw refuse('address-has-account');
  await tx.user.update({ where: { id: readerId }, data: { email } });
  // The links of mails in the old mailbox are its owner's no more.
  const linksFrom = clock.now();
  const { locale, spokenLocale } = await tx.reader.update({
    where: { id: readerId },
    data: { emailHash: addresses.of(email), linksFrom },
  });
  await forgetOpenLinks(tx, account.email);
  await tx.actionLink.deleteMany({ where: { readerId } });
  const provisional = await provisionalOf(tx, addresses.all(email));
  const { changes } = settle({ account: { readerId, verified: true }, provisional });
  await saveReaderChanges(deps.addToOutbox)(tx, changes, clock.now());
  return { oldEmail: account.email, locale: locale ?? spokenLocale };
}

type Erase = Deps & { readerId: string; token: string };

/** What had become part of the account goes with it: those ids stood for the same person. */
async function erase(tx: Tx, { readerId, token, ...deps }: Erase): Promise<string> {
  const { clock, addToOutbox } = deps;
  const link = await use(tx, token, { clock, purposes: ['erase'] });
  if (link.readerId !== readerId) throw refuse('action-link-invalid');
  const account = await tx.user.findUnique({ where: { id: readerId }, select: { email: true } });
  if (account === null) throw refuse('action-link-invalid');
  const { email } = account;
  const others = await tx.reader.findMany({
    where: { mergedInto: readerId },
    select: { id: true },
  });
  const ids = [readerId, ...others.map(({ id }) => id)];

  await forgetOpenLinks(tx, email);
  await tx.$executeRaw`DELETE FROM verification WHERE value::jsonb #>> '{userData,id}' = ${readerId}`;
  await tx.actionLink.deleteMany({ where: { readerId } });
  await tx.provisionalSession.deleteMany({ where: { readerId: { in: ids } } });
  await tx.user.delete({ where: { id: readerId } });
  await tx.signIn.deleteMany({ where: { readerId: { in: ids } } });
  const changes = ids.map((id) => ({ type: 'erased' as const, readerId: id }));
  await saveReaderChanges(addToOutbox)(tx, changes, clock.now());
  return email;
}

/** better-auth keeps the address in what a link stands for. */
const forgetOpenLinks = (tx: Tx, email: string) =>
  tx.$executeRaw`DELETE FROM verification WHERE value::jsonb ->> 'email' = ${email}`;
