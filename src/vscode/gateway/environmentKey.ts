// Reads the key of the environment: which gateway it is for, and how the user can recognise it without seeing it.
import { checkBaseUrl, defaultBaseUrl } from '../../shared/baseUrl.ts';

export const keyVariable = 'OPENCODEX_API_KEY';

/** In characters. The last four characters of a shorter key would reveal too much of it. */
const leastToShowEnd = 16;

export interface EnvironmentKey {
  readonly key: string;
  /** The host to which the key would be sent. */
  readonly host: string;
  /** Its last four characters; empty where the key is too short to show them. */
  readonly ending: string;
}

/**
 * The key to offer for `baseUrl`. Undefined for every origin but the default one, for which the key was made: another origin belongs to
 * somebody else, and in a dev container the key may be the repository's own.
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
