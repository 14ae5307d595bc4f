// What is known of a proposal that may not be what is wanted, as facts: `words` says them.

const doubts = [
  /** The answer ended before its end. */
  'cut-off',
  /** Something of the answer was held back by a filter. */
  'filtered',
  /** Of several blocks of code the likeliest was taken. */
  'several-blocks',
  /** The fences can be read in more than one way. */
  'unclear-fences',
  /** The code stood in no block. */
  'no-fence',
  /** How far the code is to be indented. */
  'unclear-indentation',
  /** What the answer leaves out was filled in from the file, where it seems to belong. */
  'left-out',
  /** Lines that the file has around the code were taken away. */
  'repeated-lines',
  /** Text follows the code, where it may be part of it. */
  'text-after',
  /** It is too long to be looked at closely. */
  'too-long',
  /** The code has become far shorter. */
  'much-shorter',
] as const;
/** Why a proposal may not be what is wanted, though there is one. */
export type Doubt = (typeof doubts)[number];

/** Why nothing is proposed. `same`: the code as it is. `left-out`: parts of the code are missing. `misfit`: a diff of other code. */
export type Nothing = 'no-code' | 'same' | 'left-out' | 'misfit';
