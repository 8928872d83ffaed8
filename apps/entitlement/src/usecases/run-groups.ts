import type { BusinessClock, NewId } from '@gatefold/kernel';
import { makeGroup, type Group } from '../domain/group.ts';
import { refuse } from '../domain/refusals.ts';
import {
  accept,
  close,
  invitationText,
  invite,
  join,
  parseInvitation,
  unseat,
  uninvite,
  type Invitation,
  type Invite,
  type Seated,
  type Seating,
} from '../domain/seats.ts';
import type { Addresses, Groups, SeatLetters } from './group-ports.ts';
import type { Signer } from './ports.ts';

export type GroupDeps = {
  groups: Groups;
  addresses: Addresses;
  letters: SeatLetters;
  signer: Signer;
  clock: BusinessClock;
  newId: NewId;
  onChanged(): void;
  /** For what went wrong beside what was asked for. */
  report(error: unknown, what: string): void;
};

/** Who wants it: staff may look after every group, its owner after their own. */
export type Keeper = { readonly actor: string; readonly readerId: string | null };
type Wish = Omit<Parameters<typeof makeGroup>[0], 'id'>;
type Commanded = { readonly id: string; readonly by: Keeper };

/** What staff and owners do with groups. Refuses with `group-not-found` what is not theirs. */
export function keepGroups(deps: GroupDeps) {
  const { groups, clock, newId } = deps;
  const change = changing(deps);

  return {
    async make(wish: Wish, actor: string): Promise<Group> {
      const group = makeGroup({ ...wish, id: newId() }, await groups.bundles(), clock.now());
      await groups.make(group, actor);
      return group;
    },
    all: groups.all,
    logOf: groups.logOf,
    find: async ({ id, by }: Commanded): Promise<Seating> => owned(await groups.find(id), by),
    rename: (command: Commanded & { name: string }) =>
      change(command, ({ group }) => ({
        group: { ...group, name: command.name.trim() },
        log: [{ action: 'renamed', subject: null }],
      })),
    async invite(command: Commanded & { email: string }): Promise<Seating> {
      const { email } = command;
      const { seating, decided } = await changed(deps, command, (before) =>
        invite(before, { id: newId(), email, now: clock.now() }),
      );
      await deps.letters.invite(letterOf(seating.group, decided.invite, deps.signer));
      return seating;
    },
    uninvite: (command: Commanded & { invite: string }) =>
      change(command, (seating) => uninvite(seating, command.invite, clock.now())),
    seat: (command: Commanded & { reader: string }) =>
      change(command, (seating) =>
        join(seating, { id: newId(), readerId: command.reader, shownAs: null, now: clock.now() }, null),
      ),
    unseat: (command: Commanded & { reader: string }) =>
      change(command, (seating) => unseat(seating, command.reader, clock.now())),
    close: (command: Commanded) => change(command, (seating) => close(seating, clock.now())),
    addDomain: addDomain(deps),
    removeDomain: (command: Commanded & { domain: string }) =>
      change(command, ({ group }) => ({
        group: { ...group, domains: group.domains.filter((one) => one !== command.domain.toLowerCase()) },
        log: [{ action: 'domain-removed', subject: command.domain.toLowerCase() }],
      })),
  };
}

/** Whoever pays opens the group to the domain of their own verified address, and to no other. */
const addDomain =
  (deps: GroupDeps) =>
  async (command: Commanded & { domain: string }): Promise<Seating> => {
    const { readerId } = command.by;
    const domain = command.domain.toLowerCase();
    const isTheirs = readerId === null || (await deps.addresses.domainsOf(readerId, [domain])).length > 0;
    if (!isTheirs) throw refuse('domain-not-yours', { domain });
    return changing(deps)(command, ({ group }) => ({
      group: { ...group, domains: [...new Set([...group.domains, domain])] },
      log: [{ action: 'domain-added', subject: domain }],
    }));
  };

/** What a reader whose address is verified does: they take a seat, or leave it. */
export function joinGroups(deps: GroupDeps) {
  const { groups, addresses, clock, newId } = deps;
  const asks = (readerId: string, shownAs: string | null) => ({
    ...{ id: newId(), readerId, shownAs },
    now: clock.now(),
  });

  return {
    of: groups.of,
    /** What an invitation leads to, for whoever has it. Refuses with `invitation-invalid` and `invitation-over`. */
    async look(token: string): Promise<{ group: Group; invite: Invite }> {
      const { groupId, inviteId } = read(token, deps.signer);
      const seating = await groups.find(groupId);
      const found = seating?.invites.find(({ id }) => id === inviteId);
      if (seating === null || found === undefined) throw refuse('invitation-invalid');
      if (found.revokedAt !== null || found.expiresAt <= clock.now()) throw refuse('invitation-over');
      return { group: seating.group, invite: found };
    },
    /** A repeat keeps the seat. */
    async accept(token: string, readerId: string): Promise<Seating> {
      const { groupId, inviteId } = read(token, deps.signer);
      return taken(deps, { groupId, readerId }, (seating) => accept(seating, inviteId, asks(readerId, null)));
    },
    /** The running groups that this reader's address may join, and in which they have no seat. */
    async openTo(readerId: string): Promise<readonly Group[]> {
      const [running, theirs] = await Promise.all([groups.withDomains(clock.now()), groups.of(readerId)]);
      if (running.length === 0) return [];
      const known = new Set(theirs.map(({ group }) => group.id));
      const domains = await addresses.domainsOf(readerId, [
        ...new Set(running.flatMap((one) => one.domains)),
      ]);
      return running.filter(
        (group) => !known.has(group.id) && group.domains.some((domain) => domains.includes(domain)),
      );
    },
    /** By the domain of the reader's address. Refuses with `group-not-found` one that is not open to it. */
    async join(id: string, readerId: string, shownAs: string | null): Promise<Seating> {
      const found = await groups.find(id);
      const domains = await addresses.domainsOf(readerId, found?.group.domains ?? []);
      return taken(deps, { groupId: id, readerId }, (seating) => {
        if (!seating.group.domains.some((domain) => domains.includes(domain)))
          throw refuse('group-not-found');
        return join(seating, asks(readerId, shownAs), null);
      });
    },
    async leave(id: string, readerId: string): Promise<void> {
      await groups.change(id, readerId, (seating) => unseat(seating, readerId, clock.now()));
      deps.onChanged();
    },
  };
}

const changing =
  (deps: GroupDeps) =>
  async (command: Commanded, decide: (seating: Seating) => Seated): Promise<Seating> =>
    (await changed(deps, command, decide)).seating;

async function changed<Decided extends Seated>(
  { groups, onChanged }: GroupDeps,
  { id, by }: Commanded,
  decide: (seating: Seating) => Decided,
): Promise<{ seating: Seating; decided: Decided }> {
  const done = await groups.change(id, by.actor, (seating) => decide(owned(seating, by)));
  onChanged();
  return done;
}

/** Nobody learns whether there is a group that is not theirs. */
function owned(seating: Seating | null, { readerId }: Keeper): Seating {
  if (seating === null || (readerId !== null && seating.group.ownerId !== readerId))
    throw refuse('group-not-found');
  return seating;
}

type Taking = { readonly groupId: string; readonly readerId: string };

/** The owner hears of it; that they do not is no reason to refuse the seat. */
async function taken(
  { groups, letters, onChanged, report }: GroupDeps,
  { groupId, readerId }: Taking,
  decide: (seating: Seating) => Seated,
): Promise<Seating> {
  const { seating, decided } = await groups.change(groupId, readerId, decide);
  onChanged();
  const [member] = decided.members ?? [];
  const { ownerId, name: group, publication: title } = seating.group;
  if (member !== undefined && ownerId !== null)
    await letters.taken({ id: member.id, ownerId, group, title }).catch((error: unknown) => {
      report(error, 'the owner of a group was not told of a seat that was taken');
    });
  return seating;
}

function read(token: string, signer: Signer): Invitation {
  const invitation = parseInvitation(token);
  if (
    invitation === null ||
    !signer.isSigned(invitationText(invitation.groupId, invitation.inviteId), invitation.signature)
  )
    throw refuse('invitation-invalid');
  return invitation;
}

const letterOf = ({ id, name, publication }: Group, { id: inviteId, email }: Invite, signer: Signer) => ({
  id: inviteId,
  email: email ?? '',
  group: name,
  title: publication,
  invitation: `${id}.${inviteId}.${signer.sign(invitationText(id, inviteId))}`,
});
