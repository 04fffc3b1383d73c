/** Kinds of columns that PostgreSQL and TypeScript spell differently. */
import type { ColumnType } from 'kysely';
import type { ScreenedJson, ScreenedText } from '../screened.ts';

/** `date` columns travel as `YYYY-MM-DD` text, never as a Date with a time zone. */
export type DateColumn = ColumnType<string, string, string>;

type JsonText<T> = null extends T ? string | null : string;
/** Read as a value, written as text. */
export type Json<T extends object | null> = ColumnType<T, JsonText<T>, JsonText<T>>;

/** What people typed: the column takes it screened. */
export type FreeText = ColumnType<string, ScreenedText, ScreenedText>;
/** JSON with something in it that people typed. */
export type FreeJson<T extends object | null> = ColumnType<
  T,
  null extends T ? ScreenedJson | null : ScreenedJson,
  null extends T ? ScreenedJson | null : ScreenedJson
>;

/** Read as text, lest a large number lose its end. */
export type BigInteger = ColumnType<string, number, number>;

/** The log entry of the transaction that wrote the row: filled in by the database, never given. */
export type LogEntryId = ColumnType<string, never, never>;
