import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Act, Hidden } from './seat-forms.tsx';
import { dayAt, seatsInWords, type GroupHabits } from './group-habits.ts';

type GroupShown = {
  readonly id: string;
  readonly name: string;
  readonly until: string;
  readonly seats: number;
};

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
  readonly says: string | null;
  readonly habits: GroupHabits;
};

/** Who has a seat, who is invited and how many are free; and the seats that the reader has in groups of others. */
export function SeatsPage({ email, paid, own, member, open, says, habits }: Props) {
  const isEmpty = paid === null && member.length + open.length === 0;
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>Seats</h1>
        <p className="meta">Signed in as {email}</p>
      </header>
      {says !== null && <Notice tone="bad" title={says} />}
      {paid !== null && <Group own={own} paid={paid} email={email} habits={habits} />}
      {member.length > 0 && <Member groups={member} habits={habits} />}
      {open.length > 0 && <Open groups={open} />}
      {isEmpty && <Nothing name={habits.name} />}
      <p className="ui">
        <a href="/account">Your account</a>
      </p>
    </div>
  );
}

type OfGroup = { own: OwnSeats | null; paid: PaidSeats; email: string; habits: GroupHabits };

function Group({ own, paid, email, habits }: OfGroup) {
  return (
    <>
      {own === null ? (
        <Notice title="Your seats are being made ready">
          <p>This takes a moment. Please load this page again.</p>
        </Notice>
      ) : (
        <>
          <Who own={own} email={email} habits={habits} />
          <HandOut own={own} email={email} />
        </>
      )}
      <Paid paid={paid} habits={habits} />
    </>
  );
}

const nameOf = (name: string): string => (name === '' ? 'Your group' : name);

function Who({ own, email, habits }: { own: OwnSeats; email: string; habits: GroupHabits }) {
  const { group, free, members, invites } = own;
  return (
    <section className="card" aria-labelledby="who-title">
      <h2 id="who-title">{nameOf(group.name)}</h2>
      <p className="ui" data-seats={`${group.seats} ${members.length} ${invites.length} ${free}`}>
        {seatsInWords(group.seats)}: {members.length + 1} taken, {invites.length} invited, {free} free.
      </p>
      <ul className="plain-list">
        <li>
          <span>{email}</span>
          <span className="meta">you, who pay</span>
        </li>
        {members.map(({ reader, shownAs, from }) => (
          <li key={reader}>
            <span>
              {shownAs ?? 'A reader'} <span className="meta">since {dayAt(from, habits)}</span>
            </span>
            <Act does="remove" group={group.id} name="reader" value={reader}>
              Take the seat back<span className="visually-hidden"> from {shownAs ?? 'this reader'}</span>
            </Act>
          </li>
        ))}
        {invites.map(({ id, email: invited, expiresAt }) => (
          <li key={id}>
            <span>
              {invited} <span className="meta">invited, until {dayAt(expiresAt, habits)}</span>
            </span>
            <Act does="withdraw" group={group.id} name="invite" value={id}>
              Withdraw<span className="visually-hidden"> the invitation of {invited}</span>
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

function HandOut({ own: { group, free }, email }: { own: OwnSeats; email: string }) {
  return (
    <section className="card" aria-labelledby="invite-title">
      <h2 id="invite-title">Hand out a seat</h2>
      {free === 0 ? (
        <p className="ui">Every seat is taken or kept for somebody. Add seats below, or take one back.</p>
      ) : (
        <form method="post" action="/account/seats" className="order" noValidate>
          <TextField
            name="email"
            type="email"
            inputMode="email"
            required
            label="E-mail address"
            hint="We mail a link that is good once, for two weeks."
          />
          <Hidden does="invite" group={group.id} />
          <Button>Invite</Button>
        </form>
      )}
      <form method="post" action="/account/seats" className="order" noValidate>
        <TextField
          name="name"
          maxLength={100}
          required
          label="Name of the group"
          hint="It stands in the invitations."
          defaultValue={group.name}
        />
        <Hidden does="rename" group={group.id} />
        <Button>Keep this name</Button>
      </form>
      <Domain group={group} email={email} />
    </section>
  );
}

/** Everybody at the owner's own mail domain may take a free seat without being asked one by one. */
function Domain({ group, email }: { group: OwnSeats['group']; email: string }) {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const isOpen = group.domains.includes(domain);
  return (
    <>
      <p className="ui">
        {isOpen
          ? `Whoever has a confirmed address at ${domain} may take a free seat in their account.`
          : `You can let whoever has a confirmed address at ${domain} take a free seat in their account.`}
      </p>
      <Act does={isOpen ? 'close-domain' : 'open-domain'} group={group.id} name="domain" value={domain}>
        {isOpen ? `Close it to ${domain}` : `Open it to ${domain}`}
      </Act>
    </>
  );
}

function Paid({ paid, habits }: { paid: PaidSeats; habits: GroupHabits }) {
  return (
    <section className="card" aria-labelledby="number-title">
      <h2 id="number-title">How many seats</h2>
      <p className="ui">You pay for {seatsInWords(paid.seats)}.</p>
      {paid.coming !== null && (
        <>
          <p className="ui">
            From {dayAt(paid.coming.at, habits)} on it is {seatsInWords(paid.coming.seats)}. If more are taken
            then, open invitations end first, and then the seats of those who came last.
          </p>
          <form method="post" action="/account/plan/undo">
            <input type="hidden" name="subscription" value={paid.id} />
            <Button>Keep {seatsInWords(paid.seats)}</Button>
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
            label="Another number of seats"
            hint="You see what it comes to before anything is charged."
            defaultValue={paid.seats}
          />
          <Button>Show what it comes to</Button>
        </form>
      )}
    </section>
  );
}

function Member({ groups, habits }: { groups: readonly GroupShown[]; habits: GroupHabits }) {
  return (
    <section className="card" aria-labelledby="member-title">
      <h2 id="member-title">Your seat with others</h2>
      <ul className="plain-list">
        {groups.map(({ id, name, until }) => (
          <li key={id}>
            <span>
              {name === '' ? 'A group' : name} <span className="meta">paid until {dayAt(until, habits)}</span>
            </span>
            <Act does="leave" group={id}>
              Give the seat back
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Open({ groups }: { groups: readonly GroupShown[] }) {
  return (
    <section className="card" aria-labelledby="open-title">
      <h2 id="open-title">Open to your address</h2>
      <ul className="plain-list">
        {groups.map(({ id, name }) => (
          <li key={id}>
            <span>{name === '' ? 'A group' : name}</span>
            <Act does="join" group={id}>
              Take a seat
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Nothing({ name }: { name: string }) {
  return (
    <section className="card" aria-labelledby="none-title">
      <h2 id="none-title">You have no seats</h2>
      <p className="ui">Several of you want to read {name}? One pays, and hands out the seats.</p>
      <div className="choices">
        <ButtonLink href="/teams">Seats for a group</ButtonLink>
      </div>
    </section>
  );
}
