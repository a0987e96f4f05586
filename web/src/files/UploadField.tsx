import { Paperclip } from 'lucide-preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Schema } from '../api/client.js'
import { formatBytes } from '../messages/format.js'
import { Button } from '../ui/Button.js'
import { ProgressBar } from '../ui/ProgressBar.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'
import { t } from './messages.js'
import './upload-field.css'
import { type Upload, useUploads } from './useUploads.js'

export type KeptFile = Pick<Schema<'File'>, 'id' | 'name' | 'size'>

interface UploadFieldProps {
  label: string
  files: readonly KeptFile[]
  max: number
  organizationId: string | undefined
  onAdd: (file: KeptFile) => void
  onRemove: (id: string) => void
  /** How many are under way. */
  onBusy: (count: number) => void
}

/** Files that were chosen: uploaded at once, each with how far it has come. */
export function UploadField({ label, files, max, organizationId, onAdd, onRemove, onBusy }: UploadFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { uploads, start, retry, cancel } = useUploads(organizationId, (file) => {
    onAdd(file)
    toast(t('done', { name: file.name }))
  })
  const left = max - files.length - uploads.length
  const underWay = uploads.filter(({ error }) => error === undefined).length
  useEffect(() => onBusy(underWay), [underWay])
  const choose = (chosen: File[]) => {
    start(chosen.slice(0, left))
    if (chosen.length > left) toast(t('tooMany', { count: chosen.length - left }))
    if (input.current) input.current.value = ''
  }
  return (
    <div class="stack-tight">
      {(files.length > 0 || uploads.length > 0) && (
        <ul class="rows upload-files">
          {files.map((file) => (
            <li key={file.id} class="upload-file">
              <a href={`/api/files/${file.id}`}>{file.name}</a>
              <span class="muted small">{file.size > 0 && formatBytes(file.size)}</span>
              <Button
                isSmall
                look="quiet"
                aria-label={t('remove', { name: file.name })}
                onClick={() => {
                  onRemove(file.id)
                  input.current?.focus()
                }}
              >
                {t('removeShort')}
              </Button>
            </li>
          ))}
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} onRetry={() => retry(upload)} onCancel={() => cancel(upload)} />
          ))}
        </ul>
      )}
      <div class="field">
        <span id={`${id}-label`} class="field-label">
          {label}
        </span>
        {/* The button of the browser speaks its own language. */}
        <label class={left > 0 ? 'button upload-choose' : 'button upload-choose is-full'}>
          <Paperclip aria-hidden="true" />
          <span id={`${id}-choose`}>{t('add')}</span>
          <input
            ref={input}
            class="unseen"
            type="file"
            aria-labelledby={`${id}-label ${id}-choose`}
            multiple={max > 1}
            disabled={left <= 0}
            aria-describedby={`${id}-hint`}
            onChange={(event) => choose([...(event.currentTarget.files ?? [])])}
          />
        </label>
        <p id={`${id}-hint`} class="field-hint">
          {left > 0 ? t('hint', { left }) : t('full')}
        </p>
      </div>
    </div>
  )
}

function UploadRow({ upload, onRetry, onCancel }: { upload: Upload; onRetry: () => void; onCancel: () => void }) {
  const { file, share, error } = upload
  const { name } = file
  return (
    <li class="upload-file">
      <span>{name}</span>
      <span class="muted small">{formatBytes(file.size)}</span>
      <Button isSmall look="quiet" aria-label={t('cancel', { name })} onClick={onCancel}>
        {t('cancelShort')}
      </Button>
      {error === undefined ? (
        <div class="upload-progress">
          <ProgressBar percent={Math.round(share * 100)} label={t('uploading', { name })} />
        </div>
      ) : (
        <div class="upload-progress row" role="alert">
          <span class="field-error">{problemText(error)}</span>
          <Button isSmall aria-label={t('retry', { name })} onClick={onRetry}>
            {t('retryShort')}
          </Button>
        </div>
      )}
    </li>
  )
}
