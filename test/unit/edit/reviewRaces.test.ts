// Whatever comes in whatever order: nobody's text is lost, what is accepted is what was shown, and a review never gets stuck.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, ReviewWorld } from './reviewWorld.ts';

/** What may happen next; `work`: something that is on its way comes. */
const acts = {
  grow: (world, luck) => world.growAnswer(luck),
  end: (world, luck) => world.endAnswer(luck % 4 === 0 ? ['cut-off'] : []),
  type: (world, luck) => world.typeInDocument(luck),
  hand: (world, luck) => world.typeInProposal(luck),
  revert: (world) => world.revertProposal(),
  undo: (world) => world.undo(),
  redo: (world) => world.redo(),
  accept: (world) => world.choose('accept-chosen'),
  reject: (world) => world.choose('reject-chosen'),
  restore: (world) => world.restore(),
  fail: (world) => world.fail(),
  work: (world, luck) => world.work(luck),
} satisfies Record<string, (world: ReviewWorld, luck: number) => void>;

type Act = keyof typeof acts;

const act = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Act>('work') },
  { weight: 6, arbitrary: fc.constantFrom<Act>('grow', 'end', 'type', 'hand', 'undo', 'accept') },
  { weight: 1, arbitrary: fc.constantFrom<Act>('revert', 'redo', 'reject', 'restore', 'fail') },
);
const happenings = fc.array(fc.tuple(act, fc.nat(60)), { minLength: 10, maxLength: 80 });

function happen(steps: readonly (readonly [Act, number])[]): ReviewWorld {
  const world = new ReviewWorld();
  for (const [name, luck] of steps) {
    acts[name](world, luck);
  }
  return world;
}

/** Until nothing is on its way any more. */
function drain(world: ReviewWorld): void {
  for (let step = 0; world.hasTasks; step += 1) {
    expect(step, 'steps until all is done').toBeLessThan(1_000);
    world.work(step);
  }
}

const runs = { numRuns: 3_000 };

// Rows: F25
describe('a review, whatever happens when', () => {
  it('keeps each line that people type into the document, and puts in nothing but what was shown', () => {
    let accepted = 0;
    fc.assert(
      fc.property(happenings, (steps) => {
        const world = happen(steps);
        drain(world);
        const lines = world.document.split('\n');
        expect(lines.filter((line) => line.startsWith('user'))).toHaveLength(world.typed.length);
        accepted += world.isForgotten ? 1 : 0;
      }),
      runs,
    );
    // Else the property would say nothing.
    expect(accepted).toBeGreaterThan(runs.numRuns / 20);
  });

  it('stays in sight until it is accepted or rejected, and can be accepted or rejected then', () => {
    fc.assert(
      fc.property(happenings, (steps) => {
        const world = happen(steps);
        drain(world);
        if (!world.isForgotten) {
          expect(world.isInSight || world.isRejected).toBe(true);
          expect(world.review.handle({ type: 'reject-chosen' })).toEqual([{ type: 'save-all' }]);
        }
      }),
      runs,
    );
  });

  it('changes nothing where nobody accepts it', () => {
    fc.assert(
      fc.property(happenings, (steps) => {
        const world = happen(steps.filter(([name]) => name !== 'accept' && name !== 'type'));
        drain(world);
        expect(world.document).toBe(base);
      }),
      runs,
    );
  });
});
