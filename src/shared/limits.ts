// How much of anything others may hand us: gateways, models, files. Bytes alone bound no work, so things are counted, too, and
// nothing that comes from outside makes the editor stand still. Each limit lies far above what is real; what passes it is told.

const kibi = 1024;
const mebi = 1024 * kibi;

/** What is read of a JSON text at most. */
export interface JsonLimits {
  readonly characters: number;
  /** Opening brackets, commas and colons outside of strings: as many things as there can be. */
  readonly parts: number;
}

export const limits = {
  json: {
    /** Brackets within brackets. A chunk of an answer has 6; parsing a million of them takes as long as 30 MB of text. */
    depth: 200,
    /** In characters: shorter text holds too little to be a burden, and is parsed uncounted. */
    uncounted: 4 * kibi,
  },
  /** One answer of a model, however it comes. */
  answer: {
    /** Characters of text and reasoning: ten times the longest output that any model allows. What loops, loops on for ever. */
    text: 4 * mebi,
    /** An answer that comes as one body of JSON. */
    body: { characters: 8 * mebi, parts: 50_000 },
    /** Characters from one event to the next, comments included: a token has 250, a whole answer in one event 100,000. */
    event: mebi,
    /** Parts of one event. */
    eventParts: 50_000,
    /** Lines of one event that are events themselves, where a gateway parts them by single line ends. */
    eventLines: 1_000,
    /** Bytes of white space before the first character: then it is a stream of events. */
    blankBytes: 64 * kibi,
    /** Bytes of a page in place of an answer: its title stands at the beginning. */
    pageBytes: 64 * kibi,
    /** Lines that open or close a block of code, as far as they are looked at where an answer is continued. */
    fences: 20_000,
    toolCalls: 128,
    /** Characters of the arguments of all tool calls together: a file that a model writes is a hundredth of that. */
    toolArguments: mebi,
    /** How many times its compressed length a body may have: text of models shrinks to a tenth, nothing but a trick to a 200th. */
    inflation: 200,
    /** Bytes that are not measured by that: the same few events again and again do shrink well. */
    inflationFrom: mebi,
    /** Milliseconds without a part of the answer, though comments or empty events come: the longest thoughts take minutes. */
    silenceMs: 600_000,
    /** Milliseconds for usage and the end mark after the finish, in all: the answer itself is complete. */
    afterFinishMs: 250,
  },
  /** The explanation of a status that says no, in bytes. */
  errorBody: 64 * kibi,
  modelList: {
    /** OpenRouter's, the longest known, has 0.6 MB for 400 models. */
    body: { characters: 4 * mebi, parts: 150_000 },
    /** Models in all; any other can be typed. */
    models: 5_000,
    /** OpenRouter puts 500 models on a page. */
    pages: 10,
    /** Models in the panel's own list, which opens without a search; VS Code's has all. */
    inPanel: 500,
  },
  balanceBody: { characters: mebi, parts: 10_000 },
  /** What the panel shows of a text; whatever is more is there to copy. */
  panel: {
    /** Characters of an answer, or of its reasoning: each frame lays out what is there anew. */
    text: mebi,
    /** Lines of it, and elements that these become. */
    lines: 20_000,
    elements: 12_000,
    /** Characters and lines of a block that still grows, which is parsed as a whole: what is more becomes a block of its own. */
    openBlock: 32 * kibi,
    openLines: 1_000,
    /** Characters of a paragraph; a longer one is shown without its marks. */
    paragraph: 10_000,
    /** Addresses that are defined apart from their links. */
    definitions: 1_000,
    /** Characters and lines that are parsed in one go. */
    slice: 16 * kibi,
    sliceLines: 128,
    /** Of a table; one with more is shown as it is written. */
    columns: 64,
    /** Of a table; what is more becomes a table of its own, with the same head. */
    cells: 3_000,
    /** Characters of what the user wrote or pasted. */
    userText: 100_000,
    /** Characters of a message whose tokens are counted; those of a longer one are told by these. */
    countedText: 256 * kibi,
    /** Characters of code that is coloured, and of its longest line: colouring one word takes a time that grows with its square. */
    code: 200_000,
    codeLine: 5_000,
    /** Blocks of code that took too long to colour, and are not tried again. */
    givenUpBlocks: 100,
  },
  code: {
    /** Characters that a command sends without a question: half of the context of many models, and the user may not mean that much. */
    unasked: 200_000,
  },
  edit: {
    /** Lines of a proposal that differ, removed and added, up to which they are told apart one by one: more take seconds. */
    changedLines: 1_000,
    /** Characters of a proposal up to which it is looked through while it comes; what may load addresses in a longer one waits for the end. */
    scanned: 256 * kibi,
  },
  /** Files of chats. Ours of 10,000 chats with 20 messages each have 40 MB. */
  import: {
    /** Files at once. */
    files: 1_000,
    /** Of a file. */
    bytes: 64 * mebi,
    /** Brackets, commas and colons of a file: a message has some 30. */
    parts: 8_000_000,
    /** Of a file. */
    chats: 10_000,
    /** Of a chat: all of one are added at once. */
    messages: 10_000,
    /** Characters of a message's text, of its reasoning, and of a piece of a file: an answer has half of that at most. */
    text: 8 * mebi,
    /** Characters of a name: of a chat, a model, a file; whatever is more is cut off. */
    name: 500,
    /** Bytes that are handed to the store's thread at once. */
    piece: 4 * mebi,
    /** How long the store adds chats before others have their turn, in milliseconds. */
    turnMs: 50,
    /** Files that were not imported, up to which each is told by itself. */
    toldProblems: 3,
  },
  /** What the client works in one go before others have their turn: half a frame. In milliseconds. */
  workMs: 8,
} as const;

/** The text, or its first `most` characters, without half a pair. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const end = Math.max(0, most);
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return text.slice(0, isHalf ? end - 1 : end);
}
