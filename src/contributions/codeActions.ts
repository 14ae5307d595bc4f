// The table of code actions. Each row is an action in the right-click menu, the lightbulb, the command palette and the Spend page.
import type { CostPolicy } from '../shared/credits.ts';
import type { Translate } from '../shared/translate.ts';

/** A text that is also shown at run time, so it is translated by `t`, as all such texts are. */
type Text = (t: Translate) => string;

interface CodeActionRow {
  readonly command: `opencodex.${string}`;
  readonly title: Text;
  /** The title in the lightbulb, which also lists the actions of other extensions. */
  readonly lightbulbTitle: Text;
  /** Group and position in the right-click menu, as in package.json. */
  readonly menu: string;
  /** True where the lightbulb offers the action on a problem. It always offers it on a selection. */
  readonly isForProblems: boolean;
  /** The CodeActionKind that VS Code gets for the action on a selection. */
  readonly kind: string;
  readonly costPolicy: CostPolicy;
}

/** An action that asks a question in the chat, with the code attached. */
interface QuestionRow extends CodeActionRow {
  readonly surface: 'chat';
  readonly question: Text;
  /** The question about code with problems; their list follows it. */
  readonly questionOnProblems: Text;
}

/** An action whose answer is code, which is proposed in place of the old code. */
interface EditRow extends CodeActionRow {
  readonly surface: 'edit';
  /** The instruction for the model, in English. */
  readonly instruction: string;
}

/** The key of a row is the feature under which the ledger stores its cost. */
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
