import { readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import type { DiagnosisStep } from '../../../src/shared/diagnosis.ts';
import { createTranslate, type Translations } from '../../../src/shared/translate.ts';
import { describeStep } from '../../../src/words/diagnosisReport.ts';
import { Failures } from '../../../src/words/failures.ts';

const errors = new Failures({ balance: () => undefined, cheaperThan: () => undefined, now: () => 0 });

function report(step: DiagnosisStep, language?: string): string[] {
  const file = new URL(`../../../l10n/bundle.l10n.${language ?? ''}.json`, import.meta.url);
  const translations = language === undefined ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Translations);
  const t = createTranslate(translations);
  return describeStep(step, { t, language: 'en', errors });
}

describe('the report of a diagnosis', () => {
  it('is a line for each step, with what was seen', () => {
    const models = { layer: 'models', state: 'ok', facts: { status: 200, count: 13 }, milliseconds: 12 } as const;
    expect(report(models)).toEqual(['- ✓ Model list: Status: 200; 13 models (12 ms)']);
    expect(report(models, 'id')).toEqual(['- ✓ Daftar model: Status: 200; 13 model (12 ms)']);
  });

  it('says why a step failed and what to do', () => {
    const error = new ApiError('unreachable', 'getaddrinfo ENOTFOUND nothing.invalid', { code: 'ENOTFOUND' });
    const dns = { layer: 'dns', state: 'failed', facts: {}, error, advice: 'check-host', milliseconds: 3 } as const;
    const [line, advice] = report(dns);
    expect(line).toMatch(
      /^- ✗ Name lookup \(DNS\): The gateway cannot be reached\. \[unreachable\] · ENOTFOUND · .* \(3 ms\)$/,
    );
    expect(line).toContain(error.message);
    expect(advice).toBe('  - Nobody knows this name. Check its spelling, and whether you need a VPN or a proxy.');
    expect(report(dns, 'zh-cn')[1]).toBe('  - 找不到这个名称。请检查拼写，以及是否需要 VPN 或代理。');
  });

  // Rows: T10
  it('is one line, and draws nothing of what a gateway or a certificate says', () => {
    const words = 'No.\n\n# Pay here\n![x](https://evil.example/p.png?d=1) <img src="https://evil.example/q.png">';
    const error = new ApiError('server', words, { code: 'oops' });
    const facts = { issuer: '![y](https://evil.example/r.png)' };
    const lines = report({ layer: 'models', state: 'failed', facts, error, milliseconds: 3 });
    expect(lines).toHaveLength(1);
    const [{ children } = { children: null }] = new MarkdownIt({ html: true })
      .parse(lines.join('\n'), {})
      .filter(({ type }) => type === 'inline');
    expect(lines.join('')).not.toContain('\n');
    expect(children?.map(({ type }) => type).filter((type) => /image|html/.test(type))).toEqual([]);
    expect(lines[0]).toContain('No.');
  });

  it('says what was not tried', () => {
    const skipped = { layer: 'balance', state: 'skipped', facts: {}, milliseconds: 0 } as const;
    expect(report(skipped)).toEqual(['- – Balance: not tried']);
  });

  it('puts the facts in the order in which people read them', () => {
    const facts = { tokensPerSecond: 41, outcome: 'stop', firstTokenMs: 300, headersMs: 250, model: 'qwen-max' };
    const answer = { layer: 'answer', state: 'ok', facts, milliseconds: 900 } as const;
    expect(report(answer)).toEqual([
      '- ✓ Test answer: Model: qwen-max; Headers after: 250 ms; First token after: 300 ms; 41 tokens per second; Outcome: stop (900 ms)',
    ]);
  });
});
