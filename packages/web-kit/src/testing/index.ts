export { ensureBuilt } from './built.ts';
export {
  listen,
  problem,
  startFake,
  type Call,
  type FakeService,
  type Handler,
  type Reply,
} from './fakes.ts';
export { visitorOf } from './visitor.ts';
