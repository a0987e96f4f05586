import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { choose, countHeld, createReader, mailsOf, setClock, tell, titlesOf, waitUntil } from './world.js'

const night = { quietHours: { from: '21:00', until: '05:30' } }
const cadence = (inApp: string, mail: string) => ({ types: [{ type: 'announcement', inApp, mail }] })

describe('a change of settings changes when what is held is told', () => {
  test('without quiet hours it comes at once', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T22:00:00+07:00')
    const sari = await createReader(app, 'sari', night)
    await tell(app, 'Kabar', { users: [sari] })
    await choose(sari, {})
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], ['event: Kabar']])
    assert.equal(await countHeld(app), 0)
  })

  test('a digest that is moved comes at its new hour', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const sari = await createReader(app, 'sari', cadence('at_once', 'daily'))
    await tell(app, 'Kabar', { users: [sari] })
    await choose(sari, { ...cadence('at_once', 'daily'), digest: { at: '18:00', weekday: 1 } })
    await waitUntil(app, '2030-01-08T17:59:00+07:00')
    assert.deepEqual(await mailsOf(app, sari), [])
    await waitUntil(app, '2030-01-08T18:00:00+07:00')
    assert.deepEqual(await mailsOf(app, sari), ['digest: Kabar'])
  })

  test('the same settings again change nothing, not even for a digest that is late for quiet hours', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const settings = { quietHours: { from: '22:00', until: '08:00' }, ...cadence('daily', 'daily') }
    const sari = await createReader(app, 'sari', settings)
    await tell(app, 'Kabar', { users: [sari] })
    setClock(app, '2030-01-09T07:30:00+07:00')
    await choose(sari, settings)
    await waitUntil(app, '2030-01-09T08:00:00+07:00')
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], ['digest: Kabar']])
  })

  test('what waited for a digest and is wanted at once now comes at once, as a mail of its own', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const sari = await createReader(app, 'sari', cadence('weekly', 'weekly'))
    await tell(app, 'Kabar', { users: [sari] })
    await choose(sari, cadence('at_once', 'at_once'))
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], ['event: Kabar']])
  })

  test('what waited for the night to end and is wanted by the day now comes with the digest', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T22:00:00+07:00')
    const sari = await createReader(app, 'sari', night)
    await tell(app, 'Kabar', { users: [sari] })
    await choose(sari, { ...night, ...cadence('at_once', 'daily') })
    await waitUntil(app, '2030-01-09T05:30:00+07:00')
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], []])
    await waitUntil(app, '2030-01-09T07:00:00+07:00')
    assert.deepEqual(await mailsOf(app, sari), ['digest: Kabar'])
  })

  test('who moves to another time zone has their night there', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T22:00:00+07:00')
    const [east, west] = [await createReader(app, 'timur', night), await createReader(app, 'barat', night)]
    await tell(app, 'Kabar', { users: [east, west] })
    await west.patch(`/api/users/${west.userId}`, { timeZone: 'Europe/Berlin' }) // where it is the afternoon
    assert.deepEqual([await titlesOf(west), await mailsOf(app, west)], [['Kabar'], ['event: Kabar']])
    await east.patch(`/api/users/${east.userId}`, { timeZone: 'Asia/Jayapura' }) // two hours ahead
    await waitUntil(app, '2030-01-09T03:29:00+07:00')
    assert.deepEqual(await titlesOf(east), [])
    await waitUntil(app, '2030-01-09T03:30:00+07:00')
    assert.deepEqual(await titlesOf(east), ['Kabar'])
  })
})
