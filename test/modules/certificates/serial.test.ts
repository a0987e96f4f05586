// Runs once: it asks no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { createSerial, credentialIdOf, parseSerial } from '../../../src/modules/certificates/serial.js'

test('a serial has 80 random bits that nobody misreads', () => {
  const made = Array.from({ length: 2_000 }, () => createSerial('2026'))
  assert.equal(new Set(made).size, made.length)
  for (const serial of made) assert.match(serial, /^NK-2026(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
  const used = new Set(made.flatMap((serial) => [...serial.slice('NK-2026'.length).replaceAll('-', '')]))
  assert.equal(used.size, 32, 'every letter is used')
})

const serial = 'NK-2026-7K3M-ZP2V-9QX1-40RT'
const same = [
  serial,
  serial.toLowerCase(),
  serial.replaceAll('-', ''),
  ' nk 2026 7k3m zp2v 9qx1 40rt ',
  'NK-2026-7K3M-ZP2V-9QXI-4ORT',
  'nk-2026-7k3m-zp2v-9qxl-4ort'
]
for (const text of same) {
  test(`“${text}” is read as it was meant`, () => assert.equal(parseSerial(text), serial))
}

const none = [
  '',
  'NK',
  'NK-2026',
  `${serial}0`,
  serial.slice(1),
  'NK-2026-7K3M-ZP2V-9QXU-40RT',
  'NK-2O26-7K3M-ZP2V-9QX1-40RT'
]
for (const text of [...none, "NK-2026' or 1=1", '../../etc/passwd', 'ŃK-2026-7K3M-ZP2V-9QX1-40RT']) {
  test(`“${text}” is no serial`, () => assert.equal(parseSerial(text), undefined))
}

test('the id of a credential is of its serial alone, and does not tell it', () => {
  const made = Array.from({ length: 100 }, () => createSerial('2026'))
  const ids = made.map(credentialIdOf)
  assert.deepEqual(made.map(credentialIdOf), ids)
  assert.equal(new Set(ids).size, made.length)
  for (const id of ids) assert.match(id, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){2}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
