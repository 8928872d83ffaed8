import { billing, CatalogueFile } from '@gatefold/api';
import { formatMoney, fromMoneyJson } from '@gatefold/kernel';
import { readJson } from '../read-json.ts';
import { table, type Output } from '../output.ts';
import { EXIT, type Target } from '../stack.ts';
import type { z } from 'zod';

type Plan = z.output<typeof billing.planCatalogue.answer>;
type Change = Plan['changes'][number];

/** What would change if the file were applied. Exit 1 when something would. */
export async function planOffers(target: Target, output: Output, file: string): Promise<number> {
  const plan = await target
    .client('billing')
    .call(billing.planCatalogue, { body: { file: readJson(file, CatalogueFile) } });
  output.say(linesOf(plan), plan);
  return plan.isChange ? EXIT.no : EXIT.ok;
}

/**
 * Puts the file on sale and says what changed. Refused when somebody else puts something on sale between the look
 * and the word; the same file again changes nothing.
 */
export async function applyOffers(target: Target, output: Output, file: string): Promise<number> {
  const client = target.client('billing');
  const body = { file: readJson(file, CatalogueFile) };
  const { base } = await client.call(billing.planCatalogue, { body });
  const applied = await client.call(billing.applyCatalogue, { body: { ...body, base } });
  const made = applied.made.map(({ kind, name }) => `  made at Stripe: ${kind} ${name}`);
  output.say([...linesOf(applied), ...made, 'This is on sale.'], applied);
  return EXIT.ok;
}

/** Every version of offers and gifts that was ever on sale, and how many have it. */
export async function listOffers(target: Target, output: Output): Promise<number> {
  const client = target.client('billing');
  const { data } = await client.call(billing.listOfferVersions);
  const { data: gifts } = await client.call(billing.listGiftVersions);
  const rows = [
    ...data.map((one) => [
      ...firstCells(one),
      one.publications.join(' + '),
      one.phases.map((phase) => priceOf(phase)).join(', then '),
      `${one.subscriptions} have it`,
      `since ${one.since.slice(0, 10)}`,
    ]),
    ...gifts.map((one) => [
      ...firstCells(one),
      one.publication,
      `${formatMoney(fromMoneyJson(one.amount), 'en-US')} once, for ${one.length}`,
      `${one.sold} given`,
      `since ${one.since.slice(0, 10)}`,
    ]),
  ];
  output.say(rows.length === 0 ? ['Nothing was ever on sale.'] : table(rows), { versions: data, gifts });
  return EXIT.ok;
}

const firstCells = (one: { isOnSale: boolean; key: string; version: number }): string[] => [
  one.isOnSale ? '*' : ' ',
  `${one.key} v${one.version}`,
];

type Phase = z.output<typeof billing.listOfferVersions.answer>['data'][number]['phases'][number];

const priceOf = ({ charges, every, amount }: Phase): string =>
  `${charges === null ? '' : `${charges} × `}${formatMoney(fromMoneyJson(amount), 'en-US')} / ${every}`;

const isOfTitles = (field: string): boolean => /^(publication|alsoReads)\b/.test(field);

const signs = { new: '+', changed: '~', back: '~', withdrawn: '-', same: ' ' } as const;

const linesOf = ({ changes, isChange }: Plan): string[] =>
  isChange
    ? changes.filter(({ change }) => change !== 'same').flatMap(linesOfChange)
    : ['Nothing changes: this is on sale already.'];

function linesOfChange({ what, key, change, version, fields }: Change): string[] {
  const name = what === 'rules' ? 'rules' : `${what} ${key}`;
  const says = {
    new: version === null ? 'new' : `new, as version ${version}`,
    changed: version === null ? 'changed' : `changed, as version ${version}`,
    back: `as version ${version}, which was on sale before`,
    withdrawn: 'no longer on sale; whoever has it keeps it',
    same: 'as it is',
  }[change];
  // Of something new all fields are new, which is the file itself: only where it is sold is worth a look.
  const shown = change === 'new' ? fields.filter(({ field }) => isOfTitles(field)) : fields;
  return [
    `${signs[change]} ${name}: ${says}`,
    ...shown.map(({ field, before, after }) => `    ${field}: ${before ?? '(none)'} → ${after ?? '(none)'}`),
  ];
}
