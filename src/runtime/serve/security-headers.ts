/**
 * The headers of every answer: nothing foreign is loaded, nothing inline runs, nobody frames us, no type is guessed.
 * The page's own styles come from its files; CodeMirror's carry the nonce.
 */
export function securityHeaders(nonce?: string, origin?: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // not every browser counts sockets to what is its own
    `connect-src 'self'${origin ? ` ${origin.replace('http:', 'ws:')}` : ''}`,
    // only the sandbox may be framed: it has a policy of its own and no origin
    `frame-src ${origin ? `${origin}/frame` : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types dompurify',
  ];
  return {
    'content-security-policy': policy.join('; '),
    ...commonHeaders,
    'x-frame-options': 'DENY',
  };
}

/**
 * The headers of the sandbox: a document of opaque origin in which a cell's script may run, but which can
 * reach neither the page, nor the server, nor the network.
 */
export function sandboxHeaders(): Record<string, string> {
  const policy = [
    'sandbox allow-scripts',
    "default-src 'none'",
    "script-src 'unsafe-inline' 'unsafe-eval'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'media-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ];
  return { 'content-security-policy': policy.join('; '), ...commonHeaders };
}

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};
