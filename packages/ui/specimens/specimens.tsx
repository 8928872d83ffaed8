import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../src/button.tsx';
import { Facts } from '../src/definition-list.tsx';
import { Checkbox, Choice, Radios, TextField } from '../src/field.tsx';
import { Money } from '../src/money.tsx';
import { Notice } from '../src/notice.tsx';
import { PriceSteps, PriceTrack, type TrackStep } from '../src/price-path.tsx';
import { Table } from '../src/table.tsx';
import { Time } from '../src/time.tsx';

/** Each component in each of its states, to be looked at and tested in every theme. */
export function Specimens({ themes, theme }: { themes: readonly string[]; theme: string }) {
  return (
    <>
      <header>
        <h1>Components</h1>
        <p className="meta">
          Theme:{' '}
          {themes.map((name) => (
            <a key={name} href={`?theme=${name}`} aria-current={name === theme ? 'page' : undefined}>
              {name}{' '}
            </a>
          ))}
        </p>
      </header>
      <Type />
      <Buttons />
      <Fields />
      <Notices />
      <Prices />
      <Figures />
    </>
  );
}

function Specimen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="specimen" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const Type = () => (
  <Specimen title="Type">
    <p className="kicker">A kicker</p>
    <h3>A headline over a piece that goes on for longer than one line on a phone</h3>
    <p>
      Text that is read, with <a href="#link">a link</a>, something <strong>strong</strong> and something{' '}
      <em>stressed</em>.
    </p>
    <p className="meta">
      What stands small beside it, with <a href="#small">a link</a>
    </p>
  </Specimen>
);

const Buttons = () => (
  <>
    <Specimen title="Buttons">
      <div className="actions">
        <Button main>The one action</Button>
        <Button>One of several</Button>
        <ButtonLink href="#there">Leads somewhere</ButtonLink>
      </div>
    </Specimen>
    <Specimen title="Choices of one weight">
      <div className="choices">
        <Button>Cancel the subscription</Button>
        <ButtonLink href="#keep">Keep</ButtonLink>
      </div>
      <div className="choices">
        <Button>A choice with so many words that they do not fit into one line of a phone</Button>
        <ButtonLink href="#short">Short</ButtonLink>
      </div>
    </Specimen>
  </>
);

const Fields = () => (
  <Specimen title="Fields">
    <TextField name="empty" label="Empty" />
    <TextField name="hinted" label="With a hint" hint="What it is for." defaultValue="Filled in" />
    <TextField
      name="wrong"
      label="With an error"
      error="What to do, in words."
      hint="And a hint."
      defaultValue="x"
    />
    <Choice
      name="chosen"
      label="One of a list"
      defaultValue="b"
      options={[
        { value: 'a', name: 'The first' },
        { value: 'b', name: 'The second, which is so already' },
      ]}
    />
    <Radios
      name="few"
      legend="One of a few, and none chosen for anybody"
      options={[
        { value: 'a', label: 'The first' },
        {
          value: 'b',
          label: 'The second, whose words are so many that on a phone they go over several lines',
        },
      ]}
      defaultValue={null}
    />
    <Checkbox name="off" label="Off until somebody switches it on" />
    <Checkbox name="needed" label="With an error" error="Please confirm this before you go on." />
    <Checkbox
      name="long"
      label="A sentence to agree to that is as long as such sentences are, and goes over several lines on a phone"
      hint="And a hint."
    />
  </Specimen>
);

const Notices = () => (
  <Specimen title="Notices">
    <Notice title="Plain: something to know">
      <p>And more about it.</p>
    </Notice>
    <Notice tone="ok" title="Done" />
    <Notice tone="warn" title="Something needs you">
      <p>What happens next, and when.</p>
    </Notice>
    <Notice tone="bad" title="It did not work" />
  </Specimen>
);

const steps = [
  { key: 'intro', amount: '$1 today', says: 'for everything, until December 22, 2026' },
  { key: 'year', amount: '$9 every four weeks', says: 'for a year, from December 22, 2026' },
  { key: 'after', amount: '$15 every four weeks', says: 'from December 21, 2027, until you cancel' },
] as const;

const track = (paid: number): TrackStep[] => [
  { ...steps[0], paid: Math.min(paid, 1), charges: 1, isCurrent: paid <= 1 },
  { ...steps[1], paid: Math.min(Math.max(paid - 1, 0), 13), charges: 13, isCurrent: paid > 1 && paid <= 14 },
  { ...steps[2], paid: Math.max(paid - 14, 0), charges: null, isCurrent: paid > 14 },
];

const Prices = () => (
  <>
    <Specimen title="Price path before a purchase">
      <PriceSteps steps={steps} />
      <PriceSteps steps={steps.slice(0, 2)} />
      <PriceSteps steps={steps.slice(2)} />
    </Specimen>
    <Specimen title="Price path while it is walked">
      <PriceTrack label="A price path" steps={track(1)} />
      <PriceTrack label="A price path" steps={track(6)} />
      <PriceTrack label="A price path" steps={track(20)} />
    </Specimen>
  </>
);

const rows = [
  { id: '1', at: '2026-11-24T12:40:00Z', amount: '900', currency: 'USD' },
  { id: '2', at: '2026-10-27T12:40:00Z', amount: '-900', currency: 'USD' },
  { id: '3', at: '2026-09-29T12:40:00Z', amount: '123456789', currency: 'JPY' },
  { id: '4', at: '2026-09-01T12:40:00Z', amount: '1990', currency: 'EUR' },
];

const Figures = () => (
  <Specimen title="Facts and figures">
    <Facts
      facts={[
        { term: 'You can read until', value: 'December 22, 2026' },
        { term: 'Next payment', value: '$9 on December 22, 2026' },
        { term: 'Order number', value: 'M-2026-7K4QX' },
      ]}
    />
    <Table
      caption="Payments, newest first"
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { key: 'at', head: 'When', cell: ({ at }) => <Time at={at} zone="America/New_York" named /> },
        { key: 'day', head: 'Day', cell: ({ at }) => <Time at={at} zone="UTC" precision="day" /> },
        { key: 'amount', head: 'Amount', figures: true, cell: (row) => <Money {...row} /> },
      ]}
    />
    <Table
      caption="Nothing yet"
      rows={[]}
      keyOf={() => ''}
      columns={[{ key: 'a', head: 'Day', cell: () => '' }]}
    />
  </Specimen>
);
