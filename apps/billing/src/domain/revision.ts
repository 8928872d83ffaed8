/** Names a write, so that a later question can wait until it is known. */
export const revisionOf = (epoch: number, { id, sequence }: { id: string; sequence: number }): string =>
  `${epoch}.${id}.${sequence}`;
