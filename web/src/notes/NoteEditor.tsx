import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../ui/Button.js'
import '../ui/form.css'
import { problemText } from '../ui/problem-text.js'
import { t } from './messages.js'
import './notes.css'
import type { SaveState, useAutosave } from './use-autosave.js'

interface NoteEditorProps {
  label: string
  hint?: string
  autosave: ReturnType<typeof useAutosave>
  /** Beside what is said of saving. */
  actions?: ComponentChildren
}

/** A place to type, and what has become of what was typed. */
export function NoteEditor({ label, hint, autosave, actions }: NoteEditorProps) {
  const id = useId()
  const { text, state, type, save } = autosave
  return (
    <div class="field note-editor">
      <label class="field-label" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={10_000}
        value={text}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => void save()}
      />
      {hint && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      <div class="row note-editor-foot">
        <SaveWord state={state} />
        {state.kind === 'failed' && (
          <Button isSmall onClick={() => void save()}>
            {t('retry')}
          </Button>
        )}
        {state.kind === 'conflict' && (
          <>
            <Button isSmall onClick={() => void save(true)}>
              {t('conflict.mine')}
            </Button>
            <Button isSmall onClick={() => void autosave.takeTheirs()}>
              {t('conflict.theirs')}
            </Button>
          </>
        )}
        {actions}
      </div>
    </div>
  )
}

function SaveWord({ state }: { state: SaveState }) {
  const isWrong = state.kind === 'failed' || state.kind === 'conflict'
  return (
    <p class={isWrong ? 'field-error' : 'muted small'} role="status">
      {wordOf(state)}
    </p>
  )
}

function wordOf(state: SaveState): string {
  if (state.kind === 'idle') return ''
  return state.kind === 'failed' ? t('failed', { why: problemText(state.error) }) : t(state.kind)
}
