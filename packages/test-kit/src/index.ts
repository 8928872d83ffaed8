export { unexpected, withoutRule, type Person } from './access-matrix.ts';
export { fakeBusinessClock, fakeMachineClock, realMachineClock } from './clocks.ts';
export { aDatabase, migrationsOf, testDatabaseUrl, type TestDatabase } from './database.ts';
export { notRefused } from './refusing.ts';
export { eventually } from './eventually.ts';
export { anId, countingIds } from './ids.ts';
export { testKafkaBrokers } from './kafka.ts';
export { collectingLogger, type LogLine } from './logger.ts';
