import type { Guard } from './guard.ts';

const secondFactor = 'apps/identity/src/http/second-factor.int.test.ts';

export const guardsOfStaff: readonly Guard[] = [
  {
    name: 'staff who have shown one factor are readers',
    file: 'apps/identity/src/adapters/prisma/sign-ins.ts',
    from: "role: secondFactor === 'passed' ? role : 'reader',",
    to: 'role,',
    test: { project: 'int', file: secondFactor, named: 'a mailed link alone opens' },
  },
  {
    name: 'a code of staff is taken once',
    file: 'apps/identity/src/adapters/prisma/second-factors.ts',
    from: "if (count === 0) throw refuse('second-factor-wrong');",
    to: 'void count;',
    test: { project: 'int', file: secondFactor, named: 'is taken once, also by two browsers' },
  },
  {
    name: 'tries at the second factor of staff are counted',
    file: 'apps/identity/src/http/sign-in-limits.ts',
    from: 'refuseWhile(res, await factorTries.take(readerId))',
    to: 'void [res, readerId, factorTries]',
    test: { project: 'int', file: secondFactor, named: 'an account has so many tries' },
  },
  {
    name: 'staff add no passkey with a mailbox alone',
    file: 'apps/identity/src/usecases/passkeys.ts',
    from: "if (account.secondFactor === 'due') throw refuse('second-factor-due');",
    to: '',
    test: { project: 'int', file: secondFactor, named: 'a mailbox alone adds no passkey' },
  },
  {
    name: 'an address that nobody verified makes nobody staff',
    file: 'apps/identity/src/domain/staff-rules.ts',
    from: 'emailVerified === true && ',
    to: '',
    test: {
      project: 'unit',
      file: 'apps/identity/src/domain/staff-rules.test.ts',
      named: 'is none by an address',
    },
  },
  {
    name: 'who has left the group is no longer staff',
    file: 'apps/identity/src/usecases/staff-sign-in.ts',
    from: 'if (linked?.role !== role) {',
    to: 'if (role !== null && linked?.role !== role) {',
    test: {
      project: 'int',
      file: 'apps/identity/src/http/staff-sign-in.int.test.ts',
      named: 'takes it from who has left',
    },
  },
];
