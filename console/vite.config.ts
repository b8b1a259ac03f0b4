import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Packs every text once, when it is built: the server only sends. */
const packed = (): Plugin => ({
  name: 'packed',
  writeBundle: ({ dir = '.' }) => {
    for (const name of readdirSync(join(dir, 'assets'))) {
      if (!/\.(js|css|svg)$/.test(name)) continue;
      const file = join(dir, 'assets', name);
      const text = readFileSync(file);
      if (text.length < 1024) continue;
      writeFileSync(`${file}.br`, brotliCompressSync(text));
      writeFileSync(`${file}.gz`, gzipSync(text));
    }
  },
});

export default defineConfig({
  base: '/console/',
  plugins: [react(), packed()],
  build: { outDir: 'dist', manifest: true, chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
});
