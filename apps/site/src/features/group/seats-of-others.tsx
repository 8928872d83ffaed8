import { useVoice } from '../../words/speaking.tsx';
import { Act } from './seat-forms.tsx';

export type GroupShown = {
  readonly id: string;
  /** Empty while it has none. */
  readonly name: string;
  readonly until: string;
  readonly seats: number;
};

/** The seats that a reader has in groups that others pay for. */
export function Member({ groups }: { groups: readonly GroupShown[] }) {
  const { say, day } = useVoice();
  return (
    <section className="card" aria-labelledby="member-title">
      <h2 id="member-title">{say('seats.with-others')}</h2>
      <ul className="plain-list">
        {groups.map(({ id, name, until }) => (
          <li key={id}>
            <span>
              {name === '' ? say('group.some') : name}{' '}
              <span className="meta">{say('seats.paid-until', { day: day(until) })}</span>
            </span>
            <Act does="leave" group={id}>
              {say('seats.leave')}
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Groups in which a free seat may be taken by whoever has such an address. */
export function Open({ groups }: { groups: readonly GroupShown[] }) {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="open-title">
      <h2 id="open-title">{say('seats.open')}</h2>
      <ul className="plain-list">
        {groups.map(({ id, name }) => (
          <li key={id}>
            <span>{name === '' ? say('group.some') : name}</span>
            <Act does="join" group={id}>
              {say('seats.join')}
            </Act>
          </li>
        ))}
      </ul>
    </section>
  );
}
