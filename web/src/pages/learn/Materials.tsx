import { Download, ExternalLink } from 'lucide-preact'
import type { Schema } from '../../api/client.js'
import { formatNumber } from '../../messages/format.js'
import { Html } from '../../ui/Html.js'
import { t } from './messages.js'
import type { LessonProgress } from './use-lesson-progress.js'
import { Video } from './Video.js'

type Material = Schema<'Material'>

interface MaterialsProps {
  materials: readonly Material[]
  /** Where the first video goes on. */
  resumeMs: number
  progress: LessonProgress
}

/** What belongs to a lesson besides its text, in its order. */
export function Materials({ materials, resumeMs, progress }: MaterialsProps) {
  if (materials.length === 0) return null
  const firstVideo = materials.find(({ kind, file }) => kind === 'video' && file)
  return (
    <section class="materials">
      <h2>{t('player.materials')}</h2>
      {materials.map((material) => (
        <article key={material.id} class="material">
          {material.id === firstVideo?.id ? (
            <Video material={material} resumeMs={resumeMs} progress={progress} />
          ) : (
            <MaterialBody material={material} />
          )}
        </article>
      ))}
    </section>
  )
}

function MaterialBody({ material }: { material: Material }) {
  const { kind, title, bodyHtml, url, file } = material
  if (kind === 'text') {
    return (
      <>
        <h3>{title}</h3>
        <Html html={bodyHtml ?? ''} />
      </>
    )
  }
  if (kind === 'video' && file) return <Video material={material} />
  if (file) {
    return (
      <a class="material-link" href={`/api/files/${file.id}`} download={file.name}>
        <Download size={20} aria-hidden="true" />
        <span>
          {t('player.download', { name: title })}
          <span class="muted small material-facts">
            {t('player.fileSize', { kind: kindOf(file.name), size: fileSize(file.size) })}
          </span>
        </span>
      </a>
    )
  }
  if (!url) return null
  return (
    <a class="material-link" href={url} target="_blank" rel="noopener noreferrer">
      <ExternalLink size={20} aria-hidden="true" />
      <span>{t(kind === 'video' ? 'player.videoExternal' : 'player.external', { title })}</span>
    </a>
  )
}

function kindOf(name: string): string {
  const ending = name.split('.').pop() ?? name
  return ending === name ? name : ending.toUpperCase()
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

function fileSize(bytes: number): string {
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1_000))) : 0
  return formatNumber(bytes / 1_000 ** step, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1
  })
}
