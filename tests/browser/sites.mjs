// Sites as they stand in the world: built and behind nginx with our rules and gzip, or previewed by `diptych serve`.
import { spawn, execFile } from 'node:child_process'
import { cp, mkdir, readFile, writeFile, access } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const conf = ({ run, port, root }) => `
pid ${run}/nginx.pid; error_log ${run}/nginx.log; worker_processes 1; daemon off; master_process off;
events {}
http {
  include /etc/nginx/mime.types; access_log off;
  gzip on; gzip_comp_level 6; gzip_min_length 256; gzip_vary on;
  gzip_types text/css text/plain text/javascript application/javascript application/json application/xml image/svg+xml;
  client_body_temp_path ${run}/a; proxy_temp_path ${run}/b; fastcgi_temp_path ${run}/c; uwsgi_temp_path ${run}/d; scgi_temp_path ${run}/e;
  server { listen 127.0.0.1:${port}; server_name 127.0.0.1; root ${root}; include ${root}/.nginx.conf; }
}
`

const there = (path) => access(path).then(() => true, () => false)

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})

// A site's sources in a folder of their own, with rules for nginx and what else is to be set at the top of site.toml.
export const copied = async (root, to, settings = '') => {
  await mkdir(to, { recursive: true })
  for (const part of ['content', 'templates', 'static'])
    if (await there(join(root, part))) await cp(join(root, part), join(to, part), { recursive: true })
  const own = (await readFile(join(root, 'site.toml'), 'utf8')).split('[outputs]')[0]
  await writeFile(join(to, 'site.toml'), `${settings}\n${own}\n[outputs]\nrules = ["nginx"]\n`)
}

// However this process ends, its servers end with it.
const started = (...command) => {
  const child = spawn(...command)
  process.on('exit', () => child.kill())
  return child
}

const ended = (child) => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode) return resolve()
  child.once('exit', resolve)
  child.kill()
})

// Built from the sources at `root`, which are copied to `folder`, for the port that nginx then listens on.
export const published = async (diptych, name, root, folder, settings) => {
  const port = await freePort(), run = join(folder, 'nginx'), out = join(folder, 'public')
  await copied(root, folder, settings)
  await promisify(execFile)(diptych, ['build', '--root', folder, '--output', out, '--base-url', `http://127.0.0.1:${port}/`])
  await mkdir(run)
  await writeFile(join(run, 'nginx.conf'), conf({ run, port, root: out }))
  const path = `${process.env.PATH}:/usr/sbin`
  const server = started('nginx', ['-c', join(run, 'nginx.conf'), '-e', join(run, 'nginx.log')], { env: { ...process.env, PATH: path }, stdio: 'inherit' })
  await answering(server, port)
  return { name, by: 'nginx', origin: `http://127.0.0.1:${port}`, root: folder, public: out, close: () => ended(server) }
}

const answering = async (server, port) => {
  for (let turn = 0; turn < 100; turn++) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => { socket.end(); resolve(true) }).on('error', () => resolve(false))
    })
    if (open) return
    if (server.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nginx does not answer on port ${port}`)
}

// `diptych serve` over the sources at `root`, by default on any port that is free.
export const previewed = async (diptych, name, root, port = 0) => {
  const server = started(diptych, ['serve', '--root', root, '--port', `${port}`], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = []
  const origin = await new Promise((resolve, reject) => {
    // What it says later must be read too, or its pipe fills.
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line)
      const address = line.match(/http:\/\/127\.0\.0\.1:\d+/)
      if (address) resolve(address[0])
    })
    server.once('exit', () => reject(new Error(`diptych serve ended:\n${said.join('\n')}`)))
  })
  return { name, by: 'serve', origin, root, close: () => ended(server) }
}
