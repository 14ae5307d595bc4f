// What can be asked of a piece of code: a row is an action of the right-click menu, the lightbulb, the command palette and the Spend
// page.
import type { CostPolicy } from '../shared/credits.ts';
import type { Translate } from '../shared/translate.ts';

/** What is said at run time, too, so it is translated as all such texts are. */
type Text = (t: Translate) => string;

interface CodeActionRow {
  readonly command: `opencodex.${string}`;
  readonly title: Text;
  /** In the lightbulb, where it stands among the actions of others. */
  readonly lightbulbTitle: Text;
  /** Group and place in the right-click menu. */
  readonly menu: string;
  /** True where the lightbulb offers it on a problem; on a selection it does so always. */
  readonly isForProblems: boolean;
  /** The kind of VS Code's code actions that it is on a selection. */
  readonly kind: string;
  readonly costPolicy: CostPolicy;
}

/** Asked in the chat, with the code attached. */
interface QuestionRow extends CodeActionRow {
  readonly surface: 'chat';
  readonly question: Text;
  /** Of code with problems, which follow it. */
  readonly questionOnProblems: Text;
}

/** Answered by code, which is proposed in place of the old. */
interface EditRow extends CodeActionRow {
  readonly surface: 'edit';
  /** What the model is told to do. */
  readonly instruction: string;
}

/** By the name under which the ledger keeps what it cost. */
export const codeActions = {
  explain: {
    command: 'opencodex.explainSelection',
    title: (t) => t('Explain'),
    lightbulbTitle: (t) => t('Explain with OpenCodex'),
    menu: '1_ask@1',
    isForProblems: true,
    kind: 'explain',
    costPolicy: 'measure',
    surface: 'chat',
    question: (t) => t('Explain this code.'),
    questionOnProblems: (t) => t('Explain this code and its problems:'),
  },
  refactor: {
    command: 'opencodex.refactorSelection',
    title: (t) => t('Refactor'),
    lightbulbTitle: (t) => t('Refactor with OpenCodex'),
    menu: '2_change@1',
    isForProblems: false,
    kind: 'refactor.rewrite.opencodex',
    costPolicy: 'measure',
    surface: 'edit',
    instruction: 'Refactor this code: make it clearer and simpler, and keep what it does exactly as it is.',
  },
} as const satisfies Readonly<Record<string, QuestionRow | EditRow>>;

export type CodeAction = (typeof codeActions)[keyof typeof codeActions];
