// The panel's Markdown dialect: CommonMark with tables, strikethrough and plain URLs as links, without HTML.
import createMarkdown, { type Env, type MarkdownIt, type Token } from 'markdown-it';
import { limits } from '../../shared/limits.ts';
import { boundTables, isCutTable } from './tables.ts';

/** Type of the token for a paragraph that is too long to be parsed for inline marks. */
export const plainTextType = 'plain_text';

/** One top-level block: its tokens and its range of lines, `endLine` excluded. */
export interface Block {
  readonly tokens: readonly Token[];
  readonly startLine: number;
  readonly endLine: number;
  /** The block is a table that the limit of cells has cut off; the next line would be one more row. */
  readonly isCut: boolean;
}

export type References = NonNullable<Env['references']>;

export interface ParsedText {
  readonly blocks: readonly Block[];
  /** The link definitions known after this text. */
  readonly references: References;
}

export class MarkdownParser {
  readonly #markdown: MarkdownIt;

  constructor() {
    const markdown = createMarkdown({ html: false, linkify: true });
    // Without this, "main.rs" and "readme.md" would be linked as host names.
    markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
    markdown.core.ruler.before('inline', 'long-text', (state) => {
      for (const token of state.tokens) {
        if (token.type === 'inline' && token.content.length > limits.panel.paragraph) {
          token.type = plainTextType;
        }
      }
    });
    boundTables(markdown);
    this.#markdown = markdown;
  }

  /** `known`: the link definitions in the text before this one. Beyond the limit, new definitions are dropped. */
  parse(text: string, known: References = {}): ParsedText {
    const references = { ...known };
    const blocks = toBlocks(this.#markdown.parse(text, { references }));
    return { blocks, references: Object.keys(references).length > limits.panel.definitions ? known : references };
  }
}

function toBlocks(tokens: readonly Token[]): readonly Block[] {
  const blocks: Block[] = [];
  let first = 0;
  tokens.forEach((token, index) => {
    if (token.level !== 0 || token.nesting === 1) {
      return;
    }
    const [startLine, endLine] = tokens[first]?.map ?? [0, 0];
    blocks.push({ tokens: tokens.slice(first, index + 1), startLine, endLine, isCut: isCutTable(tokens[first]) });
    first = index + 1;
  });
  return blocks;
}
