// Runs a program that must not outlive the harness: supervisor.ts <program> [arguments], in a process group of its own.
// Standard input is a pipe that the system closes when the harness ends, however it ends; everything here is killed then.
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
// The group has had it too, and this process waits for the program's own end.
process.on('SIGTERM', () => undefined);
const child = spawn(program, programArguments, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
