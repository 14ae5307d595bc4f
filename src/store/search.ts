// Finds chats by pieces of text: through an index of trigrams, which works for Chinese and for code, or, without FTS5, by scanning every
// text.
import type { ChatSummary, SearchHit, SearchRequest } from '../shared/history.ts';
import { conditionOf, summaryOf } from './chatTable.ts';
import type { Database } from './database.ts';
import { readInteger, readText, type Row } from './rows.ts';
import { toStored } from './text.ts';

/** How many matching messages are read at a time, and how many such pages at most: many matches may lie in one chat. */
const pageSize = 200;
const longestSearch = 25;

/** A word shorter than a trigram is searched as the trigrams that begin with it, at most this many. */
const longestExpansion = 1_000;

/** How many characters the excerpt shows before and after the match. */
const charactersBefore = 30;
const charactersAfter = 90;

/** Finds chats in which the title, or one message, contains every word of the query. An empty query finds nothing. */
export function searchChats(database: Database, request: SearchRequest): SearchHit[] {
  const words = request.query.split(/\s+/).filter((word) => word !== '');
  const matcher = database.hasSearchIndex ? matchIndex(database, words) : lookAtTexts(words);
  const first = words[0];
  if (first === undefined || matcher === undefined) {
    return [];
  }
  const hits = new Map<string, SearchHit>();
  for (const row of findTitles(database, matcher, request)) {
    const chat = summaryOf(row);
    hits.set(chat.id, { chat, excerpt: '' });
  }
  addMessages(database, { matcher, request, hits, word: first });
  return [...hits.values()];
}

/** SQL conditions on the tables `chats` and `messages`; both take `values`. */
interface Matcher {
  readonly source: string;
  readonly titles: string;
  readonly messages: string;
  readonly values: readonly string[];
}

function matchIndex(database: Database, words: readonly string[]): Matcher | undefined {
  const terms = words.map((word) => termsOf(database, word));
  if (terms.some((alternatives) => alternatives.length === 0)) {
    return undefined;
  }
  const expression = terms.map((alternatives) => `(${alternatives.map(quoted).join(' OR ')})`).join(' AND ');
  return {
    source: 'search JOIN',
    titles: 'chats.row_id = -search.rowid AND search.rowid < 0 AND search MATCH ?',
    messages: 'messages.row_id = search.rowid AND search.rowid > 0 AND search MATCH ?',
    values: [expression],
  };
}

function lookAtTexts(words: readonly string[]): Matcher {
  const condition = (column: string): string => words.map(() => `${column} LIKE ? ESCAPE '\\'`).join(' AND ');
  return {
    source: '',
    titles: condition('chats.title'),
    messages: condition('messages.text'),
    values: words.map((word) => `%${toStored(word).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
  };
}

/** The word as terms of the index: the word itself, or, if it is shorter than a trigram, the trigrams that begin with it. */
function termsOf(database: Database, word: string): string[] {
  const stored = toStored(word);
  if (Array.from(stored).length >= 3) {
    return [stored];
  }
  const folded = stored.toLowerCase();
  return database
    .all(
      'SELECT term FROM search_terms WHERE term >= ? AND term < ? LIMIT ?',
      folded,
      `${folded}\u{10FFFF}`,
      longestExpansion,
    )
    .map((row) => readText(row, 'term'));
}

function quoted(term: string): string {
  return `"${toStored(term).replaceAll('"', '""')}"`;
}

function findTitles(database: Database, matcher: Matcher, request: SearchRequest): Row[] {
  const { condition, values } = conditionOf(request);
  return database.all(
    `SELECT chats.* FROM ${matcher.source} chats WHERE ${matcher.titles} AND ${condition}
     ORDER BY chats.updated_at DESC LIMIT ?`,
    ...matcher.values,
    ...values,
    request.limit,
  );
}

interface MessageSearch {
  readonly matcher: Matcher;
  readonly request: SearchRequest;
  readonly hits: Map<string, SearchHit>;
  readonly word: string;
}

/** Adds each chat with its newest matching message, until the request's limit is reached. */
function addMessages(database: Database, { matcher, request, hits, word }: MessageSearch): void {
  const { condition, values } = conditionOf(request);
  const key = database.hasSearchIndex ? 'search.rowid' : 'messages.row_id';
  const sql = `
    SELECT messages.row_id AS message_row, messages.id AS message_id, messages.text AS text, chats.*
    FROM ${matcher.source} messages JOIN chats ON chats.id = messages.chat_id
    WHERE ${matcher.messages} AND ${condition} AND ${key} < ? ORDER BY ${key} DESC LIMIT ?`;
  let next = Number.MAX_SAFE_INTEGER;
  for (let page = 0; page < longestSearch && hits.size < request.limit; page += 1) {
    const rows = database.all(sql, ...matcher.values, ...values, next, pageSize);
    for (const row of rows) {
      const chat = summaryOf(row);
      const known = hits.get(chat.id);
      if (known?.messageId === undefined && (known !== undefined || hits.size < request.limit)) {
        hits.set(chat.id, hitOf(chat, readText(row, 'message_id'), readText(row, 'text'), word));
      }
      next = readInteger(row, 'message_row');
    }
    if (rows.length < pageSize) {
      return;
    }
  }
}

function hitOf(chat: ChatSummary, messageId: string, text: string, word: string): SearchHit {
  const found = new RegExp(word.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), 'iu').exec(text);
  if (!found) {
    return { chat, messageId, excerpt: oneLine(text.slice(0, charactersBefore + charactersAfter)) };
  }
  const end = found.index + found[0].length;
  const before = oneLine(text.slice(Math.max(0, found.index - charactersBefore), found.index));
  const excerpt = before + found[0] + oneLine(text.slice(end, end + charactersAfter));
  return { chat, messageId, excerpt, match: { start: before.length, end: before.length + found[0].length } };
}

/** Replaces runs of white space, line breaks included, by one space, and drops half a surrogate pair at either end. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
