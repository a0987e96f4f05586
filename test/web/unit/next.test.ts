// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safePath } from '../../../web/src/session/next.js'

test('who signs in goes on to a page of ours, as it was named', () => {
  for (const path of ['/app/', '/app/courses/c?view=a&q=b%20c#d', '/app/search?q=/app//x'])
    assert.equal(safePath(path), path)
})

test('and nowhere else', () => {
  const elsewhere = [
    ...['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/api/files/x'],
    ...['/app/..//evil.example', '/app/%2e%2e//evil.example', '/app/\\..\\..//evil.example', '/app//evil.example'],
    ...['/app/\t../api/files/x', '/app/../api/auth/logout', '/appx', '']
  ]
  for (const path of [...elsewhere, undefined]) assert.equal(safePath(path), '/app/', path)
})
