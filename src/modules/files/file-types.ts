/** A type of file that may be uploaded. */
export interface FileKind {
  /** As it is served. */
  contentType: string
  /** What names end in whose bytes are of this kind. */
  extensions: readonly string[]
  /** What else clients, and the library that looks at the bytes, call it. */
  aliases?: readonly string[]
  /** Shown in the browser; all else is offered for saving. */
  isInline?: boolean
  isText?: boolean
  /** Eleven bits are all its magic, which UTF-16 has too: the name or the client must say so. */
  isWeak?: boolean
}

const ooxml = 'application/vnd.openxmlformats-officedocument'
const odf = 'application/vnd.oasis.opendocument'
/** What documents are packed in, and what programs that do not know them call them. */
const packed = ['application/zip', 'application/x-zip-compressed']

const media: FileKind[] = [
  { contentType: 'image/png', extensions: ['png'], aliases: ['image/x-png'] },
  { contentType: 'image/apng', extensions: ['png', 'apng'], aliases: ['image/png'] },
  { contentType: 'image/jpeg', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], aliases: ['image/jpg', 'image/pjpeg'] },
  { contentType: 'image/gif', extensions: ['gif'] },
  { contentType: 'image/webp', extensions: ['webp'] },
  { contentType: 'image/avif', extensions: ['avif', 'avifs'] },
  { contentType: 'application/pdf', extensions: ['pdf'], aliases: ['application/x-pdf'] },
  {
    contentType: 'audio/mpeg',
    extensions: ['mp3', 'mp2'],
    aliases: ['audio/mp3', 'audio/x-mpeg', 'audio/x-mp3'],
    isWeak: true
  },
  {
    contentType: 'audio/mp4',
    extensions: ['m4a', 'm4b', 'mp4'],
    aliases: ['audio/x-m4a', 'audio/m4a', 'audio/aac', 'video/mp4']
  },
  {
    contentType: 'audio/ogg',
    extensions: ['ogg', 'oga', 'opus', 'spx'],
    aliases: ['audio/ogg; codecs=opus', 'audio/opus', 'application/ogg', 'video/ogg']
  },
  { contentType: 'audio/wav', extensions: ['wav'], aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'] },
  { contentType: 'audio/flac', extensions: ['flac'], aliases: ['audio/x-flac'] },
  {
    contentType: 'audio/aac',
    extensions: ['aac'],
    aliases: ['audio/aacp', 'audio/x-aac', 'audio/vnd.dlna.adts'],
    isWeak: true
  },
  { contentType: 'video/mp4', extensions: ['mp4', 'm4v'], aliases: ['video/x-m4v', 'audio/mp4'] },
  { contentType: 'video/webm', extensions: ['webm', 'weba'], aliases: ['audio/webm'] },
  { contentType: 'video/quicktime', extensions: ['mov', 'qt'] },
  { contentType: 'video/ogg', extensions: ['ogv', 'ogg'], aliases: ['application/ogg', 'audio/ogg'] }
].map((kind) => ({ ...kind, isInline: true }))

const documents: FileKind[] = [
  { contentType: 'application/zip', extensions: ['zip'], aliases: [...packed, 'application/x-zip', 'multipart/x-zip'] },
  { contentType: `${ooxml}.wordprocessingml.document`, extensions: ['docx'], aliases: packed },
  { contentType: `${ooxml}.spreadsheetml.sheet`, extensions: ['xlsx'], aliases: packed },
  { contentType: `${ooxml}.presentationml.presentation`, extensions: ['pptx'], aliases: packed },
  { contentType: `${ooxml}.presentationml.slideshow`, extensions: ['ppsx'], aliases: packed },
  { contentType: `${odf}.text`, extensions: ['odt'], aliases: packed },
  { contentType: `${odf}.spreadsheet`, extensions: ['ods'], aliases: packed },
  { contentType: `${odf}.presentation`, extensions: ['odp'], aliases: packed },
  { contentType: `${odf}.graphics`, extensions: ['odg'], aliases: packed }
]

/** Text has no magic: its name says which kind it is. The last one is that of all other names. */
const texts: FileKind[] = [
  { contentType: 'text/csv', extensions: ['csv'] },
  { contentType: 'text/markdown', extensions: ['md', 'markdown'] },
  { contentType: 'text/vtt', extensions: ['vtt'] },
  { contentType: 'application/json', extensions: ['json'] },
  { contentType: 'text/plain', extensions: ['txt', 'text', 'log'] }
].map((kind) => ({ ...kind, isText: true }))

export const plainText = texts.at(-1) as FileKind

/** In the order in which they are told to who sent something else. */
export const allowedInWords =
  'a picture (PNG, JPEG, GIF, WebP, AVIF), a PDF, audio, a video (MP4, WebM, MOV), a ZIP, an office document or a text in UTF-8'

/**
 * Programs, what starts programs, and pages that can carry scripts: refused by their names, too, for the computer of who
 * saves them goes by the name.
 */
const refusedExtensions = new Set(
  (
    'exe dll com scr pif cpl msi msix bat cmd ps1 psm1 vbs vbe wsf wsh hta jse jar class apk ipa app dmg pkg deb rpm ' +
    'appimage elf lnk reg url scf iso img vhd chm swf docm dotm xlsm xltm pptm potm ppsm rtf ps eps ' +
    'html htm xhtml xht shtml mht mhtml xml xsl xslt svg svgz'
  ).split(' ')
)

const kinds = [...media, ...documents, ...texts]
const byContentType = new Map(kinds.map((kind) => [kind.contentType, kind]))

/** The kind by what it is called: its own name, or else one that means it alone. */
export function kindOf(contentType: string): FileKind | undefined {
  return byContentType.get(contentType) ?? kinds.find(({ aliases }) => aliases?.includes(contentType))
}

export function textKindOf(extension: string): FileKind {
  return texts.find(({ extensions }) => extensions.includes(extension)) ?? plainText
}

export function isRefusedExtension(extension: string): boolean {
  return refusedExtensions.has(extension)
}

/** Whether anything but a magic that others have too speaks for it. */
export function isCertain(kind: FileKind, extension: string, declared: string): boolean {
  return !kind.isWeak || kind.extensions.includes(extension) || isCalled(kind, declared)
}

/** Whether a name with this extension says that the bytes are something else. One that we do not know says nothing. */
export function deniesExtension(kind: FileKind | undefined, extension: string): boolean {
  const meant = kinds.filter(({ extensions }) => extensions.includes(extension))
  if (meant.length === 0) return false
  return !kind || !meant.some((each) => each === kind || (each.isText && kind.isText))
}

/** What clients send who do not know, and what a form means that says nothing. */
const noClaims = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'text/plain'])

/** Whether this declared type says that the bytes are something else. */
export function deniesDeclared(kind: FileKind | undefined, declared: string): boolean {
  if (noClaims.has(declared)) return false
  if (kind?.isText) return !isTextual(declared)
  if (!kind) return kindOf(declared) !== undefined
  return !isCalled(kind, declared)
}

function isCalled({ contentType, aliases = [] }: FileKind, declared: string): boolean {
  return declared === contentType || aliases.includes(declared)
}

/** Programs invent types for each language, and take TypeScript (`.ts`) for a video and CSV for Excel's own. */
function isTextual(declared: string): boolean {
  if (/^(text\/html|application\/xhtml\+xml|image\/svg\+xml|(text|application)\/xml)$/.test(declared)) return false
  if (declared === 'video/mp2t') return true
  if (/^(image|audio|video|font|model)\//.test(declared)) return false
  const known = kindOf(declared)
  return known === undefined || known.isText === true
}

/** Whether browsers show it, by a type that we gave it. */
export function isInline(contentType: string): boolean {
  return byContentType.get(contentType)?.isInline ?? false
}
