// Where things are in the chart, in pixels.

const height = 190;
const left = 52;
const top = 10;
const bottom = 22;
/** Room for one date. */
const labelWidth = 64;

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where the bars begin. */
  readonly left: number;
  /** Where they stand. */
  readonly ground: number;
  readonly slotWidth: number;
  readonly barWidth: number;
  /** One of so many bars has its date below it. */
  readonly labelEvery: number;
  readonly middleOf: (index: number) => number;
  readonly topOf: (micros: number) => number;
}

/** `most`: the amount at the top of the axis, in millionths of a credit. */
export function layOut(width: number, bars: number, most: number): Layout {
  const slotWidth = Math.max(1, (width - left) / Math.max(1, bars));
  const ground = height - bottom;
  return {
    width,
    height,
    left,
    ground,
    slotWidth,
    barWidth: Math.max(1, Math.min(36, Math.round(slotWidth * 0.7))),
    labelEvery: Math.max(1, Math.ceil(labelWidth / slotWidth)),
    middleOf: (index) => left + (index + 0.5) * slotWidth,
    topOf: (micros) => ground - (micros / Math.max(1, most)) * (ground - top),
  };
}

/** Below the middle of its bar, but never over the edge. */
export function placeLabel({ middleOf, width }: Layout, index: number): { x: number; 'text-anchor': 'middle' | 'end' } {
  const middle = middleOf(index);
  return middle + labelWidth / 2 > width ? { x: width, 'text-anchor': 'end' } : { x: middle, 'text-anchor': 'middle' };
}
