import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'

/**
 * Runs test files one after the other in this process: to load the product for each anew would cost more than most of them.
 * Before each comes an empty suite of its name, which heads its tests in the report.
 */
export async function runFiles(files: string[]): Promise<void> {
  // A `process.exit(0)` in a test would otherwise pass, and end the files behind it.
  let ended = false
  process.once('beforeExit', () => {
    ended = true
  })
  process.once('exit', () => {
    if (!ended) process.exitCode ||= 1
  })
  for (const file of files) {
    // Runs when the tests of the file before have ended: until then, nothing is loaded beside them.
    await describe(file)
    try {
      await import(pathToFileURL(file).href)
    } catch (error) {
      it('can be loaded', () => {
        throw error
      })
    }
  }
}
