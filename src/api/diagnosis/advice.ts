// Chooses the remedy for a failure, for the report of a diagnosis.
import type { DiagnosisAdvice } from '../../shared/diagnosis.ts';
import type { ApiError } from '../errors.ts';

export function adviceFor(error: ApiError): DiagnosisAdvice {
  switch (error.kind) {
    case 'bad-request':
      if (error.code === 'model_not_found') {
        return 'choose-model';
      }
      return error.status === 404 || error.status === 405 ? 'check-base-url' : 'ask-support';
    case 'invalid-key':
      return 'replace-key';
    case 'out-of-credit':
      return 'top-up';
    case 'forbidden':
      return 'ask-support';
    case 'rate-limited':
    case 'server':
      return 'wait';
    case 'unreachable':
      return adviceForUnreachable(error.code ?? '');
    case 'certificate':
      return adviceForCertificate(error.code ?? '');
    case 'proxy':
      return error.status === 407 ? 'proxy-credentials' : 'check-proxy';
    case 'timeout':
      return 'check-firewall';
    case 'empty':
      return 'choose-model';
  }
}

function adviceForUnreachable(code: string): DiagnosisAdvice {
  if (code === 'ENOTFOUND') {
    return 'check-host';
  }
  if (code === 'ECONNREFUSED') {
    return 'check-port';
  }
  if (code === 'redirect') {
    return 'check-base-url';
  }
  return code.startsWith('ERR_SSL_') || code === 'EPROTO' ? 'not-tls' : 'check-network';
}

function adviceForCertificate(code: string): DiagnosisAdvice {
  switch (code) {
    case 'verification-off':
      return 'verification-off';
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return 'certificate-date';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return 'certificate-name';
    default:
      return 'certificate-trust';
  }
}
