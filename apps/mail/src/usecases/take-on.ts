import { at, type BusinessClock } from '@gatefold/kernel';
import type { NoticeData } from '@gatefold/events';
import type { Matter, SeatMatter } from '../domain/message.ts';
import type { Messages } from './ports.ts';

/** Takes a notice on once, however often it is said. It is sent when it falls due. */
export const takeNoticeOn =
  <Tx>({ messages }: { messages: Pick<Messages<Tx>, 'add'> }) =>
  (notice: NoticeData, tx: Tx): Promise<boolean> =>
    messages.add({ id: notice.noticeId, matter: { kind: 'notice', notice }, dueAt: at(notice.dueAt) }, tx);

type OfMatter<Kind extends Matter['kind']> = Omit<Extract<Matter, { kind: Kind }>, 'kind'> & {
  readonly id: string;
};

export type SignInMail = OfMatter<'sign-in'>;
export type AccountMail = OfMatter<'account'>;

type Deps = { messages: Pick<Messages<never>, 'add'>; businessClock: BusinessClock; wake(): void };

/** Takes a sign-in link on once per id, and has it sent at once, without waiting for that. */
export const takeSignInMailOn =
  (deps: Deps) =>
  ({ id, ...mail }: SignInMail): Promise<void> =>
    takeOn(deps, id, { kind: 'sign-in', ...mail });

/** As a sign-in link: once per id, at once. */
export const takeAccountMailOn =
  (deps: Deps) =>
  ({ id, ...mail }: AccountMail): Promise<void> =>
    takeOn(deps, id, { kind: 'account', ...mail });

/** As a sign-in link: once per id, at once. */
export const takeSeatMailOn =
  (deps: Deps) =>
  (id: string, matter: SeatMatter): Promise<void> =>
    takeOn(deps, id, matter);

async function takeOn({ messages, businessClock, wake }: Deps, id: string, matter: Matter): Promise<void> {
  const isNew = await messages.add({ id, matter, dueAt: businessClock.now() });
  if (isNew) wake();
}
