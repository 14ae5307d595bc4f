// What is known of a model from its answers so far: its price, and statistics of its last answers.

export interface TokenCounts {
  readonly promptTokens: number;
  /** How many of the prompt's tokens were cached. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** The price of one kind of token. */
export interface UnitPrice {
  /** May be a fraction. */
  readonly microsPerToken: number;
  /** Whether the samples tell this price apart from the others; else it is assumed to be like them. */
  readonly isIdentified: boolean;
}

export interface Prediction {
  /** A whole number. */
  readonly micros: number;
  /** How far off `micros` may be; with an exact price that is the gateway's rounding. */
  readonly uncertaintyMicros: number;
}

export interface LearnedPrice {
  /** The price of input that is not cached. */
  readonly input: UnitPrice;
  readonly cachedInput: UnitPrice;
  readonly output: UnitPrice;
  /** How many of the samples agree with the price, and how many samples there are. */
  readonly agreeing: number;
  readonly samples: number;
  /** Whether the price explains enough samples to within the gateway's rounding, and no other price explains them as well. */
  readonly isExact: boolean;
  /** The step to which the gateway rounds a cost, in micros. */
  readonly stepMicros: number;
  /** The uncertainty of a usual cost: 0.05 is 5 %. At most 1. */
  readonly relativeUncertainty: number;
  predict(tokens: TokenCounts): Prediction;
  /**
   * Whether the request costs exactly `costMicros`, to within the rounding. False where that cannot be decided: while the price is not
   * exact, and for a mixture of tokens that the samples do not cover.
   */
  agrees(tokens: TokenCounts, costMicros: number): boolean;
}

export interface ModelStatistics {
  /** How many answers these statistics are from. */
  readonly answers: number;
  /**
   * Milliseconds from the request to the first piece of a typical answer. This figure and the following ones are missing where not known.
   */
  readonly firstTextMs?: number;
  /** Tokens per second of a typical answer, counted from its first piece. */
  readonly tokensPerSecond?: number;
  /** Millionths of a credit for a typical answer. */
  readonly costMicros?: number;
}

export interface ModelFacts {
  /** The learned price; undefined while nothing is learned. */
  priceOf(model: string): LearnedPrice | undefined;
  /** The statistics; undefined before the first answer. */
  statisticsOf(model: string): ModelStatistics | undefined;
  /** Tokens of a usual answer; undefined before the first answer. */
  typicalOutputOf(model: string): number | undefined;
  /** Loads what is known. Never rejects. */
  load(): Promise<void>;
  /** Fires when more is known. Whoever listens disposes the subscription. */
  onDidChange(listener: () => void): { dispose(): void };
}
