// A chat's title as the name of a file. Pure.

/** Without an ending, and such as every system takes it. */
export function exportName(title: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .replace(/[. ]+$/, '');
  return name === '' ? 'chat' : name;
}
