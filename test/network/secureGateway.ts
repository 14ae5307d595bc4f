// The local gateway behind TLS, with the certificate of an authority that only tests know.
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { instant, startGateway, type Gateway } from '../gateway/gateway.ts';
import { server, type ServerCertificate } from './certificates.ts';

export interface SecureGateway {
  readonly gateway: Gateway;
  readonly port: number;
  close(): Promise<void>;
}

/** Ends TLS itself and passes the bytes on, as a load balancer does. */
export async function startSecureGateway(certificate: ServerCertificate = server): Promise<SecureGateway> {
  const gateway = await startGateway({ ...instant, answer: () => ({ text: 'Safely here.' }) });
  const inner = Number(new URL(gateway.origin).port);
  const listener = createServer({ ...certificate }, (socket) => {
    const target = connect(inner, '127.0.0.1');
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
    socket.pipe(target).pipe(socket);
  });
  listener.on('tlsClientError', () => undefined);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    gateway,
    port: (listener.address() as AddressInfo).port,
    close: async () => {
      listener.close();
      await gateway.close();
    },
  };
}
