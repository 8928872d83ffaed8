/** Every zone of the IANA list that this runtime can show, by its name. */
export const zones: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']),
].toSorted();

export const isZone = (input: unknown): input is string => typeof input === 'string' && zones.includes(input);
