import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './look.mjs';

/** Asks a process to end, waits, and ends it when it has not obeyed after `graceMs`. */
export async function stopProcess(pid, signal = 'SIGTERM', graceMs = 15_000) {
  send(pid, signal);
  const deadline = performance.now() + graceMs;
  while (isAlive(pid) && performance.now() < deadline) await sleep(25);
  if (!isAlive(pid)) return;
  send(pid, 'SIGKILL');
  while (isAlive(pid)) await sleep(25);
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
