// Reads VS Code's own proxy settings for the client.
import * as vscode from 'vscode';
import type { ProxySettings } from '../../api/client.ts';

const supports = ['off', 'on', 'override', 'fallback'] as const;

export function readProxySettings(): ProxySettings {
  const http = vscode.workspace.getConfiguration('http');
  const url = http.get<unknown>('proxy');
  const authorization = http.get<unknown>('proxyAuthorization');
  const noProxy = http.get<unknown>('noProxy');
  const support = http.get<unknown>('proxySupport');
  return {
    ...(typeof url === 'string' && url !== '' ? { url } : {}),
    ...(typeof authorization === 'string' && authorization !== '' ? { authorization } : {}),
    noProxy: Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [],
    strictSSL: http.get<unknown>('proxyStrictSSL') !== false,
    support: supports.find((name) => name === support) ?? 'override',
    systemCertificates: http.get<unknown>('systemCertificates') !== false,
  };
}
