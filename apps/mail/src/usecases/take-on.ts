import { at, type BusinessClock } from '@gatefold/kernel';
import type { NoticeData } from '@gatefold/events';
import type { Messages } from './ports.ts';

/** Takes a notice on once, however often it is said. It is sent when it falls due. */
export const takeNoticeOn =
  <Tx>({ messages }: { messages: Pick<Messages<Tx>, 'add'> }) =>
  (notice: NoticeData, tx: Tx): Promise<boolean> =>
    messages.add({ id: notice.noticeId, matter: { kind: 'notice', notice }, dueAt: at(notice.dueAt) }, tx);

export type SignInMail = { id: string; email: string; url: string; expiresAt: string };

type Deps = { messages: Pick<Messages<never>, 'add'>; businessClock: BusinessClock; wake(): void };

/** Takes a sign-in link on once per id, and has it sent at once, without waiting for that. */
export const takeSignInMailOn =
  ({ messages, businessClock, wake }: Deps) =>
  async ({ id, ...mail }: SignInMail): Promise<void> => {
    const isNew = await messages.add({
      id,
      matter: { kind: 'sign-in', ...mail },
      dueAt: businessClock.now(),
    });
    if (isNew) wake();
  };
