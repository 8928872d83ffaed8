import type { entitlement } from '@gatefold/api';
import { anId } from '@gatefold/test-kit';
import type { z } from 'zod';

type Contract = z.output<typeof entitlement.listGroups.answer>['data'][number];

const terms = {
  publication: 'meridian',
  features: ['articles'],
  bundle: null,
  from: '2026-02-01T09:00:00.000Z',
  until: '2099-02-01T05:00:00.000Z',
  closedAt: null,
};

export const aLibrary: Contract = {
  ...terms,
  ...{ id: anId(700), name: 'City Library', seats: 0, domains: [], owner: null },
  networks: ['192.0.2.0/24', '2001:db8::/32'],
};
export const aSchool: Contract = {
  ...terms,
  ...{
    id: anId(701),
    name: 'Harbour School',
    seats: 5,
    domains: ['school.example'],
    owner: null,
    networks: [],
  },
};
const soldGroup: Contract = {
  ...terms,
  ...{ id: anId(702), name: '', seats: 3, domains: [], owner: anId(77), networks: [] },
  ...{ bundle: 'all-access', features: [] },
};
const closed: Contract = {
  ...aLibrary,
  id: anId(703),
  name: 'Old Library',
  closedAt: '2026-03-01T09:00:00.000Z',
};

export const contracts = [aSchool, aLibrary, soldGroup, closed];

export const seatsOf = (id: string) => {
  const {
    features: _f,
    bundle: _b,
    networks: _n,
    owner: _o,
    ...group
  } = contracts.find((one) => one.id === id)!;
  return {
    group,
    free: 3,
    members: [{ reader: anId(88), shownAs: 'kim@school.example', from: terms.from }],
    invites: [{ id: anId(89), email: 'lee@school.example', expiresAt: terms.until }],
  };
};

export const doings = [
  { at: '2026-02-02T09:00:00.000Z', actor: anId(1), action: 'domain-added', subject: 'school.example' },
  { at: '2026-02-01T09:00:00.000Z', actor: anId(1), action: 'made', subject: null },
];
