import { problem } from '@gatefold/web-kit/testing';

export const GROUP = '01990000-0000-7000-8000-0000000000f1';
export const MEMBER = '01990000-0000-7000-8000-0000000000f2';
export const INVITE = '01990000-0000-7000-8000-0000000000f3';
export const INVITATION = `${GROUP}.${INVITE}.${'s'.repeat(86)}`;

const usd = (amount: string) => ({ amount, currency: 'USD' });

export const team = {
  key: 'team',
  version: 1,
  publication: 'meridian',
  bundle: 'all-access',
  product: 'team',
  name: 'The Meridian, for teams',
  phases: [{ key: 'standard', charges: null, interval: { unit: 'week', count: 4 }, amount: usd('1200') }],
  seats: { least: 3, most: 250 },
  consent: { version: 'team-1', text: 'You pay $12 for each seat today and every four weeks after that.' },
  benefits: ['Everything of the digital subscription, for each seat', 'Add seats at any time'],
};

/** What Ada's subscription is where she pays for four seats. */
export const ofGroup = {
  id: GROUP,
  product: 'team',
  offer: 'team',
  seats: 4,
  phase: 'standard',
  nextCharge: { at: '2026-12-22T12:40:00Z', amount: usd('4800'), phase: 'standard' },
  path: [
    {
      phase: 'standard',
      amount: usd('4800'),
      charges: null,
      seats: 4,
      paid: 1,
      period: { from: '2026-11-24T12:40:00Z', until: null },
    },
  ],
};

const group = {
  id: GROUP,
  publication: 'meridian',
  name: 'The Harbour School',
  seats: 4,
  domains: [],
  from: '2026-11-24T12:40:00Z',
  until: '2026-12-25T12:40:00Z',
  closedAt: null,
};

export const seats = {
  group,
  free: 1,
  members: [{ reader: MEMBER, shownAs: 'kim@school.example', from: '2026-11-24T14:00:00Z' }],
  invites: [{ id: INVITE, email: 'lee@school.example', expiresAt: '2026-12-08T14:00:00Z' }],
};

export const quote = {
  seats: 6,
  at: '2026-11-24T23:00:00Z',
  from: '2026-11-24T23:00:00Z',
  due: usd('4800'),
  next: { at: '2026-12-22T23:00:00Z', amount: usd('7200') },
};

export const groupsAtBilling = { quoteSeats: () => ({ answer: quote }) };

export const groupsAtEntitlement = {
  networks: () => ({ answer: { data: [], nextCursor: null } }),
  ownGroups: () => ({ answer: { owned: [], member: [], open: [] } }),
  lookAtInvitation: ({ body }: { body: unknown }) =>
    (body as { invitation: string }).invitation === INVITATION
      ? {
          answer: {
            group: group.name,
            publication: 'meridian',
            email: 'lee@school.example',
            isTaken: false,
          },
        }
      : problem(403, 'invitation-invalid'),
  takeSeat: () => ({ status: 201, answer: group }),
  inviteMember: () => ({ status: 201, answer: seats }),
  unseatMember: () => ({ answer: seats }),
};
