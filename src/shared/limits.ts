// Limits on the data that gateways, models and files may hand us. Bytes alone do not bound the work, so other things are counted, too,
// and no data from outside can block the editor. Each limit is far above real data, and the user is told where one is exceeded.

const kibi = 1024;
const mebi = 1024 * kibi;

/** The most that is read of a JSON text. */
export interface JsonLimits {
  readonly characters: number;
  /** Opening brackets, commas and colons outside of strings, which bound the number of values and names. */
  readonly parts: number;
}

export const limits = {
  json: {
    /** Nested brackets. A chunk of an answer has 6; parsing a million of them takes as long as 30 MB of text. */
    depth: 200,
    /** In characters. Shorter text holds too little to take long, and is parsed without counting. */
    uncounted: 4 * kibi,
  },
  /** One answer of a model, in whatever form it comes. */
  answer: {
    /** Characters of text and reasoning: ten times the longest output that any model allows. A model that loops never ends by itself. */
    text: 4 * mebi,
    /** An answer that comes as one JSON body. */
    body: { characters: 8 * mebi, parts: 50_000 },
    /** Characters from one event to the next, comments included: a token has 250, a whole answer in one event 100,000. */
    event: mebi,
    /** JSON parts of one event. */
    eventParts: 50_000,
    /** Lines of one event that are events themselves, where a gateway separates events by single line ends. */
    eventLines: 1_000,
    /** Bytes of white space before the first character. A body with more is read as a stream of events. */
    blankBytes: 64 * kibi,
    /** Bytes of an HTML page in place of an answer: its title is near its beginning. */
    pageBytes: 64 * kibi,
    /** Fences of code blocks that are looked at where an answer is continued. */
    fences: 20_000,
    toolCalls: 128,
    /** Characters of the arguments of all tool calls together: a file that a model writes has a hundredth of them. */
    toolArguments: mebi,
    /** How many times its compressed length a body may have. Text of models shrinks to a tenth; only an attack shrinks to a 200th. */
    inflation: 200,
    /** Bytes up to which `inflation` is not checked: a few events that repeat compress well. */
    inflationFrom: mebi,
    /** Milliseconds without a part of the answer, while comments or empty events come. The longest reasoning takes minutes. */
    silenceMs: 600_000,
    /** Milliseconds in all for usage and `[DONE]` after the finish reason: the answer itself is complete by then. */
    afterFinishMs: 250,
  },
  /** Bytes of an error response. */
  errorBody: 64 * kibi,
  modelList: {
    /** OpenRouter's list, the longest known, has 0.6 MB for 400 models. */
    body: { characters: 4 * mebi, parts: 150_000 },
    /** Models in all; the id of any other model can be typed. */
    models: 5_000,
    /** OpenRouter puts 500 models on a page. */
    pages: 10,
    /** Models in the panel's own list, which opens without a search; VS Code's menu has all of them. */
    inPanel: 500,
  },
  balanceBody: { characters: mebi, parts: 10_000 },
  /** How much of a text the panel shows; the rest can still be copied. */
  panel: {
    /** Characters of an answer, or of its reasoning: the browser lays out all of them again with each frame. */
    text: mebi,
    /** Lines of an answer, and elements that they become. */
    lines: 20_000,
    elements: 12_000,
    /** Characters and lines of a block that still grows, which is parsed as a whole each time. The rest becomes a block of its own. */
    openBlock: 32 * kibi,
    openLines: 1_000,
    /** Characters of a paragraph; a longer one is shown without inline formatting. */
    paragraph: 10_000,
    /** Link definitions, whose addresses stand apart from their links. */
    definitions: 1_000,
    /** Characters and lines that are parsed in one go. */
    slice: 16 * kibi,
    sliceLines: 128,
    /** Columns of a table; a table with more is shown as it is written. */
    columns: 64,
    /** Cells of a table; the rest becomes a table of its own with the same head. */
    cells: 3_000,
    /** Characters of what the user wrote or pasted. */
    userText: 100_000,
    /** Characters of a message whose tokens are counted; the tokens of a longer message are extrapolated from these. */
    countedText: 256 * kibi,
    /** Characters of code that is highlighted, and of its longest line: highlighting one word takes quadratic time. */
    code: 200_000,
    codeLine: 5_000,
    /** Code blocks that took too long to highlight and are not tried again. */
    givenUpBlocks: 100,
  },
  code: {
    /**
     * Characters that a command sends without a question: they fill half of the context window of many models, and the user may not mean
     * so many.
     */
    unasked: 200_000,
  },
  edit: {
    /** Characters of an answer, and of the code that it replaces, that are looked at closely: 3,000 lines, which takes 20 ms. */
    judged: 150_000,
    /** Lines of a proposal that were removed or added, up to which a line diff is computed: with more it takes seconds. */
    changedLines: 1_000,
    /** Characters up to which a proposal is scanned for addresses while it streams; a longer one is scanned at its end. */
    scanned: 256 * kibi,
  },
  /** Files of chats to import. Our own file of 10,000 chats with 20 messages each has 40 MB. */
  import: {
    /** Files of one import. */
    files: 1_000,
    /** Bytes of a file. */
    bytes: 64 * mebi,
    /** Brackets, commas and colons of a file: a message has about 30. */
    parts: 8_000_000,
    /** Chats of a file. */
    chats: 10_000,
    /** Messages of a chat, which are all added at once. */
    messages: 10_000,
    /** Characters of a message's text, of its reasoning, and of an attached piece of a file: an answer has half of that at most. */
    text: 8 * mebi,
    /** Characters of the name of a chat, a model or a file; the rest is cut off. */
    name: 500,
    /** Bytes that are handed to the store's worker at once. */
    piece: 4 * mebi,
    /** Milliseconds for which the store adds chats before other calls have their turn. */
    turnMs: 50,
    /** Failed files up to which each of them is reported by itself. */
    toldProblems: 3,
  },
  /** Milliseconds of the client's work before it yields to the event loop: half a frame. */
  workMs: 8,
} as const;

/** The text, or its first `most` UTF-16 units, without half of a surrogate pair at the end. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const end = Math.max(0, most);
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return text.slice(0, isHalf ? end - 1 : end);
}
