import { useQuery } from '@tanstack/preact-query'
import { t } from '../../notes/messages.js'
import { NoteEditor } from '../../notes/NoteEditor.js'
import { NoteItem } from '../../notes/NoteItem.js'
import { fetchLessonNotes, lessonNotesKey, useAutosave } from '../../notes/use-autosave.js'
import { Button } from '../../ui/Button.js'
import { clockTime } from './duration.js'
import type { LessonProgress } from './use-lesson-progress.js'

/** What the learner has noted in this lesson, and a place for more. */
export function LessonNotes({ lessonId, progress }: { lessonId: string; progress: LessonProgress }) {
  const notes = useQuery({ queryKey: lessonNotesKey(lessonId), queryFn: () => fetchLessonNotes(lessonId) })
  const autosave = useAutosave({ lessonId, positionMs: progress.videoTime })
  // The one that is being written stands in its editor, and not twice.
  const others = notes.data?.data.filter(({ id }) => id !== autosave.noteId) ?? []
  const seek = (positionMs: number) => {
    const video = progress.video.current
    if (!video) return
    video.currentTime = positionMs / 1_000
    video.scrollIntoView({ block: 'center' })
    video.focus()
  }
  return (
    <section class="stack player-notes">
      <h2>{t('inLesson')}</h2>
      <NoteEditor
        label={t('new')}
        hint={t('newHint')}
        autosave={autosave}
        actions={
          (autosave.state.kind === 'saved' || autosave.state.kind === 'queued') && (
            <Button isSmall onClick={autosave.startAnother}>
              {t('another')}
            </Button>
          )
        }
      />
      {others.length > 0 && (
        <ul class="rows">
          {others.map((note) => (
            <NoteItem key={note.id} note={note} time={clockTime} onSeek={seek} />
          ))}
        </ul>
      )}
    </section>
  )
}
