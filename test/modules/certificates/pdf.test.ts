// Runs once: it asks no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { inflateSync } from 'node:zlib'
import { drawCertificate, type PrintedCertificate } from '../../../src/modules/certificates/pdf.js'

const certificate: PrintedCertificate = {
  serial: 'NK-2026-7K3M-ZP2V-9QXA-4HRT',
  issuerName: 'SMA Satu',
  recipientName: 'Sari Dewi',
  title: 'Dasar Robotika',
  courseTitle: 'Merakit robot',
  description: 'Merangkai dan memprogram robot.',
  issuedAt: new Date('2026-08-20T08:00:00.000Z'),
  expiresAt: null,
  revokedAt: null,
  timeZone: 'Asia/Jakarta',
  address: 'https://naik-kelas.example/certificates/NK-2026-7K3M-ZP2V-9QXA-4HRT'
}
const longName = 'Raden Mas Bambang Kusumo Wardhana Prawirodirdjo Notonegoro '.repeat(3).trim()
const variants: [name: string, Partial<PrintedCertificate>][] = [
  ['with an end', { expiresAt: new Date('2028-08-20T08:00:00.000Z') }],
  ['of a long name', { recipientName: longName, title: longName, issuerName: longName, courseTitle: longName }],
  ['of one long word', { recipientName: 'A'.repeat(200), description: 'b'.repeat(1_000) }],
  ['of letters from elsewhere', { recipientName: 'Łukasz Đặng Ωμέγα Юрий 文 😀' }],
  ['that was revoked', { revokedAt: new Date('2027-01-03T03:00:00.000Z') }]
]

for (const [name, fields] of [['as it is', {}], ...variants] as typeof variants) {
  test(`a certificate ${name} is one page with its letters in it, and always the same bytes`, async () => {
    const printed = { ...certificate, ...fields }
    const bytes = await drawCertificate(printed)
    const text = bytes.toString('latin1')
    assert.match(text, /^%PDF-1\.\d/)
    assert.match(text, /%%EOF\s*$/)
    assert.equal(text.match(/\/Type \/Page\b(?!s)/g)?.length, 1)
    const [, width, height] = text.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/) ?? []
    assert.deepEqual([Math.round(Number(width)), Math.round(Number(height))], [842, 595], 'A4, lying')
    assert.match(text, /\/FontName \/[A-Z]{6}\+DejaVuSerif-Bold/)
    assert.match(text, /\/FontName \/[A-Z]{6}\+DejaVuSans\b/)
    assert.equal(text.match(/\/FontFile2 /g)?.length, 3, 'the fonts are in it, as far as they are used')
    assert.ok(bytes.length < 120_000, `${bytes.length} bytes`)
    assert.ok(text.includes(`/URI (${printed.address})`), 'the code can be clicked')
    assert.match(text, /\(D:20260820080000Z\)/)
    assert.ok((await drawCertificate(printed)).equals(bytes))
  })
}

test('the code is drawn in squares that no reader takes for a picture', async () => {
  const text = (await drawCertificate(certificate)).toString('latin1')
  assert.doesNotMatch(text, /\/Subtype \/Image/)
  const drawing = contentOf(text)
  assert.ok((drawing.match(/ re$/gm)?.length ?? 0) > 200, 'one rectangle for each run of dark squares')
})

test('a revoked one is another drawing, in red', async () => {
  const revoked = await drawCertificate({ ...certificate, revokedAt: new Date('2027-01-03T03:00:00.000Z') })
  const red = /^0\.7019\d+ 0\.1490\d+ 0\.1176\d+ scn$/m
  assert.match(contentOf(revoked.toString('latin1')), red)
  assert.doesNotMatch(contentOf((await drawCertificate(certificate)).toString('latin1')), red)
})

/** All drawing instructions of the document. */
function contentOf(pdf: string): string {
  let drawing = ''
  for (const [, stream = ''] of pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    try {
      drawing += inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
    } catch {
      // Not compressed: none of the drawing.
    }
  }
  return drawing
}
