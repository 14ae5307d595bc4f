// Brings shown nodes to the state of freshly built ones while touching only what differs, so that selections survive.
import { hasSameCode } from './codeBlock.ts';

/** Afterwards the children of `shown` from index `first` on equal `fresh`, which is used up. */
export function patchChildren(shown: Node, fresh: readonly Node[], first = 0): void {
  fresh.forEach((node, index) => patchChild(shown, first + index, node));
  while (shown.childNodes.length > first + fresh.length) {
    shown.lastChild?.remove();
  }
}

export function patchChild(shown: Node, index: number, fresh: Node): void {
  const existing = shown.childNodes[index];
  if (existing === undefined) {
    shown.appendChild(fresh);
  } else if (existing !== fresh) {
    patchNode(existing, fresh);
  }
}

function patchNode(shown: ChildNode, fresh: Node): void {
  if (shown.isEqualNode(fresh) || hasSameCode(shown, fresh)) {
    return;
  }
  if (shown instanceof Text && fresh instanceof Text) {
    patchText(shown, fresh.data);
  } else if (fresh instanceof Element && shown.cloneNode(false).isEqualNode(fresh.cloneNode(false))) {
    patchChildren(shown, [...fresh.childNodes]);
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
