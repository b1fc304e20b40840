import django.contrib.postgres.indexes
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

SEARCH = (
    SearchVector("title", weight="A", config="english")
    + SearchVector("summary", "need_addressed", "intervention", weight="B", config="english")
    + SearchVector("product", "organisation", "what_failed", weight="C", config="english")
)


class Migration(migrations.Migration):
    """Search reads summaries and what failed too.

    A generated column cannot be changed, so it is made anew. Code that does not know it writes and
    reads as before; the few hundred rows are written in an instant.
    """

    dependencies = [("assistive_tech", "0013_edit_candidates")]

    operations = [
        migrations.RemoveIndex("casestudy", "case_study_search"),
        migrations.RemoveField("casestudy", "search"),
        migrations.AddField(
            "casestudy",
            "search",
            models.GeneratedField(
                expression=SEARCH, output_field=SearchVectorField(), db_persist=True
            ),
        ),
        migrations.AddIndex(
            "casestudy",
            django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_study_search"),
        ),
    ]
