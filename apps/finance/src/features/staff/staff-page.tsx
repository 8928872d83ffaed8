import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';

export type Member = {
  readonly readerId: string;
  readonly email: string;
  readonly role: string;
  readonly hasApp: boolean;
  readonly passkeys: number;
  readonly hasProvider: boolean;
};

export type Act = {
  readonly at: string;
  readonly accountId: string;
  readonly by: string;
  readonly what: string;
  readonly role: string | null;
};

const ways = ({ hasApp, passkeys, hasProvider }: Member): string =>
  [
    hasApp ? 'app' : '',
    passkeys === 0 ? '' : passkeys === 1 ? 'passkey' : `${passkeys} passkeys`,
    hasProvider ? 'organisation' : '',
  ]
    .filter((way) => way !== '')
    .join(', ');

const columns: readonly Column<Member>[] = [
  { key: 'email', head: 'Address', cell: ({ email }) => email },
  { key: 'role', head: 'Role', cell: ({ role }) => role },
  {
    key: 'factor',
    head: 'Second factor',
    cell: (one) =>
      ways(one) === '' ? <State words="not set up yet" tone="warn" /> : <State words={ways(one)} tone="ok" />,
  },
  {
    key: 'reset',
    head: 'Lost device',
    cell: ({ readerId, email }) => (
      <ButtonLink href={`/staff?reset=${readerId}`} aria-label={`Reset the second factor of ${email}`}>
        Reset
      </ButtonLink>
    ),
  },
];

const whats: Readonly<Record<string, string>> = {
  'role-given': 'was given a role',
  'second-factor-added': 'set up an app',
  'second-factor-reset': 'had the second factor reset',
  'backup-code-used': 'used a backup code',
  'backup-codes-renewed': 'made new backup codes',
};

const actColumns = (nameOf: (id: string) => string): readonly Column<Act>[] => [
  { key: 'at', head: `When (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'who', head: 'Who', cell: ({ accountId }) => nameOf(accountId) },
  {
    key: 'what',
    head: 'What',
    cell: ({ what, role }) => `${whats[what] ?? what}${role === null ? '' : `: ${role}`}`,
  },
  { key: 'by', head: 'By', cell: ({ by }) => nameOf(by) },
];

export type StaffDone =
  | { readonly kind: 'said'; readonly says: string }
  | { readonly kind: 'refused'; readonly error: string; readonly email: string };

type Props = {
  readonly members: readonly Member[];
  readonly acts: readonly Act[];
  /** Whose second factor is about to be reset. */
  readonly resetting: Member | null;
  readonly done: StaffDone | null;
};

/** Who may work here, and what was done to whose rights. For administrators. */
export function StaffPage({ members, acts, resetting, done }: Props) {
  const names = new Map(members.map(({ readerId, email }) => [readerId, email]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  return (
    <div className="page">
      <h1>Staff</h1>
      {done?.kind === 'said' && <Notice tone="ok" title={done.says} />}
      {resetting !== null && <ConfirmReset member={resetting} />}
      <DenseTable
        caption="Everyone with a role"
        columns={columns}
        rows={members}
        keyOf={(one) => one.readerId}
      />
      {resetting === null && <RoleForm refused={done?.kind === 'refused' ? done : null} />}
      <section aria-labelledby="log-title" className="stack">
        <h2 id="log-title">What was done</h2>
        {acts.length === 0 ? (
          <p className="meta">Nothing yet.</p>
        ) : (
          <DenseTable
            caption="What was done to roles and second factors, newest first"
            columns={actColumns(nameOf)}
            rows={acts}
            keyOf={({ at, accountId, what }) => `${at} ${accountId} ${what}`}
          />
        )}
      </section>
    </div>
  );
}

/** Asked before it is done: whoever gets a reset by pretending gets in. */
function ConfirmReset({ member: { readerId, email } }: { readonly member: Member }) {
  return (
    <section aria-labelledby="reset-title" className="card">
      <h2 id="reset-title">Reset the second factor of {email}?</h2>
      <p>
        It removes app, backup codes and passkeys, and signs them out everywhere. They are told by mail, and
        set up a new one at their next sign-in. Be sure that it is they who ask.
      </p>
      <form method="post" action="/staff" className="actions">
        <input type="hidden" name="do" value="reset" />
        <input type="hidden" name="id" value={readerId} />
        <Button main>Reset it</Button>
        <a href="/staff">Leave it</a>
      </form>
    </section>
  );
}

const roles = [
  ['finance', 'finance: the books'],
  ['editor', 'editor: the paper'],
  ['admin', 'admin: everything'],
  ['reader', 'reader: no role'],
] as const;

function RoleForm({ refused }: { readonly refused: { error: string; email: string } | null }) {
  return (
    <section aria-labelledby="role-title" className="stack">
      <h2 id="role-title">Give a role</h2>
      <form method="post" action="/staff" className="filters" noValidate>
        <input type="hidden" name="do" value="role" />
        <TextField
          name="email"
          type="email"
          label="E-mail address"
          autoComplete="off"
          defaultValue={refused?.email ?? ''}
          error={refused?.error}
        />
        <div className="field">
          <label htmlFor="field-role">Role</label>
          <select id="field-role" name="role">
            {roles.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <div className="actions">
          <Button main>Give the role</Button>
        </div>
      </form>
    </section>
  );
}
