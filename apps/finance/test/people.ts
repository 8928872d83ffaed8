import { anId } from '@gatefold/test-kit';
import { problem, type Call, type Reply } from '@gatefold/web-kit/testing';

const person = (number: number, name: string, role: 'reader' | 'finance' | 'editor' | 'admin') => ({
  id: anId(number),
  role,
  email: `${name}@example.com`,
  session: `session-of-${name}`,
  token: `token-of-${name}`,
});

export const nora = person(1, 'nora', 'finance');
export const pia = person(2, 'pia', 'admin');
export const otto = person(3, 'otto', 'editor');
export const ada = person(4, 'ada', 'reader');
/** Have a role, and have shown one factor: one of them has an app, the other has none yet. */
export const dora = { ...person(5, 'dora', 'reader'), secondFactor: 'due' as const };
export const udo = { ...person(6, 'udo', 'reader'), secondFactor: 'unset' as const };
export const people = [nora, pia, otto, ada, dora, udo];

/** As billing does: the role is looked at again, whatever the pages have let through. */
export const forStaff =
  (answer: (call: Call) => Reply) =>
  (call: Call): Reply => {
    const asking = people.find(({ token }) => token === call.token);
    if (asking === undefined) return problem(401, 'token-invalid');
    return asking.role === 'finance' || asking.role === 'admin' ? answer(call) : problem(403, 'not-allowed');
  };

export const forAdmins =
  (answer: (call: Call) => Reply) =>
  (call: Call): Reply =>
    call.token === pia.token ? answer(call) : problem(403, 'not-allowed');
