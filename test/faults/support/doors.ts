// Ways by which others could get into this process, or it could start others: ports that it listens on, and programs.
import { ChildProcess } from 'node:child_process';
import { Socket } from 'node:dgram';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Server } from 'node:net';

export interface Doors {
  /** What was opened or started since the watch began, or since somebody emptied the list. */
  readonly opened: string[];
  /** How many sockets of this process listened when the watch began. */
  readonly before: number;
  /** How many listen now, those of its threads too. Only Linux tells; elsewhere it is 0. */
  listening(): number;
}

/** Watches until the process ends. */
export function watchDoors(): Doors {
  const opened: string[] = [];
  const watch = (owner: object, name: string, what: string): void => {
    const original = Reflect.get(owner, name) as (...values: unknown[]) => unknown;
    Reflect.set(owner, name, function (this: unknown, ...values: unknown[]): unknown {
      opened.push(what);
      return Reflect.apply(original, this, values);
    });
  };
  watch(Server.prototype, 'listen', 'a port was listened on');
  watch(Socket.prototype, 'bind', 'a UDP port was bound');
  watch(ChildProcess.prototype, 'spawn', 'a program was started');
  return { opened, before: countListening(), listening: countListening };
}

const listenState = '0A';

function countListening(): number {
  if (process.platform !== 'linux') {
    return 0;
  }
  const own = new Set(readdirSync('/proc/self/fd').flatMap(socketOf));
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/self/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listenState && own.has(inode ?? '')).length;
}

/** The number of the socket behind a descriptor. */
function socketOf(descriptor: string): readonly string[] {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${descriptor}`))?.slice(1) ?? [];
  } catch {
    // It was closed meanwhile.
    return [];
  }
}
