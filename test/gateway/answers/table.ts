// The answer with two tables: one with aligned columns and inline marks, and a wide one.
import type { ScriptedAnswer } from '../answer.ts';

const wideColumns = Array.from({ length: 12 }, (_, index) => `Month ${index + 1}`);

const text = `This is a scripted answer from the local gateway: two tables.

| Sort | Best case | Worst case | Stable |
| :--- | ---: | ---: | :---: |
| Insertion sort | \`O(n)\` | \`O(n²)\` | yes |
| Merge sort | \`O(n log n)\` | \`O(n log n)\` | **yes** |
| Quicksort | \`O(n log n)\` | \`O(n²)\` | no |
| Heapsort | \`O(n log n)\` | \`O(n log n)\` | no |

A wide one, with a pipe \\| in a cell:

| Credits | ${wideColumns.join(' | ')} |
| --- | ${wideColumns.map(() => '---:').join(' | ')} |
| Used | ${wideColumns.map((_, index) => String(40 + index * 7)).join(' | ')} |
| Left \\| due | ${wideColumns.map((_, index) => String(460 - index * 9)).join(' | ')} |

Both are made up.`;

export function tableAnswer(): ScriptedAnswer {
  return { text };
}
