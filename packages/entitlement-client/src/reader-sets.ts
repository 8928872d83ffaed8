import { boundedMap } from './bounded-map.ts';
import { isGrant, type ServiceGrant } from './question.ts';
import type { Service } from './service.ts';

export type CurrentSet = { readonly version: number; readonly grants: readonly ServiceGrant[] };

/**
 * All that a reader has now. The service is asked every time, and by the tag of what is known already it
 * mostly has nothing to send.
 */
export function readerSets({
  service,
  capacity,
  timeoutMs,
}: {
  service: Service;
  capacity: number;
  timeoutMs: number;
}) {
  const known = boundedMap<{ readonly etag: string; readonly set: CurrentSet }>(capacity);

  return async (readerId: string): Promise<CurrentSet> => {
    const before = known.get(readerId);
    const response = await service({
      path: `/v1/readers/${encodeURIComponent(readerId)}/grants`,
      timeoutMs,
      ...(before === undefined ? {} : { headers: { 'if-none-match': before.etag } }),
    });
    if (response.status === 304 && before !== undefined) return before.set;
    const { data, version } = (await response.json()) as { data: unknown[]; version: number };
    if (!Array.isArray(data) || !data.every(isGrant))
      throw new TypeError('the service did not answer as agreed');
    const set = { version, grants: data };
    const etag = response.headers.get('etag');
    if (etag !== null) known.set(readerId, { etag, set });
    return set;
  };
}
