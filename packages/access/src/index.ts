export {
  decide,
  deniedReasons,
  grantedReasons,
  type Decision,
  type DeniedReason,
  type GrantedReason,
  type Question,
} from './decide.ts';
export { grantSources, holdersOf, type Grant, type GrantSource, type PastGrant, type Rule } from './grant.ts';
