import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { buildTestApp, type TestApp } from '../support/app.js'

const page = '<!doctype html><title>Naik Kelas</title>'
const script = 'export const words = ["naik", "kelas"]\n'.repeat(50)
const files: Record<string, string | Buffer> = {
  'index.html': page,
  'index.html.br': brotliCompressSync(page),
  'index.html.gz': gzipSync(page),
  'assets/main-B3x.js': script,
  'assets/main-B3x.js.br': brotliCompressSync(script),
  'assets/main-B3x.js.gz': gzipSync(script),
  'assets/main-B3x.css': 'body{}',
  'icons/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'icons/icon-192.png': 'bytes',
  'manifest.webmanifest': '{}',
  'sw.js': 'self.skipWaiting()',
  '.vite/manifest.json': '{"secret":"of the build"}'
}

function makeFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'naik-kelas-web-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function build(folder: string): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}

async function start(t: TestContext, env: Record<string, string> = {}): Promise<TestApp> {
  const webFolder = makeFolder(t)
  build(webFolder)
  return buildTestApp(t, { webFolder, env })
}

function directives(header: unknown): Map<string, string> {
  return new Map(
    String(header)
      .split('; ')
      .map((part) => [part.split(' ', 1)[0] ?? '', part.slice(part.indexOf(' ') + 1)] as const)
  )
}

describe('the web client', () => {
  test('is where the bare address leads, at every address of a page, and asked for again each time', async (t) => {
    const { app } = await start(t)
    const moved: [from: string, to: string][] = [
      ['/', '/app/'],
      ['/app', '/app/'],
      ['/app?page=2', '/app/?page=2']
    ]
    for (const [from, to] of moved) {
      const { statusCode, headers } = await app.inject(from)
      assert.deepEqual([statusCode, headers.location], [302, to])
    }
    const deep = ['', 'courses/123', `invites/${'a'.repeat(500)}`, 'reset-password?token=x', 'users/mentor.budi', '%2e']
    for (const path of deep) {
      const { statusCode, headers, body } = await app.inject(`/app/${path}`)
      assert.deepEqual([path, statusCode, body], [path, 200, page])
      assert.equal(headers['content-type'], 'text/html; charset=utf-8')
      assert.equal(headers['cache-control'], 'no-cache')
      assert.ok(headers.etag)
      const head = await app.inject({ method: 'HEAD', url: `/app/${path}` })
      assert.deepEqual([head.statusCode, head.body], [200, ''])
      assert.equal(head.headers['content-length'], String(page.length))
    }
  })

  test('has files of the right type, which are kept for good when their name changes with them', async (t) => {
    const { app } = await start(t)
    const immutable = 'public, max-age=31536000, immutable'
    const expected: [path: string, type: string, cacheControl: string][] = [
      ['assets/main-B3x.js', 'text/javascript; charset=utf-8', immutable],
      ['assets/main-B3x.css', 'text/css; charset=utf-8', immutable],
      ['icons/icon.svg', 'image/svg+xml', 'no-cache'],
      ['icons/icon-192.png', 'image/png', 'no-cache'],
      ['manifest.webmanifest', 'application/manifest+json', 'no-cache'],
      ['sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
      ['index.html', 'text/html; charset=utf-8', 'no-cache']
    ]
    for (const [path, type, cacheControl] of expected) {
      const { statusCode, headers, body } = await app.inject(`/app/${path}`)
      assert.deepEqual([path, statusCode, body], [path, 200, files[path]])
      assert.deepEqual([headers['content-type'], headers['cache-control']], [type, cacheControl])
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })

  test('is a 404 where a file is missing, and nothing else can be had', async (t) => {
    const { app } = await start(t)
    const missing = [
      ...['assets/main-old.js', 'assets/', 'assets/x', 'icons/none', 'old.js', 'courses/app.css', 'main.js.map.json'],
      ...['assets/../../package.json', 'assets/%2e%2e/%2e%2e/package.json', '..%2f..%2fpackage.json'],
      ...['.vite/manifest.json', 'assets//main-B3x.js', 'assets/main-B3x.js/', 'assets/%00.js']
    ]
    for (const path of missing) {
      const { statusCode, headers } = await app.inject(`/app/${path}`)
      assert.ok([400, 404].includes(statusCode), `${path}: ${statusCode}`)
      assert.equal(headers['content-type'], 'application/json; charset=utf-8')
      if (statusCode === 404 && path.startsWith('assets/main-old')) assert.equal(headers['cache-control'], 'no-store')
    }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const headers = { origin: 'http://localhost:80' }
      const answer = await app.inject({ method, url: '/app/courses', headers })
      assert.equal(answer.statusCode, 405)
      assert.equal(answer.headers.allow, 'GET, HEAD')
    }
  })

  test('is sent in the smallest form that the client takes, each with its own tag', async (t) => {
    const { app } = await start(t)
    const ask = (accepted: string | undefined, url = '/app/assets/main-B3x.js') =>
      app.inject({ url, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } })
    const expected: [accepted: string | undefined, encoding: string | undefined][] = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip, deflate', 'gzip'],
      ['GZIP;q=0.5, br;q=0', 'gzip'],
      ['*', 'br'],
      ['br;q=x', undefined],
      ['deflate', undefined],
      ['', undefined],
      [undefined, undefined]
    ]
    const tags = new Set()
    for (const [accepted, encoding] of expected) {
      const { headers, rawPayload } = await ask(accepted)
      assert.equal(headers['content-encoding'], encoding, accepted)
      assert.equal(headers.vary, 'accept-encoding')
      assert.equal(headers['content-length'], String(rawPayload.length))
      const bytes =
        encoding === 'br' ? brotliDecompressSync(rawPayload) : encoding === 'gzip' ? gunzipSync(rawPayload) : rawPayload
      assert.equal(bytes.toString(), script)
      tags.add(headers.etag)
    }
    assert.equal(tags.size, 3)
    const whole = await ask('br, gzip', '/app/assets/main-B3x.css')
    assert.equal(whole.headers['content-encoding'], undefined)
  })

  test('is not sent again to who has it, and keeps its policy with a 304', async (t) => {
    const { app } = await start(t)
    const accepted = { 'accept-encoding': 'gzip' }
    const first = await app.inject({ url: '/app/courses', headers: accepted })
    const headers = { ...accepted, 'if-none-match': String(first.headers.etag) }
    const again = await app.inject({ url: '/app/grades', headers })
    assert.deepEqual([again.statusCode, again.body], [304, ''])
    for (const name of ['etag', 'cache-control', 'content-security-policy', 'vary']) {
      assert.equal(again.headers[name], first.headers[name], name)
    }
    const other = await app.inject({ url: '/app/grades', headers: { ...headers, 'accept-encoding': 'br' } })
    assert.equal(other.statusCode, 200)
  })

  test('has a policy by which nothing comes from elsewhere and nothing in the page acts', async (t) => {
    const { app } = await start(t)
    for (const url of ['/app/', '/app/sw.js']) {
      const { headers } = await app.inject(url)
      const policy = directives(headers['content-security-policy'])
      assert.equal(policy.get('default-src'), "'none'")
      assert.equal(policy.get('script-src'), "'self'")
      assert.equal(policy.get('style-src'), "'self'")
      assert.equal(policy.get('connect-src'), "'self'")
      assert.equal(policy.get('frame-ancestors'), "'none'")
      assert.equal(policy.get('base-uri'), "'none'")
      assert.doesNotMatch([...policy.values()].join(' '), /unsafe|http|data:|\*/)
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
      assert.equal(headers['referrer-policy'], 'no-referrer')
    }
  })

  test('costs its reader no query and no request of their limit', async (t) => {
    const product = await start(t, { RATE_LIMIT_READS: '2' })
    const learner = await product.as('learner')
    await product.database.close()
    for (let i = 0; i < 30; i++) {
      const { status, headers } = await learner.get('/app/assets/main-B3x.js')
      assert.equal(status, 200)
      assert.match(String(headers['cache-control']), /^public/)
      assert.equal(headers['set-cookie'], undefined)
    }
  })

  test('says that it is not built, starts all the same, and is found when it is', async (t) => {
    const webFolder = join(makeFolder(t), 'web')
    const product = await buildTestApp(t, { webFolder })
    await product.listen()
    for (const path of ['/app/', '/app/courses', '/app/assets/x.js']) {
      const { statusCode, headers, body } = await product.app.inject(path)
      assert.equal(statusCode, 503)
      assert.equal(headers['content-type'], 'text/plain; charset=utf-8')
      assert.match(body, /npm run build/)
    }
    build(webFolder)
    assert.equal((await product.app.inject('/app/')).statusCode, 200)
  })
})
