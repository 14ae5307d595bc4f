// The threats: how somebody else was seen to get at what is the user's, through assistants like this one.
import type { Row } from './row.ts';

const noAgent = {
  ground: 'few-writers',
  why: 'Answers change nothing by themselves: what they propose is shown as a diff and written by Accept, and there is no approval that a file could turn off.',
} as const;
const noShell = { ground: 'no-programs', why: 'The extension starts no program and has no terminal.' } as const;

export const threats: readonly Row[] = [
  { id: 'T1', what: 'A picture in an answer is fetched, and its address tells a stranger what was said' },
  { id: 'T2', what: 'Links and pictures that are defined elsewhere in the text get past what looks at text only' },
  { id: 'T3', what: 'A host that the page’s policy allows carries data out' },
  { id: 'T4', what: 'A link leads elsewhere than it says, or carries data out' },
  { id: 'T5', what: 'A link or tooltip runs a command, a script, a file or another program' },
  { id: 'T6', what: 'HTML in an answer becomes part of the page' },
  { id: 'T7', what: 'A diagram in an answer is drawn, and runs or loads something' },
  { id: 'T8', what: 'Half an answer is harmless where the whole is not, or the other way round' },
  { id: 'T9', what: 'A chat from a file acts when it is imported, opened or exported' },
  { id: 'T10', what: 'What a gateway says of an error is shown as it came: markup, control characters, megabytes' },
  { id: 'T11', what: 'A message of the page is forged, malformed or of another chat' },
  { id: 'T12', what: 'The page can read files of this computer' },
  { id: 'T13', what: 'An agent writes settings that turn its own approvals off', never: noAgent },
  { id: 'T14', what: 'An agent does so in a workspace file, or in another folder of the workspace', never: noAgent },
  {
    id: 'T15',
    what: 'An agent writes a file that runs by itself: a task, a hook, a build script',
    never: { ...noAgent, why: `${noAgent.why} No repository is touched, and no git is run.` },
  },
  {
    id: 'T16',
    what: 'An agent rewrites its own servers and rules',
    never: {
      ground: 'no-tools',
      why: 'The extension connects to no MCP server and has no file of rules: its settings are VS Code’s, which nothing in an answer can change.',
    },
  },
  { id: 'T17', what: 'A protected file is reached by another spelling of its name' },
  {
    id: 'T18',
    what: 'JSON that a model wrote names a schema, and merely showing it loads that address',
    open: 'VS Code below 1.107 or so loads any schema, newer ones those of hosts that the user trusts. A proposal, and code opened in a new file, should ask before it is shown where it brings an address along that was not there before.',
  },
  { id: 'T19', what: 'A file outside of the workspace is read or written' },
  { id: 'T20', what: 'A link in the file system leads to a file that is protected' },
  {
    id: 'T21',
    what: 'The file is another one by the time an approved change is written',
    never: {
      ground: 'few-writers',
      why: 'Accept writes into the document that VS Code has open, not to a path; what was changed in it meanwhile is merged or refused (F25).',
    },
  },
  { id: 'T22', what: 'A model chooses in which folder a command runs', never: noShell },
  { id: 'T23', what: 'A list of allowed commands is got round by shell syntax', never: noShell },
  { id: 'T24', what: 'A command that only reads writes by a redirection', never: noShell },
  { id: 'T25', what: 'One command changes the environment of the next', never: noShell },
  { id: 'T26', what: 'Commands that run foreign code are allowed from the start', never: noShell },
  { id: 'T27', what: 'A command tells a name server what it read', never: noShell },
  { id: 'T28', what: 'A harmless command runs a script that is not', never: noShell },
  { id: 'T29', what: 'Control characters hide what is asked or shown' },
  { id: 'T30', what: 'Characters that nobody sees hide in code or names' },
  { id: 'T31', what: 'The folder that is open brings instructions to the model along' },
  { id: 'T32', what: 'Text in a file tells the model to do something, and it does' },
  { id: 'T33', what: 'Files that hold secrets are sent to a model' },
  { id: 'T34', what: 'The folder that is open leads requests, and the key, to another address' },
  { id: 'T35', what: 'The key goes along with a redirect' },
  { id: 'T36', what: 'The key goes over plain HTTP' },
  { id: 'T37', what: 'The key stands in a log, an error or a report' },
  { id: 'T38', what: 'The key, or the chats, lie on disk for others to read' },
  { id: 'T39', what: 'A key that somebody pastes into a chat is sent, kept and exported' },
  { id: 'T40', what: 'The key reaches the page' },
  { id: 'T41', what: 'A certificate is not checked' },
  { id: 'T42', what: 'Something acts in a workspace that is not trusted' },
  { id: 'T43', what: 'A port of this computer is open to every page and program' },
  { id: 'T44', what: 'What is shipped holds what nobody put there' },
  { id: 'T45', what: 'A text that is huge or hard to read stops the editor' },
  { id: 'T46', what: 'A link or another extension has a command do what its user did not ask for' },
];
