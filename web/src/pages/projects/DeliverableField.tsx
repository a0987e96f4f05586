import { useId } from 'preact/hooks'
import { UploadField } from '../../files/UploadField.js'
import { CheckedField } from './CheckedField.js'
import { type Deliverable, isAddress, isCommit, type Part, toAddress } from './draft.js'
import { t } from './messages.js'

interface DeliverableFieldProps {
  deliverable: Deliverable
  part: Part
  organizationId: string | undefined
  onChange: (changes: (part: Part) => Partial<Part>) => void
  onBusy: (count: number) => void
}

const maxText = 50_000
const maxFiles = 20

/** One part of what is handed in, by its kind. */
export function DeliverableField({ deliverable, part, organizationId, onChange, onBusy }: DeliverableFieldProps) {
  const { id, title, description, kind, isRequired } = deliverable
  return (
    <fieldset id={`deliverable-${id}`} class="project-part" tabIndex={-1}>
      <legend>
        {title} {!isRequired && <span class="field-optional">{t('optional')}</span>}
      </legend>
      {description && <p class="project-description muted">{description}</p>}
      {(kind === 'link' || kind === 'repository') && (
        <CheckedField
          label={t(kind === 'link' ? 'link.label' : 'repository.label')}
          hint={t('link.hint')}
          wrong={t('link.wrong')}
          type="url"
          inputMode="url"
          maxLength={2_000}
          value={part.url}
          isRight={isAddress}
          onValue={(url) => onChange(() => ({ url }))}
          onLeave={(url) => onChange(() => ({ url: toAddress(url) }))}
        />
      )}
      {kind === 'repository' && (
        <CheckedField
          label={`${t('commit.label')} ${t('optional')}`}
          hint={t('commit.hint')}
          wrong={t('commit.wrong')}
          type="text"
          maxLength={40}
          autoCapitalize="none"
          spellcheck={false}
          value={part.commit}
          isRight={isCommit}
          onValue={(commit) => onChange(() => ({ commit }))}
          onLeave={(commit) => onChange(() => ({ commit: commit.trim() }))}
        />
      )}
      {kind === 'text' && <LongText text={part.text} onText={(text) => onChange(() => ({ text }))} />}
      {kind === 'file' && (
        <UploadField
          label={t('files.label')}
          files={part.files}
          max={maxFiles}
          organizationId={organizationId}
          onAdd={(file) => onChange(({ files }) => ({ files: [...files, file] }))}
          onRemove={(fileId) => onChange(({ files }) => ({ files: files.filter((each) => each.id !== fileId) }))}
          onBusy={onBusy}
        />
      )}
    </fieldset>
  )
}

function LongText({ text, onText }: { text: string; onText: (text: string) => void }) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {t('text.label')}
      </label>
      <textarea
        id={id}
        rows={10}
        maxLength={maxText}
        value={text}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class="field-hint">
        {t('text.letters', { count: text.length, max: maxText })}
      </p>
    </div>
  )
}
