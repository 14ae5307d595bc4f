// Filters the lines that code-server and its workbench print in every run, which would hide the one that matters in an error message.

/** Missing native modules and gallery, stack frames of code-server itself, and messages about its connections. */
const chatter = [
  /spdlog|watchdog|bindings file|open-vsx\.org/,
  /^\s+at .*(?:code-server|workbench\.js|node:internal|<anonymous>)/,
  /^\s*(?:tries: \[|requireStack|Require stack:?|code: 'MODULE_NOT_FOUND'|[\]}]+,?)\s*$/,
  /^- .*code-server/,
  /\[(?:AgentHost|RemoteAgentHost|AccountPolicyGate|DefaultAccount|reconnection-grace-time|Service Worker|IPC Library)/,
  /^(?:Creating a socket|Resolv(?:ed|ing) connection token|Updating additional builtin|Canceled)/,
  /^Timed out waiting for authentication provider/,
];

export function withoutChatter(output: string): string {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '' && !chatter.some((pattern) => pattern.test(line)))
    .join('\n');
}
