import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:net'
import { describe, test } from 'node:test'
import type { MailTimes } from '../../../src/integrations/mail/index.js'
import { hourMs, minuteMs } from '../../../src/lib/clock.js'
import { refusal, type SmtpOptions, startSmtp } from './smtp.js'
import { announcement, createWorld } from './world.js'

/** For a server that is silent; any other gets its time. */
const impatient = { answerMs: 300 }
const later = 26 * hourMs

async function listen(server: Server): Promise<number | undefined> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' ? address?.port : undefined
}

interface Case {
  server: SmtpOptions
  times?: Partial<MailTimes>
  /** After the first try. */
  state: string
  answer: RegExp
  /** After a day and more of tries. */
  finally: string
  attempts: number
  received: number
}

let said = 0
/** Says no at first. */
const saysNoOnce = (code: number): NonNullable<SmtpOptions['answer']> => {
  said = 0
  return (_to, say) => (said++ === 0 ? say(refusal(code)) : say())
}

const cases: Record<string, () => Case> = {
  'takes it': () => ({
    ...{ server: {}, state: 'sent', answer: /^250/, finally: 'sent', attempts: 1, received: 1 }
  }),
  'refuses the recipient for now': () => {
    let asked = 0
    const onRcptTo: SmtpOptions['onRcptTo'] = (_address, _session, done) => done(asked++ === 0 ? refusal(451) : null)
    return { server: { onRcptTo }, state: 'queued', answer: /^451/, finally: 'sent', attempts: 2, received: 1 }
  },
  'refuses what it has read for now': () => ({
    server: { answer: saysNoOnce(452) },
    ...{ state: 'queued', answer: /^452/, finally: 'sent', attempts: 2, received: 1 }
  }),
  'refuses the recipient for good': () => ({
    server: { onRcptTo: (_address, _session, done) => done(refusal(550, 'No such mailbox')) },
    ...{ state: 'queued', answer: /^550 No such mailbox/, finally: 'dead', attempts: 3, received: 0 }
  }),
  'refuses what it has read for good': () => ({
    server: { answer: (_to, say) => say(refusal(554)) },
    ...{ state: 'queued', answer: /^554/, finally: 'dead', attempts: 3, received: 0 }
  }),
  'refuses everybody': () => ({
    server: { onConnect: (_session, done) => done(refusal(554, 'Go away')) },
    ...{ state: 'queued', answer: /^554/, finally: 'dead', attempts: 9, received: 0 }
  }),
  'is silent from the beginning': () => ({
    ...{ server: { onConnect: () => {} }, times: { connectMs: 300 } },
    ...{
      state: 'queued',
      answer: /Greeting never received|Connection timeout/,
      finally: 'dead',
      attempts: 9,
      received: 0
    }
  }),
  'is silent before it takes the data': () => ({
    ...{ server: { onRcptTo: () => {} }, times: impatient },
    ...{ state: 'queued', answer: /Timeout/, finally: 'dead', attempts: 9, received: 0 }
  }),
  'is silent with the message in its hands': () => ({
    ...{ server: { answer: () => {} }, times: impatient },
    ...{ state: 'unknown', answer: /Timeout/, finally: 'unknown', attempts: 1, received: 0 }
  }),
  'cuts the connection with the message in its hands': () => ({
    server: { answer: (_to, _say, socket) => socket.destroy() },
    ...{ state: 'unknown', answer: /closed|ECONNRESET/, finally: 'unknown', attempts: 1, received: 0 }
  }),
  'takes it and dies before it says so': () => ({
    server: {
      answer: (_to, say, socket) => {
        socket.destroy()
        say()
      }
    },
    ...{ state: 'unknown', answer: /closed|ECONNRESET/, finally: 'unknown', attempts: 1, received: 1 }
  }),
  'is slow': () => ({
    server: {
      onRcptTo: (_address, _session, done) => setTimeout(done, 300),
      answer: (_to, say) => setTimeout(say, 400)
    },
    ...{ state: 'sent', answer: /^250/, finally: 'sent', attempts: 1, received: 1 }
  })
}

describe('a mail to a server that', () => {
  for (const [name, make] of Object.entries(cases)) {
    test(name, async (t) => {
      const { server, times, ...expected } = make()
      const smtp = await startSmtp(t, server)
      const world = await createWorld(t, { smtpUrl: smtp.url, ...(times && { times }) })
      await world.announce('sari')
      await world.mails.worker.settled()
      const first = await world.row()
      assert.deepEqual([first.state, first.attempts], [expected.state, 1])
      assert.match(first.answer ?? '', expected.answer)
      assert.equal(first.leaseUntil, null)
      for (let i = 0; i < 10; i++) {
        world.clock.advance(later / 3)
        await world.look()
      }
      const last = await world.row()
      assert.deepEqual([last.state, last.attempts], [expected.finally, expected.attempts])
      assert.equal(last.sentAt !== null, expected.finally === 'sent')
      assert.equal(smtp.received.length, expected.received, 'at most once')
      assert.deepEqual(world.errors, [])
    })
  }

  test('answers for ever, and never ends its answer, is left alone after a while', async (t) => {
    const server = createServer((socket) => {
      socket.on('error', () => {}).write('220 here\r\n')
      socket.setEncoding('utf8').on('data', (line: string) => {
        if (line.startsWith('DATA')) socket.write('354 go on\r\n')
        else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 yes\r\n')
        else setInterval(() => socket.destroyed || socket.write('250-and\r\n'), 50).unref()
      })
      t.after(() => socket.destroy())
    })
    t.after(() => server.close())
    const world = await createWorld(t, { smtpUrl: `smtp://127.0.0.1:${await listen(server)}`, times: { wholeMs: 500 } })
    await world.announce('sari')
    await world.mails.worker.settled()
    assert.deepEqual([(await world.row()).state, (await world.row()).answer], ['unknown', 'the connection was cut'])
  })

  test('is not there waits for it over a day, and goes when it is', async (t) => {
    const listener = createServer()
    const port = await listen(listener)
    await new Promise((resolve) => listener.close(resolve))
    const world = await createWorld(t, { smtpUrl: `smtp://127.0.0.1:${port}` })
    await world.announce('sari', 'budi', 'tono')
    await world.mails.worker.settled()
    const tried = await world.rows()
    assert.ok(tried.some(({ attempts }) => attempts === 1) && tried.every(({ state }) => state === 'queued'))
    assert.ok(
      tried.some(({ attempts }) => attempts === 0),
      'one is enough to learn that nobody is there'
    )
    const [row] = tried.filter(({ attempts }) => attempts === 1)
    assert.match(row?.answer ?? '', /ECONNREFUSED/)
    const pauseMs = (row?.nextAttemptAt.getTime() ?? 0) - world.clock.now().getTime()
    assert.ok(pauseMs > 0.7 * minuteMs && pauseMs <= 1.2 * minuteMs, `${pauseMs} ms`)

    const smtp = await startSmtp(t)
    const back = await createWorld(t, { smtpUrl: smtp.url, databaseUrl: world.databaseUrl })
    back.clock.advance(2 * minuteMs)
    await back.look()
    assert.deepEqual(
      (await back.rows()).map(({ state }) => state),
      ['sent', 'sent', 'sent']
    )
    assert.deepEqual(smtp.received.map(({ to }) => to).sort(), [
      'budi@example.org',
      'sari@example.org',
      'tono@example.org'
    ])
  })
})

describe('the queue of mails', () => {
  test('has one for each event and user, whatever is repeated, and nothing of a transaction that fails', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    const recipients = [await world.createUser('sari'), await world.createUser('budi')]
    const mail = { ...announcement(world.clock), recipients }
    const queue = () => world.database.transaction((tx, afterCommit) => world.mails.queueEvent(tx, afterCommit, mail))
    await queue()
    await queue()
    const fails = world.database.transaction(async (tx, afterCommit) => {
      await world.mails.queueEvent(tx, afterCommit, { ...announcement(world.clock), recipients })
      throw new Error('after all')
    })
    await assert.rejects(fails, /after all/)
    await world.look()
    assert.equal((await world.rows()).length, 2)
    assert.equal(smtp.received.length, 2)
  })

  test('goes out over two connections, which carry many mails', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.announce(...Array.from({ length: 30 }, (_, i) => `siswa${i}`))
    await world.mails.worker.settled()
    assert.equal(new Set(smtp.received.map(({ to }) => to)).size, 30)
    assert.equal(smtp.received.length, 30)
    assert.ok(smtp.connections <= 3, `${smtp.connections} connections`)
  })

  test('is shared by two instances, and each mail is sent by one', async (t) => {
    const smtp = await startSmtp(t)
    const one = await createWorld(t, { smtpUrl: smtp.url })
    const other = await createWorld(t, { smtpUrl: smtp.url, databaseUrl: one.databaseUrl })
    await Promise.all([one.announce(...Array.from({ length: 20 }, (_, i) => `siswa${i}`)), other.look()])
    await Promise.all([one.look(), other.look(), one.look(), other.look()])
    assert.equal(smtp.received.length, 20)
    assert.equal(new Set(smtp.received.map(({ to }) => to)).size, 20)
    assert.ok((await one.rows()).every(({ state, attempts }) => state === 'sent' && attempts === 1))
  })

  test('goes on by the other line while a server is silent about one mail', async (t) => {
    const smtp = await startSmtp(t, { answer: (to, say) => to !== 'diam@example.org' && say() })
    const world = await createWorld(t, { smtpUrl: smtp.url, times: { answerMs: 2_000 } })
    await world.announce('diam')
    await world.announce('sari', 'budi')
    while (smtp.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    const states = (await world.rows()).map(({ state }) => state)
    assert.equal(states[0], 'sending')
    await world.mails.worker.settled()
    assert.deepEqual(
      (await world.rows()).map(({ state }) => state),
      ['unknown', 'sent', 'sent']
    )
  })

  test('lets somebody who waits at a page go first', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t)
    const { databaseUrl } = world
    await world.mails.worker.close() // it queues, and another sends
    await world.announce('sari', 'budi')
    await world.queueSecret('tono@example.org')
    const sender = await createWorld(t, { smtpUrl: smtp.url, databaseUrl })
    await sender.look()
    assert.ok(smtp.asked.slice(0, 2).includes('tono@example.org'), smtp.asked.join(' '))
  })

  test('writes to nobody whose account is closed while it waits', async (t) => {
    const smtp = await startSmtp(t, { onRcptTo: (_address, _session, done) => done(refusal(451)) })
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.announce('sari')
    await world.mails.worker.settled()
    const { users } = world.database.tables
    await world.database.transaction(async (tx) => {
      await tx.update(users).set({ status: 'disabled' })
    })
    world.clock.advance(hourMs)
    await world.look()
    const { state, answer } = await world.row()
    assert.deepEqual([state, answer], ['dead', 'The account is deleted or disabled'])
  })

  test('gives up for lost what a process was sending that is gone', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.announce('sari')
    await world.mails.worker.settled()
    const { mails } = world.database.tables
    const leaseUntil = new Date(world.clock.now().getTime() + minuteMs)
    await world.database.transaction(async (tx) => {
      await tx.update(mails).set({ state: 'sending', leaseUntil, sentAt: null })
    })
    await world.look()
    assert.equal((await world.row()).state, 'sending')
    world.clock.advance(2 * minuteMs)
    await world.look()
    assert.deepEqual([(await world.row()).state, smtp.received.length], ['unknown', 1])
  })
})
