// A chat as a tree: one way of it is in sight.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageTree, wayTo } from '../../../src/chat/chatTree.ts';
import { answered, asked } from '../../support/messages.ts';

const placed = (id: string, parentId?: string) => ({ message: asked({ id }), parentId });
const idsOf = (tree: MessageTree): readonly string[] => tree.way.map(({ id }) => id);

/** q1 > a1 > q2 > a2, and beside a1: b1 > q3. */
const messages = [
  placed('q1'),
  placed('a1', 'q1'),
  placed('q2', 'a1'),
  placed('a2', 'q2'),
  placed('b1', 'q1'),
  placed('q3', 'b1'),
];

describe('a tree of messages', () => {
  it('shows the way to its leaf, and knows what else stands in the place of a message', () => {
    const tree = new MessageTree(messages, 'a2');
    expect(idsOf(tree)).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(tree.versionsOf('a1')).toEqual(['a1', 'b1']);
    expect(tree.versionsOf('q2')).toEqual(['q2']);
    expect(tree.versionsOf('unknown')).toEqual([]);
    expect([tree.isInSight('a1'), tree.isInSight('b1'), tree.leafId]).toEqual([true, false, 'a2']);
  });

  it('goes the newest way behind a message that is chosen', () => {
    const tree = new MessageTree([...messages, placed('c2', 'q2')], 'a2');
    tree.choose('b1');
    expect(idsOf(tree)).toEqual(['q1', 'b1', 'q3']);
    tree.choose('a1');
    expect(idsOf(tree)).toEqual(['q1', 'a1', 'q2', 'c2']);
  });

  it('takes a new message behind the last one, beside others, and at the root', () => {
    const tree = new MessageTree(messages, 'a2');
    tree.insert(asked({ id: 'next' }), 'a2');
    expect(idsOf(tree)).toEqual(['q1', 'a1', 'q2', 'a2', 'next']);
    tree.insert(asked({ id: 'edited' }), 'a1');
    expect(idsOf(tree)).toEqual(['q1', 'a1', 'edited']);
    expect(tree.versionsOf('edited')).toEqual(['q2', 'edited']);
    tree.insert(asked({ id: 'hidden' }), 'b1');
    expect(idsOf(tree)).toEqual(['q1', 'b1', 'hidden']);
    tree.insert(asked({ id: 'root' }), undefined);
    expect(idsOf(tree)).toEqual(['root']);
    expect(tree.versionsOf('root')).toEqual(['q1', 'root']);
  });

  it('steps back from its end, and what is replaced stays in its place, in sight or not', () => {
    const tree = new MessageTree(messages, 'a2');
    tree.stepBack();
    expect([idsOf(tree), tree.isInSight('a2')]).toEqual([['q1', 'a1', 'q2'], false]);
    tree.replace(answered({ id: 'a2', text: 'New' }));
    tree.replace(answered({ id: 'a1', text: 'Here' }));
    tree.replace(answered({ id: 'unknown' }));
    expect(tree.way[1]).toEqual(answered({ id: 'a1', text: 'Here' }));
    expect(tree.find('a2')).toEqual({ message: answered({ id: 'a2', text: 'New' }), parentId: 'q2' });
    expect([...tree.all].map(({ message }) => message.id)).toEqual(['q1', 'a1', 'q2', 'a2', 'b1', 'q3']);
  });

  it('ends at a circle and at a parent that is missing, as a damaged file may have them', () => {
    expect(wayTo([placed('a', 'b'), placed('b', 'a')], 'a').map(({ message }) => message.id)).toEqual(['b', 'a']);
    expect(wayTo([placed('a', 'gone')], 'a')).toHaveLength(1);
    const tree = new MessageTree([placed('a', 'b'), placed('b', 'a')], 'a');
    tree.choose('a');
    expect(new Set(idsOf(tree))).toEqual(new Set(['a', 'b']));
  });

  it('always shows what a tree that is made anew would show', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const step = fc.record({
      how: fc.constantFrom('insert', 'choose', 'back', 'replace'),
      id: fc.constantFrom(...ids),
      parent: fc.option(fc.constantFrom(...ids), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const tree = new MessageTree();
        for (const { how, id, parent } of steps) {
          const isThere = tree.find(id) !== undefined;
          if (how === 'insert' && !isThere && (parent === undefined || tree.find(parent))) {
            tree.insert(asked({ id }), parent);
          } else if (how === 'choose' && isThere) {
            tree.choose(id);
          } else if (how === 'replace') {
            tree.replace(asked({ id, text: 'replaced' }));
          } else if (how === 'back') {
            tree.stepBack();
          }
          const anew = new MessageTree([...tree.all], tree.leafId);
          expect(tree.way).toEqual(anew.way);
          for (const { message } of tree.all) {
            expect(tree.versionsOf(message.id)).toEqual(anew.versionsOf(message.id));
            expect(tree.isInSight(message.id)).toBe(anew.isInSight(message.id));
          }
        }
      }),
    );
  });
});
