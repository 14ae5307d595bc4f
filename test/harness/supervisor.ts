// Runs a program that must not outlive the harness: supervisor.ts <program> [arguments], in a process group of its own.
// Standard input is a pipe that the system closes when the harness ends, however it ends; then the whole group is killed.
import { spawn, spawnSync } from 'node:child_process';

function killEverything(): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(process.pid), '/T', '/F']);
  } else {
    process.kill(-process.pid, 'SIGKILL');
  }
}

const [program = '', ...programArguments] = process.argv.slice(2);
process.stdin.once('close', killEverything).resume();
// The signal went to the whole group; this process waits until the program has ended by itself.
process.on('SIGTERM', () => undefined);
const child = spawn(program, programArguments, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
