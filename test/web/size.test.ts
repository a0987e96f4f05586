// Runs once: it weighs what the build has written.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const built = fileURLToPath(new URL('../../dist/web', import.meta.url))
/** Compressed, and by gzip: what a browser takes over plain HTTP, too. */
const firstLoadBytes = 90 * 1024
const pageBytes = 40 * 1024

interface Chunk {
  file: string
  isEntry?: boolean
  isDynamicEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
}

const chunks = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

/** The chunk and all that must have come before it runs. */
function loadOf(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  for (const each of chunks[name]?.imports ?? []) loadOf(each, found)
  return found
}

function weigh(names: Iterable<string>): number {
  const files = new Set([...names].map((name) => chunks[name]?.file ?? ''))
  return [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length, 0)
}

const entries = Object.keys(chunks).filter((name) => chunks[name]?.isEntry)
const first = new Set(entries.flatMap((name) => [...loadOf(name)]))
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`

test('the first load is at most 90 KB of compressed JavaScript', () => {
  assert.ok(entries.length > 0)
  const weight = weigh(first)
  assert.ok(weight <= firstLoadBytes, `it is ${kilobytes(weight)}: ${[...first].join(', ')}`)
})

test('each further page is at most 40 KB', () => {
  const lazy = Object.keys(chunks).filter((name) => chunks[name]?.isDynamicEntry)
  assert.ok(lazy.length > 0)
  const heavy = lazy
    .map((name) => ({ name, weight: weigh([...loadOf(name)].filter((each) => !first.has(each))) }))
    .filter(({ weight }) => weight > pageBytes)
  assert.deepEqual(
    heavy.map(({ name, weight }) => `${name}: ${kilobytes(weight)}`),
    []
  )
})
