// Asks once, in a process of its own whose environment names the certificates: node askOnce.ts BASE_URL KEY TRANSPORT SYSTEM
import { ApiError, OpenCodexClient } from '../../src/api/client.ts';

const [baseUrl = '', key = '', transport, system] = process.argv.slice(2);
const client = new OpenCodexClient({
  baseUrl,
  apiKey: () => Promise.resolve(key),
  transport: transport === 'editor' ? 'editor' : 'direct',
  proxy: { systemCertificates: system === 'system' },
});
try {
  const models = await client.listModels();
  console.log(models.length > 0 ? 'answered' : 'nothing');
} catch (thrown) {
  console.log(thrown instanceof ApiError ? thrown.kind : String(thrown));
}
await client.close();
