import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { hourMs } from '../../../src/lib/clock.js'
import { toldTo } from '../courses/courses.js'
import { buildCourse } from './authoring.js'

test('a module that is told of by who changes it is not told of by the job at the same moment', async (t) => {
  const { app, addModule, publish, enrol } = await buildCourse(t)
  const job = app.jobs.find(({ name }) => name === 'announce-releases')
  await job?.run()
  const learner = await enrol(await app.signInAs({ username: 'sari' }))
  const at = new Date(app.clock.now().getTime() + hourMs).toISOString()
  const { id } = await publish('modules', await addModule('Roda', { release: { kind: 'date', at } }))
  app.clock.advance(hourMs)
  const before = (await toldTo(learner)).length
  const { modules } = app.database.tables
  let note = () => {}
  const noted = new Promise<void>((resolve) => {
    note = resolve
  })
  // As somebody does it who publishes the module: the job looks before their commit, and writes after it.
  const published = app.database.transaction(async (tx) => {
    await tx.update(modules).set({ announcedAt: app.clock.now() }).where(eq(modules.id, id))
    note()
    await sleep(300)
  })
  await noted
  await Promise.all([published, job?.run()])
  await app.settled()
  assert.equal((await toldTo(learner)).length, before)
})
