import { useRef, useState } from 'preact/hooks'
import { seen } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { Button } from '../../ui/Button.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import './conflict.css'
import { t } from './messages.js'

interface Versioned {
  version: number
}

export interface Guard<Resource extends Versioned> {
  /** Runs a change with the `If-Match` of what it is made to; a 412 opens the question. */
  run: <Result>(change: (headers: { 'If-Match': string }) => Promise<Result>) => Promise<Result>
  /** From now on changes are made to this. */
  adopt: (resource: Resource) => void
  /** Nothing is typed: whatever it is now is what a change is made to. */
  follow: (resource: Resource) => void
  isOpen: boolean
}

/** What a change began with: its version, and what it said of what is edited. */
export interface Basis {
  version: number
  print: string
}

/**
 * Changes are made to what one has seen. When somebody else was first, one is asked, and what was typed stays. A new version
 * that says the same of what is edited here (`shown`) is no reason to ask.
 *
 * @param begun when the change began before now
 */
export function useGuard<Resource extends Versioned>(
  resource: Resource,
  shown: (resource: Resource) => unknown,
  begun?: Basis
): Guard<Resource> {
  const [isOpen, setOpen] = useState(false)
  const print = (of: Resource) => JSON.stringify(shown(of))
  const basis = useRef<Basis>(begun ?? { version: resource.version, print: print(resource) })
  if (resource.version > basis.current.version && print(resource) === basis.current.print) {
    basis.current.version = resource.version
  }
  return {
    isOpen,
    adopt: (now) => {
      basis.current = { version: now.version, print: print(now) }
      setOpen(false)
    },
    follow: (now) => {
      if (!isOpen) basis.current = { version: now.version, print: print(now) }
    },
    async run(change) {
      try {
        return await change(seen(basis.current))
      } catch (error) {
        if (error instanceof Problem && error.status === 412) setOpen(true)
        throw error
      }
    }
  }
}

interface ConflictProps<Resource extends Versioned> {
  guard: Guard<Resource>
  /** What it is now. */
  reload: () => Promise<Resource>
  /** Shows what it is now in place of what was typed. */
  onTakeTheirs: (resource: Resource) => void
}

/** Somebody else has changed it: nothing typed is lost unless one says so. */
export function ConflictNote<Resource extends Versioned>({ guard, reload, onTakeTheirs }: ConflictProps<Resource>) {
  const [isBusy, setBusy] = useState(false)
  if (!guard.isOpen) return null
  const choose = async (isTheirs: boolean) => {
    setBusy(true)
    try {
      const now = await reload()
      guard.adopt(now)
      if (isTheirs) onTakeTheirs(now)
      else toast(t('conflict.again'))
    } catch (error) {
      toast(problemText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="conflict" role="alert">
      <p>
        <strong>{t('conflict.title')}</strong>
      </p>
      <p>{t('conflict.text')}</p>
      <div class="row">
        <Button isBusy={isBusy} onClick={() => void choose(false)}>
          {t('conflict.mine')}
        </Button>
        <Button isBusy={isBusy} onClick={() => void choose(true)}>
          {t('conflict.theirs')}
        </Button>
      </div>
    </div>
  )
}
