const offsets = {
  site: 0,
  billing: 1,
  entitlement: 2,
  content: 3,
  mail: 4,
  identity: 5,
  finance: 10,
  'staff-directory': 11,
  'stripe-simulator': 20,
  inbox: 30,
  smtp: 31,
  postgres: 32,
  kafka: 33,
  /** Kafka's nodes speak to themselves here. */
  'kafka-controller': 34,
} as const;

export type Place = keyof typeof offsets;
export type Ports = Readonly<Record<Place, number>>;

/** Everything the stack listens on, from one base, so that a second stack can run beside the first. */
export const createPorts = (base: number): Ports =>
  Object.fromEntries(Object.entries(offsets).map(([place, offset]) => [place, base + offset])) as Ports;
