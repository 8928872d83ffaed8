import { Notice } from '@gatefold/ui/notice';
import type { MoneyJson } from '@gatefold/kernel';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { figuresOf } from '../../words/figures.ts';
import { GiftVersions, type GiftVersion } from './gift-versions.tsx';

type Version = {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly publications: readonly string[];
  readonly product: string;
  readonly bundle: string;
  readonly audience: string | null;
  readonly phases: readonly {
    readonly key: string;
    readonly charges: number | null;
    readonly every: string;
    readonly amount: MoneyJson;
  }[];
  readonly isOnSale: boolean;
  readonly since: string;
  readonly subscriptions: number;
};

const columns: readonly Column<Version>[] = [
  {
    key: 'offer',
    head: 'Offer',
    cell: ({ key, name }) => (
      <>
        {name} <code>{key}</code>
      </>
    ),
  },
  { key: 'version', head: 'Version', figures: true, cell: ({ version }) => version },
  { key: 'titles', head: 'Sold by', cell: ({ publications }) => publications.join(', ') },
  { key: 'path', head: 'Charges', cell: ({ phases }) => <Path phases={phases} /> },
  { key: 'opens', head: 'Opens', cell: ({ bundle }) => bundle },
  { key: 'since', head: `First sold (${zone})`, cell: ({ since }) => <Instant at={since} /> },
  {
    key: 'have',
    head: 'Have it now',
    figures: true,
    cell: ({ subscriptions }) => subscriptions.toLocaleString('en-US'),
  },
  { key: 'state', head: 'State', cell: (version) => <State {...stateOf(version)} /> },
];

function stateOf({ isOnSale, audience }: Version) {
  if (!isOnSale) return { words: 'not sold any more', tone: 'plain' } as const;
  return audience === null
    ? ({ words: 'on sale', tone: 'ok' } as const)
    : ({ words: 'for those who come back', tone: 'ok' } as const);
}

function Path({ phases }: Pick<Version, 'phases'>) {
  return phases.map(({ key, charges, every, amount }, index) => (
    <span key={key}>
      {index > 0 && (
        <>
          , then <br />
        </>
      )}
      {figuresOf(amount)} {amount.currency} {charges === 1 ? `once, for ${every}` : `every ${every}`}
      {charges !== null && charges > 1 && ` × ${charges}`}
    </span>
  ));
}

type Props = { readonly versions: readonly Version[]; readonly gifts: readonly GiftVersion[] };

/** Every version of every offer and gift. Whoever has bought one keeps what they bought. */
export function OffersPage({ versions, gifts }: Props) {
  return (
    <div className="page">
      <h1>Offers</h1>
      <p className="meta">
        Whoever has bought a version keeps it. Offers and gifts are edited in one file: see{' '}
        <a href="/offers/plan">what a file would change</a>, as <code>gatefold offers plan</code> says it; an
        administrator puts it on sale with <code>gatefold offers apply</code>. What those pay who have bought
        already changes by a <a href="/price-rises">price rise</a>.
      </p>
      {versions.length === 0 && gifts.length === 0 && (
        <Notice title="Nothing was on sale yet">
          Put the first offers on sale with <code>gatefold offers apply</code>.
        </Notice>
      )}
      {versions.length > 0 && (
        <DenseTable
          caption="Versions of all offers"
          columns={columns}
          rows={versions}
          keyOf={({ key, version }) => `${key} ${version}`}
        />
      )}
      {gifts.length > 0 && <GiftVersions gifts={gifts} />}
    </div>
  );
}
