-- What a text of the site may hold, and which kinds everybody may see, also for a statement that came past the rules of the application (069).

CREATE FUNCTION holds_resident_number(said text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  -- as signs and not as a word: widths and circles folded, Chinese numerals read, blanks and marks between digits gone
  plain text := regexp_replace(translate(normalize(upper(said), NFKC), '〇零一二三四五六七八九', '00123456789'), '[[:space:].,/_·－—-]+', '', 'g');
  place integer;
  number text;
BEGIN
  IF length(regexp_replace(plain, '[^0-9]', '', 'g')) < 17 THEN RETURN false; END IF;
  FOR place IN 1 .. length(plain) - 17 LOOP
    number := substr(plain, place, 18);
    CONTINUE WHEN number !~ '^(1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])[0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$'
      OR substr(number, 7, 4) > '2019';
    CONTINUE WHEN substr(number, 13, 2)::integer > extract(day FROM make_date(substr(number, 7, 4)::integer, substr(number, 11, 2)::integer, 1) + interval '1 month - 1 day');
    IF substr('10X98765432', 1 + (SELECT sum(substr(number, n::integer, 1)::integer * w)::integer % 11
      FROM unnest(ARRAY[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) WITH ORDINALITY AS weight (w, n)), 1) = substr(number, 18, 1)
      -- a credit code is taken for what it is: no number stands inside one
      AND NOT coalesce(substr(plain, place - 1, 1) ~ '[A-Z0-9]' OR substr(plain, place + 18, 1) ~ '[A-Z0-9]', false) THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END $$;
COMMENT ON FUNCTION holds_resident_number IS 'no-person-in-public: a resident identity number (GB 11643) standing by itself, however its digits are parted. Far less than the site''s door looks for (063), and nothing that the door would let pass';
GRANT EXECUTE ON FUNCTION holds_resident_number TO xinheng_site;

CREATE FUNCTION text_names_nobody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  said jsonb := to_jsonb(NEW);
  was jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
  place integer;
BEGIN
  FOR place IN 0 .. TG_NARGS - 1 LOOP
    IF holds_resident_number(said->>TG_ARGV[place]) AND said->TG_ARGV[place] IS DISTINCT FROM was->TG_ARGV[place] THEN
      RAISE EXCEPTION 'no-person-in-public: % of % holds a number that names a person', TG_ARGV[place], TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'text_names_nobody';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION text_names_nobody IS 'no-person-in-public: called with the columns to look at, where a row has digits enough; what stood there before stays';

CREATE FUNCTION watch_texts(relation regclass, VARIADIC columns text[]) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER names_nobody BEFORE INSERT OR UPDATE ON %s FOR EACH ROW WHEN (length(concat(%s)) > 16) EXECUTE FUNCTION text_names_nobody(%s)',
    relation,
    (SELECT string_agg(format('regexp_replace(NEW.%I, ''[^[:digit:]〇零一二三四五六七八九①-⑨０-９]'', '''', ''g'')', name), ', ') FROM unnest(columns) name),
    (SELECT string_agg(format('%L', name), ', ') FROM unnest(columns) name));
END $$;
COMMENT ON FUNCTION watch_texts IS 'Puts text_names_nobody on the text columns of a table';
SELECT watch_texts('edition', 'title', 'clause', 'event', 'event_document_number');
SELECT watch_texts('edition_signature', 'department');
SELECT watch_texts('edition_entry', 'name', 'ground', 'ground_title', 'matter', 'department', 'zone', 'document_type', 'document_number', 'document_authority');
SELECT watch_texts('notice', 'title');
SELECT watch_texts('notice_entry', 'name', 'ground', 'ground_title', 'matter', 'department', 'zone', 'document_type', 'document_number', 'document_authority');
SELECT watch_texts('good_record', 'name', 'kind', 'clause', 'title', 'matter', 'department', 'area');
SELECT watch_texts('organisation', 'name', 'search_name', 'area');
SELECT watch_texts('punctuality', 'department');

CREATE TABLE public_kind (
  kind text PRIMARY KEY
);
COMMENT ON TABLE public_kind IS 'append-only. Good information of organisations that the catalogue discloses to everybody (6.2), noted by the installation from the compiled pack; the application can read it and never add one';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public_kind EXECUTE FUNCTION refuse_change();
GRANT SELECT ON public_kind TO xinheng_site;

CREATE FUNCTION kind_is_public() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM added a WHERE NOT EXISTS (SELECT FROM public_kind p WHERE p.kind = a.kind) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'no-person-in-public: the catalogue does not disclose this kind to everybody' USING ERRCODE = 'check_violation', CONSTRAINT = 'kind_is_public';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION kind_is_public IS 'catalogue-only, no-person-in-public: outside a signed list the site shows what the catalogue discloses, and nothing else';
CREATE TRIGGER of_public_kind AFTER INSERT ON good_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kind_is_public();
CREATE TRIGGER of_public_kind_still AFTER UPDATE ON good_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION kind_is_public();
