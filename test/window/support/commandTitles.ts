// Commands by the titles that the palette shows.
import manifest from '../../../package.json' with { type: 'json' };
import titles from '../../../package.nls.json' with { type: 'json' };

export const chatViewId = 'opencodex.chat';

/** Titles of commands as the palette shows them, with their ids. */
export const commandIds: ReadonlyMap<string, string> = new Map([
  ...manifest.contributes.commands.map(({ command, title }): [string, string] => {
    const text = Object.entries(titles).find(([key]) => `%${key}%` === title)?.[1] ?? title;
    return [`OpenCodex: ${text}`, command];
  }),
  ['OpenCodex: Focus on Chat View', `${chatViewId}.focus`],
]);
