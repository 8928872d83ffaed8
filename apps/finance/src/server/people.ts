import { identity } from '@gatefold/api';
import type { Visit } from './visit.ts';

/** By who they are in the audit log, as colleagues call them. */
export type Names = Readonly<Record<string, string>>;

/** `finance:<id>`, as services name people of the staff. */
const idIn = (actor: string): string | null => /^(?:finance|admin):([0-9a-f-]{36})$/.exec(actor)?.[1] ?? null;

/** The addresses of those who did something. Whoever is not found, or no person, keeps the name of the audit log. */
export async function namesOf(visit: Visit, actors: readonly (string | null)[]): Promise<Names> {
  const distinct = [...new Set(actors)].filter((actor) => actor !== null);
  const named = await Promise.all(
    distinct.map(async (actor) => [actor, await nameOf(visit, actor)] as const),
  );
  return Object.fromEntries(named);
}

/** Whether the actor of the audit log is whoever is signed in, in whatever role. */
export const isThemselves = ({ session }: Visit, actor: string | null): boolean =>
  session.kind === 'reader' && actor !== null && idIn(actor) === session.session.readerId;

async function nameOf({ asPerson, report }: Visit, actor: string): Promise<string> {
  const id = idIn(actor);
  if (id === null) return actor;
  try {
    const { data } = await asPerson.identity.call(identity.findReader, { query: { id } });
    return data[0]?.email ?? actor;
  } catch (error) {
    report(error, 'the name of a colleague could not be asked for');
    return actor;
  }
}
