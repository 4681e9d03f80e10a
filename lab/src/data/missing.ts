/** What people write where there is no value. */
export const MISSING = ["NA", "N/A", "na", "n/a", "NaN", "nan", "null", "NULL", "None", "?", "-", "."];
