import { connect } from 'node:net';
import { once } from 'node:events';
import { Kafka, logLevel } from 'kafkajs';

const LEAVE_GROUP = 13;

/**
 * Takes a dead consumer's members out of their group, which the broker would do by itself after ten seconds.
 *
 * Any client may send a member's farewell; no client library offers it for another's member, so it is spoken here.
 */
export async function forgetMembers(brokers: readonly string[], group: string): Promise<void> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'undertaker', logLevel: logLevel.NOTHING });
  const admin = kafka.admin({ retry: { retries: 2 } });
  try {
    await admin.connect();
    const { groups } = await admin.describeGroups([group]);
    for (const { memberId } of groups.flatMap(({ members }) => members))
      await sayFarewell(brokers[0] ?? '', { group, memberId });
  } finally {
    await admin.disconnect();
  }
}

/** The coordinator of every group is the one broker that there is. */
async function sayFarewell(
  broker: string,
  { group, memberId }: { group: string; memberId: string },
): Promise<void> {
  const [host = '', port = ''] = broker.split(':');
  const body = Buffer.concat([
    int16(LEAVE_GROUP),
    int16(1),
    int32(1),
    text('undertaker'),
    text(group),
    text(memberId),
  ]);
  const socket = connect(Number(port), host);
  socket.write(Buffer.concat([int32(body.length), body]));
  await once(socket, 'data');
  socket.destroy();
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
