import { vi } from 'vitest';

/** What is printed to the workflow log meanwhile. */
export async function printed(work: () => unknown): Promise<string> {
  const texts: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    texts.push(String(text));
    return true;
  });
  try {
    await work();
  } finally {
    write.mockRestore();
  }
  return texts.join('');
}
