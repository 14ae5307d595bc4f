// What is known of a model from its answers so far: its price, and what its last answers were like.

export interface TokenCounts {
  readonly promptTokens: number;
  /** Of the prompt's tokens. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** The price of one kind of token. */
export interface UnitPrice {
  /** May be a fraction. */
  readonly microsPerToken: number;
  /** Whether the samples tell it apart from the others; else it is assumed to be like them. */
  readonly isIdentified: boolean;
}

export interface Prediction {
  /** Whole. */
  readonly micros: number;
  /** How far off that may be: the gateway's rounding when the price is exact. */
  readonly uncertaintyMicros: number;
}

export interface LearnedPrice {
  /** Of input that is not cached. */
  readonly input: UnitPrice;
  readonly cachedInput: UnitPrice;
  readonly output: UnitPrice;
  /** How many of the samples agree with it, and how many there were. */
  readonly agreeing: number;
  readonly samples: number;
  /** Whether enough samples are explained to within the gateway's rounding, and nothing else explains them as well. */
  readonly isExact: boolean;
  /** What the gateway rounds a cost to, in micros. */
  readonly stepMicros: number;
  /** Of a usual cost: 0.05 is 5 %. At most 1. */
  readonly relativeUncertainty: number;
  predict(tokens: TokenCounts): Prediction;
  /**
   * Whether just this is what the request costs, to within the rounding. False whenever it cannot be told: while the price is not
   * exact, and for a mixture of tokens about which the samples say nothing.
   */
  agrees(tokens: TokenCounts, costMicros: number): boolean;
}

export interface ModelStatistics {
  /** How many answers this is from. */
  readonly answers: number;
  /** Milliseconds from the request to the first piece of a typical answer; missing where it is not known, as are the others. */
  readonly firstTextMs?: number;
  /** Of a typical answer, once it had begun. */
  readonly tokensPerSecond?: number;
  /** Millionths of a credit for a typical answer. */
  readonly costMicros?: number;
}

export interface ModelFacts {
  /** Undefined while nothing is learned. */
  priceOf(model: string): LearnedPrice | undefined;
  /** Undefined before the first answer. */
  statisticsOf(model: string): ModelStatistics | undefined;
  /** Tokens of a usual answer; undefined before the first one. */
  typicalOutputOf(model: string): number | undefined;
  /** Reads what there is to know. Never rejects. */
  load(): Promise<void>;
  /** More is known. Whoever listens disposes. */
  onDidChange(listener: () => void): { dispose(): void };
}
