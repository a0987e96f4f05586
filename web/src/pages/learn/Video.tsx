import { useEffect, useRef, useState } from 'preact/hooks'
import type { Schema } from '../../api/client.js'
import { Button } from '../../ui/Button.js'
import { clockTime } from './duration.js'
import { t } from './messages.js'
import type { LessonProgress } from './use-lesson-progress.js'

const reportEveryMs = 15_000
/** So near to the end, or to the beginning, one begins anew. */
const marginMs = 5_000

interface VideoProps {
  material: Schema<'Material'>
  resumeMs?: number
  /** Of the video whose place is kept: a lesson has one. */
  progress?: LessonProgress
}

/** A video of ours. Its place is kept until it has loaded; it goes on where it was left, on other devices, too. */
export function Video({ material: { title, file }, resumeMs = 0, progress }: VideoProps) {
  const own = useRef<HTMLVideoElement>(null)
  const video = progress?.video ?? own
  const reportedAt = useRef(0)
  const [resumedAt, setResumedAt] = useState<number>()

  const report = (isEnd = false) => {
    const element = video.current
    if (!progress || !element || element.currentTime === 0) return
    reportedAt.current = Date.now()
    const position = Math.floor(element.currentTime * 1_000)
    progress.report(position, isEnd ? 0 : position)
  }
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden' && !video.current?.paused) report()
    }
    document.addEventListener('visibilitychange', leave)
    return () => document.removeEventListener('visibilitychange', leave)
  }, [])

  const resume = () => {
    const element = video.current
    if (!element || resumeMs < marginMs || resumeMs > element.duration * 1_000 - marginMs) return
    element.currentTime = resumeMs / 1_000
    setResumedAt(resumeMs)
  }
  return (
    <figure class="material-video">
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      {/* biome-ignore lint/a11y/useMediaCaption: the API knows no captions; they are in the picture where there are any */}
      <video
        ref={video}
        controls
        preload="metadata"
        playsInline
        aria-label={t('player.video', { title })}
        src={`/api/files/${file?.id}`}
        onLoadedMetadata={resume}
        onPlay={() => {
          reportedAt.current = Date.now()
        }}
        onTimeUpdate={() => Date.now() - reportedAt.current > reportEveryMs && report()}
        onPause={() => report()}
        onEnded={() => report(true)}
      />
      {resumedAt !== undefined && (
        <p class="row small" role="status">
          {t('player.resumed', { time: clockTime(resumedAt) })}
          <Button
            isSmall
            look="quiet"
            onClick={() => {
              if (video.current) video.current.currentTime = 0
              setResumedAt(undefined)
            }}
          >
            {t('player.fromStart')}
          </Button>
        </p>
      )}
    </figure>
  )
}
