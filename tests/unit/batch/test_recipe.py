"""A recipe brings its template along, or is read from a folder that must be the same."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pipeline import api
from pipeline.batch.recipe import TemplateDiffers, TemplateRecipe, bring, maker_of
from tests.bench.contracts import ROOT, TEMPLATE, records


@pytest.fixture
def recipe(tmp_path: Path) -> TemplateRecipe:
    folder = tmp_path / "template"
    shutil.copytree(TEMPLATE, folder)
    loaded, digest = api.load_template(folder), api.template_digest(folder)
    issue = api.Issue(formats=("docx", "json"))
    return TemplateRecipe(template=folder, issue=issue, digest=digest, loaded=loaded).dated(date(2026, 11, 22))


def test_a_brought_template_needs_no_folder(recipe: TemplateRecipe) -> None:
    record = next(records(1))
    files = recipe.light().maker().make(record).files
    shutil.rmtree(recipe.template)
    bring(pickle.loads(pickle.dumps(recipe)))
    assert maker_of(recipe.light()).make(record).files == files


def test_a_folder_that_has_changed_is_told(recipe: TemplateRecipe) -> None:
    with (recipe.template / "template.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    with pytest.raises(TemplateDiffers, match="不是同一份"):
        recipe.light().maker()


def test_a_light_recipe_is_small(recipe: TemplateRecipe) -> None:
    assert recipe.light() == recipe
    assert len(pickle.dumps(recipe.light())) < 2000


def test_a_worker_starts_without_what_only_the_coordinator_needs() -> None:
    code = "import sys, pipeline.batch.engines.pool, pipeline.batch.work; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
