/** What a command's file exports: it takes the arguments after the command's name and gives the exit code. */
export interface Command {
  run(args: string[]): Promise<number>;
}

/** A command as the list shows it; its file is loaded only when it is called. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. A new one is a file and a line here. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  open: {
    summary: 'open the lecture, a notebook or a folder in the browser',
    load: () => import('./open.js'),
  },
  run: { summary: 'run notebooks from top to bottom, without a browser', load: () => import('./run.js') },
  kernelspec: {
    summary: 'install the kernel for JupyterLab and VS Code',
    load: () => import('./kernelspec.js'),
  },
  recipes: { summary: 'list every published pipeline', load: () => import('./recipes.js') },
  pipeline: {
    summary: 'run a published pipeline over files of documents',
    load: () => import('./pipeline.js'),
  },
  extract: { summary: 'get the text out of web pages', load: () => import('./extract.js') },
  langid: { summary: 'tell the language of texts', load: () => import('./langid.js') },
};
