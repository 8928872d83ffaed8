export {
  decide,
  deniedReasons,
  grantedReasons,
  type Decision,
  type DeniedReason,
  type GrantedReason,
  type Question,
} from './decide.ts';
export { ruleFor, ruleOf, type PreparedRule } from './article-book.ts';
export { grantSources, holdersOf, type Grant, type GrantSource, type PastGrant, type Rule } from './grant.ts';
export { readId } from './ids.ts';
export {
  createProjection,
  passed,
  ruleAsked,
  takeArticle,
  takeSet,
  type ArticleRecord,
  type Projection,
  type SetRecord,
} from './projection.ts';
export { bytesOf, findReader, fingerprint, GRANT_VERSION, type ReaderTable } from './reader-table.ts';
export { refill, type Shape } from './shapes.ts';
export { readSnapshot, takeSnapshot } from './snapshot.ts';
export { grantIn, putSet, setOf, type TravellingGrant, type TravellingSet } from './table-grants.ts';
export { createVerdict, judge, judgeAt, type Case, type Verdict } from './verdict.ts';
