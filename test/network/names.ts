// Names for tests, as a hosts file would have them: every name under .test leads to this machine, but is no loopback name.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

/** For all of this process; sockets look names up here. @returns a function that ends it */
export function leadTestNamesHere(): () => void {
  const ends = [dns, dns.promises].map((module) => {
    const { lookup } = module;
    const here = (host: string, ...rest: unknown[]): unknown =>
      Reflect.apply(lookup, module, [host.endsWith('.test') ? '127.0.0.1' : host, ...rest]);
    Reflect.set(module, 'lookup', here);
    return () => void Reflect.set(module, 'lookup', lookup);
  });
  syncBuiltinESMExports();
  return () => {
    ends.forEach((end) => end());
    syncBuiltinESMExports();
  };
}
