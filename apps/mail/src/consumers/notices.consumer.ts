import { NoticeData, noticeEventTypes, noticeTopic } from '@gatefold/events';
import { subscribe, type Subscription } from '@gatefold/messaging';
import type { PoolClient } from 'pg';

type Deps = { takeNoticeOn(notice: NoticeData, tx: PoolClient): Promise<boolean> };

/** Notices that billing declares due. Only written down here: a mail server is never called from a handler. */
export const noticesConsumer = ({ takeNoticeOn }: Deps): Subscription =>
  subscribe({
    topic: noticeTopic,
    types: noticeEventTypes,
    schema: NoticeData,
    async handle({ data }, tx) {
      await takeNoticeOn(data, tx);
    },
  });
