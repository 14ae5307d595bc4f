// Starts askOnce.ts: the client in a process whose environment is what a shell profile or a dev container would make it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Question } from './question.ts';

const takesAtMostMs = 60_000;

/** `env` is put on top of this process's own, without its proxies. Resolves with an outcome for each question. */
export async function askApart(
  questions: readonly Question[],
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  const usual = Object.entries(process.env).filter(([name]) => !/^(?:https?|all|no)_proxy$|^node_/i.test(name));
  const program = [join(import.meta.dirname, 'askOnce.ts'), JSON.stringify(questions)];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    env: { ...Object.fromEntries(usual), ...env },
    timeout: takesAtMostMs,
  });
  return JSON.parse(stdout) as string[];
}
