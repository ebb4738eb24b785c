import { describe, expect, it } from 'vitest';
import { annotationLines, asRunnerShows } from '../../demo/runner-view.js';

describe('the output of a step, as the runner shows it', () => {
  it('has groups by their titles, and what is in them further in', () => {
    const { log } = asRunnerShows('one\n::group::A title\ntwo\n::endgroup::\nthree\n');
    expect(log).toEqual(['one', '▾ A title', '  two', 'three']);
  });

  it('hides what it is told to hide, from then on and in commands too', () => {
    const output = 'secret\n::add-mask::secret\na secret\n::warning title=secret::the secret\n';
    const { log, annotations } = asRunnerShows(output);
    expect(log).toEqual(['secret', 'a ***', 'Warning: the ***']);
    expect(annotations).toEqual([{ level: 'warning', title: '***', message: 'the ***' }]);
  });

  it('hides the line breaks and signs of a secret that a command writes encoded', () => {
    expect(asRunnerShows('::add-mask::50%25%0Aoff\n50%\noff\n').log).toEqual(['50%', 'off']);
    expect(asRunnerShows('::add-mask::50%25\n50%\n').log).toEqual(['***']);
  });

  it('shows errors of several lines, with their titles beside the run only', () => {
    const { log, annotations } = asRunnerShows('::error title=Bad%3A 1%2C 2::one%0Atwo %25\n');
    expect(log).toEqual(['Error: one', 'two %']);
    expect(annotationLines(annotations)).toEqual(['Error: Bad: 1, 2', '  one', '  two %']);
  });

  it('leaves out lines for debugging and commands that show nothing', () => {
    expect(asRunnerShows('::debug::x\n::set-output name=a::b\nend\n').log).toEqual(['end']);
  });
});
