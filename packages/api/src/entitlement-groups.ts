import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Instant, page } from './shapes.ts';

const Id = z.uuid().toLowerCase();
const Network = z.union([z.cidrv4(), z.cidrv6()]);
const Domain = z
  .string()
  .trim()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i);
const Name = z.string().trim().min(1).max(100);

const Group = z
  .object({
    id: z.uuid(),
    publication: z.string(),
    /** Empty until its owner says one. */
    name: z.string(),
    /** How many may read at once, the owner included; 0 for an institution that is known by its networks only. */
    seats: z.int().nonnegative(),
    /** Whoever has a verified address there may take a seat. */
    domains: z.array(z.string()),
    from: Instant,
    until: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'Group' });

const Contract = Group.extend({
  /** What it opens, where it is no bundle. */
  features: z.array(z.string()),
  bundle: z.string().nullable(),
  /** Whoever comes from there reads, without an account. */
  networks: z.array(z.string()),
  /** Who pays; null for a contract that staff made. */
  owner: z.uuid().nullable(),
}).meta({ id: 'GroupContract' });

const Seats = z
  .object({
    group: Group,
    /** How many seats nobody has and nobody is invited to. */
    free: z.int().nonnegative(),
    members: z.array(
      z.object({
        reader: z.uuid(),
        /** How they are known to the owner; null for one who has not said. */
        shownAs: z.string().nullable(),
        from: Instant,
      }),
    ),
    invites: z.array(z.object({ id: z.uuid(), email: z.string(), expiresAt: Instant })),
  })
  .meta({ id: 'Seats' });

const WithId = z.object({ id: Id });
const ofGroup = ['group-not-found'];

/** Groups with seats, and institutions that are known by their networks. */
export const entitlementGroups = {
  makeGroup: endpoint({
    method: 'post',
    path: '/v1/groups',
    summary: 'Makes a contract of so many seats, or for an institution with these networks.',
    caller: 'finance',
    body: z.strictObject({
      publication: z.string().min(1).max(60),
      name: Name,
      features: z.array(z.string().max(60)).min(1).max(20),
      seats: z.int().min(0).max(100_000),
      networks: z.array(Network).max(1_000),
      domains: z.array(Domain).max(100).default([]),
      until: Instant,
    }),
    status: 201,
    answer: Contract,
    problems: ['feature-not-found', 'group-already-over', 'group-opens-nobody'],
  }),
  listGroups: endpoint({
    method: 'get',
    path: '/v1/groups',
    summary: 'Every group and institution, the newest first.',
    caller: 'finance',
    status: 200,
    answer: page(Contract),
    problems: [],
  }),
  closeGroup: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/closing',
    summary: 'Ends a contract for all its members at once. A repeat does nothing.',
    caller: 'finance',
    params: WithId,
    status: 200,
    answer: Seats,
    problems: [...ofGroup, 'group-is-sold'],
  }),
  groupLog: endpoint({
    method: 'get',
    path: '/v1/groups/{id}/log',
    summary: 'Who did what to a group, the newest first.',
    caller: 'finance',
    params: WithId,
    status: 200,
    answer: page(
      z.object({ at: Instant, actor: z.string(), action: z.string(), subject: z.string().nullable() }),
    ),
    problems: [],
  }),
  seatMember: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/members',
    summary: 'Gives a reader a seat. One who has a seat keeps that one.',
    caller: 'finance',
    params: WithId,
    body: z.strictObject({ reader: Id }),
    status: 201,
    answer: Seats,
    problems: [...ofGroup, 'group-closed', 'group-full', 'seat-held'],
  }),
  networks: endpoint({
    method: 'get',
    path: '/v1/networks',
    summary: 'The networks of all institutions now, so that only who reads from inside is asked about.',
    caller: 'service',
    status: 200,
    answer: page(z.string()),
    problems: [],
  }),
  seats: endpoint({
    method: 'get',
    path: '/v1/groups/{id}',
    summary: 'Who has a seat, who is invited and how many are free; for its owner and staff.',
    caller: 'reader',
    params: WithId,
    status: 200,
    answer: Seats,
    problems: ofGroup,
  }),
  renameGroup: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/name',
    summary: 'What a group is called in invitations.',
    caller: 'reader',
    params: WithId,
    body: z.strictObject({ name: Name }),
    status: 200,
    answer: Seats,
    problems: ofGroup,
  }),
  inviteMember: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/invites',
    summary:
      'Keeps a seat for an address for two weeks and mails a link that is good for it once. A repeat sends nothing.',
    caller: 'reader',
    params: WithId,
    body: z.strictObject({ email: z.email().max(254) }),
    status: 201,
    answer: Seats,
    problems: [...ofGroup, 'group-closed', 'group-full', 'invites-too-many'],
  }),
  withdrawInvite: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/invites/{invite}/withdrawal',
    summary:
      'Takes an invitation back: its link is good for nothing and its seat is free. A repeat does nothing.',
    caller: 'reader',
    params: WithId.extend({ invite: Id }),
    status: 200,
    answer: Seats,
    problems: ofGroup,
  }),
  unseatMember: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/members/{reader}/removal',
    summary: 'Ends the seat of one member at once. A repeat does nothing.',
    caller: 'reader',
    params: WithId.extend({ reader: Id }),
    status: 200,
    answer: Seats,
    problems: ofGroup,
  }),
  addDomain: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/domains',
    summary: 'Opens a group to verified addresses of a domain; an owner to that of their own address only.',
    caller: 'reader',
    params: WithId,
    body: z.strictObject({ domain: Domain }),
    status: 200,
    answer: Seats,
    problems: [...ofGroup, 'domain-not-yours'],
  }),
  removeDomain: endpoint({
    method: 'post',
    path: '/v1/groups/{id}/domains/{domain}/removal',
    summary: 'Closes a group to newcomers of a domain. Who has a seat keeps it.',
    caller: 'reader',
    params: WithId.extend({ domain: Domain }),
    status: 200,
    answer: Seats,
    problems: ofGroup,
  }),
  lookAtInvitation: endpoint({
    method: 'post',
    path: '/v1/invitations/look',
    summary: 'What an invitation leads to, for whoever has it. Uses nothing up.',
    caller: 'anyone',
    body: z.strictObject({ invitation: z.string().max(200) }),
    status: 200,
    answer: z.object({
      group: z.string(),
      publication: z.string(),
      /** The address that was invited; null once the seat is taken. */
      email: z.string().nullable(),
      isTaken: z.boolean(),
    }),
    problems: ['invitation-invalid', 'invitation-over'],
  }),
  ownGroups: endpoint({
    method: 'get',
    path: '/v1/readers/{id}/groups',
    summary:
      'The groups that a reader owns, those in which they have a seat, and those that their address may join.',
    caller: 'reader',
    params: WithId,
    status: 200,
    answer: z.object({ owned: z.array(Seats), member: z.array(Group), open: z.array(Group) }),
    problems: [],
  }),
  takeSeat: endpoint({
    method: 'post',
    path: '/v1/group-memberships',
    summary:
      'The reader takes a seat, by an invitation or by the domain of their address. A repeat keeps the seat.',
    caller: 'reader',
    body: z.union([
      z.strictObject({ invitation: z.string().max(200) }),
      /** `shownAs`: how the owner of the group shall see who it is. */
      z.strictObject({ group: Id, shownAs: z.string().trim().min(1).max(254).optional() }),
    ]),
    status: 201,
    answer: Group,
    problems: [
      'invitation-invalid',
      'invitation-over',
      ...ofGroup,
      'group-closed',
      'group-full',
      'seat-held',
    ],
  }),
  leaveSeat: endpoint({
    method: 'post',
    path: '/v1/group-memberships/{id}/end',
    summary: 'The reader gives their seat in a group back. A repeat does nothing.',
    caller: 'reader',
    params: WithId,
    status: 200,
    answer: z.object({ left: z.literal(true) }),
    problems: ofGroup,
  }),
} as const;
