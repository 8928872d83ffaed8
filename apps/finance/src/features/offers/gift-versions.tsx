import type { MoneyJson } from '@gatefold/kernel';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { figuresOf } from '../../words/figures.ts';

export type GiftVersion = {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly publication: string;
  readonly bundle: string;
  readonly amount: MoneyJson;
  readonly length: string;
  readonly isOnSale: boolean;
  readonly since: string;
  readonly sold: number;
};

const columns: readonly Column<GiftVersion>[] = [
  {
    key: 'gift',
    head: 'Gift',
    cell: ({ key, name }) => (
      <>
        {name} <code>{key}</code>
      </>
    ),
  },
  { key: 'version', head: 'Version', figures: true, cell: ({ version }) => version },
  { key: 'titles', head: 'Sold by', cell: ({ publication }) => publication },
  {
    key: 'price',
    head: 'Charge',
    cell: ({ amount, length }) => `${figuresOf(amount)} ${amount.currency} once, for ${lengthIn(length)}`,
  },
  { key: 'opens', head: 'Opens', cell: ({ bundle }) => bundle },
  { key: 'since', head: `First sold (${zone})`, cell: ({ since }) => <Instant at={since} /> },
  { key: 'sold', head: 'Bought', figures: true, cell: ({ sold }) => sold.toLocaleString('en-US') },
  {
    key: 'state',
    head: 'State',
    cell: ({ isOnSale }) =>
      isOnSale ? <State words="on sale" tone="ok" /> : <State words="not sold any more" tone="plain" />,
  },
];

const lengthIn = (length: string): string => (length.includes(' ') ? length : `a ${length}`);

/** Every version of what can be given. */
export const GiftVersions = ({ gifts }: { readonly gifts: readonly GiftVersion[] }) => (
  <DenseTable
    caption="Versions of all gifts"
    columns={columns}
    rows={gifts}
    keyOf={({ key, version }) => `${key} ${version}`}
  />
);
