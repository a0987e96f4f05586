import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { precompress } from './precompress.plugin.js'
import { serviceWorker } from './service-worker.plugin.js'

/** Where the product listens while its pages are worked on. */
const api = process.env.API ?? 'http://localhost:3000'

/** What pages have in common, in few files: all of the kit with the first page, and a part with the first that needs it. */
const sharedParts = [
  { name: 'kit', test: /\/web\/src\/ui\/(?!markdown)|\/node_modules\/@tanstack\//i, priority: 1 },
  ...Object.entries({
    icons: /\/node_modules\/lucide-preact\//,
    learning: /\/web\/src\/((courses|notes|pages\/learn)\/|messages\/\w+\/(courses|learn|notes)\.)/,
    reviewing: /\/web\/src\/((attempts|rubrics|people)\/|messages\/\w+\/(attempts|rubrics|people)\.)/
  }).map(([name, test]) => ({ name, test, minShareCount: 2, includeDependenciesRecursively: false }))
]

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
    manifest: true,
    // Few files: a browser asks for six at a time, and far from the server each further six cost a journey.
    rolldownOptions: { output: { codeSplitting: { groups: sharedParts } } }
  },
  css: { transformer: 'lightningcss' },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } }
})
