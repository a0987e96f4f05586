import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'

test('what is of the whole platform is for nobody who holds its permission in an organisation', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const permissions = ['delivery.manage', 'metrics.read', 'user.read']
  for (const scope of ['organization', 'platform'])
    assert.equal(
      (await admin.post('/api/roles', { key: `petugas_${scope}`, title: 'Petugas', scope, permissions })).status,
      201
    )
  const there = (await admin.post('/api/organizations', { name: 'Sekolah Lain' })).body.id as string
  const holder = async (username: string, assignment: object) => {
    const client = await app.signInAs({ username })
    const given = await admin.put(`/api/users/${client.userId}/roles`, { assignments: [assignment] })
    assert.equal(given.status, 200, given.text)
    return client
  }
  const ofOne = await holder('petugas.satu', { role: 'petugas_organization', organizationId: there })
  const ofAll = await holder('petugas.semua', { role: 'petugas_platform', organizationId: null })
  for (const url of ['/api/mails', '/api/events', '/api/metrics']) {
    assert.deepEqual([url, (await ofOne.get(url)).status], [url, 403])
    assert.deepEqual([url, (await ofAll.get(url)).status], [url, 200])
  }
  assert.equal((await ofOne.get('/api/mails/mail_01jd3w8q2k0000abcdefghjkmn')).status, 403)
  assert.equal((await ofOne.post('/api/mails/mail_01jd3w8q2k0000abcdefghjkmn/send')).status, 403)
  assert.equal((await ofOne.post('/api/events/evt_01jd3w8q2k0000abcdefghjkmn/replay')).status, 403)
})
