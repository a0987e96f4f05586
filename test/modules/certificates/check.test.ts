import assert from 'node:assert/strict'
import test from 'node:test'
import { compactVerify, createLocalJWKSet, importJWK, jwtVerify } from 'jose'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { createOrganization, toldTo } from '../courses/courses.js'
import { finish, makeCertifiedCourse, payloadOf, serialOf } from './certificates.js'

const credentialType = 'application/vc+ld+json'
const reason = 'Sari memakai nama orang lain.'

/** One certificate, and all who have to do with it. */
async function prepare(app: TestApp) {
  const mentor = await app.as('mentor')
  const sari = await app.signInAs({ username: 'sari.dewi' })
  const admin = await app.as('admin')
  await admin.patch(`/api/users/${sari.userId}`, { fullName: 'Sari Dewi', email: 'sari@example.sch.id' })
  const course = await makeCertifiedCourse(app, mentor)
  await finish(sari, course)
  const serial = await serialOf(sari)
  return { mentor, sari, admin, course, serial, url: `/api/certificates/${serial}`, anybody: app.anonymous() }
}

test('anybody who has the serial sees what the certificate says, however they type it', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, serial, url } = await prepare(app)
  const { status, body, headers } = await anybody.get(url)
  assert.equal(status, 200)
  const { credential, issuedAt, expiresAt, ...rest } = body
  assert.deepEqual(rest, {
    ...{ serial, status: 'valid', title: 'Dasar Robotika', courseTitle: 'Kelas Satu', recipientName: 'Sari Dewi' },
    ...{ revokedAt: null, revokedReason: null, url: `${app.serverUrl}/certificates/${serial}` },
    issuer: { id: `${app.serverUrl}/api/issuers/${app.organizationId}`, name: body.issuer.name }
  })
  assert.ok(Date.parse(issuedAt) < Date.parse(expiresAt))
  assert.equal(payloadOf(credential).credentialSubject.identifier[0].identityHash, 'Sari Dewi')
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.equal(headers['access-control-allow-credentials'], undefined)
  assert.match(String(headers.vary), /^accept, cookie\b/)
  assert.equal((await anybody.get(url, { 'if-none-match': String(headers.etag) })).status, 304)

  for (const other of [
    serial.toLowerCase(),
    serial.replaceAll('-', ''),
    encodeURIComponent(serial.replaceAll('-', ' '))
  ]) {
    assert.equal((await anybody.get(`/api/certificates/${other}`)).body.serial, serial)
  }
  for (const unknown of ['NK-2026-0000-0000-0000-0000', 'NK-2026', 'x', serial.slice(0, -1)]) {
    for (const path of ['', '/credential', '/pdf']) {
      assertErrorForm(await anybody.get(`/api/certificates/${unknown}${path}`), { status: 404, code: 'NOT_FOUND' })
    }
  }
})

test('who asks for the credential gets it, in the form that they ask for', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, url } = await prepare(app)
  const compact = await anybody.get(`${url}/credential`)
  assert.equal(compact.headers['content-type'], 'application/vc+jwt')
  assert.match(compact.text, /^[\w-]+\.[\w-]+\.[\w-]+$/)

  const cases: [accept: string | undefined, type: RegExp][] = [
    [credentialType, /^application\/vc\+ld\+json/],
    ['application/vc', /^application\/vc\+ld\+json/],
    [`text/html, ${credentialType};q=0.9, application/json;q=0.5`, /^application\/vc\+ld\+json/],
    [`application/json, ${credentialType};q=0.5`, /^application\/json/],
    [`${credentialType};q=0`, /^application\/json/],
    ['*/*', /^application\/json/],
    [undefined, /^application\/json/]
  ]
  for (const [accept, type] of cases) {
    const answer = await anybody.get(url, accept === undefined ? {} : { accept })
    assert.match(String(answer.headers['content-type']), type, accept)
    assert.match(String(answer.headers.vary), /accept/)
    if (!type.test(credentialType)) continue
    assert.deepEqual(JSON.parse(answer.text), {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      id: `data:application/vc+jwt,${compact.text}`,
      type: 'EnvelopedVerifiableCredential'
    })
  }
})

test('it verifies with another library, by the key at its address and by keys kept at home', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, url } = await prepare(app)
  const { text: jwt } = await anybody.get(`${url}/credential`)
  const keysUrl = `/api/issuers/${app.organizationId}/keys`
  const keys = await anybody.get(keysUrl)
  assert.match(String(keys.headers['cache-control']), /^public/)
  assert.equal(keys.headers['access-control-allow-origin'], '*')
  const saved = createLocalJWKSet(keys.body)

  const { payload, protectedHeader } = await jwtVerify(jwt, saved, {
    issuer: `${app.serverUrl}/api/issuers/${app.organizationId}`,
    algorithms: ['EdDSA'],
    currentDate: app.clock.now()
  })
  assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ'])
  assert.match(String(payload.jti), /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)

  const kid = String(protectedHeader.kid)
  assert.ok(kid.startsWith(`${app.serverUrl}${keysUrl}/`))
  const { body: jwk } = await anybody.get(kid.slice(app.serverUrl.length))
  await compactVerify(jwt, await importJWK(jwk, 'EdDSA'))

  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const flipped = (part: string) => `${part[0] === 'A' ? 'B' : 'A'}${part.slice(1)}`
  for (const bad of [
    [header, flipped(claims), signature],
    [header, claims, flipped(signature)]
  ]) {
    await assert.rejects(compactVerify(bad.join('.'), await importJWK(jwk, 'EdDSA')))
  }
})

test('after a rotation the old ones verify as before, and new ones by the new key', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, admin, mentor, course, sari, url } = await prepare(app)
  const keysUrl = `/api/issuers/${app.organizationId}/keys`
  const { text: before } = await anybody.get(`${url}/credential`)
  const rotated = await admin.post(keysUrl)
  assert.equal(rotated.status, 201, rotated.text)
  assert.deepEqual((await anybody.get(String(rotated.headers.location))).body, rotated.body)
  const both = await Promise.all([admin.post(keysUrl), admin.post(keysUrl)])
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
    'two at once do not get in each other’s way'
  )

  await mentor.post(`${url}/revoke`, { reason })
  await mentor.post(`/api/courses/${course.id}/certificates`, { userIds: [sari.userId] })
  const { text: after } = await anybody.get(`/api/certificates/${await serialOf(sari)}/credential`)
  const { body: keys } = await anybody.get(keysUrl)
  const kidOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid
  assert.notEqual(kidOf(after), kidOf(before))
  assert.equal(kidOf(after), keys.keys.at(-1).kid)
  for (const jwt of [before, after]) await compactVerify(jwt, createLocalJWKSet(keys))
})

test('revoked once, for good: the list says so, the learner is told, and the reason is not for all', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, mentor, sari, serial, url } = await prepare(app)
  const listUrl = `/api/issuers/${app.organizationId}/revocations`
  const empty = await anybody.get(listUrl)
  assert.deepEqual(empty.body.revokedCredential, [])
  assertErrorForm(await sari.post(`${url}/revoke`, { reason }), { status: 403 })
  assertErrorForm(await mentor.post(`${url}/revoke`, { reason: ' ' }), { status: 400, field: 'reason' })

  const [first, second] = await Promise.all([
    mentor.post(`${url}/revoke`, { reason: ` ${reason} ` }),
    mentor.post(`${url}/revoke`, { reason })
  ])
  assert.deepEqual([first.status, second.status].sort(), [200, 409])
  assertErrorForm(await mentor.post(`${url}/revoke`, { reason }), { status: 409, code: 'ILLEGAL_TRANSITION' })

  const checked = (await anybody.get(url)).body
  assert.deepEqual([checked.status, checked.revokedReason], ['revoked', null])
  assert.ok(checked.revokedAt)
  for (const client of [mentor, sari, await app.as('facilitator')]) {
    assert.equal((await client.get(url)).body.revokedReason, reason)
  }
  const told = (await toldTo(sari)).filter(({ type }) => type === 'certificate_revoked')
  assert.deepEqual(told, [
    {
      type: 'certificate_revoked',
      title: 'Certificate revoked',
      message: `Your certificate for “Kelas Satu” was revoked: ${reason}`,
      link: `/certificates/${serial}`
    }
  ])

  const credential = payloadOf((await anybody.get(`${url}/credential`)).text)
  const list = await anybody.get(listUrl, { 'if-none-match': String(empty.headers.etag) })
  const id = `${app.serverUrl}${listUrl}`
  assert.deepEqual(list.body, {
    ...{ id, type: '1EdTechRevocationList', issuer: `${app.serverUrl}/api/issuers/${app.organizationId}` },
    revokedCredential: [{ id: credential.jti, revoked: true, revocationReason: 'Revoked by the issuer' }]
  })
  assert.ok(!list.text.includes(serial), 'nobody comes by the list to the name on the certificate')
  assert.equal((await anybody.get(listUrl, { 'if-none-match': String(list.headers.etag) })).status, 304)
  assert.deepEqual(
    credential.credentialStatus,
    { id, type: '1EdTechRevocationList' },
    'where its credential says that it is'
  )
})

test('whoever answers for certificates in the organisation revokes them, too; nobody of another one', async (t) => {
  const app = await buildTestApp(t)
  const { url } = await prepare(app)
  const elsewhere = await createOrganization(app, 'Sekolah lain')
  const stranger = await app.signInAs({ username: 'stranger', role: 'owner', organizationId: elsewhere })
  assertErrorForm(await stranger.post(`${url}/revoke`, { reason }), { status: 403 })
  assertErrorForm(await stranger.post(`/api/issuers/${app.organizationId}/keys`), { status: 403 })
  assert.equal((await stranger.post(`/api/issuers/${elsewhere}/keys`)).status, 201)
  assert.equal((await (await app.as('org_admin')).post(`${url}/revoke`, { reason })).status, 200)
})

test('no answer has a private key, an e-mail or a name of the inside in it', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, mentor, sari, admin, course, serial, url } = await prepare(app)
  const { issuerKeys } = app.database.tables
  const secrets = (await app.database.read.select({ key: issuerKeys.privateKey }).from(issuerKeys)).map(
    ({ key }) => key
  )
  assert.equal(secrets.length, 1)
  const d = Buffer.from(secrets[0] ?? '', 'base64url')
    .subarray(-32)
    .toString('base64url')
  const issuer = `/api/issuers/${app.organizationId}`
  const kid = (await anybody.get(`${issuer}/keys`)).body.keys[0].kid.slice(app.serverUrl.length)
  const answers = [
    ...(await Promise.all([url, `${url}/credential`, issuer, `${issuer}/keys`, kid].map((path) => anybody.get(path)))),
    await anybody.get(url, { accept: credentialType }),
    await anybody.get(`/certificates/${serial}`),
    await mentor.get(`/api/courses/${course.id}/certificates`),
    await sari.get('/api/me/certificates'),
    await admin.post(`${issuer}/keys`),
    await mentor.post(`${url}/revoke`, { reason }),
    await anybody.get(`${issuer}/revocations`)
  ]
  for (const { status, text } of answers) {
    assert.ok(status < 300, text)
    const decoded = text.replace(/[\w-]+\.[\w-]{50,}\.[\w-]+/g, (jwt) => JSON.stringify(payloadOf(jwt)))
    for (const secret of [...secrets, d, '"d"', 'privateKey', 'private_key', 'sari@example.sch.id', 'sari.dewi']) {
      assert.ok(!decoded.includes(secret), `${secret} in ${decoded}`)
    }
  }
  const list = answers.at(-1)
  assert.ok(list && !/Sari/.test(list.text), 'a list of what was revoked names nobody')
})

test('the PDF is shown in the browser, kept by its tag, and says when it was revoked', async (t) => {
  const app = await buildTestApp(t)
  const { anybody, mentor, serial, url } = await prepare(app)
  const pdf = await anybody.get(`${url}/pdf`)
  assert.equal(pdf.headers['content-type'], 'application/pdf')
  assert.match(String(pdf.headers['content-disposition']), new RegExp(`^inline; filename="${serial}\\.pdf"`))
  assert.match(pdf.text, /^%PDF-1\.7/)
  assert.equal((await anybody.get(`${url}/pdf`, { 'if-none-match': String(pdf.headers.etag) })).status, 304)
  assert.equal((await anybody.get(`${url}/pdf`)).text, pdf.text)
  await mentor.post(`${url}/revoke`, { reason })
  const revoked = await anybody.get(`${url}/pdf`, { 'if-none-match': String(pdf.headers.etag) })
  assert.equal(revoked.status, 200)
  assert.notEqual(revoked.text, pdf.text)
})

test('pages of any origin read what is public; those that we trust read it with their session, as all else', async (t) => {
  const app = await buildTestApp(t, { env: { CORS_ORIGINS: 'https://app.example' } })
  const { anybody, url } = await prepare(app)
  const allowed = async (path: string, origin: string) => {
    const { headers } = await anybody.get(path, { origin })
    return [headers['access-control-allow-origin'], headers['access-control-allow-credentials']]
  }
  const keys = `/api/issuers/${app.organizationId}/keys`
  for (const path of [url, `${url}/credential`, keys]) {
    assert.deepEqual(await allowed(path, 'https://elsewhere.example'), ['*', undefined])
    assert.deepEqual(await allowed(path, 'https://app.example'), ['https://app.example', 'true'])
  }
  assert.equal((await allowed('/api/courses', 'https://elsewhere.example'))[0], undefined)
})

test('an issuer that is none is not found', async (t) => {
  const app = await buildTestApp(t)
  const anybody = app.anonymous()
  const unknown = 'org_01jd3w8q2k0000abcdefghjkmn'
  const key = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
  for (const path of ['', '/keys', `/keys/${key}`, '/revocations']) {
    assertErrorForm(await anybody.get(`/api/issuers/${unknown}${path}`), { status: 404, code: 'NOT_FOUND' })
  }
  assertErrorForm(await (await app.as('admin')).post(`/api/issuers/${unknown}/keys`), { status: 404 })
  const home = `/api/issuers/${app.organizationId}`
  assert.deepEqual((await anybody.get(`${home}/keys`)).body, { keys: [] }, 'it has signed nothing yet')
  const profile = (await anybody.get(home)).body
  assert.deepEqual(profile.type, ['Profile'])
  assert.equal(profile.id, `${app.serverUrl}${home}`)
})
