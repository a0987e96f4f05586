// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { renderMarkdown, replaceFileIds } from '../../../src/modules/content/markdown.js'

const htmlOf = (source: string) => renderMarkdown(source, 'content').html.trim()

describe('renderMarkdown', () => {
  const rendered: [source: string, html: string][] = [
    [
      '# Satu\n\nDua *tiga* **empat** ~~lima~~',
      '<h1>Satu</h1>\n<p>Dua <em>tiga</em> <strong>empat</strong> <s>lima</s></p>'
    ],
    ['3. tiga', '<ol start="3">\n<li>tiga</li>\n</ol>'],
    ['```ts onload=x\nlet a = 1 < 2\n```', '<pre><code class="language-ts">let a = 1 &lt; 2\n</code></pre>'],
    ['```x"onload="y\n1\n```', '<pre><code>1\n</code></pre>'],
    [
      '|a|b|\n|:-|-|\n|1|2|',
      '<table>\n<thead>\n<tr>\n<th align="left">a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="left">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>'
    ],
    ['![Papan](/api/files/file_1a)', '<p><img src="/api/files/file_1a" alt="Papan" /></p>'],
    ['![](https://a.id/b.png "c")', '<p><img src="https://a.id/b.png" alt="" title="c" /></p>'],
    // No link without a scheme: these are names of files.
    ['app.py readme.md ftp://a.id //a.id a@b.id', '<p>app.py readme.md ftp://a.id //a.id a@b.id</p>'],
    ['# Judul {#sendiri}', '<h1>Judul {#sendiri}</h1>']
  ]
  for (const [source, html] of rendered)
    it(`makes HTML of ${JSON.stringify(source)}`, () => assert.equal(htmlOf(source), html))

  const rel = 'rel="noopener noreferrer nofollow"'
  const links: [source: string, href: string][] = [
    ['[x](https://a.id/b?c=d&e=f)', 'https://a.id/b?c=d&amp;e=f'],
    ['[x](HTTP://a.id)', 'HTTP://a.id'],
    ['[x](mailto:ani@a.id)', 'mailto:ani@a.id'],
    ['[x](/app/courses/crs_1)', '/app/courses/crs_1'],
    ['[x](/api/files/file_1)', '/api/files/file_1'],
    ['[x][y]\n\n[y]: <https://a.id>', 'https://a.id'],
    ['[x](/\\a.id)', '/%5Ca.id'],
    ['[x](</a b>)', '/a%20b']
  ]
  for (const [source, href] of links) {
    it(`links by ${source}`, () => assert.equal(htmlOf(source), `<p><a href="${href}" ${rel}>x</a></p>`))
  }

  it('links addresses that stand in the text', () => {
    assert.equal(htmlOf('lihat https://a.id/b.'), `<p>lihat <a href="https://a.id/b" ${rel}>https://a.id/b</a>.</p>`)
  })

  const unsafe: [source: string, line: number][] = [
    ['[x](javascript:alert(1))', 1],
    ['[x](JaVaScRiPt:alert(1))', 1],
    ['[x](  javascript:alert(1)  "t")', 1],
    ['[x](<java\tscript:alert(1)>)', 1],
    ['[x](<java\u0001script:alert(1)>)', 1],
    ['[x](<\u0001javascript:alert(1)>)', 1],
    ['[x](\u00a0javascript:alert(1))', 1],
    ['[x](&#106;avascript:alert(1))', 1],
    ['[x](&#x6A;&#97;vascript&colon;alert(1))', 1],
    ['[x](java&#10;script:alert(1))', 1],
    ['[x](java&Tab;script:alert(1))', 1],
    ['[x](javascript\\:alert(1))', 1],
    ['[x](vbscript:msgbox)', 1],
    ['[x](data:text/html,<script>)', 1],
    ['[x](data:text/html;base64,PHNjcmlwdD4=)', 1],
    ['[x](file:///etc/passwd)', 1],
    ['[x](ftp://a.id)', 1],
    ['[x](blob:https://a.id/1)', 1],
    ['[x](//a.id)', 1],
    ['[x](///a.id)', 1],
    ['[x](\\\\a.id)', 1],
    ['[x](https:a.id)', 1],
    ['[x](https://)', 1],
    ['[x](bab-2)', 1],
    ['[x](../rahasia)', 1],
    ['[x](#atas)', 1],
    ['[x](?a=b)', 1],
    ['[x]()', 1],
    ['<javascript:alert(1)>', 1],
    ['[x][y]\n\n[y]: javascript:alert(1)', 1],
    ['satu\n\n[y]: javascript:alert(1)', 3],
    ['satu\n\n> [Y  z]:\n> javascript:alert(1)', 3],
    ['![x](javascript:alert(1))', 1],
    ['![x](data:image/svg+xml;base64,PHN2Zz4=)', 1],
    ['![x](data:image/png;base64,AAAA)', 1],
    ['![x](http://a.id/b.png)', 1],
    ['![x](//a.id/b.png)', 1],
    ['![x](/app/logo.png)', 1],
    ['![x](/api/files/file_1/../../x)', 1],
    ['![x](/api/files/file_1?expires=1)', 1],
    ['![x](/API/FILES/file_1)', 1],
    ['[![x](javascript:alert(1))](https://a.id)', 1],
    ['[![x](https://a.id/b.png)](javascript:alert(1))', 1],
    ['![a [x](javascript:alert(1))](https://a.id/b.png)', 1],
    ['satu\n\n- dua\n- tiga\n  [x](javascript:alert(1))', 5],
    ['|a|\n|-|\n|[x](javascript:alert(1))|', 3],
    ['satu  \ndua\n**tiga\n[x](data:,)**', 4]
  ]
  for (const [source, line] of unsafe) {
    it(`refuses ${JSON.stringify(source)}`, () => {
      assert.throws(
        () => renderMarkdown(source, 'body'),
        (error: { statusCode: number; code: string; details: Record<string, string[]> }) => {
          assert.equal(error.statusCode, 422)
          assert.equal(error.code, 'UNSAFE_LINK')
          assert.match(error.details.body?.[0] ?? '', new RegExp(`\\(line ${line}\\)$`))
          return true
        }
      )
    })
  }

  const asText = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<svg/onload=alert(1)>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<style>*{display:none}</style>',
    '<!-- -->',
    '<![CDATA[<b>]]>',
    '</p><b onclick=alert(1)>',
    '&lt;script&gt;',
    '`<script>`',
    '    <script>',
    '# <b>',
    '[<b>](https://a.id)',
    '![<b onload=1>](https://a.id "<b>")',
    '[x](https://a.id "\\"onload=alert(1)")',
    '[x](https://a.id/"onload="alert(1))',
    '\\<script>',
    '|<b>|\n|-|'
  ]
  for (const source of asText) {
    it(`shows ${source} as text`, () => {
      const tags = htmlOf(source).match(/<\/?[^>]*>/g) ?? []
      for (const tag of tags) {
        assert.match(
          tag,
          /^<\/?(p|pre|code|h1|a|img|table|thead|tbody|tr|th)( (href|src|alt|title|rel)="[^"<]*")*( \/)?>$/
        )
      }
    })
  }

  it('gives the words alone for a search', () => {
    const source =
      '# Rute &amp; *valid*asi\n\n1. satu\n2. `dua`  \ntiga [empat](https://a.id "lima")\n\n![papan](/api/files/file_1)\n\n```\nenam\n```\n|a|\n|-|\n|b|'
    assert.equal(renderMarkdown(source, 'content').text, 'Rute & validasi satu dua tiga empat papan enam a b')
  })

  it('names each file that it shows once', () => {
    const source =
      '![a](/api/files/file_1) [b](/api/files/file_2/link?x=1) [c](/api/files/file_1#d) [e](https://a.id/api/files/file_3) `/api/files/file_4` `<img src="/api/files/file_6">` <a href="/api/files/file_7"> [f](/a "<a href=\\"/api/files/file_8\\"") [f][g]\n\n[g]: /api/files/file\\_5'
    assert.deepEqual(renderMarkdown(source, 'content').fileIds, ['file_1', 'file_2', 'file_5'])
  })

  it('renders the copy of a text with the files of the copy', () => {
    const ids = new Map([
      ['file_1', 'file_9'],
      ['file_5', 'file_8']
    ])
    const source = '![a](/api/files/file_1) [f](/api/files/file\\_5) [h](/api/files/file_15) file_1'
    const copy = replaceFileIds(source, ids)
    assert.equal(copy, '![a](/api/files/file_9) [f](/api/files/file_8) [h](/api/files/file_15) file_1')
    const { html, fileIds } = renderMarkdown(copy, 'content')
    assert.equal(html, replaceFileIds(renderMarkdown(source, 'content').html, ids))
    assert.deepEqual(fileIds, ['file_9', 'file_8', 'file_15'])
  })

  it('refuses what is nested without end, and what would become a thousand times as long', () => {
    const tooComplex: [source: string, line: number][] = [
      [`satu\n\n${'>'.repeat(30)} dua`, 3],
      [Array.from({ length: 30 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n'), 11],
      [`${'*a '.repeat(200)}${'a* '.repeat(200)}`, 1],
      [`[x]: /${'a'.repeat(50_000)}\n\n${'[x]'.repeat(50_000)}`, 3],
      [`[x]: /a "${'a'.repeat(50_000)}"\n\n${'![x] '.repeat(20_000)}[x]`.replaceAll('![x]', '[x]'), 3]
    ]
    for (const [source, line] of tooComplex) {
      assert.throws(() => renderMarkdown(source, 'content'), {
        code: 'MARKDOWN_TOO_COMPLEX',
        message: new RegExp(`line ${line}\\)$`)
      })
    }
  })

  it('is done with 100 kB of anything in well under a second', () => {
    const repeated = (
      '[ ![ * ** _ ~ > < ` | ( ) \\ & - # = + ![[ [x][ [a]( [* *[ *a_ **a *b &# <http:// http:// mailto:a@b.c [](/a) 1. ' +
      '://a https://( [a]:'
    ).split(' ')
    const lines = ['a\n\n', '- a\n', '> a\n', '|a\n|-\n', '[a]: /b\n', '```\n', '    a\n', '=\n', '[a\n', '1. a\n']
    const nested = [
      `${'['.repeat(20_000)}x${'](/a)'.repeat(20_000)}`,
      `${'!['.repeat(16_000)}x${'](/api/files/file_1)'.repeat(3_000)}`,
      `[x]: /a\n\n${'['.repeat(20_000)}x${'][x]'.repeat(20_000)}`,
      `${'>'.repeat(1_000)}a\n${'b\n'.repeat(50_000)}`,
      `${'>'.repeat(20)}a\n${'b\n'.repeat(50_000)}`,
      `${'|a'.repeat(12_500)}|\n${'|-'.repeat(12_500)}|\n${'|a\n'.repeat(16_000)}`,
      `${Array.from({ length: 440 }, (_, i) => '`'.repeat(i + 1)).join('a')}`,
      `${Array.from({ length: 440 }, (_, i) => '*'.repeat(i + 1)).join('a')}`
    ]
    const fill = (part: string) => part.repeat(Math.ceil(100_000 / part.length))
    for (const source of [...[...repeated, ...lines].map(fill), ...nested]) {
      const before = process.cpuUsage()
      try {
        renderMarkdown(source, 'content')
      } catch (error) {
        assert.match((error as { code: string }).code, /^(UNSAFE_LINK|MARKDOWN_TOO_COMPLEX)$/)
      }
      const { user } = process.cpuUsage(before)
      assert.ok(user < 1_000_000, `${source.slice(0, 20)}… took ${user / 1000} ms`)
    }
  })
})
