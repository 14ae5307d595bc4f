// The key: how what is entered is checked, kept and replaced, and which address it belongs to. What only a real VS Code shows of it is
// in test/e2e/key.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoKey, expiredKey, type Gateway, instant, revokedKey, startGateway } from '../gateway/gateway.ts';
import { defaultSettings } from '../gateway/settings.ts';
import { askAndWait, chatRequests, setApiKeyButton } from '../support/chat.ts';
import { type Stage, useStage, waitForBalance } from './support/stage.ts';
import type { OurWindow } from './support/window.ts';

const environmentKey = 'sk-live-environment-000000000000';
const otherKey = 'sk-live-other-4f9d';

/** Opens the input; on the default address the key of the environment is offered first, which is not taken. */
async function enterKey(window: OurWindow, key: string, isOffered = false): Promise<void> {
  await window.runCommand('OpenCodex: Set API Key');
  if (isOffered) {
    await window.quickInput.waitForLabels((labels) => labels.includes('Use the key from OPENCODEX_API_KEY'));
    await window.quickInput.pick('Enter another key');
  }
  await window.quickInput.waitForMessage('Create a separate key for VS Code');
  await window.quickInput.answer(key);
}

async function enterRightKey(window: OurWindow, key: string): Promise<void> {
  await enterKey(window, key);
  await window.notification('The API key works');
  window.clearNotifications();
}

/** A window without a key whose environment has one, and a gateway that knows two. Ends each test without inputs and faults. */
function useKeyStage(): () => Stage {
  const stage = useStage({
    environmentKey,
    gateway: {
      keys: {
        [environmentKey]: { state: 'active', credits: 31 },
        [otherKey]: { state: 'active', credits: 77 },
      },
    },
  });
  afterEach(async () => {
    const { window, gateway } = stage();
    gateway.configure({ ...defaultSettings, ...instant });
    if (window.quickInput.isVisible) {
      await window.quickInput.cancel();
    }
    window.clearNotifications();
  });
  return stage;
}

describe('a key that is wrong', () => {
  const stage = useKeyStage();
  beforeAll(async () => {
    // The panel asks for the models once: there are gateways that need no key.
    await stage().gateway.journal.next(({ status }) => status === 401);
    await waitForBalance(stage().window, 'OpenCodex');
  });

  it('has its form checked before the gateway is asked', async () => {
    const { window, gateway } = stage();
    const asked = gateway.journal.entries.length;
    await enterKey(window, 'two words');
    await window.quickInput.waitForMessage('A key has no spaces or special characters.');
    expect((await window.quickInput.waitFor()).value).toBe('two words');
    expect(gateway.journal.entries).toHaveLength(asked);
  });

  it.each([
    ['unknown', 'sk-live-no-such-key'],
    ['expired', expiredKey],
    ['revoked', revokedKey],
    // Only OpenCodex's own address asks for a certain beginning.
    ['of another beginning', 'house-key-4f9d'],
  ])('is refused and not kept when it is %s', async (_what, key) => {
    const { window, gateway } = stage();
    const after = gateway.journal.entries.at(-1)?.id ?? 0;
    await enterKey(window, key);
    await window.quickInput.waitForMessage('The gateway refused this key');
    await window.quickInput.cancel();
    expect(await setApiKeyButton(window).isVisible()).toBe(true);
    await waitForBalance(window, 'OpenCodex');
    const requests = gateway.journal.entries.filter(({ id }) => id > after);
    expect(requests.map(({ path, status }) => [path, status])).toEqual([['/api/v1/models', 401]]);
  });
});

describe('a key', () => {
  const stage = useKeyStage();
  let other: Gateway;
  beforeAll(async () => {
    other = await startGateway(instant);
  });
  afterAll(() => other.close());

  it('is kept where the gateway cannot be reached, and the user is told', async () => {
    const { window, gateway } = stage();
    gateway.configure({ routeFaults: { models: 'fault-refuse' } });
    await enterKey(window, otherKey);
    await window.notification('The API key is kept, but could not be checked. The gateway cannot be reached.');
    await setApiKeyButton(window).waitFor({ state: 'hidden' });
    await waitForBalance(window, '77');
  });

  it('is replaced by another one, which the next request uses', async () => {
    const { window } = stage();
    await enterRightKey(window, demoKey);
    await waitForBalance(window, '500');
    await enterRightKey(window, otherKey);
    await waitForBalance(window, '77');
  });

  // Rows: T34
  it('belongs to the address it was entered for', async () => {
    const { window, gateway } = stage();
    await enterRightKey(window, otherKey);
    await waitForBalance(window, '77');
    window.changeSettings({ 'opencodex.baseUrl': other.baseUrl });
    await setApiKeyButton(window).waitFor();
    await waitForBalance(window, 'OpenCodex');
    other.configure({ requireKey: false });
    await askAndWait(window, 'Hello');
    expect(chatRequests(other)).toHaveLength(1);
    expect(other.journal.entries.filter(({ headers }) => headers['authorization'] !== undefined)).toEqual([]);
    window.changeSettings({ 'opencodex.baseUrl': gateway.baseUrl });
    await setApiKeyButton(window).waitFor({ state: 'hidden' });
    await waitForBalance(window, '77');
  });

  it('must begin with sk-live- on the default address', async () => {
    const { window, gateway } = stage();
    await enterRightKey(window, otherKey);
    await waitForBalance(window, '77');
    window.changeSettings({ 'opencodex.baseUrl': undefined });
    await setApiKeyButton(window).first().waitFor();
    await enterKey(window, 'sk-other-0000', true);
    await window.quickInput.waitForMessage('An OpenCodex key begins with sk-live-.');
    await window.quickInput.cancel();
    window.changeSettings({ 'opencodex.baseUrl': gateway.baseUrl });
    await waitForBalance(window, '77');
  });
});
