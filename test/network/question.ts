// One question to a gateway: whether it answers, or why it does not.
import { ApiError, OpenCodexClient, type ClientOptions } from '../../src/api/client.ts';

export type Question = Pick<ClientOptions, 'baseUrl' | 'transport' | 'proxy'> & { readonly key: string };

/** `answered`, or the kind and the code of the failure. */
export async function putQuestion({ key, ...options }: Question): Promise<string> {
  const client = new OpenCodexClient({ ...options, apiKey: () => Promise.resolve(key) });
  try {
    const models = await client.listModels();
    return models.length > 0 ? 'answered' : 'nothing';
  } catch (thrown) {
    return thrown instanceof ApiError ? `${thrown.kind} ${thrown.code ?? ''}` : String(thrown);
  } finally {
    await client.close();
  }
}
