// Brings shown nodes to the state of freshly built ones while touching only what differs, so that selections survive.
import { hasSameCode } from './codeBlock.ts';

/** Afterwards the children of `parent` behind `last` (all of them, where that is null) equal `fresh`, which is used up. */
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

/** Makes the child of `parent` equal to `fresh`, or adds that where there is none. */
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
