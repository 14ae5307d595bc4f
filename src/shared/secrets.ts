// Recognises keys and private keys in a text. secretFiles.ts recognises files that hold them by their names.

/** `begins` is the beginning of the key: enough to find it in the text, and too little to use it. */
export type FoundSecret = { readonly kind: 'key'; readonly begins: string } | { readonly kind: 'private-key' };

/** Each pattern begins with letters that few other texts have, and looks a bounded way ahead, so that the search is linear. */
const keyPatterns: readonly RegExp[] = [
  // OpenCodex, OpenAI, Anthropic, DeepSeek, OpenRouter and many more. Without a digit it is a word or a placeholder.
  /\bsk-(?=[A-Za-z_-]{0,40}?\d)[\w-]{16}/,
  // GitHub, GitLab.
  /\bgh[pousr]_\w{20}/,
  /\bgithub_pat_\w{20}/,
  /\bglpat-[\w-]{20}/,
  // Amazon, Alibaba, Tencent, Google.
  /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/,
  /\bLTAI[A-Za-z\d]{16,24}\b/,
  /\bAKID[A-Za-z\d]{32}\b/,
  /\bAIza[\w-]{35}/,
  // Stripe, Slack, npm, Hugging Face, Groq, xAI.
  /\b[rs]k_live_\w{16}/,
  /\bxox[abeoprs]-[\w-]{10}/,
  /\bnpm_[A-Za-z\d]{36}/,
  /\bhf_[A-Za-z\d]{30}/,
  /\bgsk_[A-Za-z\d]{40}/,
  /\bxai-[A-Za-z\d]{40}/,
];

const privateKeyPatterns: readonly RegExp[] = [
  // The first line counts only with some of the key behind it: people ask about the line alone.
  /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----\W{1,12}(?:[\w-]{1,20}: .{0,200}\W{1,12}){0,4}[A-Za-z\d+/]{12}/,
  /\bPuTTY-User-Key-File-\d/,
  /\bAGE-SECRET-KEY-1[A-Z\d]{20}/,
];

const lengthShown = 6;

/** The first thing in the text that looks like a key or a private key. */
export function findSecret(text: string): FoundSecret | undefined {
  if (privateKeyPatterns.some((pattern) => pattern.test(text))) {
    return { kind: 'private-key' };
  }
  const key = keyPatterns.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);
  return key === undefined ? undefined : { kind: 'key', begins: key.slice(0, lengthShown) };
}
