// Runs once: what a proxy does with a stream has nothing to do with the database.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildTestApp } from '../support/app.js'
import { installed } from '../support/installed.js'
import { nextFrame, openStream } from '../support/stream.js'

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** nginx as it comes, with what everybody adds: a server that passes everything on. */
async function startNginx(t: TestContext, binary: string, { target, more = '' }: { target: string; more?: string }) {
  const home = mkdtempSync(join(tmpdir(), 'naik-kelas-nginx-'))
  const port = await freePort()
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home};`)
  writeFileSync(
    join(home, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${home}/pid;
events {}
http {
  access_log off;
  ${paths.join('\n  ')}
  ${more}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass ${target}; }
  }
}
`
  )
  const child = spawn(binary, ['-c', join(home, 'nginx.conf'), '-p', home, '-e', join(home, 'error.log')], {
    stdio: 'ignore'
  })
  t.after(() => {
    child.kill('SIGTERM')
    rmSync(home, { recursive: true, force: true })
  })
  const address = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 200; tries++) {
    const isThere = await fetch(`${address}/api/health/live`).then(
      ({ ok }) => ok,
      () => false
    )
    if (isThere) return address
    await sleep(50)
  }
  throw new Error('nginx did not start')
}

describe('behind nginx', () => {
  for (const [name, more] of [
    ['with its defaults', ''],
    ['with gzip for everything', 'gzip on; gzip_types *; gzip_min_length 0; gzip_proxied any;']
  ] as const) {
    test(`${name} an event arrives within a second, one after the other`, async (t) => {
      const nginx = installed(t, 'nginx')
      if (!nginx) return
      const app = await buildTestApp(t)
      const address = await startNginx(t, nginx, { target: await app.listen(), more })
      const learner = await app.as('learner')
      const admin = await app.as('admin')
      const stream = await openStream(t, address, learner)
      assert.equal((await nextFrame(stream, 1_000)).unreadCount, 0)
      for (const title of ['Satu', 'Dua', 'Tiga']) {
        await admin.post('/api/notifications', { type: 'note', title, message: 'Isi.', userIds: [learner.userId] })
        assert.deepEqual((await nextFrame(stream, 1_000)).titles, [title])
      }
    })
  }
})
