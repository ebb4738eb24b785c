// The post steps of a job run from its last step to its first, so that of the action has been before this one.
process.argv.push(process.env.INPUT_CLAIMS ?? '', '-', 'old', 'old', 'old', 'old');
await import('../check.mjs');
