import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const source = fileURLToPath(new URL('src/service-worker/sw.ts', import.meta.url))
/** Nothing of these can be done without a network: who works there fetches them when they go there. */
const areasOfStaff = /^src\/pages\/(admin|manage|reviews|teach)\//
/** Of public/, what the first page shows. */
const shellFiles = ['', 'icons/icon.svg', 'manifest.webmanifest']

interface Chunk {
  file: string
  src?: string
  isEntry?: boolean
  css?: string[]
  assets?: string[]
  imports?: string[]
  dynamicImports?: string[]
}
type Manifest = Record<string, Chunk>

/** Writes `sw.js`, which knows the files of this build. */
export function serviceWorker(): Plugin {
  let base = '/'
  let isSsr = false
  let target: string | string[] | false | undefined
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      base = config.base
      isSsr = Boolean(config.build.ssr)
      target = config.build.target
    },
    async writeBundle({ dir }, bundle) {
      if (isSsr || !dir) return
      const lists = listsOf(bundle, (file) => base + file)
      const define = Object.fromEntries(Object.entries(lists).map(([name, value]) => [name, JSON.stringify(value)]))
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: { ...define, 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: dir,
          emptyOutDir: false,
          ...(target !== undefined && { target }),
          rollupOptions: { input: source, output: { entryFileNames: 'sw.js', format: 'iife' } }
        }
      })
    }
  }
}

type Bundle = Parameters<Extract<NonNullable<Plugin['writeBundle']>, (...args: never) => unknown>>[1]

function listsOf(bundle: Bundle, toAddress: (file: string) => string) {
  const manifest = JSON.parse(textOf(bundle, '.vite/manifest.json')) as Manifest
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry)
  const first = filesFrom(manifest, entries, () => false)
  const learners = filesFrom(manifest, entries, (name) => !areasOfStaff.test(name))
  const all = Object.keys(bundle).filter((file) => file.startsWith('assets/') && !file.endsWith('.map'))
  const hash = createHash('sha256').update(textOf(bundle, 'index.html')).update(all.sort().join('\n'))
  return {
    __VERSION__: hash.digest('hex').slice(0, 12),
    __SHELL_FILES__: shellFiles.map(toAddress),
    __FIRST_ASSETS__: [...first].map(toAddress),
    __LATER_ASSETS__: [...learners].filter((file) => !first.has(file)).map(toAddress),
    __ALL_ASSETS__: all.map(toAddress)
  }
}

function textOf(bundle: Bundle, file: string): string {
  const found = bundle[file]
  if (found?.type !== 'asset') throw new Error(`the build has no ${file}`)
  return typeof found.source === 'string' ? found.source : new TextDecoder().decode(found.source)
}

/** What these chunks consist of, with what they load later as far as it is wanted. */
function filesFrom(manifest: Manifest, names: readonly string[], isWanted: (name: string) => boolean): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    if (!chunk || seen.has(name)) return
    seen.add(name)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    for (const each of chunk.imports ?? []) visit(each)
    for (const each of chunk.dynamicImports ?? []) if (isWanted(each)) visit(each)
  }
  for (const name of names) visit(name)
  return files
}
