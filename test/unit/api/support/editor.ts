// The editor's way in tests: VS Code's own fetch leads to a gateway where no other way does.
import { onTestFinished, vi } from 'vitest';
import type { ClientOptions } from '../../../../src/api/client.ts';

/** A name that nothing else resolves. */
const host = 'https://gateway.invalid';

/** What a client needs to reach the server by the editor's transport alone, until the test ends. */
export function leadByEditor({
  origin,
  baseUrl,
}: {
  readonly origin: string;
  readonly baseUrl: string;
}): ClientOptions {
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => fetch(url.href.replace(host, origin), init));
  onTestFinished(() => void vi.unstubAllGlobals());
  return { baseUrl: baseUrl.replace(origin, host), transport: 'editor' };
}
