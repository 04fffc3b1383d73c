/** Kinds of columns that PostgreSQL and TypeScript spell differently. */
import type { ColumnType } from 'kysely';

/** `date` columns travel as `YYYY-MM-DD` text, never as a Date with a time zone. */
export type DateColumn = ColumnType<string, string, string>;

type JsonText<T> = null extends T ? string | null : string;
/** Read as a value, written as text. */
export type Json<T extends object | null> = ColumnType<T, JsonText<T>, JsonText<T>>;

/** Read as text, lest a large number lose its end. */
export type BigInteger = ColumnType<string, number, number>;

/** The log entry of the transaction that wrote the row: filled in by the database, never given. */
export type LogEntryId = ColumnType<string, never, never>;
