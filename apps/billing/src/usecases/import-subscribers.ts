import type { BusinessClock, NewId } from '@gatefold/kernel';
import { importedPath, isOwnPrice, listPriceOfImport } from '../domain/import-path.ts';
import {
  adoptionProblem,
  readLine,
  type ImportLine,
  type ImportProblem,
  type SoldElsewhere,
  type Wanted,
} from '../domain/import-rows.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded } from '../domain/subscription.ts';
import { isLike } from '../domain/titles.ts';
import type { ImportClaim, ImportedRow, ImportRun, Imports, ImportsAtStripe } from './import-ports.ts';
import type { AddressHash, Checkouts, Offers, Readers, Subscriptions } from './ports.ts';
import type { StripeWrites } from './stripe-ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

type Deps = {
  imports: Imports;
  offers: Pick<Offers, 'current'>;
  readers: Readers;
  addresses: AddressHash;
  checkouts: Pick<Checkouts, 'customerOf'>;
  subscriptions: Pick<Subscriptions, 'find' | 'ofReader'>;
  stripe: Pick<StripeWrites, 'createCustomer' | 'makePrice'> & ImportsAtStripe;
  settleCustomer: SettleCustomer;
  clock: BusinessClock;
  newId: NewId;
  hash: (text: string) => string;
};

export type BeginImport = Pick<ImportRun, 'source' | 'mode' | 'prices'> & {
  /** Of the file; what an import from Stripe is named after follows from its prices. */
  readonly fileHash: string | null;
  readonly actor: string;
};

/** Begins a run. What is taken over was looked at before: refuses with `import-not-looked-at`. */
export const beginImport =
  ({ imports, newId, hash }: Deps) =>
  async ({ source, mode, prices, fileHash, actor }: BeginImport): Promise<ImportRun> => {
    const named = JSON.stringify(Object.entries(prices).toSorted());
    const inputHash = source === 'csv' ? (fileHash ?? '') : hash(named);
    if (mode === 'apply' && !(await imports.wasLookedAt({ source, inputHash })))
      throw refuse('import-not-looked-at');
    const id = newId();
    const note = { actor, action: `import.${mode}`, subject: id, facts: { source, inputHash } };
    return imports.begin({ id, source, mode, inputHash, prices, askedBy: actor }, note);
  };

export const closeImport =
  ({ imports }: Deps) =>
  async (id: string, actor: string): Promise<ImportRun> =>
    imports.close(id, ({ source, mode, counts }) => ({
      actor,
      action: 'import.close',
      subject: id,
      facts: {
        source,
        mode,
        ...Object.fromEntries(Object.entries(counts).map(([outcome, count]) => [outcome, String(count)])),
      },
    }));

/**
 * Looks at lines of a file, or takes over whom they name. Each line stands alone, and is kept as soon as it is done:
 * sent again after a crash it is gone on with, and what was done stays done.
 */
export const importLines =
  (deps: Deps) =>
  async (id: string, lines: readonly ImportLine[]): Promise<ImportedRow[]> => {
    const run = await running(deps, id, 'csv');
    const done: ImportedRow[] = [];
    for (const line of lines) {
      const wanted = readLine(line, deps.offers.current(), deps.clock.now());
      const about = { line: line.line, stripeSubscriptionId: line.stripeSubscriptionId.trim() || null };
      done.push(
        await once(deps, { run, line: line.line }, async () => {
          if (typeof wanted === 'string') return refused(about, wanted);
          if (wanted.stripeSubscriptionId === null) return takeRow(deps, run, { wanted, sold: null });
          const sold = await deps.stripe.soldElsewhere(wanted.stripeSubscriptionId);
          return sold === null
            ? refused(about, 'subscription-unknown')
            : takeRow(deps, run, { wanted, sold });
        }),
      );
    }
    return done;
  };

/** The same for the next subscriptions that Stripe shows, in Stripe's order. */
export const importPage =
  (deps: Deps) =>
  async (id: string, limit: number): Promise<{ rows: ImportedRow[]; isLast: boolean }> => {
    const run = await running(deps, id, 'stripe');
    const { sold, isLast } = await deps.stripe.soldElsewhereAfter(run.pageAfter, limit);
    const first = Object.values(run.counts).reduce((sum, count) => sum + count, 0) + 1;
    const rows: ImportedRow[] = [];
    for (const [index, one] of sold.entries()) {
      const line = first + index;
      rows.push(await once(deps, { run, line }, () => takeSold(deps, run, { sold: one, line })));
      await deps.imports.turnPage(id, one.id);
    }
    return { rows, isLast };
  };

async function running({ imports }: Deps, id: string, source: ImportRun['source']): Promise<ImportRun> {
  const run = await imports.find(id);
  if (run === null || run.source !== source) throw refuse('import-not-found');
  if (run.state === 'done') throw refuse('import-closed');
  return run;
}

/** A line that was taken over by this run already stays so. */
async function once(
  { imports }: Deps,
  { run, line }: { run: ImportRun; line: number },
  take: () => Promise<ImportedRow>,
): Promise<ImportedRow> {
  const before = await imports.row(run.id, line);
  if (before?.outcome === 'imported') return before;
  const row = await take();
  await imports.keepRow(run.id, row);
  return row;
}

type About = Pick<ImportedRow, 'line' | 'stripeSubscriptionId'> & { readonly mailKey?: string };

const refused = (about: About, code: ImportProblem, facts: ImportedRow['facts'] = {}): ImportedRow => ({
  mailKey: null,
  subscriptionId: null,
  ...about,
  outcome: 'refused',
  code,
  facts,
});

async function takeSold(
  deps: Deps,
  run: ImportRun,
  { sold, line }: { sold: SoldElsewhere; line: number },
): Promise<ImportedRow> {
  const about = { line, stripeSubscriptionId: sold.id };
  const isOurs = sold.checkoutId !== null && (await deps.subscriptions.find(sold.checkoutId)) !== null;
  if (isOurs) return { ...refused(about, 'row-repeated'), outcome: 'already-there', code: null };
  const key = run.prices[sold.priceId ?? ''];
  if (key === undefined) return refused(about, 'price-not-named', { price: sold.priceId ?? '' });
  const asked = { line, email: sold.email ?? '', offer: key, paidThrough: '', stripeSubscriptionId: sold.id };
  const wanted = readLine(asked, deps.offers.current(), deps.clock.now());
  return typeof wanted === 'string' ? refused(about, wanted) : takeRow(deps, run, { wanted, sold });
}

type Row = { readonly wanted: Wanted; readonly sold: SoldElsewhere | null };

async function takeRow(deps: Deps, run: ImportRun, { wanted, sold }: Row): Promise<ImportedRow> {
  const { imports } = deps;
  const { line, stripeSubscriptionId } = wanted;
  const { rowKeys, mailKeys } = keysOf(deps, wanted);
  const about = { line, stripeSubscriptionId, mailKey: mailKeys[0]! };
  if (await imports.isRepeated(run.id, { line, mailKeys, stripeSubscriptionId }))
    return refused(about, 'row-repeated');
  const claim = await imports.claimOf(rowKeys);
  const fine = { ...about, code: null, facts: {} };
  if (claim !== null && claim.importedAt !== null)
    return { ...fine, outcome: 'already-there', subscriptionId: claim.id };
  const problem = await problemOf(deps, { wanted, sold }, claim);
  if (problem !== null) return refused(about, problem);
  if (run.mode === 'dry-run') return { ...fine, outcome: 'would-import', subscriptionId: null };
  const id = await takeOver(deps, { wanted, sold, claim, rowKey: rowKeys[0]!, runId: run.id });
  return id === null
    ? refused(about, 'already-subscribed')
    : { ...fine, outcome: 'imported', subscriptionId: id };
}

async function problemOf(
  deps: Deps,
  { wanted, sold }: Row,
  claim: ImportClaim | null,
): Promise<ImportProblem | null> {
  const mark = sold?.checkoutId ?? null;
  if (mark !== null && mark !== claim?.id) return 'subscription-marked';
  const problem = sold === null ? null : adoptionProblem(sold, wanted.offer, deps.clock.now());
  if (problem !== null) return problem;
  return (await isSubscribed(deps, wanted, claim)) ? 'already-subscribed' : null;
}

/** By which a row is known again: Stripe's id, or the hashed address and the time; under the newest key first. */
function keysOf({ addresses }: Deps, { email, offer, paidThrough, stripeSubscriptionId }: Wanted) {
  const keyOf = (hash: string): string => `${hash}:${offer.publication}:${offer.product}`;
  const newest = keyOf(addresses.of(email));
  const mailKeys = [
    newest,
    ...addresses
      .all(email)
      .map(keyOf)
      .filter((key) => key !== newest),
  ];
  const rowKeys =
    stripeSubscriptionId === null
      ? mailKeys.map((key) => `mail:${key}:${paidThrough?.toISOString()}`)
      : [`stripe:${stripeSubscriptionId}`];
  return { mailKeys, rowKeys };
}

async function isSubscribed(
  { readers, subscriptions }: Deps,
  { email, offer }: Wanted,
  claim: ImportClaim | null,
): Promise<boolean> {
  for (const readerId of await readers.idsOf(email)) {
    const theirs = await subscriptions.ofReader(readerId);
    const isIt = theirs.some((one) => one.id !== claim?.id && !hasEnded(one) && isLike(one, offer));
    if (isIt) return true;
  }
  return false;
}

type TakingOver = Row & {
  readonly claim: ImportClaim | null;
  readonly rowKey: string;
  readonly runId: string;
};

/**
 * Claims it, says whose it is, marks it at Stripe, and takes in what Stripe shows. Each step may be repeated; after a
 * crash the next run finds the claim and goes on behind it. Null when its reader has subscribed meanwhile.
 */
async function takeOver(deps: Deps, taking: TakingOver): Promise<string | null> {
  const { imports, subscriptions, stripe, settleCustomer } = deps;
  const { wanted, sold } = taking;
  const claim = taking.claim ?? (await claimNow(deps, taking));
  const customerId = await identify(deps, taking, claim);
  if (sold !== null) {
    await makeOwnPrice(deps, wanted, sold);
    await stripe.adopt(sold.id, claim.id);
  }
  await settleCustomer(customerId, 'rest');
  if ((await subscriptions.find(claim.id)) === null) return null;
  await imports.finish(claim.id);
  return claim.id;
}

const claimNow = ({ imports, newId, clock }: Deps, { wanted, sold, rowKey, runId }: TakingOver) =>
  imports.claim({
    id: newId(),
    rowKey,
    runId,
    offer: wanted.offer,
    path: importedPath(wanted.offer, sold?.price?.amount ?? null),
    stripeSubscriptionId: sold?.id ?? null,
    startedAt: sold?.startedAt ?? clock.now(),
    paidThrough: sold?.paidThrough ?? wanted.paidThrough!,
  });

/** The customer at Stripe who stands for its reader, whom a provisional id stands for until they answer our mail. */
async function identify(
  { imports, readers, checkouts, stripe }: Deps,
  { wanted: { email }, sold }: TakingOver,
  claim: ImportClaim,
): Promise<string> {
  const known = sold === null ? null : await imports.readerOf(sold.customerId);
  const readerId = claim.readerId ?? known ?? (await readers.createProvisional(email)).readerId;
  const stripeCustomerId =
    sold?.customerId ??
    (await checkouts.customerOf(readerId)) ??
    (await stripe.createCustomer({ readerId, email }));
  await imports.identify(claim.id, { readerId, stripeCustomerId });
  return stripeCustomerId;
}

/** A price that the offer does not have stays theirs: under a name of its own, for when the course is changed. */
async function makeOwnPrice({ stripe }: Deps, { offer }: Wanted, { price }: SoldElsewhere): Promise<void> {
  if (price === null || !isOwnPrice(offer, price.amount)) return;
  const name = listPriceOfImport(offer, importedPath(offer, price.amount));
  if (name !== null) await stripe.makePrice({ name, offer, amount: price.amount });
}
