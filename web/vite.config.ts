import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { precompress } from './precompress.plugin.js'
import { serviceWorker } from './service-worker.plugin.js'

/** Where the product listens while its pages are worked on. */
const api = process.env.API ?? 'http://localhost:3000'

export default defineConfig({
  base: '/app/',
  plugins: [preact(), serviceWorker(), precompress()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome100', 'safari15', 'firefox100'],
    // A picture in the text of a style sheet is refused by the Content-Security-Policy.
    assetsInlineLimit: 0,
    // For test/web/size.test.ts; the product does not serve it.
    manifest: true
  },
  css: { transformer: 'lightningcss' },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } }
})
