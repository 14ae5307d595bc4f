// Diagnoses the connection layer by layer, from the settings to the balance, with free requests only.
import { checkBaseUrl, isLoopback, shownAddress, tokensOfAddress } from '../../shared/baseUrl.ts';
import { OpenCodexClient, type ClientOptions } from '../client.ts';
import { NetworkProbe } from './networkSteps.ts';
import { skippedStep, takeStep, type StepOptions } from './step.ts';
import { Watch } from './watch.ts';
import type { DiagnosisAdvice, DiagnosisLayer, DiagnosisStep, Finding } from '../../shared/diagnosis.ts';
import { EditorTransport, isVerificationOff } from '../transport/editorTransport.ts';
import { ApiError } from '../errors.ts';
import { findProxy, invalidProxyError, parseProxy } from '../transport/proxy.ts';
import { createRedact } from '../redact.ts';
import { firstWay } from '../transport/createTransport.ts';

export interface DiagnosisOptions {
  readonly signal: AbortSignal;
  /** How long each step may take, in milliseconds. */
  readonly stepLimitMs?: number;
}

const usualStepLimitMs = 15_000;

/**
 * Yields a step for each layer as soon as it is known. After a layer that failed, the others are `skipped`. A layer that fails for us is
 * a `warning` where VS Code's transport still reaches the gateway. Throws the signal's reason when it aborts.
 */
export async function* diagnoseConnection(
  options: ClientOptions,
  { signal, stepLimitMs = usualStepLimitMs }: DiagnosisOptions,
): AsyncGenerator<DiagnosisStep, void> {
  const key = (await options.apiKey?.())?.trim() ?? '';
  const stepOptions = { signal, limitMs: stepLimitMs, redact: createRedact(key, ...tokensOfAddress(options.baseUrl)) };
  const base = checkBaseUrl(options.baseUrl);
  if (base.kind === 'refused') {
    const baseUrl = shownAddress(options.baseUrl);
    const error = new ApiError('bad-request', `The base URL is refused: ${base.reason}.`, { code: 'invalid-base-url' });
    const finding: Finding = {
      state: 'failed',
      facts: baseUrl === undefined ? {} : { baseUrl },
      error,
      advice: 'check-base-url',
    };
    yield takeStep('settings', stepOptions, () => Promise.resolve(finding));
    yield* (['dns', 'tcp', 'tls', 'key', 'models', 'balance'] as const).map(skippedStep);
    return;
  }
  const diagnosis = new Diagnosis(new URL(base.url), key, options, stepOptions);
  try {
    yield* diagnosis.steps();
  } finally {
    await diagnosis.close();
  }
}

class Diagnosis {
  readonly #target: URL;
  readonly #key: string;
  readonly #options: ClientOptions;
  readonly #stepOptions: StepOptions;
  readonly #proxy: string | undefined;
  readonly #probe: NetworkProbe;
  readonly #client: OpenCodexClient;
  readonly #watch = new Watch();
  #listing: Promise<DiagnosisStep> | undefined;

  constructor(target: URL, key: string, options: ClientOptions, stepOptions: StepOptions) {
    this.#target = target;
    this.#key = key;
    this.#options = options;
    this.#stepOptions = stepOptions;
    const settings = options.proxy ?? {};
    this.#proxy = findProxy(target, settings, process.env);
    const proxy = this.#proxy === undefined ? undefined : parseProxy(this.#proxy);
    this.#probe = new NetworkProbe({ target, proxy, settings });
    this.#client = new OpenCodexClient({
      ...options,
      // The key was read once, so that the whole diagnosis is about the same key.
      apiKey: () => Promise.resolve(key),
      wrapTransport: (transport) => this.#watch.around(transport),
    });
  }

  async *steps(): AsyncGenerator<DiagnosisStep, void> {
    let isStopped = false;
    let isOtherWay = false;
    for (const layer of this.#layers()) {
      if (isStopped || (isOtherWay && isBelowHttp(layer))) {
        yield skippedStep(layer);
        continue;
      }
      const step = await this.#take(layer);
      if (step.state === 'failed' && isBelowHttp(layer) && (await this.#isReachedOtherwise())) {
        isOtherWay = true;
        yield { ...step, state: 'warning', advice: 'other-way' };
      } else {
        isStopped = endsDiagnosis(step);
        const isDistrust = layer === 'tls' && step.error?.kind === 'certificate';
        yield isDistrust && (await this.#isTrustedByEditor()) ? { ...step, advice: 'other-way-trusts' } : step;
      }
    }
  }

  async close(): Promise<void> {
    this.#probe.close();
    await this.#client.close();
  }

  #layers(): readonly DiagnosisLayer[] {
    const proxy = this.#proxy === undefined ? [] : (['proxy'] as const);
    const security = this.#target.protocol === 'https:' ? (['tls'] as const) : [];
    return ['settings', 'dns', 'tcp', ...proxy, ...security, 'key', 'models', 'balance'];
  }

  #take(layer: DiagnosisLayer): Promise<DiagnosisStep> {
    const look = (run: (signal: AbortSignal) => Promise<Finding>): Promise<DiagnosisStep> =>
      takeStep(layer, this.#stepOptions, run);
    switch (layer) {
      case 'settings':
        return look(() => Promise.resolve(this.#checkSettings()));
      case 'dns':
        return look((signal) => this.#probe.lookUp(signal));
      case 'tcp':
        return look((signal) => this.#probe.connect(signal));
      case 'proxy':
        return look((signal) => this.#probe.tunnel(signal));
      case 'tls':
        return look((signal) => this.#probe.secure(signal));
      case 'key':
        return this.#checkKey();
      case 'models':
        return this.#listModels();
      case 'balance':
        return look((signal) => this.#readBalance(signal));
      case 'answer':
        throw new Error('The paid answer is no part of a connection diagnosis.');
    }
  }

  #checkSettings(): Finding {
    const { transport = 'auto', proxy: settings = {} } = this.#options;
    const facts = {
      baseUrl: shownAddress(this.#target.href) ?? this.#target.origin,
      transport,
      way: firstWay(this.#target, { choice: transport, proxy: settings, environment: process.env }),
    };
    const advice = this.#settingsAdvice();
    const found = {
      state: advice === undefined ? 'ok' : 'warning',
      ...(advice === undefined ? {} : { advice }),
    } as const;
    if (this.#proxy === undefined) {
      return { ...found, facts };
    }
    const proxy = parseProxy(this.#proxy);
    const isSetting = findProxy(this.#target, settings, {}) !== undefined;
    const proxySource = isSetting ? 'http.proxy' : 'environment';
    if (proxy === undefined) {
      return { state: 'failed', facts: { ...facts, proxySource }, error: invalidProxyError(), advice: 'check-proxy' };
    }
    return { ...found, facts: { ...facts, proxy: `${proxy.protocol}//${proxy.host}`, proxySource } };
  }

  /** The remedy for settings that are not as they should be, though requests may work with them. */
  #settingsAdvice(): DiagnosisAdvice | undefined {
    if (this.#target.protocol === 'http:') {
      return 'not-encrypted';
    }
    const isEditorAsked = this.#options.transport !== 'direct' && !isLoopback(this.#target.hostname);
    return isEditorAsked && isVerificationOff(process.env) ? 'verification-off' : undefined;
  }

  /** Judges the key by the list of models: the cheapest request that needs a key. */
  async #checkKey(): Promise<DiagnosisStep> {
    const key = this.#key === '' ? 'none' : 'kept';
    if (key === 'none' && !isLoopback(this.#target.hostname)) {
      return { layer: 'key', state: 'failed', facts: { key }, advice: 'set-key', milliseconds: 0 };
    }
    const { state, error, milliseconds } = await this.#listModels();
    if (error?.kind === 'invalid-key') {
      const advice = key === 'none' ? 'set-key' : 'replace-key';
      return { layer: 'key', state: 'failed', facts: { key }, error, advice, milliseconds };
    }
    // Some gateways list their models without a key, so a list proves only that the key was not refused.
    return state === 'failed'
      ? { layer: 'key', state: 'warning', facts: { key, keyCheck: 'not-checked' }, milliseconds }
      : { layer: 'key', state: 'ok', facts: { key, keyCheck: 'not-refused' }, milliseconds };
  }

  #listModels(): Promise<DiagnosisStep> {
    this.#listing ??= takeStep('models', this.#stepOptions, async (signal) => {
      const { length } = await this.#client.listModels({ signal });
      const facts = { status: this.#watch.exchanges.at(-1)?.status ?? 0, count: length };
      return length === 0 ? { state: 'warning', facts, advice: 'choose-model' } : { state: 'ok', facts };
    });
    return this.#listing;
  }

  async #readBalance(signal: AbortSignal): Promise<Finding> {
    const balance = await this.#client.readBalance({ signal });
    const facts = { status: this.#watch.exchanges.at(-1)?.status ?? 0, balance: balance.kind };
    switch (balance.kind) {
      case 'known':
        return { state: 'ok', facts: { ...facts, remaining: `${balance.remaining} ${balance.unit}` } };
      case 'unlimited':
        return { state: 'ok', facts };
      case 'unknown':
        return { state: 'warning', facts: { ...facts, reason: balance.reason }, advice: 'balance-unknown' };
    }
  }

  /** Whether the client gets a response from the gateway although our own probe failed. Status 407 is that of a proxy. */
  async #isReachedOtherwise(): Promise<boolean> {
    if (this.#options.transport === 'direct') {
      return false;
    }
    await this.#listModels();
    return this.#watch.exchanges.some(({ status }) => status !== undefined && status !== 407);
  }

  /**
   * Whether VS Code's transport trusts the certificate that ours refuses. The request has no key: whether to go on is the user's choice.
   */
  async #isTrustedByEditor(): Promise<boolean> {
    if (this.#options.transport === 'editor' || isLoopback(this.#target.hostname)) {
      return false;
    }
    const { signal, limitMs } = this.#stepOptions;
    const both = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    try {
      const url = new URL('/', this.#target);
      const { body } = await new EditorTransport(process.env).request({
        method: 'GET',
        url,
        headers: {},
        signal: both,
      });
      body.cancel();
      return true;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }
}

function isBelowHttp(layer: DiagnosisLayer): boolean {
  return layer === 'dns' || layer === 'tcp' || layer === 'proxy' || layer === 'tls';
}

/** A gateway that responds may lack a list of models and still offer all the rest. */
function endsDiagnosis({ layer, state, error }: DiagnosisStep): boolean {
  return state === 'failed' && !(layer === 'models' && error?.status !== undefined);
}
