import { beforeEach, describe, expect, it } from 'vitest';
import { demoKey } from '../gateway/gateway.ts';
import { defaultModels } from '../gateway/models.ts';
import { answers, askAndWait, bodyOf, lastChatRequest, modelBox, defaultModel } from '../support/chat.ts';
import { reset, useStage } from './support/stage.ts';
describe('the chat panel', () => {
  const stage = useStage({ key: demoKey });
  beforeEach(() => reset(stage()));
  it('lists the models of the gateway and asks the chosen one', async () => {
    const { window, gateway } = stage();
    const options = await modelBox(window).getByRole('option').allInnerTexts();
    expect(options).toEqual([...defaultModels.map(({ id }) => id), 'Other model…']);
    await modelBox(window).selectOption('qwen-plus');
    await askAndWait(window, 'Who are you?', 'qwen-plus');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe('qwen-plus');
    await modelBox(window).selectOption(defaultModel);
    await askAndWait(window, 'And you?');
    expect(bodyOf(lastChatRequest(gateway)).model).toBe(defaultModel);
    expect(await answers(window).count()).toBe(1);
    expect(window.troubles).toEqual([]);
  });
  it('survives a reload', async () => {
    const { window } = stage();
    await askAndWait(window, 'Before');
    await window.reload();
    await answers(window).waitFor();
  });
});
