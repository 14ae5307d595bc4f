// Markdown that tries to run code, to load resources or to look like the editor. All of it must stay text.
import type { ScriptedAnswer } from '../answer.ts';
import type { Question } from './question.ts';

/** The code of every payload: it sets a global variable if it gets to run. */
const mark = 'globalThis.hostileMarkdownRan = true';

/** Remote resources are on the gateway itself, so that its journal shows every one that was loaded. */
export function hostileAnswer({ origin }: Question): ScriptedAnswer {
  const remote = `${origin}/elsewhere`;
  const payloads = [
    `<script>${mark}</script>`,
    `<img src="x" onerror="${mark}">`,
    `<svg onload="${mark}"><circle r="9"/></svg>`,
    `<iframe srcdoc="<script>${mark}</script>"></iframe>`,
    `<details open ontoggle="${mark}">open</details>`,
    `<a href="javascript:${mark}">raw link</a>`,
    `<style>@import url("${remote}/style.css"); body { display: none }</style>`,
    `<link rel="stylesheet" href="${remote}/link.css">`,
    `<form action="${remote}/form"><button autofocus onfocus="${mark}">Set API key</button></form>`,
    `<meta http-equiv="refresh" content="0;url=${remote}/refresh">`,
    `[script link](javascript:${mark})`,
    `[coded script link](&#106;avascript:${mark})`,
    `[spaced script link](<java\tscript:${mark}>)`,
    `[data link](data:text/html;base64,PHNjcmlwdD48L3NjcmlwdD4=)`,
    `[command link](command:workbench.action.terminal.new)`,
    `[file link](file:///etc/passwd)`,
    `[editor link](vscode://file/etc/passwd)`,
    `<javascript:${mark}>`,
    `[by reference][evil]\n\n[evil]: javascript:${mark}`,
    `![remote image](${remote}/pixel.png)`,
    `![script image](javascript:${mark})`,
    `![data image](data:image/svg+xml,%3Csvg%20onload%3D%22${encodeURIComponent(mark)}%22%3E)`,
    `[![image in a link](${remote}/badge.png)](${remote}/badge)`,
    `| <img src=x onerror="${mark}"> | ![cell](${remote}/cell.png) |\n| --- | --- |\n| a | b |`,
    `\`\`\`html" onmouseover="${mark}\n</code></pre><script>${mark}</script>\n\`\`\``,
    `**bold <b onclick="${mark}">text**`,
    `Right-to-left \u202E and zero-width \u200B\u2066 marks`,
  ];
  return {
    text: `This is a scripted answer from the local gateway: hostile markdown.\n\n${payloads.join('\n\n')}\n\nEnd.`,
  };
}
