// Makes the nodes in the page equal to freshly built ones, touching only nodes that differ, so that selections survive.
import { hasSameCode } from './codeBlock.ts';

/** Makes the children of `parent` after `last` (all children if it is null) equal to `fresh`, whose nodes must not be used afterwards. */
export function patchBehind(parent: Node, last: ChildNode | null, fresh: readonly Node[]): void {
  let shown = last === null ? parent.firstChild : last.nextSibling;
  for (const node of fresh) {
    const next = shown?.nextSibling ?? null;
    patchOrAppend(parent, shown, node);
    shown = next;
  }
  while (shown) {
    const next: ChildNode | null = shown.nextSibling;
    shown.remove();
    shown = next;
  }
}

/** Makes the child `shown` equal to `fresh`, or appends `fresh` to `parent` if `shown` is null. */
export function patchOrAppend(parent: Node, shown: ChildNode | null, fresh: Node): void {
  if (shown === null) {
    parent.appendChild(fresh);
  } else if (shown !== fresh) {
    patchNode(shown, fresh);
  }
}

function patchNode(shown: ChildNode, fresh: Node): void {
  if (shown.isEqualNode(fresh) || hasSameCode(shown, fresh)) {
    return;
  }
  if (shown instanceof Text && fresh instanceof Text) {
    patchText(shown, fresh.data);
  } else if (fresh instanceof Element && shown.cloneNode(false).isEqualNode(fresh.cloneNode(false))) {
    patchBehind(shown, null, [...fresh.childNodes]);
  } else {
    shown.replaceWith(fresh);
  }
}

function patchText(shown: Text, data: string): void {
  if (data.startsWith(shown.data)) {
    shown.appendData(data.slice(shown.data.length));
  } else {
    shown.data = data;
  }
}
