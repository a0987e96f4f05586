// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toOwnHtml } from '../../../web/src/ui/own-html.js'

const toOwn = (html: string) => toOwnHtml(html, 'Gambar di situs lain')

describe('toOwnHtml', () => {
  it('keeps our own pictures and makes links of the others', () => {
    const own = '<img src="/api/files/file_01jd3w8q2k0000abcdefghjkmn" alt="Diagram" />'
    assert.equal(toOwn(own), own)
    const link = (href: string, text: string) => `<a href="${href}" rel="noopener noreferrer nofollow">${text}</a>`
    const others: [html: string, expected: string][] = [
      ['<img src="https://x.example/a.png" alt="Diagram" />', link('https://x.example/a.png', 'Diagram')],
      ['<img src="https://x.example/a.png" alt="" />', link('https://x.example/a.png', 'Gambar di situs lain')],
      [
        '<img src="https://x.example/a.png" alt="a &quot;b&quot;" title="c" />',
        link('https://x.example/a.png', 'a &quot;b&quot;')
      ],
      ['<img src="//x.example/a.png" alt="a" />', link('//x.example/a.png', 'a')],
      [
        '<img src="https://x.example/?a=1&amp;b=2" title=" alt=" />',
        link('https://x.example/?a=1&amp;b=2', 'Gambar di situs lain')
      ]
    ]
    for (const [html, expected] of others) assert.equal(toOwn(`<p>x ${html} y</p>`), `<p>x ${expected} y</p>`)
  })

  it('lets the keyboard reach what scrolls, and nothing that only looks like it', () => {
    assert.equal(
      toOwn(
        '<pre><code>&lt;pre&gt; &lt;img src="https://x.example/a.png"&gt;</code></pre><table><tr><td>1</td></tr></table>'
      ),
      '<pre tabindex="0"><code>&lt;pre&gt; &lt;img src="https://x.example/a.png"&gt;</code></pre><table tabindex="0"><tr><td>1</td></tr></table>'
    )
  })
})
