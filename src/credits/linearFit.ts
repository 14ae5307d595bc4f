// Linear algebra for at most three unknowns: solving, least squares, and which unknowns a set of measurements can determine at all.

export type Vector = readonly [number, number, number];

/** A measurement: `counts` times the unknowns is `total`. Unused places of `counts` are 0 in every row. */
export interface Row {
  readonly counts: Vector;
  readonly total: number;
}

/** Vectors whose directions differ by less than this share of their length count as parallel. */
const sameDirection = 1e-6;
const singular = sameDirection ** 2;

/** Uses indices, because destructuring is several times as slow and this is the hot path. */
export function dot(left: Vector, right: Vector): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

/** The least-squares solution; an unknown that occurs in no row is 0. Undefined if the rows do not determine the others. */
export function leastSquares(rows: readonly Row[]): Vector | undefined {
  const gram = gramOf(rows);
  const rough = solveGram(gram, momentsOf(rows));
  if (rough === undefined) {
    return undefined;
  }
  // One step of iterative refinement restores the precision that squaring the counts cost.
  const rest = rows.map(({ counts, total }) => ({ counts, total: total - dot(counts, rough) }));
  const [a, b, c] = solveGram(gram, momentsOf(rest)) ?? [0, 0, 0];
  return [rough[0] + a, rough[1] + b, rough[2] + c];
}

/**
 * How much errors in the rows' totals affect a prediction: its variance is the variance of one total times this factor. Infinite if the
 * rows do not determine the unknowns.
 */
export function leverageFunction(rows: readonly Row[]): (counts: Vector) => number {
  const gram = gramOf(rows);
  return (counts) => {
    const solution = solveGram(gram, counts);
    return solution === undefined ? Number.POSITIVE_INFINITY : Math.max(0, dot(counts, solution));
  };
}

/**
 * Solves three equations by Cramer's rule; undefined if they are nearly singular. An unknown that occurs in none needs an equation of its
 * own.
 */
export function solve(first: Vector, second: Vector, third: Vector, [x, y, z]: Vector): Vector | undefined {
  const determinant = dot(first, cross(second, third));
  const size = norm(first) * norm(second) * norm(third);
  if (!(Math.abs(determinant) > singular * size)) {
    return undefined;
  }
  const [a, b, c] = [cross(second, third), cross(third, first), cross(first, second)];
  const unknown = (place: 0 | 1 | 2): number => (x * a[place] + y * b[place] + z * c[place]) / determinant;
  return [unknown(0), unknown(1), unknown(2)];
}

/** An orthonormal basis of the space that the count vectors span: one direction for each price that the measurements can tell apart. */
export function spanOf(counts: readonly Vector[]): readonly Vector[] {
  const basis: Vector[] = [];
  let rests = counts.filter((vector) => norm(vector) > 0).map((vector) => scale(vector, 1 / norm(vector)));
  while (basis.length < 3) {
    const [first] = rests;
    const widest = first && rests.reduce((best, rest) => (norm(rest) > norm(best) ? rest : best), first);
    if (widest === undefined || norm(widest) < sameDirection) {
      break;
    }
    const direction = scale(widest, 1 / norm(widest));
    basis.push(direction);
    rests = rests.map((rest) => subtract(rest, scale(direction, dot(rest, direction))));
  }
  return basis;
}

/** Whether `counts` is a linear combination of the basis, so that the measurements determine its total. */
export function isInSpan(counts: Vector, basis: readonly Vector[]): boolean {
  const rest = basis.reduce<Vector>(
    (vector, direction) => subtract(vector, scale(direction, dot(vector, direction))),
    counts,
  );
  return norm(rest) <= sameDirection * norm(counts);
}

function gramOf(rows: readonly Row[]): readonly [Vector, Vector, Vector] {
  const product = (i: 0 | 1 | 2, j: 0 | 1 | 2): number =>
    rows.reduce((sum, { counts }) => sum + counts[i] * counts[j], 0);
  const [ab, ac, bc] = [product(0, 1), product(0, 2), product(1, 2)];
  // An unknown that occurs in no row gets an equation that makes it 0.
  return [
    [product(0, 0) || 1, ab, ac],
    [ab, product(1, 1) || 1, bc],
    [ac, bc, product(2, 2) || 1],
  ];
}

function momentsOf(rows: readonly Row[]): Vector {
  const moment = (place: 0 | 1 | 2): number => rows.reduce((sum, { counts, total }) => sum + counts[place] * total, 0);
  return [moment(0), moment(1), moment(2)];
}

/** Scales the unknowns to equal weight first, since token counts differ by orders of magnitude. */
function solveGram([first, second, third]: readonly [Vector, Vector, Vector], [x, y, z]: Vector): Vector | undefined {
  const [a, b, c] = [1 / Math.sqrt(first[0]), 1 / Math.sqrt(second[1]), 1 / Math.sqrt(third[2])];
  const scaled = (vector: Vector, factor: number): Vector => [
    vector[0] * a * factor,
    vector[1] * b * factor,
    vector[2] * c * factor,
  ];
  const solution = solve(scaled(first, a), scaled(second, b), scaled(third, c), [x * a, y * b, z * c]);
  return solution && [solution[0] * a, solution[1] * b, solution[2] * c];
}

function cross(left: Vector, right: Vector): Vector {
  return [
    left[1] * right[2] - left[2] * right[1],
    left[2] * right[0] - left[0] * right[2],
    left[0] * right[1] - left[1] * right[0],
  ];
}

function norm(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

function scale(vector: Vector, factor: number): Vector {
  return [vector[0] * factor, vector[1] * factor, vector[2] * factor];
}

function subtract(left: Vector, right: Vector): Vector {
  return [left[0] - right[0], left[1] - right[1], left[2] - right[2]];
}
