import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import { dayInBoth } from './dates.js'

/** What is printed. */
export interface PrintedCertificate {
  serial: string
  issuerName: string
  recipientName: string
  title: string
  courseTitle: string
  description: string
  issuedAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  /** In whose calendar the dates are. */
  timeZone: string
  /** Where it is checked. */
  address: string
}

type Document = InstanceType<typeof PDFDocument>
type Face = keyof typeof faces

/** They bring the letters of most alphabets along; what is embedded is the letters that are used. */
const faces = { plain: 'DejaVuSans', bold: 'DejaVuSans-Bold', name: 'DejaVuSerif-Bold' } as const
const colours = { blue: '#1f4e79', line: '#b9cfe6', band: '#eef4fa', text: '#22313f', quiet: '#64778a', red: '#b3261e' }

/** A4, lying. */
const page = { width: 841.89, height: 595.28 }
const edge = 26
/** Below it nobody reads. */
const leastSize = 7
const innerWidth = 640
const left = (page.width - innerWidth) / 2
const column = { left: 62, width: 600, top: 446 }
const code = { size: 100, right: 62, top: 446 }

let fonts: Record<Face, Buffer> | undefined

/** One page. Of the same certificate the same bytes: its dates are those of the certificate. */
export async function drawCertificate(certificate: PrintedCertificate): Promise<Buffer> {
  const { title, recipientName, issuerName, serial, issuedAt } = certificate
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    pdfVersion: '1.7',
    font: null as never, // none of the library's own: they have too few letters
    lang: 'id-ID',
    displayTitle: true,
    info: {
      Title: `${title} – ${recipientName}`,
      Author: issuerName,
      Subject: serial,
      Creator: 'Naik Kelas',
      CreationDate: issuedAt,
      ModDate: issuedAt
    }
  })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => document.once('end', resolve).once('error', reject))
  fonts ??= loadFonts()
  for (const [face, bytes] of Object.entries(fonts)) document.registerFont(face, bytes)
  drawFrame(document)
  drawWords(document, certificate)
  drawFacts(document, certificate)
  drawCode(document, certificate.address)
  if (certificate.revokedAt) drawRevoked(document, certificate.revokedAt, certificate.timeZone)
  document.end()
  await ended
  return Buffer.concat(chunks)
}

function loadFonts(): Record<Face, Buffer> {
  const { resolve } = createRequire(import.meta.url)
  const load = (name: string) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
  return { plain: load(faces.plain), bold: load(faces.bold), name: load(faces.name) }
}

function drawFrame(document: Document): void {
  const { width, height } = page
  const inner = edge + 6
  document.rect(inner, inner, width - 2 * inner, 58).fill(colours.band)
  document
    .lineWidth(1.5)
    .rect(edge, edge, width - 2 * edge, height - 2 * edge)
    .stroke(colours.blue)
  document
    .lineWidth(0.5)
    .rect(inner, inner, width - 2 * inner, height - 2 * inner)
    .stroke(colours.line)
}

/** From top to bottom, each in the middle; Indonesian first, and English small below it. */
function drawWords(document: Document, certificate: PrintedCertificate): void {
  const { issuerName, recipientName, title, courseTitle, description } = certificate
  centre(document, issuerName, { y: 61, face: 'bold', size: 15, height: 40, colour: colours.blue })
  document.font('name').fontSize(34).fillColor(colours.blue)
  document.text('SERTIFIKAT', 0, 122, { width: page.width, align: 'center', characterSpacing: 5, lineBreak: false })
  centre(document, 'Certificate', { y: 172, face: 'plain', size: 11, colour: colours.quiet })
  centre(document, 'Diberikan kepada', { y: 204, face: 'plain', size: 11.5 })
  centre(document, 'Awarded to', { y: 219, face: 'plain', size: 8.5, colour: colours.quiet })
  centre(document, recipientName, { y: 257, face: 'name', size: 34, height: 52 })
  document
    .lineWidth(0.7)
    .moveTo(page.width / 2 - 190, 289)
    .lineTo(page.width / 2 + 190, 289)
    .stroke(colours.line)
  centre(document, 'atas keberhasilannya menyelesaikan', { y: 308, face: 'plain', size: 11.5 })
  centre(document, 'for completing', { y: 323, face: 'plain', size: 8.5, colour: colours.quiet })
  centre(document, title, { y: 354, face: 'bold', size: 19, height: 34, colour: colours.blue })
  let y = 375
  if (courseTitle !== title) {
    centre(document, courseTitle, { y: y + 7, face: 'plain', size: 12, height: 18 })
    y += 18
  }
  document.font('plain').fontSize(9.5).fillColor(colours.quiet)
  const options = { width: innerWidth - 80, height: 44, align: 'center', ellipsis: true, lineGap: 2 } as const
  if (description) document.text(description, left + 40, y, options)
}

function drawFacts(document: Document, { issuedAt, expiresAt, serial, timeZone, address }: PrintedCertificate): void {
  const facts: [indonesian: string, english: string, value: string][] = [
    ['Tanggal terbit', 'Issued', dayInBoth(issuedAt, timeZone)],
    ['Berlaku sampai', 'Valid until', expiresAt ? dayInBoth(expiresAt, timeZone) : 'tanpa batas waktu · no end'],
    ['Nomor seri', 'Serial', serial]
  ]
  for (const [i, [indonesian, english, value]] of facts.entries()) {
    const y = column.top + i * 25
    document.font('plain').fontSize(9.5).fillColor(colours.text).text(indonesian, column.left, y, { lineBreak: false })
    document
      .fontSize(7)
      .fillColor(colours.quiet)
      .text(english, column.left, y + 12, { lineBreak: false })
    document.font('bold').fontSize(10.5).fillColor(colours.text)
    document.text(value, column.left + 104, y, { lineBreak: false })
  }
  const words =
    'Periksa keasliannya dengan kode di samping, atau di alamat ini · Check it by the code, or at this address:'
  document.font('plain').fontSize(7).fillColor(colours.quiet)
  document.text(words, column.left, column.top + 78, { lineBreak: false })
  const options = { width: column.width, height: 20, ellipsis: true, link: address }
  document.fillColor(colours.blue).text(address, column.left, column.top + 88, options)
}

/** As squares, not as a picture: it stays sharp on every printer. */
function drawCode(document: Document, address: string): void {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: 'M' })
  const unit = code.size / modules.size
  const x = page.width - code.right - code.size
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0, to = 0; from < modules.size; from = to) {
      to = from + 1
      if (!modules.get(row, from)) continue
      while (to < modules.size && modules.get(row, to)) to++
      document.rect(x + from * unit, code.top + row * unit, (to - from) * unit, unit)
    }
  }
  document.fill('#000000')
  document.link(x, code.top, code.size, code.size, address)
}

/** Nobody who holds it in their hand is to take it for valid. */
function drawRevoked(document: Document, revokedAt: Date, timeZone: string): void {
  const middle = { x: page.width / 2, y: page.height / 2 }
  document
    .save()
    .rotate(-24, { origin: [middle.x, middle.y] })
    .opacity(0.22)
  document.font('bold').fontSize(86).fillColor(colours.red)
  document.text('DICABUT', 0, middle.y - 60, { width: page.width, align: 'center', characterSpacing: 12 })
  document.restore()
  const text = `DICABUT · REVOKED · ${dayInBoth(revokedAt, timeZone)}`
  document.rect(left, 95, innerWidth, 22).fill(colours.red)
  centre(document, text, { y: 106, face: 'bold', size: 11, colour: '#ffffff' })
}

/**
 * In the middle of the page, around `y`. What is too long for a line gets smaller; what would get too small for the eye
 * takes as many lines as `height` has room for.
 */
function centre(
  document: Document,
  text: string,
  {
    y,
    face,
    size,
    height: room = size * 1.3,
    colour = colours.text
  }: { y: number; face: Face; size: number; height?: number; colour?: string }
): void {
  document.font(face).fontSize(size).fillColor(colour)
  const options = { width: innerWidth, align: 'center', ellipsis: true } as const
  const heightNow = () => document.heightOfString(text, options)
  for (let smaller = size; heightNow() > room && smaller > leastSize; ) {
    smaller = Math.max(leastSize, smaller * 0.93)
    document.fontSize(smaller)
  }
  const height = Math.min(room, heightNow())
  document.text(text, left, y - height / 2, { ...options, height: height + 1 })
}
