// The ways in which an environment or a dev container of a repository tries to lead the key elsewhere (G9).
import { askApart } from '../../network/askApart.ts';
import { strangers } from '../../network/certificates.ts';
import { startProxy } from '../../network/proxyServer.ts';
import type { Question } from '../../network/question.ts';
import { startSecureGateway } from '../../network/secureGateway.ts';
import type { ProxySettings } from '../../../src/api/client.ts';
import { forEachOf, type GoalRun } from '../goal.ts';

/** What a devcontainer.json says, as far as it bears on where requests go; `http.` settings are the machine's in a container. */
interface DevContainer {
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: readonly ProxySettings[];
}

const transports = ['direct', 'editor', 'auto'] as const;

/** In a process of its own each: `remoteEnv` and `containerEnv`, or a shell's profile. */
function containers(proxy: string): Readonly<Record<string, DevContainer>> {
  const proxies = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy, http_proxy: proxy, https_proxy: proxy };
  const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const none: readonly ProxySettings[] = [{}, { strictSSL: false }];
  const all: readonly ProxySettings[] = [
    ...none,
    { url: proxy },
    { url: proxy, strictSSL: false },
    { url: proxy, strictSSL: false, authorization: 'Basic eDp5', support: 'override' },
    { url: proxy, strictSSL: false, systemCertificates: false, noProxy: ['nobody.test'] },
  ];
  return {
    'settings alone': { environment: {}, settings: all },
    'no check of certificates': { environment: off, settings: all },
    'a proxy': { environment: proxies, settings: none },
    'a proxy for Node, too': { environment: { ...proxies, NODE_USE_ENV_PROXY: '1' }, settings: none },
    'a proxy and no check': { environment: { ...proxies, ...off }, settings: none },
    'all of it': { environment: { ...proxies, ...off, NODE_USE_ENV_PROXY: '1' }, settings: all },
  };
}

/** Asks by each way for a gateway that is somebody else, and for one of this computer that does not run. */
export async function tryWays(run: GoalRun): Promise<void> {
  const stranger = await startSecureGateway(strangers.selfSigned);
  const proxy = await startProxy({ port: stranger.port });
  const addresses = [
    `https://gateway.test:${stranger.port}/v1`,
    `https://elsewhere.test:${stranger.port}/v1`,
    ...['127.0.0.1', '127.0.0.2', 'localhost', '[::1]'].flatMap((host) => [
      `http://${host}:1/v1`,
      `https://${host}:1/v1`,
    ]),
  ];
  let keys = 0;
  /** One for each question, to tell whose key went away. */
  const newKey = (): string => `sk-live-c4n4ryOfWays${String((keys += 1)).padStart(6, '0')}`;
  /** All that the stranger and its proxy could read so far. */
  const received = (): string =>
    JSON.stringify([proxy.asked, stranger.gateway.journal.entries.map(({ headers, path }) => [headers, path])]);
  await forEachOf(Object.entries(containers(proxy.url)), 3, async ([name, { environment, settings }]) => {
    const all = addresses.flatMap((baseUrl) =>
      settings.flatMap((one) => transports.map((transport) => ({ baseUrl, transport, proxy: one, key: newKey() }))),
    );
    const wanted = run.size(all.length, 30) / all.length;
    const questions = all.filter(() => run.random.chance(wanted));
    const outcomes = await askApart(questions, environment);
    const seen = received();
    for (const [index, question] of questions.entries()) {
      await run.try(
        () => `a dev container with ${name}: ${describe(question)}`,
        () => {
          const outcome = outcomes[index] ?? 'no outcome';
          if (seen.includes(question.key) || !/^(?:certificate|unreachable) /.test(outcome)) {
            throw new Error(`${outcome}; the key went to somebody else: ${seen.includes(question.key)}`);
          }
        },
      );
    }
  });
  proxy.close();
  await stranger.close();
}

function describe({ baseUrl, transport, proxy }: Question): string {
  return `${baseUrl} by ${transport} with ${JSON.stringify(proxy)}`;
}
