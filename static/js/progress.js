// How far an import is, as its page tells it.

/** `job`: {status, rows_read, rows_total} of the API. `label`: a sentence with {read} and {total} in it. */
export function told(job, label) {
  const [read, total] = [job.rows_read ?? 0, job.rows_total ?? 0];
  return {
    isOver: job.status === "done" || job.status === "failed",
    read,
    total,
    text: label.replace("{read}", read).replace("{total}", total),
  };
}
