import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMail } from './parse.js'
import { startSmtp } from './smtp.js'
import { announcement, createWorld, serverUrl } from './world.js'

const awkward: Record<string, string> = {
  'a header more': 'Halo\r\nBcc: semua@example.org\r\nX-Evil: 1',
  'a body of its own': 'Halo\r\n\r\n<script>alert(1)</script>',
  'a bare CR and a bare LF': 'Satu\rDua\nTiga',
  'line separators of Unicode': 'Satu\u2028Bcc: a@example.org\u2029Tiga\u0085Empat',
  'control characters': 'Bel\u0007 dan \u001b[31mmerah\u0000',
  'markup and quotes': `<img src=x onerror="alert(1)"> & 'kutip' "ganda"`,
  'letters of the whole world': 'Ujian 期末 ✅ نتيجة',
  'half a character': 'Patah \ud83d',
  'a dot on a line of its own': '.\r\n.\r\nQUIT',
  'a word encoded like a header': 'Lihat =?utf-8?Q?Bcc:=20a@example.org?=',
  'very much': 'Panjang sekali '.repeat(100)
}

describe('a mail', () => {
  for (const [name, text] of Object.entries(awkward)) {
    test(`with ${name} in its words is what it is, and to one person`, async (t) => {
      const smtp = await startSmtp(t)
      const world = await createWorld(t, { smtpUrl: smtp.url })
      const recipients = [await world.createUser('sari')]
      const { event, words } = announcement(world.clock, text)
      const said = { event, words: { ...words, link: '/app/ruang?a=1&b=2' }, recipients }
      const [stored] = await world.database
        .transaction((tx, afterCommit) => world.mails.queueEvent(tx, afterCommit, said))
        .then(() => world.mails.worker.settled())
        .then(() => world.rows())
      assert.equal(stored?.state, 'sent', stored?.answer ?? '')
      assert.deepEqual(smtp.asked, ['sari@example.org'])
      const { headers, parts } = parseMail(smtp.received[0]?.text ?? '')
      assert.equal(headers.get('bcc'), undefined)
      assert.equal(headers.get('x-evil'), undefined)
      assert.equal(headers.get('to'), 'sari@example.org')
      const [subject = ''] = [headers.get('subject')]
      assert.doesNotMatch(subject, /[\p{Cc}\p{Zl}\p{Zp}]/u)
      assert.ok(
        subject.startsWith(
          [...text]
            .slice(0, 3)
            .join('')
            .replace(/[\r\n].*/s, '')
        ),
        subject
      )
      assert.ok(subject.length <= 200)
      assert.equal(parts.length, 2)
      const [plain = '', html = ''] = parts
      assert.match(plain, /^Hello sari,\n/)
      assert.ok(plain.includes(`${serverUrl}/app/ruang?a=1&b=2`), plain)
      assert.ok(html.includes(`<a href="${serverUrl}/app/ruang?a=1&amp;b=2">Open in Naik Kelas</a>`), html)
      assert.doesNotMatch(html, /<script|<img|onerror="/)
      assert.doesNotMatch(plain + html, /[^\P{Cc}\n\t]|[\u2028\u2029]/u)
    })
  }

  test('says what it is, whence it comes, and how to have no more of them', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.announce('sari')
    await world.mails.worker.settled()
    const { id, createdAt } = await world.row()
    const { headers, parts } = parseMail(smtp.received[0]?.text ?? '')
    assert.equal(headers.get('from'), 'Kelas <kelas@example.org>')
    assert.equal(headers.get('message-id'), `<${id}@example.org>`)
    assert.equal(Date.parse(headers.get('date') ?? ''), Math.floor(createdAt.getTime() / 1000) * 1000)
    assert.equal(headers.get('auto-submitted'), 'auto-generated')
    assert.equal(headers.get('x-auto-response-suppress'), 'All')
    assert.equal(headers.get('list-id'), 'Naik Kelas <notifications.kelas.example.org>')
    assert.equal(headers.get('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const [, url] =
      headers.get('list-unsubscribe')?.match(/^<(https:\/\/kelas\.example\.org\/api\/unsubscribe\/\S+)>$/) ?? []
    assert.ok(url)
    for (const part of parts) assert.ok(part.includes(url))
    assert.match(headers.get('content-type') ?? '', /^multipart\/alternative/)
    const [, html = ''] = parts
    assert.match(html, /^<!doctype html>\n<html lang="en">/)
    assert.match(html, /color-scheme:light dark/)
    const addresses = [...html.matchAll(/(?:src|href|action|url)\s*[=(]\s*"?([^">)\s]+)/g)].map(([, to = '']) => to)
    assert.ok(
      addresses.every((to) => to.startsWith(serverUrl)),
      addresses.join(' ')
    )
  })

  test('is in the language of who reads it, and calls them by their name', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    const recipients = [await world.createUser('sari', 'id'), await world.createUser('alice', 'en')]
    const { event, words } = announcement(world.clock)
    const said = { ...words, title: { en: 'A new lesson', id: 'Pelajaran baru' } }
    await world.database.transaction((tx, afterCommit) =>
      world.mails.queueEvent(tx, afterCommit, { event, words: said, recipients })
    )
    await world.mails.worker.settled()
    const textTo = (to: string) => {
      const { headers, parts } = parseMail(smtp.received.find((mail) => mail.to === to)?.text ?? '')
      return [headers.get('subject'), parts[0], headers.get('content-language')].join('\n')
    }
    assert.match(textTo('sari@example.org'), /^Pelajaran baru\nHalo sari,.*Buka di Naik Kelas.*\nid$/s)
    assert.match(textTo('alice@example.org'), /^A new lesson\nHello alice,.*Open in Naik Kelas.*\nen$/s)
  })

  test('of a digest lists what happened, each with its place', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    const recipient = await world.createUser('sari', 'id')
    const items = [announcement(world.clock, 'Satu'), announcement(world.clock, 'Dua')]
    await world.database.transaction((tx, afterCommit) =>
      world.mails.queueDigest(tx, afterCommit, { recipient, items })
    )
    await world.mails.worker.settled()
    const { headers, parts } = parseMail(smtp.received[0]?.text ?? '')
    assert.equal(headers.get('subject'), 'Naik Kelas: 2 kabar')
    assert.match(headers.get('list-unsubscribe') ?? '', /\.all\.[\w-]{22}>$/)
    assert.match(parts[0] ?? '', /Satu\nSatu\.\nhttps:\/\/kelas\.example\.org\/app\/hall\n\nDua\nDua\.\n/)
    assert.match(
      parts[1] ?? '',
      /<h2><a href="https:\/\/kelas\.example\.org\/app\/hall">Satu<\/a><\/h2>\n<p>Satu\.<\/p>/
    )
  })

  test('that holds a secret is no list to leave, and is forgotten once it is sent', async (t) => {
    const smtp = await startSmtp(t)
    const world = await createWorld(t, { smtpUrl: smtp.url })
    await world.queueSecret('sari@example.org')
    await world.mails.worker.settled()
    const { headers, parts } = parseMail(smtp.received[0]?.text ?? '')
    assert.match(parts[0] ?? '', /token=secret/)
    for (const name of ['list-id', 'list-unsubscribe', 'list-unsubscribe-post'])
      assert.equal(headers.get(name), undefined)
    const { state, content, subject } = await world.row()
    assert.deepEqual({ state, content, subject }, { state: 'sent', content: null, subject: 'A new password' })
  })
})
