// Settings by their table: what counts where nothing is set, or nothing that makes sense.
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { settings as table, type SettingId } from '../../../src/contributions/settings.ts';
import { Settings } from '../../../src/vscode/host/settings.ts';
import { editor } from '../../window/standIn/editor.ts';

const ids = Object.keys(table) as SettingId[];

function setAll(value: unknown): void {
  editor.configuration.change(Object.fromEntries(ids.map((id) => [`opencodex.${id}`, value])));
}

function create(): Settings {
  const settings = new Settings();
  onTestFinished(() => settings.dispose());
  return settings;
}

afterEach(() => setAll(undefined));

describe('what is read', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an object', {}],
    ['a list of lists', [[]]],
    ['not a number', Number.NaN],
  ])('is the table’s default where %s is set', (_what, value) => {
    setAll(value);
    const settings = create();
    expect(settings.baseUrl).toBe(table.baseUrl.default);
    expect(settings.dashboardUrl).toBe(new URL(table.dashboardUrl.default).href);
    expect(settings.get('model')).toBe(table.model.default);
    expect(settings.get('readModelList')).toBe(table.readModelList.default);
    expect(settings.request).toEqual({ systemPrompt: table.systemPrompt.default });
    expect(settings.get('network.transport')).toBe(table['network.transport'].default);
    expect(settings.timeouts).toEqual({
      firstByte: table['network.firstByteTimeout'].default * 1000,
      idle: table['network.idleTimeout'].default * 1000,
    });
    expect(settings.balanceRefreshInterval).toBe(table['balance.refreshInterval'].default * 60_000);
    expect(settings.get('balance.warnBelow')).toBe(table['balance.warnBelow'].default);
    expect(settings.budgets).toEqual({
      perMessage: table['budget.perMessage'].default,
      perChat: table['budget.perChat'].default,
      perDay: table['budget.perDay'].default,
    });
    expect(settings.get('codeActions.enabled')).toBe(table['codeActions.enabled'].default);
    expect(settings.get('chat.fontSize')).toBe(table['chat.fontSize'].default);
    expect(settings.get('language')).toBe(table.language.default);
  });

  it('tells which setting has changed, and which has not', () => {
    const settings = create();
    const told: boolean[] = [];
    settings.onDidChange((change) => told.push(change.has('model'), change.has('balance.warnBelow', 'language')));
    editor.configuration.change({ 'opencodex.model': 'other' });
    editor.configuration.change({ 'opencodex.language': 'id' });
    expect(told).toEqual([true, false, false, true]);
  });
});
