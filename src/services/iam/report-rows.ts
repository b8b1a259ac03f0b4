/** A credential report, as CSV. */
export interface ReportRow {
  readonly at: number;
  readonly content: string;
}

/** The key of the only report of an account. */
export const REPORT_ROW = 'credentials';

/** A report of which services somebody may use and who of him has, by the id of its job. */
export interface AccessReportRow {
  readonly at: number;
  readonly subjects: readonly {
    readonly kind: 'USER' | 'ROLE';
    readonly id: string;
    readonly name: string;
    readonly path: string;
  }[];
  readonly services: readonly {
    readonly namespace: string;
    /** By unique id of a subject; only those who have used it. */
    readonly uses: Readonly<Record<string, { readonly at: number; readonly region: string }>>;
  }[];
}
