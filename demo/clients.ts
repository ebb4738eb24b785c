import { connect, type PeerCertificate } from 'node:tls';

/** A TLS client that trusts the demo's root, and nothing else. */
export interface Client {
  port: number;
  trusted: string;
}

/** What a handshake with a site showed. */
export interface Seen {
  thumbprint: string;
  subject: string;
  expires: Date;
}

const timeoutMs = 3000;

/** One handshake with a site, its certificate fully verified. @throws the error of the connection or of the check */
export function shakeHands(site: string, { port, trusted }: Client): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: site, ca: trusted }, () => {
      const { fingerprint, subject, valid_to }: PeerCertificate = socket.getPeerCertificate();
      const name = [subject.CN].flat().join(', ');
      resolve({ thumbprint: fingerprint.replaceAll(':', ''), subject: name, expires: new Date(valid_to) });
      socket.destroy();
    });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timeout')));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
  });
}

/** What clients met that shook hands without pause. */
export interface Tally {
  handshakes: number;
  lost: number;
  /** The longest time in which a site took no handshake, in milliseconds. */
  longestGapMs: number;
}

/** Starts clients that shake hands with every site, again and again, until the returned function is called. */
export function keepShakingHands(sites: readonly string[], client: Client): () => Promise<Tally> {
  const tally: Tally = { handshakes: 0, lost: 0, longestGapMs: 0 };
  const clientsPerSite = 2;
  let isOver = false;
  const loops = sites.flatMap((site) => {
    let lastGood = performance.now();
    let isDown = false;
    return Array.from({ length: clientsPerSite }, async () => {
      while (!isOver) {
        try {
          await shakeHands(site, client);
          if (isDown) tally.longestGapMs = Math.max(tally.longestGapMs, performance.now() - lastGood);
          isDown = false;
          lastGood = performance.now();
          tally.handshakes += 1;
        } catch {
          isDown = true;
          tally.handshakes += 1;
          tally.lost += 1;
        }
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    });
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
    return tally;
  };
}
