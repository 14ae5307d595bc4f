// The key in the environment: for whom it was made, and how it is told from others without being shown.
import { checkBaseUrl, defaultBaseUrl } from '../../shared/baseUrl.ts';

export const keyVariable = 'OPENCODEX_API_KEY';

/** The end of a shorter key would be too much of it. In characters. */
const leastToShowEnd = 16;

export interface EnvironmentKey {
  readonly key: string;
  /** Where it would be sent. */
  readonly host: string;
  /** Its last four characters; empty where it is too short for that. */
  readonly ending: string;
}

/**
 * The key to offer for this address. Undefined for every origin but the default one, which it was made for: elsewhere it would go to
 * somebody else, and in a dev container it may be the repository's own.
 */
export function keyFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  baseUrl: string,
): EnvironmentKey | undefined {
  const key = environment[keyVariable]?.trim() ?? '';
  const check = checkBaseUrl(baseUrl);
  const { origin, host } = new URL(defaultBaseUrl);
  if (key === '' || check.kind !== 'ok' || check.origin !== origin) {
    return undefined;
  }
  return { key, host, ending: key.length < leastToShowEnd ? '' : key.slice(-4) };
}
