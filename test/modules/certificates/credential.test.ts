// Runs once: it asks no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { createAddresses } from '../../../src/modules/certificates/addresses.js'
import {
  type CertificateFacts,
  claimsOf,
  envelopeOf,
  openBadge,
  wordsOf
} from '../../../src/modules/certificates/credential.js'
import { credentialIdOf } from '../../../src/modules/certificates/serial.js'
import { createKey, createSigner } from '../../../src/modules/certificates/signing.js'

const addresses = createAddresses('https://naik-kelas.example')
const serial = 'NK-2026-7K3M-ZP2V-9QXA-4HRT'
const facts: CertificateFacts = {
  serial,
  organizationId: 'org_1',
  issuerName: 'SMA Satu',
  courseId: 'crs_1',
  courseTitle: 'Merakit robot',
  title: 'Dasar Robotika',
  description: 'Merangkai dan memprogram robot.',
  recipientName: 'Sari Dewi',
  issuedAt: new Date('2026-11-20T08:00:00.000Z'),
  expiresAt: new Date('2028-11-20T08:00:00.000Z'),
  projects: [
    {
      id: 'prj_1',
      number: 'PRJ-202611-0001',
      title: 'Robot pengikut garis',
      attempt: 2,
      acceptedOn: '2026-11-19',
      scores: [
        {
          rubricVersionId: 'rbv_1',
          criterionId: 'crit_1',
          title: 'Rangkaian',
          points: 1_000,
          maxPoints: 1_000,
          level: 'Baik'
        },
        {
          rubricVersionId: 'rbv_1',
          criterionId: 'crit_2',
          title: 'Laporan',
          points: 650,
          maxPoints: 1_000,
          level: null
        }
      ]
    },
    { id: 'prj_2', number: 'PRJ-202611-0002', title: 'Laporan akhir', attempt: 1, acceptedOn: '2026-11-20', scores: [] }
  ]
}

/** What section B of the specification requires of each class that we use, and of its values. */
const uri = { type: 'string', format: 'uri' }
const text = { type: 'string', minLength: 1 }
const typed = (name: string) => ({ type: 'array', contains: { const: name }, items: text })
const object = (required: string[], properties: object) => ({ type: 'object', required, properties })
const schema = object(['@context', 'id', 'type', 'name', 'credentialSubject', 'issuer', 'validFrom'], {
  '@context': {
    type: 'array',
    prefixItems: [
      { const: 'https://www.w3.org/ns/credentials/v2' },
      { type: 'string', pattern: '^https://purl\\.imsglobal\\.org/spec/ob/v3p0/context-3\\.\\d\\.\\d\\.json$' }
    ],
    minItems: 2
  },
  id: uri,
  type: { allOf: [typed('VerifiableCredential'), typed('OpenBadgeCredential')] },
  name: text,
  description: text,
  issuer: object(['id', 'type'], { id: uri, type: typed('Profile'), name: text, url: uri }),
  validFrom: { type: 'string', format: 'date-time' },
  validUntil: { type: 'string', format: 'date-time' },
  credentialSubject: object(['type', 'achievement'], {
    id: uri,
    type: typed('AchievementSubject'),
    licenseNumber: text,
    identifier: {
      type: 'array',
      items: object(['type', 'hashed', 'identityHash', 'identityType'], {
        type: { const: 'IdentityObject' },
        hashed: { type: 'boolean' },
        identityHash: text,
        identityType: { const: 'name' }
      })
    },
    achievement: object(['id', 'type', 'criteria', 'description', 'name'], {
      id: uri,
      type: typed('Achievement'),
      achievementType: { const: 'CertificateOfCompletion' },
      criteria: object(['narrative'], { narrative: text }),
      description: text,
      name: text,
      resultDescription: {
        type: 'array',
        items: object(['id', 'type', 'name', 'resultType'], {
          id: uri,
          type: typed('ResultDescription'),
          name: text,
          resultType: { const: 'RawScore' },
          valueMin: text,
          valueMax: text
        })
      }
    }),
    result: {
      type: 'array',
      items: object(['type'], { type: typed('Result'), resultDescription: uri, value: text })
    }
  }),
  evidence: {
    type: 'array',
    items: object(['type'], { id: uri, type: typed('Evidence'), name: text, narrative: text })
  },
  credentialSchema: { type: 'array', items: object(['id', 'type'], { id: uri, type: text }) },
  credentialStatus: object(['id', 'type'], { id: uri, type: { const: '1EdTechRevocationList' } })
})
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const validate = ajv.compile(schema)

const variants: [name: string, CertificateFacts][] = [
  ['of projects with and without scores', facts],
  ['of no project', { ...facts, projects: [] }],
  ['without an end or a description', { ...facts, expiresAt: null, description: '' }]
]
for (const [name, variant] of variants) {
  test(`a credential ${name} has what the specification requires, and no undefined`, () => {
    const badge = openBadge(variant, addresses)
    assert.ok(validate(badge), ajv.errorsText(validate.errors))
    assert.deepEqual(JSON.parse(JSON.stringify(badge)), badge)
  })
}

test('the credential says who has shown what', () => {
  const badge = openBadge(facts, addresses)
  const at = credentialIdOf(serial)
  assert.equal(badge.id, at)
  assert.deepEqual(badge.issuer, {
    id: 'https://naik-kelas.example/api/issuers/org_1',
    type: ['Profile'],
    name: 'SMA Satu',
    url: 'https://naik-kelas.example'
  })
  assert.equal(badge.credentialStatus.id, 'https://naik-kelas.example/api/issuers/org_1/revocations')
  const { achievement, result = [], identifier } = badge.credentialSubject
  assert.equal(identifier[0]?.identityHash, 'Sari Dewi')
  const results = result.map(({ resultDescription, value }) => {
    const described = achievement.resultDescription?.find(({ id }) => id === resultDescription)
    return `${described?.name} ${value}/${described?.valueMax}`
  })
  assert.deepEqual(results, ['Robot pengikut garis: Rangkaian 10/10', 'Robot pengikut garis: Laporan 6.5/10'])
  assert.deepEqual(
    badge.evidence?.map(({ id, name, narrative }) => [id, name, narrative]),
    [
      [
        `${at}#PRJ-202611-0001`,
        'Robot pengikut garis',
        'Project PRJ-202611-0001, attempt 2, accepted on 2026-11-19. Rangkaian: 10 of 10 (Baik); Laporan: 6.5 of 10.'
      ],
      [`${at}#PRJ-202611-0002`, 'Laporan akhir', 'Project PRJ-202611-0002, attempt 1, accepted on 2026-11-20.']
    ]
  )
})

test('the claims of the JWT say the same as the credential (OB 3.0, 8.2)', () => {
  const claims = claimsOf(openBadge(facts, addresses))
  assert.equal(claims.iss, claims.issuer.id)
  assert.equal(claims.jti, claims.id)
  assert.equal(claims.sub, claims.credentialSubject.id)
  assert.equal(claims.nbf, Date.parse(claims.validFrom) / 1_000)
  assert.equal(claims.exp, Date.parse(claims.validUntil ?? '') / 1_000)
  assert.equal('vc' in claims, false)
  assert.equal('exp' in claimsOf(openBadge({ ...facts, expiresAt: null }, addresses)), false)
})

test('a key is named by its thumbprint, and what it signs verifies by another library', async () => {
  const key = createKey()
  assert.equal(key.id, await calculateJwkThumbprint(key.publicJwk, 'sha256'))
  const kid = addresses.key('org_1', key.id)
  const jwt = createSigner({ ...key, kid })({ hello: 'Łódź' })
  const { payload, protectedHeader } = await compactVerify(jwt, await importJWK(key.publicJwk, 'EdDSA'))
  assert.deepEqual(protectedHeader, { alg: 'EdDSA', kid, typ: 'JWT' })
  assert.deepEqual(JSON.parse(Buffer.from(payload).toString()), { hello: 'Łódź' })
})

test('the words for people are read out of what was signed', () => {
  const sign = createSigner({ ...createKey(), kid: 'x' })
  const wordsIn = (given: CertificateFacts) => wordsOf(sign(claimsOf(openBadge(given, addresses))), given.courseTitle)
  const projects = ['Robot pengikut garis', 'Laporan akhir']
  assert.deepEqual(wordsIn(facts), { description: 'Merangkai dan memprogram robot.', projects })
  assert.deepEqual(wordsIn({ ...facts, description: '', projects: [] }), { description: '', projects: [] })
})

test('the envelope carries the JWT as a data address', () => {
  assert.deepEqual(envelopeOf('a.b.c'), {
    '@context': 'https://www.w3.org/ns/credentials/v2',
    id: 'data:application/vc+jwt,a.b.c',
    type: 'EnvelopedVerifiableCredential'
  })
})
