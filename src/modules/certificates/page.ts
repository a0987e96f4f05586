import { createHash } from 'node:crypto'
import { escapeHtml } from '../../lib/text.js'
import type { Addresses } from './addresses.js'
import type { FoundCertificate } from './certificates.repository.js'
import type { WithStatus } from './certificates.service.js'
import type { CertificateStatus } from './certificates.status.js'
import { wordsOf } from './credential.js'
import { dayText, type Language } from './dates.js'

const words = {
  id: {
    check: 'Pemeriksaan sertifikat',
    valid: ['Berlaku', 'Sertifikat ini asli dan masih berlaku.'],
    expired: ['Kedaluwarsa', 'Sertifikat ini asli, tetapi masa berlakunya sudah lewat.'],
    revoked: ['Dicabut', 'Sertifikat ini sudah dicabut oleh penerbitnya dan tidak berlaku lagi.'],
    recipient: 'Diberikan kepada',
    course: 'Kursus',
    projects: 'Proyek yang diterima',
    issuer: 'Diterbitkan oleh',
    issuedAt: 'Tanggal terbit',
    expiresAt: 'Berlaku sampai',
    noEnd: 'Tanpa batas waktu',
    revokedAt: 'Dicabut pada',
    serial: 'Nomor seri',
    pdf: 'Lihat PDF',
    credential: 'Unduh kredensial digital',
    another: 'Periksa sertifikat lain',
    match: 'Cocokkan nama dan nomor seri di atas dengan yang tertulis pada sertifikat.',
    unknown: ['Tidak ditemukan', 'Tidak ada sertifikat dengan nomor seri ini.'],
    help: [
      'Nomor seri tertulis di bagian bawah sertifikat, misalnya',
      'Periksa lagi setiap huruf dan angkanya. Huruf besar dan kecil serta tanda hubung tidak berpengaruh.',
      'Kalau nomornya sudah benar, hubungi lembaga yang tertulis pada sertifikat.'
    ]
  },
  en: {
    check: 'Certificate check',
    valid: ['Valid', 'This certificate is genuine and valid.'],
    expired: ['Expired', 'This certificate is genuine but has expired.'],
    revoked: ['Revoked', 'This certificate was revoked by its issuer and is no longer valid.'],
    recipient: 'Awarded to',
    course: 'Course',
    projects: 'Accepted projects',
    issuer: 'Issued by',
    issuedAt: 'Issued on',
    expiresAt: 'Valid until',
    noEnd: 'Does not expire',
    revokedAt: 'Revoked on',
    serial: 'Serial number',
    pdf: 'View the PDF',
    credential: 'Download the credential',
    another: 'Check another certificate',
    match: 'Compare the name and the serial number above with those on the certificate.',
    unknown: ['Not found', 'No certificate has this serial number.'],
    help: [
      'The serial number is at the bottom of the certificate, for example',
      'Check each letter and digit. Capital letters and hyphens do not matter.',
      'If it is right, ask the institution named on the certificate.'
    ]
  }
} as const satisfies Record<Language, object>

const style = `:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#eef4fa;color:#22313f;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem 3rem}
article{background:#fff;border:1px solid #b9cfe6;border-radius:.75rem;overflow:hidden}
header{padding:1.25rem 1.25rem 1rem;color:#fff;background:#1f4e79}
header p{margin:0}
.small{font-size:.85rem}
h1{margin:.1rem 0 .25rem;font-size:2.25rem;line-height:1.15}
.valid{background:#1b6e3c}
.expired{background:#8a5a00}
.revoked,.unknown{background:#b3261e}
.body{padding:1.25rem}
.body>:first-child{margin-top:0}
.label{margin:0;color:#52667a;font-size:.85rem}
h2{margin:0;font-size:1.5rem;line-height:1.25}
dl{margin:0}
dt{margin-top:1rem;color:#52667a;font-size:.85rem}
dd{margin:0}
ul{margin:0;padding-left:1.2rem}
.title{font-weight:600}
code{font:600 1rem ui-monospace,monospace}
nav{margin-top:1.5rem}
nav a{display:block;margin-top:.5rem;padding:.65rem 1rem;border:1px solid #1f4e79;border-radius:.5rem;color:#1f4e79;text-align:center;text-decoration:none}
nav a:hover,nav a:focus{background:#eef4fa}
h2+.title{margin:.25rem 0 0}
.note{color:#52667a;font-size:.85rem}`

/** Nothing but the style that stands in the page: no script, no picture, nothing from elsewhere. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** What anybody is shown who opens the address on a certificate. */
export function certificatePage(
  certificate: WithStatus<FoundCertificate>,
  { language, addresses }: { language: Language; addresses: Addresses }
): string {
  const text = words[language]
  const { serial, status, course, title, courseTitle } = certificate
  const { projects } = wordsOf(certificate.credential, courseTitle)
  const day = (moment: Date) => dayText(language, moment, course.timeZone)
  const rows = [
    [text.course, courseTitle === title ? '' : escapeHtml(courseTitle)],
    [
      text.projects,
      projects.length > 0 ? `<ul>${projects.map((name) => `<li>${escapeHtml(name)}</li>`).join('')}</ul>` : ''
    ],
    [text.issuer, escapeHtml(certificate.issuerName)],
    [text.issuedAt, escapeHtml(day(certificate.issuedAt))],
    [text.expiresAt, escapeHtml(certificate.expiresAt ? day(certificate.expiresAt) : text.noEnd)],
    [text.revokedAt, certificate.revokedAt ? escapeHtml(day(certificate.revokedAt)) : ''],
    [text.serial, `<code>${escapeHtml(serial)}</code>`]
  ]
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`)
  return whole(language, {
    kind: status,
    title: `${text[status][0]}: ${certificate.recipientName}, ${title}`,
    body: `<p class="label">${text.recipient}</p>
<h2>${escapeHtml(certificate.recipientName)}</h2>
<p class="title">${escapeHtml(title)}</p>
<dl>${rows.join('\n')}</dl>
<nav><a href="${escapeHtml(addresses.pdf(serial))}">${text.pdf}</a>
<a href="${escapeHtml(addresses.credential(serial))}" download="${escapeHtml(serial)}.jwt">${text.credential}</a>
<a href="${escapeHtml(addresses.check)}">${text.another}</a></nav>
<p class="note">${text.match}</p>`
  })
}

/** For a serial that was read wrongly, or made up. */
export function unknownPage({ language, addresses }: { language: Language; addresses: Addresses }): string {
  const text = words[language]
  const [where, again, ask] = text.help
  return whole(language, {
    kind: 'unknown',
    title: text.unknown[0],
    body: `<p>${where} <code>NK-2026-7K3M-ZP2V-9QXA-4HRT</code>.</p>
<p>${again}</p>
<p>${ask}</p>
<nav><a href="${escapeHtml(addresses.check)}">${text.another}</a></nav>`
  })
}

function whole(
  language: Language,
  { kind, title, body }: { kind: CertificateStatus | 'unknown'; title: string; body: string }
): string {
  const text = words[language]
  const [status, meaning] = text[kind]
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<article>
<header class="${kind}">
<p class="small">${text.check}</p>
<h1>${status}</h1>
<p>${meaning}</p>
</header>
<div class="body">
${body}
</div>
</article>
</main>
</body>
</html>
`
}
