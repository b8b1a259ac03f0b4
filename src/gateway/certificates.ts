import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';
import type { Clock } from '#core';
import type { ServerCertificates } from './listener.ts';
import type { KeyPair } from './ports.ts';

x509.cryptoProvider.set(webcrypto);

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AUTHORITY_DAYS = 3650;
/** Clients refuse server certificates that live longer than 398 days. — CA/Browser Forum baseline requirements */
const LEAF_DAYS = 397;

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);

async function keyPemOf(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** 127 bits and positive: bit 7 of the first byte would make a negative number of it. */
const newSerial = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x01;
  return bytes.toString('hex');
};

/** A new certificate authority of one data directory. */
export async function newAuthority(clock: Clock, name = 'Millrace local authority'): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `CN=${name}`,
    notBefore: new Date(clock.millis() - HOUR),
    notAfter: new Date(clock.millis() + AUTHORITY_DAYS * DAY),
    signingAlgorithm: P256,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await keyPemOf(keys) };
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

/** A key to sign messages with, and a certificate by which receivers know it. aws: SNS's is RSA — developer guide, Verifying the signatures */
export async function newSigningPair(clock: Clock): Promise<KeyPair> {
  const keys = (await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: 'CN=sns.millrace',
    notBefore: new Date(clock.millis() - HOUR),
    notAfter: new Date(clock.millis() + AUTHORITY_DAYS * DAY),
    signingAlgorithm: RSA,
    keys,
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await keyPemOf(keys) };
}

/** Makes server certificates under an authority. */
export type Mint = (names: readonly string[]) => Promise<KeyPair>;

export async function minting(authority: KeyPair, clock: Clock): Promise<Mint> {
  const issuer = new x509.X509Certificate(authority.certPem);
  const der = createPrivateKey(authority.keyPem).export({ format: 'der', type: 'pkcs8' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', der, P256, false, ['sign']);
  return async (names) => {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: `CN=${(names[0] ?? 'localhost').slice(0, 64)}`,
      issuer: issuer.subject,
      notBefore: new Date(clock.millis() - HOUR),
      notAfter: new Date(clock.millis() + LEAF_DAYS * DAY),
      signingKey,
      publicKey: keys.publicKey,
      signingAlgorithm: P256,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }))),
        await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ],
    });
    return { certPem: `${certificate.toString('pem')}\n${authority.certPem}`, keyPem: await keyPemOf(keys) };
  };
}

const LOCAL = ['localhost', '*.localhost', '127.0.0.1', '::1'];
const KEPT = 500;

/** The certificate for each name a client asks for, made at first sight and kept. */
export async function serverCertificates(mint: Mint): Promise<ServerCertificates> {
  const ofThisMachine = await mint(LOCAL);
  const made = new Map<string, Promise<SecureContext>>();
  return {
    ofThisMachine,
    forName: (name) => {
      const names = namesFor(name.toLowerCase());
      const key = names.join();
      let context = made.get(key);
      if (!context) {
        context = mint(names).then(({ certPem, keyPem }) =>
          createSecureContext({ cert: certPem, key: keyPem, minVersion: 'TLSv1.2' }),
        );
        context.catch(() => made.delete(key));
        if (made.size >= KEPT) made.clear();
        made.set(key, context);
      }
      return context;
    },
  };
}

/** A wildcard covers one label: names below it share a certificate, so that ten thousand buckets need one. */
export function namesFor(name: string): string[] {
  if (name === '' || name === 'localhost' || isIP(name) !== 0) return isIP(name) !== 0 && !LOCAL.includes(name) ? [name] : LOCAL;
  const labels = name.split('.');
  if (labels.length < 3) return [name];
  const parent = labels.slice(1).join('.');
  return labels.length > 3 ? [`*.${parent}`, parent] : [name, `*.${name}`];
}
