import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import { Act, Hidden } from './seat-forms.tsx';
import { Member, Open, type GroupShown } from './seats-of-others.tsx';

export type OwnSeats = {
  readonly group: GroupShown & { readonly domains: readonly string[] };
  readonly free: number;
  readonly members: readonly {
    readonly reader: string;
    readonly shownAs: string | null;
    readonly from: string;
  }[];
  readonly invites: readonly { readonly id: string; readonly email: string; readonly expiresAt: string }[];
};

/** How many seats are paid for, and how many will be. */
export type PaidSeats = {
  readonly id: string;
  readonly seats: number;
  readonly coming: { readonly seats: number; readonly at: string } | null;
  readonly mayChange: boolean;
};

type Props = {
  readonly email: string;
  /** What the reader pays for; null for one who pays for no group. */
  readonly paid: PaidSeats | null;
  /** Null while the group is not known yet. */
  readonly own: OwnSeats | null;
  readonly member: readonly GroupShown[];
  readonly open: readonly GroupShown[];
  readonly says: PlainKey | null;
};

/** Who has a seat, who is invited and how many are free; and the seats that the reader has in groups of others. */
export function SeatsPage({ email, paid, own, member, open, says }: Props) {
  const { say } = useVoice();
  const isEmpty = paid === null && member.length + open.length === 0;
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('seats.title')}</h1>
        <p className="meta">{say('frame.signed-in-as', { email })}</p>
      </header>
      {says !== null && <Notice tone="bad" title={say(says)} />}
      {paid !== null && <Group own={own} paid={paid} email={email} />}
      {member.length > 0 && <Member groups={member} />}
      {open.length > 0 && <Open groups={open} />}
      {isEmpty && <Nothing />}
      <p className="ui">
        <a href="/account">{say('frame.your-account')}</a>
      </p>
    </div>
  );
}

type OfGroup = { own: OwnSeats | null; paid: PaidSeats; email: string };

function Group({ own, paid, email }: OfGroup) {
  const { say } = useVoice();
  return (
    <>
      {own === null ? (
        <Notice title={say('seats.making')}>
          <p>{say('seats.making-says')}</p>
        </Notice>
      ) : (
        <>
          <Who own={own} email={email} />
          <HandOut own={own} email={email} />
        </>
      )}
      <Paid paid={paid} />
    </>
  );
}

function Who({ own, email }: { own: OwnSeats; email: string }) {
  const { say, day } = useVoice();
  const { group, free, members, invites } = own;
  return (
    <section className="card" aria-labelledby="who-title">
      <h2 id="who-title">{group.name === '' ? say('group.yours') : group.name}</h2>
      <p className="ui" data-seats={`${group.seats} ${members.length} ${invites.length} ${free}`}>
        {say('seats.counts', {
          seats: group.seats,
          taken: members.length + 1,
          invited: invites.length,
          free,
        })}
      </p>
      <ul className="plain-list">
        <li>
          <span>{email}</span>
          <span className="meta">{say('seats.you')}</span>
        </li>
        {members.map(({ reader, shownAs, from }) => (
          <li key={reader}>
            <span>
              {shownAs ?? say('seats.reader')}{' '}
              <span className="meta">{say('seats.since', { day: day(from) })}</span>
            </span>
            <Act does="remove" group={group.id} name="reader" value={reader}>
              <Say of="seats.take-back" with={{ who: shownAs ?? say('seats.reader') }} />
            </Act>
          </li>
        ))}
        {invites.map(({ id, email: invited, expiresAt }) => (
          <li key={id}>
            <span>
              {invited} <span className="meta">{say('seats.invited', { day: day(expiresAt) })}</span>
            </span>
            <Act does="withdraw" group={group.id} name="invite" value={id}>
              <Say of="seats.withdraw" with={{ who: invited }} />
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HandOut({ own: { group, free }, email }: { own: OwnSeats; email: string }) {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="invite-title">
      <h2 id="invite-title">{say('seats.hand-out')}</h2>
      {free === 0 ? (
        <p className="ui">{say('seats.none-free')}</p>
      ) : (
        <form method="post" action="/account/seats" className="order" noValidate>
          <TextField
            name="email"
            type="email"
            inputMode="email"
            required
            label={say('order.email')}
            hint={say('seats.invite-hint')}
          />
          <Hidden does="invite" group={group.id} />
          <Button>{say('seats.invite')}</Button>
        </form>
      )}
      <form method="post" action="/account/seats" className="order" noValidate>
        <TextField
          name="name"
          maxLength={100}
          required
          label={say('seats.name')}
          hint={say('seats.name-hint')}
          defaultValue={group.name}
        />
        <Hidden does="rename" group={group.id} />
        <Button>{say('seats.keep-name')}</Button>
      </form>
      <Domain group={group} email={email} />
    </section>
  );
}

/** Everybody at the owner's own mail domain may take a free seat without being asked one by one. */
function Domain({ group, email }: { group: OwnSeats['group']; email: string }) {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const isOpen = group.domains.includes(domain);
  const { say } = useVoice();
  return (
    <>
      <p className="ui">{say(isOpen ? 'seats.domain-open' : 'seats.domain-closed', { domain })}</p>
      <Act does={isOpen ? 'close-domain' : 'open-domain'} group={group.id} name="domain" value={domain}>
        {say(isOpen ? 'seats.close-domain' : 'seats.open-domain', { domain })}
      </Act>
    </>
  );
}

function Paid({ paid }: { paid: PaidSeats }) {
  const { say, day } = useVoice();
  return (
    <section className="card" aria-labelledby="number-title">
      <h2 id="number-title">{say('seats.how-many')}</h2>
      <p className="ui">{say('seats.pays-for', { seats: paid.seats })}</p>
      {paid.coming !== null && (
        <>
          <p className="ui">{say('seats.coming', { day: day(paid.coming.at), seats: paid.coming.seats })}</p>
          <form method="post" action="/account/plan/undo">
            <input type="hidden" name="subscription" value={paid.id} />
            <Button>{say('seats.keep', { seats: paid.seats })}</Button>
          </form>
        </>
      )}
      {paid.mayChange && (
        <form method="get" action="/account/seats" className="order">
          <TextField
            name="seats"
            type="number"
            min={1}
            required
            label={say('seats.another')}
            hint={say('seats.another-hint')}
            defaultValue={paid.seats}
          />
          <Button>{say('seats.quote')}</Button>
        </form>
      )}
    </section>
  );
}

function Nothing() {
  const { say, paper } = useVoice();
  return (
    <section className="card" aria-labelledby="none-title">
      <h2 id="none-title">{say('seats.none')}</h2>
      <p className="ui">{say('seats.none-says', { name: paper.name })}</p>
      <div className="choices">
        <ButtonLink href="/teams">{say('group.for-a-group')}</ButtonLink>
      </div>
    </section>
  );
}
