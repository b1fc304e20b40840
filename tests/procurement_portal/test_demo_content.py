"""What the demonstration holds once it is loaded, and that it goes without what is real."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from members import demonstration
from members.models import BoroughDomain, Membership, User
from needs.models import Contract, Interest, Need, Overlap, RegisterImport, Supplier
from tests import factories
from tests.visitors import visitor
from tests.walking import Undo

SLUGS = ["brent", "camden"]


@pytest.fixture(autouse=True, scope="module")
def demo_mode(tmp_path_factory):
    with override_settings(DEMO=True, MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="module")
def loaded(demo_mode, django_db_setup, django_db_blocker):
    """The demonstration of two boroughs, below what each test does and undoes."""
    with django_db_blocker.unblock(), Undo():
        call_command("load_demo", "--only-examples", "--boroughs", *SLUGS, stdout=io.StringIO())
        yield


def test_all_of_it_says_that_it_is_an_example(loaded, db):
    for model in (User, Need, Contract, Supplier, RegisterImport, Interest):
        assert model.objects.exists(), model
        assert not model.objects.filter(is_example=False).exists(), model


def test_registers_are_loaded_by_the_importer_without_a_refusal(loaded, db):
    assert {each.status for each in RegisterImport.objects.all()} == {"loaded"}
    assert {each.counts["refused"] for each in RegisterImport.objects.all()} == {0}
    assert not Contract.objects.filter(capability__isnull=True).exists()


def test_boroughs_overlap_and_the_queue_has_life(loaded, db):
    assert Overlap.objects.filter(label=Overlap.Label.SAME).exists()
    assert Need.objects.waiting_for_review().exists()


def test_removal_leaves_what_is_real(loaded, db, capsys):
    real_need = factories.NeedFactory(borough__slug="real-borough")
    supplier = Supplier.objects.filter(is_example=True).first()
    real_contract = factories.ContractFactory(supplier=supplier)
    domains = BoroughDomain.objects.exclude(domain__endswith=".example").count()
    call_command("load_demo", "--remove")
    printed = capsys.readouterr().out
    assert "Removed" in printed
    assert list(Need.objects.all()) == [real_need]
    assert list(Contract.objects.all()) == [real_contract]
    assert list(Supplier.objects.values_list("name", "is_example")) == [(supplier.name, False)]
    assert list(User.objects.all()) == [real_need.owner]
    assert BoroughDomain.objects.count() == domains
    assert not Need.history.filter(is_example=True).exists()
    assert not Contract.history.filter(is_example=True).exists()


def test_an_example_officer_signs_in_by_one_press(loaded, db):
    officer = User.objects.get(email="priya.raman@camden.example")
    anybody = visitor()
    page = anybody.client.get("/sign-in/", follow=True)
    assert b"Priya Raman" in page.content
    anybody.client.post(f"/demo/sign-in/{officer.pk}")
    home = anybody.client.get("/my-borough/needs")
    assert b"Replacement housing management system" in home.content


def test_moderators_have_the_example_app_and_were_accepted_by_each_other(loaded, db):
    moderators = User.objects.filter(memberships__role=Membership.Role.MODERATOR)
    assert [len(demonstration.code_of(user)) for user in moderators] == [6, 6]
    first, second = Membership.objects.filter(role=Membership.Role.MODERATOR).order_by("pk")
    assert (first.decided_by, second.decided_by) == (second.user, first.user)


def test_example_register_writes_three_files(loaded, db, settings, capsys):
    call_command("example_register", "--borough", "camden")
    names = [line.rsplit("/", 1)[1] for line in capsys.readouterr().out.split()]
    assert len(names) == 3
    assert all((settings.MEDIA_ROOT / "example-registers" / name).stat().st_size for name in names)
    with pytest.raises(CommandError, match="no borough"):
        call_command("example_register", "--borough", "atlantis")
