import { identity } from '@gatefold/api';
import { plus, type MachineClock } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { problem, startFake, type Call, type Reply } from '@gatefold/web-kit/testing';
import { OTHER_READER, READER } from './books.ts';
import { forAdmins, forStaff, nora, otto, people, pia } from './people.ts';

export const ORGANISATION = 'https://login.meridian.example/authorize?state=s1';
export const APP_CODE = '123456';
export const APP_ADDRESS = 'otpauth://totp/meridian.example:udo%40example.com?secret=JBSWY3DPEHPK3PXP';
const codeIn = ({ body }: Call): string => (body as { code: string }).code;

const members = [nora, otto, pia].map(({ id, email, role }) => ({
  ...{ readerId: id, email, role },
  ...{ hasApp: role !== 'editor', passkeys: role === 'admin' ? 2 : 0, hasProvider: false },
}));
const staffActs = [
  ...[
    {
      at: '2026-11-24T08:00:00.000Z',
      accountId: nora.id,
      by: pia.id,
      what: 'second-factor-reset',
      role: null,
    },
  ],
  ...[{ at: '2026-11-20T08:00:00.000Z', accountId: nora.id, by: 'cli', what: 'role-given', role: 'finance' }],
];

const accountOf = ({ id, email, role }: (typeof people)[number]) => ({
  readerId: id,
  email,
  role,
  verified: true,
});

/** The one reader whom identity knows, by id and by address. */
const foundReader = (query: Call['query']): Reply => ({
  answer: {
    data: [READER, OTHER_READER, 'reader@example.com'].includes(query['id'] ?? query['email'] ?? '')
      ? [{ readerId: query['id'] ?? READER, email: 'reader@example.com', role: 'reader', verified: true }]
      : [],
    nextCursor: null,
  },
});

/** Identity, where everybody has signed in already. */
export function startIdentity(machineClock: MachineClock) {
  const later = (milliseconds: number): string => plus(machineClock.now(), milliseconds).toISOString();

  const opened = ({ session }: { session: string }) => ({
    sessionToken: session,
    expiresAt: later(3_600_000),
  });

  return startFake('identity', identity, {
    currentSession({ body }) {
      const { sessionToken } = body as { sessionToken: string };
      const who = people.find(({ session }) => session === sessionToken);
      if (who === undefined) return problem(401, 'session-ended');
      const { id: readerId, role, email, token } = who;
      const stands = 'secondFactor' in who ? { secondFactor: who.secondFactor } : {};
      return {
        answer: {
          readerId,
          role,
          ...stands,
          provisional: false,
          email,
          token,
          tokenExpiresAt: later(300_000),
        },
      };
    },
    requestSignIn: () => ({
      status: 202,
      answer: { sent: true, attempt: 'attempt-1', expiresAt: later(600_000) },
    }),
    redeemSignIn({ body }) {
      const who = people.find(({ email }) => (body as { token: string }).token === `link-of-${email}`);
      if (who === undefined) return problem(410, 'sign-in-link-invalid');
      return {
        status: 201,
        answer: {
          sessionToken: who.session,
          expiresAt: later(3_600_000),
          returnTo: '/events?type=payment.paid',
          readerId: who.id,
        },
      };
    },
    endSession: () => ({ answer: { ended: true } }),
    staffProvider: () => ({ answer: { provider: { name: 'Meridian staff' } } }),
    beginStaffSignIn: () => ({
      answer: { url: ORGANISATION, ceremony: 'state=s1.sig%3D', expiresAt: later(300_000) },
    }),
    finishStaffSignIn: ({ body }) =>
      (body as { code: string }).code === 'good'
        ? { status: 201, answer: { ...opened(nora), readerId: nora.id } }
        : problem(422, 'staff-sign-in-refused'),
    beginSecondFactor: () => ({ answer: { uri: APP_ADDRESS } }),
    confirmSecondFactor: (call) =>
      codeIn(call) === APP_CODE
        ? { status: 201, answer: { ...opened(nora), backupCodes: ['aaaaa-bbbbb', 'ccccc-ddddd'] } }
        : problem(422, 'second-factor-wrong'),
    passSecondFactor: (call) =>
      codeIn(call) === APP_CODE
        ? { status: 201, answer: { ...opened(nora), backupCodesLeft: 10 } }
        : problem(422, 'second-factor-wrong'),
    renewBackupCodes: () => ({ status: 201, answer: { backupCodes: ['eeeee-fffff'] } }),
    listStaff: forAdmins(() => ({ answer: { data: members, nextCursor: null } })),
    staffLog: forAdmins(() => ({ answer: { data: staffActs, nextCursor: null } })),
    resetSecondFactor: forAdmins(() => ({ answer: { reset: true } })),
    createAccount: forAdmins(({ body }) => ({
      status: 201,
      answer: { readerId: anId(77), role: (body as { role: string }).role },
    })),
    findReader: forStaff(({ query }) => {
      const colleague = people.find(({ id }) => id === query['id']);
      return colleague === undefined
        ? foundReader(query)
        : { answer: { data: [accountOf(colleague)], nextCursor: null } };
    }),
  });
}
