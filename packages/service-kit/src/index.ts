export {
  bearerAuthentication,
  callerOf,
  readerOf,
  requireRole,
  requireService,
  roles,
  type Authenticate,
  type Caller,
  type Role,
} from './caller.ts';
export { followSimulatorClock, merge, type Follower, type Published } from './clock-follower.ts';
export { followWallClock } from './wall-clock.ts';
export { newId, systemBusinessClock, systemMachineClock } from './clocks.ts';
export {
  callersKeys,
  commaList,
  databaseAndLog,
  encryptionKeys,
  eventsEpoch,
  listening,
  namesItsLog,
  ownKey,
  simulatorClock,
  versionedSecrets,
} from './env-shapes.ts';
export { houseTitles, tellsTitlesApart, titleNamed, titlesOf, type Title, type Titles } from './titles.ts';
export { createHttpApp, type HttpAppOptions } from './http-app.ts';
export { askingIp, postgresLimiter, refuseWhile, type Limiter } from './limiter.ts';
export { loadEnv } from './load-env.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { parkedRoutes, type ParkedEvent, type Parking } from './parked-routes.ts';
export { InvalidInput, parse } from './parse.ts';
export { commonProblems, problemHandler, refuseCommon, toProblem, type Problem } from './problem.ts';
export { createPlaces, placeReader } from './places.ts';
export { readWhole } from './read-whole.ts';
export { run, type Service, type Worker } from './service.ts';
export { createServiceTokens, type ServiceTokens } from './service-tokens.ts';
