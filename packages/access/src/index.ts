export {
  decide,
  deniedReasons,
  grantedReasons,
  type Decision,
  type DeniedReason,
  type GrantedReason,
  type Question,
} from './decide.ts';
export { ruleAt, ruleByName, ruleFor, ruleOf, type PreparedRule } from './article-book.ts';
export {
  grantSources,
  holdersOf,
  holds,
  type Grant,
  type GrantSource,
  type PastGrant,
  type Rule,
} from './grant.ts';
export { idWords, readId, readIdBytes, readIdBytesInLowerCase, readIdInLowerCase } from './ids.ts';
export { looksOf, type Look } from './looks.ts';
export {
  createProjection,
  hasReached,
  ruleAsked,
  takeArticle,
  takeRecords,
  takeSet,
  type FollowedRecord,
  type Projection,
} from './projection.ts';
export { bytesOf, findReader, fingerprint, GRANT_VERSION, type ReaderTable } from './reader-table.ts';
export { beginSearch, createSearch, lookFor, searchBoth, type Search } from './search.ts';
export { refill, type Shape } from './shapes.ts';
export { readSnapshot, takeSnapshot } from './snapshot.ts';
export { grantWordsOf, putSet, setOf, type TravellingGrant, type TravellingSet } from './table-grants.ts';
export { createVerdict, judge, judgeAt, type Case, type Verdict } from './verdict.ts';
