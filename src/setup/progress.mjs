/**
 * A progress bar on a terminal, plain lines in a pipe: `start(item)` names what is under way, `advance()` counts it done.
 */
export function progressBar(label, total, out = process.stderr) {
  const terminal = Boolean(out.isTTY);
  let done = 0;
  const draw = (item) => {
    if (!terminal) return;
    const filled = Math.round((done / total) * 24);
    out.write(`\r\x1b[2K${label} ${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${done}/${total} ${item}`);
  };
  return {
    start(item) {
      if (terminal) draw(item);
      else out.write(`${label} ${done + 1}/${total}: ${item}\n`);
    },
    advance() {
      done++;
      draw('');
    },
    stop() {
      if (terminal) out.write('\r\x1b[2K');
    },
  };
}
