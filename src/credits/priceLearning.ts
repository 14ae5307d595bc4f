// Learns a model's price per token from measured requests. Some measurements are wrong: another program spent at the same time, a charge
// came late, or the price changed.
import type { LearnedPrice, Prediction, TokenCounts, UnitPrice } from '../shared/modelFacts.ts';
import { findConsensus, type Fit, type Rounding } from './consensus.ts';
import { isInSpan, spanOf, type Vector } from './linearFit.ts';
import { roughPrice, type RoughPrice } from './roughPrice.ts';
import { predictTotal, unitVectors, weightOf, type Observation, type Prices } from './tariff.ts';

export interface PriceSample extends TokenCounts {
  /** Whole micros: millionths of a credit. */
  readonly costMicros: number;
}

/** More samples would add nothing and cost time. */
const maximumSamples = 40;
/** A sample counts half after this many newer ones, so a new price takes over after about as many requests. */
const halfLife = 5;
/** A model counts as free only if nothing was charged for this many requests, or for all of them if there are at least three. */
const freeRequests = 10;
const leastSamples = 3;
/** A price is identified if its uncertainty is below this share of the price, or of a tenth of the highest price. */
const identifiedWithin = 0.05;

/** The price of one model; `samples` are newest first. Undefined while they tell nothing. */
export function learnPrice(samples: readonly PriceSample[]): LearnedPrice | undefined {
  const observations = samples.slice(0, maximumSamples).flatMap((sample, index) => observe(sample, index) ?? []);
  const newest = observations.slice(0, freeRequests);
  if (newest.length >= leastSamples && newest.every(({ total }) => total === 0)) {
    return new ExactPrice(freeFit(newest), observations);
  }
  const rounding = roundingStep(observations);
  const fit = findConsensus(observations, rounding);
  if (fit !== undefined && isClearlyBest(fit, observations, rounding)) {
    return new ExactPrice(fit, observations);
  }
  const rough = roughPrice(observations);
  return rough && new ApproximatePrice(rough, observations.length);
}

class ExactPrice implements LearnedPrice {
  readonly isExact = true;
  readonly input: UnitPrice;
  readonly cachedInput: UnitPrice;
  readonly output: UnitPrice;
  readonly agreeing: number;
  readonly samples: number;
  readonly stepMicros: number;
  readonly relativeUncertainty: number;
  readonly #fit: Fit;
  /** A basis of the token mixtures that the samples determine; the cost of any other mixture is a guess. */
  readonly #known: readonly Vector[];

  constructor(fit: Fit, observations: readonly Observation[]) {
    this.#fit = fit;
    const isFree = Math.max(...fit.prices) === 0;
    this.#known = isFree ? unitVectors : spanOf(confirmed(fit.agreeing.map(({ counts }) => counts)));
    this.input = this.#unitPrice(0);
    this.cachedInput = this.#unitPrice(1);
    this.output = this.#unitPrice(2);
    this.stepMicros = fit.rounding.step;
    this.samples = observations.length;
    this.agreeing = observations.filter(({ counts, total }) => this.#agrees(counts, total)).length;
    const average = fit.agreeing.reduce((sum, { total }) => sum + total, 0) / fit.agreeing.length;
    this.relativeUncertainty = average > 0 ? Math.min(1, this.stepMicros / average) : 0;
  }

  predict(tokens: TokenCounts): Prediction {
    const counts = countsOf(tokens);
    const { prices, uncertaintyOf } = this.#fit;
    const step = this.stepMicros;
    const unitPrices = [this.input, this.cachedInput, this.output];
    // A price that is only assumed may be entirely wrong.
    const uncertainty = isInSpan(counts, this.#known)
      ? Math.max(step, uncertaintyOf(counts))
      : unitPrices.reduce(
          (sum, { isIdentified, microsPerToken }, place) =>
            sum + (isIdentified ? 0 : microsPerToken * (counts[place] ?? 0)),
          step,
        );
    return { micros: Math.round(predictTotal(prices, counts)), uncertaintyMicros: Math.ceil(uncertainty) };
  }

  agrees(tokens: TokenCounts, costMicros: number): boolean {
    return this.#agrees(countsOf(tokens), costMicros);
  }

  #agrees(counts: Vector, total: number): boolean {
    const { prices, rounding, uncertaintyOf } = this.#fit;
    if (total % rounding.step !== 0 || !isInSpan(counts, this.#known)) {
      return false;
    }
    const difference = Math.abs(total + rounding.shift - predictTotal(prices, counts));
    return difference <= tolerance(rounding, uncertaintyOf(counts));
  }

  #unitPrice(place: 0 | 1 | 2): UnitPrice {
    const { prices, uncertaintyOf } = this.#fit;
    const price = prices[place];
    const within = identifiedWithin * Math.max(price, Math.max(...prices) / 10);
    const unit = unitVectors[place];
    return { microsPerToken: price, isIdentified: isInSpan(unit, this.#known) && uncertaintyOf(unit) <= within };
  }
}

class ApproximatePrice implements LearnedPrice {
  readonly isExact = false;
  readonly input: UnitPrice;
  readonly cachedInput: UnitPrice;
  readonly output: UnitPrice;
  readonly agreeing = 0;
  readonly samples: number;
  readonly stepMicros = 1;
  readonly relativeUncertainty: number;
  readonly #prices: Prices;

  constructor({ prices, isSplit, relativeUncertainty }: RoughPrice, samples: number) {
    const [input, cached, output] = prices;
    this.input = { microsPerToken: input, isIdentified: isSplit };
    this.cachedInput = { microsPerToken: cached, isIdentified: false };
    this.output = { microsPerToken: output, isIdentified: isSplit };
    this.samples = samples;
    this.relativeUncertainty = relativeUncertainty;
    this.#prices = prices;
  }

  predict(tokens: TokenCounts): Prediction {
    const micros = Math.round(predictTotal(this.#prices, countsOf(tokens)));
    return { micros, uncertaintyMicros: Math.max(this.stepMicros, Math.ceil(micros * this.relativeUncertainty)) };
  }

  agrees(): boolean {
    return false;
  }
}

/** Undefined for a sample that cannot be used, such as one without tokens. */
function observe(sample: PriceSample, index: number): Observation | undefined {
  const counts = countsOf(sample);
  const isUsable = counts.every((count) => Number.isFinite(count) && count >= 0) && Math.max(...counts) > 0;
  const { costMicros } = sample;
  return isUsable && costMicros >= 0 && Number.isFinite(costMicros)
    ? { counts, total: costMicros, weight: 0.5 ** (index / halfLife) }
    : undefined;
}

/** Uncached input, cached input, output. Some gateways report more cached tokens than the prompt has. */
function countsOf({ promptTokens, cachedTokens, completionTokens }: TokenCounts): Vector {
  const cached = Math.min(Math.max(0, cachedTokens), promptTokens);
  return [promptTokens - cached, cached, completionTokens];
}

/** The largest of 1, 2, 5, 10, 20 … micros of which all amounts are multiples, including amounts that other programs spent. */
function roundingStep(observations: readonly Observation[]): number {
  const steps = [0, 1, 2, 3, 4, 5].flatMap((exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent));
  const isCharged = observations.some(({ total }) => total > 0);
  const isStep = (step: number): boolean => observations.every(({ total }) => total % step === 0);
  return isCharged ? (steps.findLast(isStep) ?? 1) : 1;
}

/** Whether the fit explains most of the samples by weight, or no other price explains nearly as many. */
function isClearlyBest(fit: Fit, observations: readonly Observation[], step: number): boolean {
  const weight = weightOf(fit.agreeing);
  if (weight > weightOf(observations) / 2) {
    return true;
  }
  const rival = findConsensus(
    observations.filter((observation) => !fit.agreeing.includes(observation)),
    step,
  );
  return rival === undefined || weightOf(rival.agreeing) < weight / 2 || isNear(fit, rival);
}

/** Whether the rival is the same price, with small spending by other programs in it. */
function isNear({ prices }: Fit, { agreeing }: Fit): boolean {
  const paid = agreeing.reduce((sum, { total }) => sum + total, 0);
  const expected = agreeing.reduce((sum, { counts }) => sum + predictTotal(prices, counts), 0);
  return Math.abs(paid - expected) < 0.01 * paid;
}

/** How far an amount may be from its prediction. It stays below the step, so an amount that is off by a whole step never agrees. */
function tolerance({ step, halfWidth }: Rounding, uncertainty: number): number {
  const dust = 1e-6 * step;
  // If no amount was rounded so far, the kind of rounding is unknown, so a whole step is allowed.
  const width = halfWidth < step / 2 ? step : halfWidth;
  return Math.min(width + uncertainty + dust, step - uncertainty - dust);
}

function freeFit(agreeing: readonly Observation[]): Fit {
  return {
    prices: [0, 0, 0],
    tariff: { unknowns: 1, columns: (counts) => counts, prices: (unknowns) => unknowns },
    rounding: { step: 1, shift: 0, halfWidth: 0 },
    agreeing,
    uncertaintyOf: () => 0,
    isDecimal: true,
    score: 0,
  };
}

/** Drops vectors that alone determine a direction: no other sample confirms them. */
function confirmed(counts: readonly Vector[]): readonly Vector[] {
  const left = counts.filter((one) => {
    const others = spanOf(counts.filter((other) => other !== one));
    return isInSpan(one, others);
  });
  return left.length === counts.length ? left : confirmed(left);
}
