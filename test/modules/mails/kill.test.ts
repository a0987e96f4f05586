import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { minuteMs } from '../../../src/lib/clock.js'
import { startSmtp } from './smtp.js'
import { createWorld } from './world.js'

function startSender(t: TestContext, databaseUrl: string, smtpUrl: string): ChildProcess {
  const script = fileURLToPath(new URL('./send-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, databaseUrl, smtpUrl], { stdio: 'ignore' })
  t.after(() => child.kill('SIGKILL'))
  return child
}

describe('kill -9 while mails are sent', () => {
  test('leaves those that the server had unknown, sends the others, and none twice', async (t) => {
    let sender: ChildProcess | undefined
    const held: string[] = []
    // It has both, and has not said whether it takes them, when the process is killed.
    const smtp = await startSmtp(t, {
      answer(to, say) {
        if (sender?.killed) return say()
        held.push(to)
        if (held.length === 2) sender?.kill('SIGKILL')
      }
    })
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.mails.worker.close() // another process sends
    await world.announce('sari', 'budi', 'tono', 'wati')
    sender = startSender(t, world.databaseUrl, smtp.url)
    await once(sender, 'exit')
    assert.equal(sender.signalCode, 'SIGKILL')

    const next = await createWorld(t, { smtpUrl: smtp.url, databaseUrl: world.databaseUrl })
    await next.look()
    const states = async () => new Map((await next.rows()).map(({ toAddress, state }) => [toAddress, state]))
    for (const to of held) assert.equal((await states()).get(to), 'sending', 'its lease runs')
    next.clock.advance(3 * minuteMs)
    await next.look()
    const others = smtp.received.map(({ to }) => to)
    for (const to of held) assert.equal((await states()).get(to), 'unknown')
    for (const to of others) assert.equal((await states()).get(to), 'sent')
    assert.equal(new Set([...held, ...others]).size, 4)
    assert.equal(others.length, 2, 'each went once')
  })
})
