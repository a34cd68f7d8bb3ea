"""The read log is only ever added to: the database refuses all else, to everybody."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
COMMENT ON FUNCTION only_added_to() IS 'Refuses whatever would change or remove a row';
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON access_read
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION)]
