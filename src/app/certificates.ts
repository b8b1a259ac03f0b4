import type { KeyPair } from '#gateway';
import type { DataDirectory } from '#storage';

/**
 * A certificate and its key, made once per data directory, when they are first asked for: the gateway's authority, SNS's seal. Making them
 * takes longer than all else about the first start.
 */
export function kept(directory: DataDirectory, name: string, make: () => Promise<KeyPair>): () => Promise<KeyPair> {
  const find = async (): Promise<KeyPair> => {
    const certPem = directory.readFile(`tls/${name}.pem`);
    const keyPem = directory.readFile(`tls/${name}.key`);
    if (certPem && keyPem) return { certPem, keyPem };
    const made = await make();
    directory.writeFile(`tls/${name}.key`, made.keyPem);
    directory.writeFile(`tls/${name}.pem`, made.certPem, 0o644);
    return made;
  };
  let found: Promise<KeyPair> | undefined;
  return () => {
    found ??= find().catch((failure: unknown) => {
      found = undefined; // the next one tries again
      throw failure;
    });
    return found;
  };
}
