// Runs once: the page is the same on every database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'

test('the docs page brings all that it needs, under a policy that lets in nothing else', async (t) => {
  const { app } = await buildTestApp(t)
  for (const url of ['/docs', '/docs/']) {
    const page = await app.inject(url)
    assert.equal(page.statusCode, 200)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    const policy = directivesOf(String(page.headers['content-security-policy']))
    assert.equal(policy['default-src'], "'none'")
    assert.equal(policy['script-src'], "'self'")
    assert.equal(policy['style-src'], "'self'")
    assert.equal(policy['connect-src'], "'self'")
    assert.equal(policy['frame-ancestors'], "'none'")
    assert.equal(policy['upgrade-insecure-requests'], undefined, 'a school serves itself over plain HTTP')
    assert.doesNotMatch(Object.values(policy).join(' '), /https?:|unsafe-eval|\*/)
    assert.match(page.body, /<meta name="viewport" content="width=device-width/)
    assert.doesNotMatch(page.body, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i, 'nothing is inline')

    const references = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference = '']) => reference)
    assert.ok(references.length >= 5, page.body)
    for (const reference of references) {
      const address = new URL(reference, `http://localhost${url}`)
      assert.equal(address.origin, 'http://localhost', reference)
      const asset = await app.inject(address.pathname)
      assert.equal(asset.statusCode, 200, reference)
      const type = reference.endsWith('.js') ? /javascript/ : reference.endsWith('.css') ? /^text\/css/ : /^image\//
      assert.match(String(asset.headers['content-type']), type, 'with nosniff a wrong type is not run')
      assert.equal(asset.headers['x-content-type-options'], 'nosniff')
      assert.ok(asset.rawPayload.length > 0)
    }
  }
  const { body: start } = await app.inject('/docs/static/swagger-initializer.js')
  assert.match(start, /resolveUrl\('\.\/json'\)/)
  assert.match(start, /validatorUrl: null/, 'the contract is shown to no stranger')
  const served = await app.inject('/docs/json')
  assert.deepEqual(served.json(), (await app.inject('/api/openapi.json')).json())
  assert.deepEqual(served.json().servers, [{ url: '/' }], 'the page calls the address that it was opened at')
})

function directivesOf(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => [part.split(' ')[0] ?? '', part.slice(part.indexOf(' ') + 1)])
  )
}
