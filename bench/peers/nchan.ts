import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const binary = '/usr/sbin/nginx'
const modulePath = '/usr/lib/nginx/modules/ngx_nchan_module.so'

export interface Nchan {
  port: number
  /** Of the process that does the work. */
  pid: number
  stop(): void
}

/** Debian's nginx with its nchan module (`libnginx-mod-nchan`); undefined where they are not installed. */
export async function startNchan(directory: string): Promise<Nchan | undefined> {
  if (!existsSync(binary) || !existsSync(modulePath)) return undefined
  const home = join(directory, 'nchan')
  mkdirSync(home)
  const port = await freePort()
  const file = join(home, 'nginx.conf')
  writeFileSync(
    file,
    `load_module ${modulePath};
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${home}/pid;
error_log ${home}/error.log;
worker_processes 1;
worker_rlimit_nofile 40000;
events { worker_connections 30000; }
http {
  access_log off;
  client_body_temp_path ${home};
  proxy_temp_path ${home};
  fastcgi_temp_path ${home};
  uwsgi_temp_path ${home};
  scgi_temp_path ${home};
  keepalive_requests 1000000;
  nchan_shared_memory_size 512M;
  server {
    listen 127.0.0.1:${port};
    location = /publish {
      nchan_publisher;
      nchan_channel_id $arg_user;
      nchan_message_buffer_length 100;
      nchan_message_timeout 5m;
    }
    location = /stream {
      nchan_subscriber eventsource;
      nchan_channel_id $arg_user;
      nchan_subscriber_first_message newest;
    }
  }
}
`
  )
  const child = spawn(binary, ['-c', file, '-p', home], { stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGTERM'))
  return { port, pid: await workerOf(child), stop: () => void child.kill('SIGTERM') }
}

async function workerOf({ pid: master }: ChildProcess): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue
      try {
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')
        if (Number(fields?.[1]) === master) return Number(name)
      } catch {
        // it has ended meanwhile
      }
    }
    await sleep(50)
  }
  throw new Error('nginx has no worker')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const address = listener.address()
      const port = typeof address === 'object' && address ? address.port : 0
      listener.close(() => resolve(port))
    })
  })
}
