import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { runSql } from '../../support/sql.js'
import { nextFrame, openStream } from '../../support/stream.js'

describe('a stream, while the database fails', () => {
  test('is told when to come back, because any answer but 200 ends a browser’s for good', async (t) => {
    const app = await buildTestApp(t)
    const address = await app.listen()
    const learner = await app.as('learner')
    await runSql(app, ['alter table sessions rename to sessions_away'])
    const stream = await openStream(t, address, learner)
    assert.equal(stream.status, 200)
    assert.match(String(stream.headers['content-type']), /^text\/event-stream/)
    const { retry, comment, data } = await stream.next()
    assert.equal(comment, 'come back later')
    assert.ok(retry && retry >= 5_000 && retry <= 30_000)
    assert.equal(data, undefined)
    assert.equal(await stream.ended, 'finished')
    assert.equal((await learner.get('/api/notifications')).status, 500)

    await runSql(app, ['alter table sessions_away rename to sessions'])
    const back = await openStream(t, address, learner)
    assert.equal((await nextFrame(back)).unreadCount, 0)
  })
})
