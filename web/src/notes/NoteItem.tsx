import { useState } from 'preact/hooks'
import { api, take } from '../api/client.js'
import { queryClient } from '../api/queries.js'
import { formatRelative } from '../messages/format.js'
import { Button } from '../ui/Button.js'
import { Confirm } from '../ui/Confirm.js'
import { toast } from '../ui/toast.js'
import { useFocusSwap } from '../ui/use-focus-swap.js'
import { t } from './messages.js'
import { NoteEditor } from './NoteEditor.js'
import './notes.css'
import { type Note, useAutosave } from './use-autosave.js'

interface NoteItemProps {
  note: Note
  /** Shows the time in the video that the note is about. */
  time?: ((positionMs: number) => string) | undefined
  onSeek?: ((positionMs: number) => void) | undefined
}

/** One of my notes, which can be changed and deleted where it stands. */
export function NoteItem({ note, time, onSeek }: NoteItemProps) {
  const [isEditing, setEditing] = useState(false)
  const place = useFocusSwap<HTMLLIElement>(isEditing)
  const [isDeleting, setDeleting] = useState(false)
  const start = note.text.slice(0, 40)
  const remove = async () => {
    await take(api.DELETE('/api/notes/{id}', { params: { path: { id: note.id } } }))
    setDeleting(false)
    toast(t('deleted'))
    await refreshNotes()
  }
  if (isEditing) {
    return (
      <li ref={place} class="note">
        <EditedNote note={note} onDone={() => setEditing(false)} />
      </li>
    )
  }
  const position = note.positionMs !== null && time ? time(note.positionMs) : undefined
  return (
    <li ref={place} class="note">
      <p class="note-text">{note.text}</p>
      <div class="row">
        <span class="muted small">{t('changed', { when: formatRelative(note.updatedAt) })}</span>
        {position !== undefined && onSeek && (
          <Button look="quiet" isSmall onClick={() => onSeek(note.positionMs ?? 0)}>
            {t('seek', { time: position })}
          </Button>
        )}
        <Button look="quiet" isSmall data-opens aria-label={t('editLabel', { start })} onClick={() => setEditing(true)}>
          {t('edit')}
        </Button>
        <Button look="quiet" isSmall aria-label={t('deleteLabel', { start })} onClick={() => setDeleting(true)}>
          {t('delete')}
        </Button>
      </div>
      {isDeleting && (
        <Confirm
          title={t('deleteTitle')}
          action={t('delete')}
          isDanger
          onConfirm={remove}
          onClose={() => setDeleting(false)}
        >
          <p class="note-text">{note.text}</p>
        </Confirm>
      )}
    </li>
  )
}

function EditedNote({ note, onDone }: { note: Note; onDone: () => void }) {
  const autosave = useAutosave({ lessonId: note.lessonId, note })
  const finish = async () => {
    // What could not be saved stays where it was typed, with the reason.
    if (!(await autosave.save())) return
    void refreshNotes()
    onDone()
  }
  return (
    <NoteEditor
      label={t('editing')}
      autosave={autosave}
      actions={
        <Button isSmall onClick={() => void finish()}>
          {t('done')}
        </Button>
      }
    />
  )
}

async function refreshNotes(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['/api/lessons/{id}/notes'] }),
    queryClient.invalidateQueries({ queryKey: ['/api/me/notes'] })
  ])
}
