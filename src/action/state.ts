/** What the main step tells the post step through the runner, by name. It holds no secret. */
export const state = {
  /** The run's folder for temporary files. */
  temp: 'temp',
  /** The file of the run's journal. */
  journal: 'journal',
  /** The file with the run's report, which later steps of the job may read. */
  report: 'report',
} as const;
