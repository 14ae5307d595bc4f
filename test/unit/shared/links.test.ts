// Which addresses may become links, and whose they are said to be.
import { describe, expect, it } from 'vitest';
import { ownerToShow, toSafeUrl } from '../../../src/shared/links.ts';

// Rows: T4, T5
describe('toSafeUrl', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['HTTP://EXAMPLE.com', 'http://example.com/'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
    ['https://раураl.com/', 'https://xn--l-7sba6dbr.com/'],
    ['https://example.com/@user', 'https://example.com/@user'],
    ['mailto:a@example.com?subject=Hi%20there&body=1+1', 'mailto:a@example.com?subject=Hi%20there&body=1+1'],
  ])('allows %s', (address, url) => {
    expect(toSafeUrl(address)).toBe(url);
  });

  it.each([
    'javascript:alert(1)',
    ' JAVASCRIPT:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'command:workbench.action.quit',
    'vscode://settings',
    'blob:https://example.com/1',
    'about:blank',
    '//example.com',
    'src/main.ts',
    '#part',
    '',
    `https://example.com/${'a'.repeat(9_000)}`,
    'https://github.com@evil.example/',
    'https://user:pw@example.com/',
    'https://:pw@example.com/',
    'https:user@evil.example',
    'mailto:a%3Fattach=x@example.com',
    'mailto:a@example.com%0d%0abcc:b@evil.example',
    'mailto:nobody',
    'mailto:',
  ])('refuses %j', (address) => {
    expect(toSafeUrl(address)).toBeUndefined();
  });

  it.each([
    ['mailto:a@b.example?subject=x&attach=/etc/passwd', 'mailto:a@b.example?subject=x'],
    ['mailto:a@b.example?attachment=%2Fetc%2Fpasswd', 'mailto:a@b.example'],
    ['mailto:a@b.example?cc=c@evil.example&BODY=x&bcc=d@evil.example', 'mailto:a@b.example?BODY=x'],
    ['mailto:a@b.example?%61ttach=x&to=c@evil.example', 'mailto:a@b.example'],
    ['mailto:a@b.example?subject=x%0D%0Abcc:c@evil.example', 'mailto:a@b.example'],
    ['mailto:a@b.example#attach=x', 'mailto:a@b.example'],
  ])('takes nothing of %s but whom to write to, about what, and the words', (address, url) => {
    expect(toSafeUrl(address)).toBe(url);
  });
});

// Rows: T4
describe('ownerToShow', () => {
  it.each([
    ['https://bank.com', 'https://evil.example/', 'evil.example'],
    ['bank.com', 'https://evil.example/', 'evil.example'],
    ['Log in at www.bank.com now', 'https://evil.example/', 'evil.example'],
    ['BANK.COM', 'https://evil.example/', 'evil.example'],
    ['bank.com/login', 'https://bank.com.evil.example/', 'bank.com.evil.example'],
    ['https://bank.com@evil.example', 'https://evil.example/', 'evil.example'],
    ['http://localhost:3000', 'https://evil.example/', 'evil.example'],
    ['https://bank.com', 'https://bank.co/', 'bank.co'],
    ['https://раураl.com', 'https://xn--l-7sba6dbr.com/', 'xn--l-7sba6dbr.com'],
    ['bank．com', 'https://evil.example/', 'evil.example'],
    ['bank。com', 'https://evil.example/', 'evil.example'],
    ['ba\u200Bnk.com', 'https://evil.example/', 'evil.example'],
    ['\u202Emoc.live\u202C', 'https://evil.example/', 'evil.example'],
    ['support@bank.com', 'mailto:a@evil.example?subject=x', 'a@evil.example'],
    ['https://bank.com', 'mailto:a@evil.example', 'a@evil.example'],
    ['https://bank.com', 'https://evil.example:8443/', 'evil.example:8443'],
    ['银行.中国', 'https://evil.example/', 'evil.example'],
    ['//bank.com', 'https://evil.example/', 'evil.example'],
    ['/bank.com', 'https://evil.example/', 'evil.example'],
    ['https:/bank.com', 'https://evil.example/', 'evil.example'],
    ['https:bank.com', 'https://evil.example/', 'evil.example'],
    ['https:\\\\bank.com', 'https://evil.example/', 'evil.example'],
    ['...bank.com...', 'https://evil.example/', 'evil.example'],
    ['_bank.com_', 'https://evil.example/', 'evil.example'],
    ['secure_login.bank.com', 'https://evil.example/', 'evil.example'],
    ['192.168.1.1', 'https://evil.example/', 'evil.example'],
    ['localhost:3000', 'https://evil.example/', 'evil.example'],
    ['ba\u00ADnk.com', 'https://evil.example/', 'evil.example'],
    ['bank\u2060.com', 'https://evil.example/', 'evil.example'],
    ['bank\u3164', 'https://evil.example/', 'evil.example'],
    ['Allegro.pl', 'https://evil.example/', 'evil.example'],
    ['maib.md', 'https://evil.example/', 'evil.example'],
    ['archive.zip', 'https://evil.example/', 'evil.example'],
  ])('of “%s” that leads to %s is %s', (text, url, owner) => {
    expect(ownerToShow(text, url)).toBe(owner);
  });

  it.each([
    ['the documentation', 'https://example.com/'],
    ['https://example.com/a/index.html', 'https://example.com/a/index.html'],
    ['example.com', 'https://www.example.com/x'],
    ['www.example.com', 'https://example.com/x'],
    ['github.com', 'https://docs.github.com/'],
    ['https://example.com:8080/a', 'https://example.com:8080/a'],
    ['Node.js', 'https://nodejs.org/'],
    ['package.json', 'https://docs.npmjs.com/'],
    ['Array.prototype.map()', 'https://developer.mozilla.org/'],
    ['np.array', 'https://numpy.org/'],
    ['version 1.2.3', 'https://example.com/'],
    ['e.g. this', 'https://example.com/'],
    ['example.com/some.name/bank.com', 'https://example.com/some.name/bank.com'],
    ['a@example.com', 'mailto:a@example.com'],
    ['write to us', 'mailto:a@example.com'],
    ['', 'https://example.com/'],
    ['README.md', 'https://github.com/x'],
    ['CONTRIBUTING.md', 'https://example.com/'],
    ['scraper.py', 'https://gitlab.com/x/scraper.py'],
    ['src/main.rs', 'https://example.com/'],
    ['lib.rs', 'https://example.com/'],
    ['install.sh', 'https://example.com/'],
    ['my_module.py', 'https://example.com/'],
    ['main.go', 'https://example.com/'],
    ['Array.prototype.at', 'https://developer.mozilla.org/'],
    ['array.at()', 'https://developer.mozilla.org/'],
    ['Object.is', 'https://developer.mozilla.org/'],
    ['window.location.host', 'https://developer.mozilla.org/'],
    ['ASP.NET Core', 'https://learn.microsoft.com/'],
    ['System.IO', 'https://learn.microsoft.com/'],
    ['⚠️ Read this', 'https://example.com/'],
    ['👩‍💻 the team', 'https://example.com/'],
    ['می‌خواهم', 'https://example.com/'],
    ['localhost:3000', 'http://localhost:3000/'],
    ['127.0.0.1:3000', 'http://127.0.0.1:3000/'],
    ['http://[::1]:3000', 'http://[::1]:3000/'],
  ])('is not told for “%s” that leads to %s', (text, url) => {
    expect(ownerToShow(text, url)).toBeUndefined();
  });

  it('is found at once, however long the text is', () => {
    for (const part of ['a', 'a.', '.', '-', '/', 'a(', 'http', '://', 'a@', '1.', 'é', '\u200B']) {
      const text = part.repeat(30_000 / part.length);
      const startedAt = performance.now();
      ownerToShow(text, 'https://example.com/');
      expect([part, performance.now() - startedAt < 1_000]).toEqual([part, true]);
    }
    for (const text of [
      'a'.repeat(200_000),
      'a.'.repeat(100_000),
      'a+'.repeat(100_000),
      `${'a-'.repeat(100_000)}.com`,
    ]) {
      const startedAt = performance.now();
      ownerToShow(text, 'https://evil.example/');
      expect([text.slice(0, 4), performance.now() - startedAt < 2_000]).toEqual([text.slice(0, 4), true]);
    }
  });
});
