/**
 * The one spelling under which an address is known: without spaces around it, in lower case.
 *
 * The part before the @ is lowered too. Providers that tell `Ada@` from `ada@` do not exist in
 * practice, and readers who type it differently on a phone do.
 */
export const normaliseAddress = (typed: string): string => typed.trim().toLowerCase();

/** What stands behind the @, in lower case. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();
