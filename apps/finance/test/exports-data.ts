import { anId } from '@gatefold/test-kit';

const job = {
  filter: { readerId: null, type: 'payment.paid', from: '2026-11-01T04:00:00.000Z', to: null },
  rowsTotal: 12_000,
  askedBy: 'finance:nora',
  askedAt: '2026-11-24T18:00:00.000Z',
  finishedAt: null,
  expiresAt: '2026-12-01T18:00:00.000Z',
};

export const exportJobs = [
  { ...job, id: anId(800), state: 'running', rowsDone: 5_000 },
  { ...job, id: anId(801), state: 'done', rowsDone: 12_000 },
  { ...job, id: anId(802), state: 'expired', rowsDone: 12_000 },
] as const;
