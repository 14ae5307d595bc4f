// Names for tests, as a hosts file would have them: every name under .test leads to this machine, but is no loopback name.
import dns from 'node:dns';

/** For all of this process; sockets look names up here. @returns a function that ends it */
export function leadTestNamesHere(): () => void {
  const { lookup } = dns;
  const here = (host: string, ...rest: unknown[]): unknown =>
    Reflect.apply(lookup, dns, [host.endsWith('.test') ? '127.0.0.1' : host, ...rest]);
  Reflect.set(dns, 'lookup', here);
  return () => void Reflect.set(dns, 'lookup', lookup);
}
