import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Where the time went: `node --import tsx bench/profile.ts <directory>` after `npm run bench -- --profile=<directory>`.
 * Of each profile the functions by their own time, and the files and packages by that of their functions. A number of
 * seconds after the directory leaves out all but the last of them: the start is not what a load costs.
 */
interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

const shown = 45
const outside = new Set(['(idle)', '(program)'])

const [directory = '.', seconds] = process.argv.slice(2)
for (const file of readdirSync(directory).filter((name) => name.endsWith('.cpuprofile'))) {
  console.log(`\n${file}`)
  report(
    JSON.parse(readFileSync(join(directory, file), 'utf8')) as Profile,
    Number(seconds ?? Number.POSITIVE_INFINITY)
  )
}

function report({ nodes, samples, timeDeltas }: Profile, seconds: number): void {
  const ownTime = new Map<number, number>()
  for (let i = samples.length - 1, left = seconds * 1e6; i >= 0 && left > 0; i--) {
    const [id, time] = [samples[i] ?? 0, timeDeltas[i] ?? 0]
    ownTime.set(id, (ownTime.get(id) ?? 0) + time)
    left -= time
  }
  const byFunction = new Map<string, number>()
  const byFile = new Map<string, number>()
  let total = 0
  for (const { id, callFrame } of nodes) {
    const time = ownTime.get(id) ?? 0
    const { functionName, url, lineNumber } = callFrame
    if (functionName === '(idle)') continue
    const place = shortName(url)
    total += time
    add(
      byFunction,
      outside.has(functionName) ? functionName : `${functionName || '(anonymous)'} ${place}:${lineNumber + 1}`,
      time
    )
    add(byFile, place || functionName, time)
  }
  print('functions', byFunction, total)
  print('files', byFile, total)
}

function add(sums: Map<string, number>, key: string, time: number): void {
  sums.set(key, (sums.get(key) ?? 0) + time)
}

function print(title: string, sums: Map<string, number>, total: number): void {
  console.log(`  ${title}`)
  for (const [name, time] of [...sums].sort(([, a], [, b]) => b - a).slice(0, shown)) {
    console.log(`  ${((time / total) * 100).toFixed(1).padStart(6)} %  ${name}`)
  }
}

function shortName(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/dist\//, 'dist/')
}
