// Runs other programs: to their end with their output, or as a server whose whole process tree is ended with it.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { withoutChatter } from './chatter.ts';

export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to this process's own environment; an undefined value removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Finished {
  readonly exitCode: number;
  /** Standard output and standard error, interleaved as they came. */
  readonly output: string;
}

const isWindows = process.platform === 'win32';
const forcedAfterMs = 5_000;

/** The last lines of a failed program's output, for an error message. */
export function lastLines(output: string, count = 40): string {
  return output.trim().split('\n').slice(-count).join('\n');
}

function startGroup(
  command: string,
  commandArguments: readonly string[],
  options: ProcessOptions,
  input: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(command, commandArguments, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: [input, 'pipe', 'pipe'],
    // A process group of its own, so that one signal reaches all descendants as well.
    detached: !isWindows,
    // npm and npx are command scripts on Windows, which need a shell.
    shell: isWindows && /^np[mx]$/.test(command),
  });
}

function killTree(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) {
    return;
  }
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The process group has ended already.
  }
}

/** A program that runs until it is closed, and never longer than this process. The creator must call `close`. */
export class Server {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #exited: Promise<void>;
  #output = '';
  #endedBecause: string | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(name: string, command: string, commandArguments: readonly string[], options: ProcessOptions = {}) {
    this.#name = name;
    const supervised = [join(import.meta.dirname, 'supervisor.ts'), command, ...commandArguments];
    this.#child = startGroup(process.execPath, supervised, options, 'pipe');
    const collect = (chunk: Buffer): void => {
      this.#output += chunk.toString();
      this.#notify();
    };
    this.#child.stdout?.on('data', collect);
    this.#child.stderr?.on('data', collect);
    this.#exited = new Promise((resolve) => {
      const end = (reason: string): void => {
        this.#endedBecause ??= reason;
        this.#notify();
        resolve();
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(`it ended with ${signal ?? `exit code ${code ?? 0}`}`));
    });
  }

  get output(): string {
    return this.#output;
  }

  /**
   * Waits until the output matches.
   * @throws Error with the program's output if the program ends, or if nothing matches within `timeoutMs`.
   */
  async waitForOutput(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray> {
    return await new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
        finish();
      };
      const refuse = (reason: string): void =>
        settle(() =>
          reject(new Error(`${this.#name} did not start: ${reason}.\n${lastLines(withoutChatter(this.#output))}`)),
        );
      const check = (): void => {
        const match = pattern.exec(this.#output);
        if (match) {
          settle(() => resolve(match));
        } else if (this.#endedBecause !== undefined) {
          refuse(this.#endedBecause);
        }
      };
      const timer = setTimeout(() => refuse(`no such output within ${timeoutMs / 1000} s`), timeoutMs);
      this.#listeners.add(check);
      check();
    });
  }

  /** Ends the program and all its descendants, by force if they ignore the signal. */
  async close(): Promise<void> {
    if (this.#endedBecause === undefined) {
      killTree(this.#child, 'SIGTERM');
    }
    const force = setTimeout(() => killTree(this.#child, 'SIGKILL'), forcedAfterMs);
    await this.#exited;
    clearTimeout(force);
    // The group's leader has ended, but its descendants may still run.
    killTree(this.#child, 'SIGKILL');
  }

  killAtOnce(): void {
    killTree(this.#child, 'SIGKILL');
  }

  #notify(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}

/** Runs a program to its end. A program that cannot be started counts as ended with exit code 127. */
export async function runProgram(
  command: string,
  commandArguments: readonly string[],
  options: ProcessOptions = {},
): Promise<Finished> {
  const child = startGroup(command, commandArguments, options);
  const killAtExit = (): void => killTree(child, 'SIGKILL');
  process.once('exit', killAtExit);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { exitCode: code ?? 1, output };
  } catch (error) {
    return { exitCode: 127, output: String(error) };
  } finally {
    process.off('exit', killAtExit);
  }
}

/**
 * Runs a program to its end and returns its output.
 * @throws Error that begins with `whatFor` and ends with the output, if the exit code is not 0.
 */
export async function runOrThrow(
  whatFor: string,
  command: string,
  commandArguments: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  const { exitCode, output } = await runProgram(command, commandArguments, options);
  if (exitCode !== 0) {
    const commandLine = [command, ...commandArguments].join(' ');
    throw new Error(`${whatFor} (${commandLine}: exit code ${exitCode}).\n${lastLines(output)}`);
  }
  return output;
}
