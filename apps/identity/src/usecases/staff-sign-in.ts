import { normaliseAddress } from '../domain/address.ts';
import { refuse } from '../domain/refusals.ts';
import {
  roleFor,
  showedFactor,
  type StaffClaims,
  type StaffRule,
  type TrustedFactors,
} from '../domain/staff-rules.ts';
import type { NewId } from '@gatefold/kernel';
import type { Ceremony, Readers, ReturnedStaff, StaffProvider } from './ports.ts';

/** What this deployment believes of its organisation's sign-in. */
export type StaffPolicy = { readonly rules: readonly StaffRule[]; readonly trusted: TrustedFactors };

type Deps = {
  staffProvider: StaffProvider | null;
  staffPolicy: StaffPolicy;
  readers: Pick<Readers, 'giveRole'>;
  newId: NewId;
};

const providerOf = ({ staffProvider }: Pick<Deps, 'staffProvider'>): StaffProvider => {
  if (staffProvider === null) throw refuse('staff-sign-in-off');
  return staffProvider;
};

export const beginStaffSignIn =
  (deps: Deps) => async (): Promise<Omit<Ceremony, 'options'> & { readonly url: string }> =>
    providerOf(deps).begin();

/** As it is written down with a role that the organisation gave or took. */
const BY = 'organisation';

/**
 * Signs in whom the organisation vouches for. Their role is what its groups say today: who has left the
 * group has no role any more, and is refused.
 */
export const finishStaffSignIn = (deps: Deps) => async (returned: ReturnedStaff) => {
  const { staffPolicy, readers, newId } = deps;
  const provider = providerOf(deps);

  const settle = async (claims: StaffClaims): Promise<void> => {
    const linked = await provider.linked(claims.subject);
    const role = roleFor(claims, staffPolicy.rules);
    if (role === null && (linked === null || linked.role === 'reader')) throw refuse('staff-not-known');
    if (linked?.role !== role) {
      const email = linked?.email ?? normaliseAddress(claims.email);
      await readers.giveRole({ email, role: role ?? 'reader', by: BY }, newId());
    }
    if (role === null) throw refuse('staff-not-known');
  };

  return provider.finish(returned, {
    settle,
    showedFactor: (claims) => showedFactor(claims, staffPolicy.trusted),
  });
};
