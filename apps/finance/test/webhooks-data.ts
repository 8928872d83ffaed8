import { anId } from '@gatefold/test-kit';

export const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==';

export const anEndpoint = {
  id: anId(700),
  url: 'https://hooks.example.org/gatefold/with/a/long/path/that/has/to/break/somewhere',
  description: 'the data warehouse',
  types: [],
  state: 'on',
  failingSince: null,
  createdAt: '2026-11-01T09:00:00.000Z',
} as const;

export const aDelivery = {
  id: anId(701),
  endpointId: anEndpoint.id,
  messageId: anId(702),
  type: 'payment.paid',
  state: 'waiting',
  attempts: 1,
  nextTryAt: '2026-11-24T19:00:00.000Z',
  createdAt: '2026-11-24T18:00:00.000Z',
  deliveredAt: null,
} as const;
