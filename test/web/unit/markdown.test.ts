// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { h } from 'preact'
import { render } from 'preact-render-to-string'
import { parseMarkdown } from '../../../web/src/ui/markdown.js'
import { showMarkdown } from '../../../web/src/ui/markdown-nodes.js'

function toHtml(source: string, headingLevel = 2): string {
  const content = showMarkdown(parseMarkdown(source), { headingLevel, unnamed: 'Gambar di situs lain' })
  return render(h('main', null, content)).slice('<main>'.length, -'</main>'.length)
}

const inline = (source: string) => toHtml(source).replace(/^<p>|<\/p>$/g, '')
const elsewhere = (href: string, text: string) => `<a href="${href}" rel="noopener noreferrer nofollow">${text}</a>`

describe('Markdown in a page', () => {
  it('has the blocks that people write', () => {
    const cases: [source: string, html: string][] = [
      ['Bangun situs **pertamamu**.', '<p>Bangun situs <strong>pertamamu</strong>.</p>'],
      ['Bangun situs\r\npertamamu\r\n\r\nhari ini', '<p>Bangun situs\npertamamu</p><p>hari ini</p>'],
      ['1. Profil\n2. Katalog', '<ol start="1"><li>Profil</li><li>Katalog</li></ol>'],
      ['3) c\n\n4) d', '<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>'],
      ['- a\n  - b', '<ul><li>a<ul><li>b</li></ul></li></ul>'],
      ['- a\n\n  b\n- c', '<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>'],
      ['- ```\n  x\n  ```', '<ul><li><pre tabindex="0"><code>x</code></pre></li></ul>'],
      ['> Kata mentor\nlagi', '<blockquote><p>Kata mentor\nlagi</p></blockquote>'],
      ['```html\n<p>*x*</p>', '<pre tabindex="0"><code>&lt;p>*x*&lt;/p></code></pre>'],
      ['    x = 1', '<pre tabindex="0"><code>x = 1</code></pre>'],
      ['a\n\n---\nb', '<p>a</p><hr/><p>b</p>'],
      ['', ''],
      [' \n\t\n', '']
    ]
    for (const [source, html] of cases) assert.equal(toHtml(source), html, source)
  })

  it('has tables, with the sides of their columns', () => {
    assert.equal(
      toHtml('| Nilai | Arti |\n| ---: | --- |\n| 4 | `a\\|b` |'),
      '<table tabindex="0"><thead><tr><th align="right">Nilai</th><th>Arti</th></tr></thead>' +
        '<tbody><tr><td align="right">4</td><td><code>a|b</code></td></tr></tbody></table>'
    )
  })

  it('has headings that fit into those of the page', () => {
    assert.equal(toHtml('# a\n### b', 3), '<h3>a</h3><h5>b</h5>')
    assert.equal(toHtml('### a\n\nb\n=', 2), '<h4>a</h4><h2>b</h2>')
    assert.equal(toHtml('###### a\n# b', 4), '<h6>a</h6><h4>b</h4>')
  })

  it('has the marks within lines, and leaves what is none', () => {
    const cases: [source: string, html: string][] = [
      ['*a* _b_ __c__ ~~d~~ ***e***', '<em>a</em> <em>b</em> <strong>c</strong> <s>d</s> <em><strong>e</strong></em>'],
      ['nama_berkas_saya, 2 * 3, ~a~ dan `kode_1`', 'nama_berkas_saya, 2 * 3, ~a~ dan <code>kode_1</code>'],
      ['\\*bukan\\* **ini', '*bukan* **ini'],
      ['a  \nb\\\nc', 'a<br/>b<br/>c'],
      ['&copy; &amp; &#65; &tidakada;', '© &amp; A &amp;tidakada;']
    ]
    for (const [source, html] of cases) assert.equal(inline(source), html, source)
  })

  it('has HTML as text', () => {
    const cases: [source: string, html: string][] = [
      ['<b onclick="a()">x</b>', '&lt;b onclick=&quot;a()&quot;>x&lt;/b>'],
      ['<script>alert(1)</script>', '&lt;script>alert(1)&lt;/script>'],
      ['<!-- *x* -->', '&lt;!-- <em>x</em> -->'],
      ['&lt;img src=x onerror=a()&gt;', '&lt;img src=x onerror=a()>']
    ]
    for (const [source, html] of cases) assert.equal(inline(source), html, source)
  })

  it('links to the web, to mail and to our own pages alone', () => {
    const cases: [source: string, html: string][] = [
      ['[buka](/app/courses "judul")', '<a href="/app/courses">buka</a>'],
      ['[surat](mailto:a@b.example)', elsewhere('mailto:a@b.example', 'surat')],
      ['<https://x.example/a>', elsewhere('https://x.example/a', 'https://x.example/a')],
      ['lihat https://x.example/a_b.', `lihat ${elsewhere('https://x.example/a_b', 'https://x.example/a_b')}.`],
      ['[**a**][b]\n\n[B]: https://x.example', elsewhere('https://x.example', '<strong>a</strong>')],
      ['[a][tidak ada]', '[a][tidak ada]'],
      ['readme.md www.x.example a@b.example', 'readme.md www.x.example a@b.example']
    ]
    for (const [source, html] of cases) assert.equal(inline(source), html, source)
    const refused = ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', '&#106;avascript:alert(1)', 'java&Tab;script:a']
    refused.push(
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'data:text/html,x',
      'vbscript:x',
      'ftp://x',
      '#a'
    )
    for (const href of refused) {
      for (const source of [`[buka](${href})`, `[buka](<${href}>)`, `[buka]\n\n[buka]: ${href}`, `![a](${href})`]) {
        assert.doesNotMatch(toHtml(source), /<(?:a|img) /, source)
      }
    }
    assert.equal(inline('[buka](javascript:a)'), '[buka](javascript:a)')
  })

  it('shows pictures of ours, and links to the others', () => {
    assert.equal(inline('![Peta](/api/files/x)'), '<img src="/api/files/x" alt="Peta" loading="lazy"/>')
    assert.equal(inline('![Peta](https://x.example/a.png)'), elsewhere('https://x.example/a.png', 'Peta'))
    assert.equal(
      inline('![ ][a]\n\n[a]: https://x.example/a.png'),
      elsewhere('https://x.example/a.png', 'Gambar di situs lain')
    )
  })

  it('is not held up by text of no use, nor overthrown', () => {
    const pieces = ['*', '**a', '~~a', '*a_ ', '[', '![', '[a](', '[a][b]\n', '_', '`', '`a', '\\', '&', '<', '|a']
    pieces.push('> ', '- ', '1. ', '> - ', '- a\n', '1) a\n', '|-|\n', '[a]: /b\n', 'http://', '**a\n\n', '\t', '#')
    const texts = pieces.map((piece) => piece.repeat(20_000 / piece.length))
    texts.push(Array.from({ length: 130 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n'))
    texts.push(`${'*'.repeat(9_000)}a${'*'.repeat(9_000)}`, `${'*'.repeat(190)}a${'*'.repeat(190)}`)
    texts.push(`${'[^'.repeat(1_000)}a${'](x)'.repeat(1_000)}`)
    for (const text of texts) {
      const started = performance.now()
      toHtml(text)
      assert.ok(performance.now() - started < 5_000, text.slice(0, 20))
    }
  })

  it('shows what is nested too deeply as it was written', () => {
    const html = toHtml(`${'**'.repeat(90)}a${'**'.repeat(90)}`)
    assert.equal(html.match(/<strong>/g)?.length, 49)
    assert.match(html, />\*{82}a\*{82}</)
  })
})
