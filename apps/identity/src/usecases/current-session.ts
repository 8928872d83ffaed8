import { refuse } from '../domain/refusals.ts';
import type { ReaderTokens, SessionHolder, SignIns } from './ports.ts';

type Current = SessionHolder & { readonly token: string; readonly tokenExpiresAt: Date };

/** Who a session stands for, with a short token to speak to the other services in their name. */
export const currentSession =
  ({ signIns, tokens }: { signIns: SignIns; tokens: ReaderTokens }) =>
  async ({ sessionToken }: { sessionToken: string }): Promise<Current> => {
    const holder = await signIns.holderOf(sessionToken);
    if (holder === null) throw refuse('session-ended');
    const { token, expiresAt } = await tokens.issue(holder);
    return { ...holder, token, tokenExpiresAt: expiresAt };
  };
