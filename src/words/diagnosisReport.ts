// Writes the steps of a diagnosis as lines of Markdown, in the user's language.
import { diagnosisFacts } from '../shared/diagnosis.ts';
import type { DiagnosisAdvice, DiagnosisFact, DiagnosisLayer, DiagnosisStep } from '../shared/diagnosis.ts';
import { inertLine } from '../shared/inertMarkdown.ts';
import type { Translate } from '../shared/translate.ts';
import type { Failures } from './failures.ts';
import { failureText } from './failureText.ts';
import type { Words } from './numbers.ts';

interface ReportWords extends Words {
  readonly errors: Pick<Failures, 'describeFailure'>;
}

const marks = { ok: '✓', warning: '⚠', failed: '✗', skipped: '–' } as const;

export function layerName(layer: DiagnosisLayer, t: Translate): string {
  switch (layer) {
    case 'settings':
      return t('Settings');
    case 'dns':
      return t('Name lookup (DNS)');
    case 'tcp':
      return t('Connection (TCP)');
    case 'proxy':
      return t('Proxy');
    case 'tls':
      return t('Encryption (TLS)');
    case 'key':
      return t('API key');
    case 'models':
      return t('Model list');
    case 'balance':
      return t('Balance');
    case 'answer':
      return t('Test answer');
  }
}

/** The step as an item of a list, with its remedy on a line of its own. */
export function describeStep(step: DiagnosisStep, words: ReportWords): string[] {
  const { t } = words;
  const head = `- ${marks[step.state]} ${layerName(step.layer, t)}`;
  if (step.state === 'skipped') {
    return [`${head}: ${t('not tried')}`];
  }
  const facts = diagnosisFacts.flatMap((fact) => {
    const value = step.facts[fact];
    return value === undefined ? [] : [factText(fact, value, t)];
  });
  const failure = step.error === undefined ? [] : [describeError(step.error, words)];
  // People paste the report into places that render Markdown, and parts of it are texts of servers.
  const line = inertLine(`${head}: ${[...facts, ...failure].join('; ')} (${step.milliseconds} ms)`);
  return step.advice === undefined ? [line] : [line, `  - ${adviceText(step.advice, t)}`];
}

function describeError(error: Error, { errors, ...words }: ReportWords): string {
  const failure = errors.describeFailure(error);
  const { kind, requestId } = failure;
  const { text, detail } = failureText(failure, words);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const extra = [code, detail, requestId].filter((part) => part !== undefined && part !== '');
  return [`${text} [${kind}]`, ...extra].join(' · ');
}

function factText(fact: DiagnosisFact, value: string | number, t: Translate): string {
  switch (fact) {
    case 'count':
      return t('{0} models', value);
    case 'tokensPerSecond':
      return t('{0} tokens per second', value);
    case 'headersMs':
    case 'firstByteMs':
    case 'firstTokenMs':
      return `${factLabel(fact, t)}: ${value} ms`;
    case 'key':
      return value === 'none' ? t('none') : t('kept');
    case 'keyCheck':
      return value === 'not-refused' ? t('not refused') : t('could not be checked');
    case 'proxySource':
      return `${factLabel(fact, t)}: ${value === 'environment' ? t('environment variables') : value}`;
    case 'balance':
    case 'remaining':
    case 'reason':
      return String(value);
    default:
      return `${factLabel(fact, t)}: ${value}`;
  }
}

type LabelledFact = Exclude<
  DiagnosisFact,
  'count' | 'tokensPerSecond' | 'key' | 'keyCheck' | 'balance' | 'remaining' | 'reason'
>;

function factLabel(fact: LabelledFact, t: Translate): string {
  switch (fact) {
    case 'baseUrl':
      return t('Base URL');
    case 'transport':
      return t('Transport');
    case 'way':
      return t('Way');
    case 'proxy':
      return t('Proxy');
    case 'proxySource':
      return t('Set by');
    case 'host':
      return t('Host');
    case 'addresses':
      return t('Addresses');
    case 'connectedTo':
      return t('Connected to');
    case 'protocol':
      return t('Protocol');
    case 'issuer':
      return t('Issuer');
    case 'validUntil':
      return t('Valid until');
    case 'trustedBy':
      return t('Trusted by');
    case 'model':
      return t('Model');
    case 'status':
      return t('Status');
    case 'headersMs':
      return t('Headers after');
    case 'firstByteMs':
      return t('First byte after');
    case 'firstTokenMs':
      return t('First token after');
    case 'outcome':
      return t('Outcome');
    case 'promptTokens':
      return t('Prompt tokens');
    case 'completionTokens':
      return t('Answer tokens');
    case 'cost':
      return t('Credits');
    case 'attempts':
      return t('Attempts');
  }
}

function adviceText(advice: DiagnosisAdvice, t: Translate): string {
  switch (advice) {
    case 'not-encrypted':
    case 'certificate-date':
    case 'certificate-name':
    case 'certificate-trust':
    case 'certificate-unchecked':
    case 'verification-off':
    case 'other-way-trusts':
      return trustText(advice, t);
    case 'check-base-url':
      return t('Check “opencodex.baseUrl” in the settings.');
    case 'check-proxy':
      return t('Check the proxy in VS Code’s settings (http.proxy) or in the environment.');
    case 'proxy-credentials':
      return t('The proxy wants a user name and a password. Add them in VS Code’s proxy settings.');
    case 'check-host':
      return t('Nobody knows this name. Check its spelling, and whether you need a VPN or a proxy.');
    case 'check-port':
      return t('Nothing listens there. Check the address and its port, and whether the server runs.');
    case 'check-network':
      return t('Check your network, VPN and firewall.');
    case 'check-firewall':
      return t('Nothing came back in time. A firewall may drop the connection, or a proxy may be needed.');
    case 'not-tls':
      return t('The server does not speak TLS there. Check the address and its port.');
    case 'other-way':
      return t('This failed, but VS Code’s own network settings lead to the gateway. OpenCodex uses them.');
    case 'set-key':
      return t('Set an API key with “OpenCodex: Set API Key”.');
    case 'replace-key':
      return t('Set another API key with “OpenCodex: Set API Key”.');
    case 'top-up':
      return t('Top up your credits.');
    case 'wait':
      return t('The gateway has trouble or is busy. Try again later.');
    case 'ask-support':
      return t('Ask the gateway’s support, with this report.');
    case 'choose-model':
      return t('Choose another model.');
    case 'balance-unknown':
      return t('The balance cannot be shown. Everything else works without it.');
    case 'answer-cut-off':
      return t('The answer was cut off. A proxy may end long connections; the “editor” transport may help.');
  }
}

type TrustAdvice = Extract<
  DiagnosisAdvice,
  `certificate-${string}` | 'not-encrypted' | 'verification-off' | 'other-way-trusts'
>;

/** Remedies that are about who could read the traffic. */
function trustText(advice: TrustAdvice, t: Translate): string {
  switch (advice) {
    case 'not-encrypted':
      return t(
        'The connection is not encrypted. That is fine for a gateway on this computer only, if you trust everybody who uses it: whatever program listens there receives the key.',
      );
    case 'certificate-date':
      return t('The certificate has expired or is not valid yet. Check the clock of this computer.');
    case 'certificate-name':
      return t('The certificate is for another name. Check the address; something may be answering in its place.');
    case 'certificate-trust':
      return t(
        'Nobody you trust has signed this certificate. Behind a company proxy, add the root certificate of your company to those of the system, or name its file in NODE_EXTRA_CA_CERTS, and restart VS Code. No setting turns this check off.',
      );
    case 'certificate-unchecked':
      return t(
        'The certificate of the proxy is not trusted, but “http.proxyStrictSSL” is off. That of the gateway is checked all the same.',
      );
    case 'verification-off':
      return t(
        'NODE_TLS_REJECT_UNAUTHORIZED=0 is set in the environment, so VS Code’s own network trusts any server. OpenCodex sends nothing that way. Remove the variable and restart VS Code; a certificate of your company belongs to those of the system, or in NODE_EXTRA_CA_CERTS.',
      );
    case 'other-way-trusts':
      return t(
        'VS Code’s own network trusts this certificate. If you know why, choose “editor” as “opencodex.network.transport”; if you do not, somebody may be listening.',
      );
  }
}
