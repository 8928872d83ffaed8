/**
 * The server.properties of one node that is broker and controller in one.
 *
 * `nodes` are all nodes' `{ id, port, controllerPort }`. Where a value differs from Kafka's
 * default, it is for a quick start and a quick return after a kill, on one machine.
 */
export function serverProperties({ node, nodes, dataDir, overrides }) {
  const replicas = Math.min(3, nodes.length);
  const inSync = nodes.length >= 3 ? 2 : 1;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    'log.dirs': dataDir,
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.quorum.voters': nodes.map((n) => `${n.id}@127.0.0.1:${n.controllerPort}`).join(','),
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    // The default of 50 makes the first group of a fresh broker slow.
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    // With the defaults (2 s, 9 s) a broker that was killed is refused for 9 s when it comes back.
    'broker.heartbeat.interval.ms': 250,
    'broker.session.timeout.ms': 2000,
    'controller.quorum.election.timeout.ms': 500,
    'controller.quorum.fetch.timeout.ms': 1000,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    // The default of 128 MiB is half of our heap.
    'log.cleaner.dedupe.buffer.size': 16_777_216,
    ...overrides,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
