// A built site on a free port of this machine, as a host with our rules serves it, and a browser to read it with.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join, extname } from 'node:path'
import { chromium } from 'playwright-core'

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.xml': 'application/xml',
}

// The site's origin; every answer carries the policy of `_headers`, where there is one.
export const serve = async (root) => {
  const rules = await readFile(join(root, '_headers'), 'utf8').catch(() => '')
  const policy = rules.match(/Content-Security-Policy: (.*)/)?.[1]
  const headers = policy ? { 'content-security-policy': policy } : {}
  const server = createServer(async (request, response) => {
    let path = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    if (path.endsWith('/')) path += 'index.html'
    try {
      const bytes = await readFile(join(root, path))
      response.writeHead(200, { ...headers, 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes)
    } catch {
      response.writeHead(404, { ...headers, 'content-type': types['.html'] }).end(await readFile(join(root, '404.html')))
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
