"""Trees of all entry points, flat, and grown again."""

from __future__ import annotations

from dxscore.domain.access import Kind, Step
from dxscore.reporting.access.forest import forest
from dxscore.reporting.site.access import Branch, branches
from tests.access.surveys import a_survey, an_effect, an_entry

_HERE = Step("app/a.rb", 1)
_THERE = Step("app/b.rb", 2)


def test_each_line_is_a_depth_a_place_and_a_deed_and_each_text_is_kept_once() -> None:
    mail = an_effect(Kind.MAIL, "Mailer#note", "now", path=(_HERE, _THERE))
    made = forest(a_survey(an_entry(an_effect(path=(_HERE, _THERE)), mail), an_entry(an_effect(path=(_THERE,)))))
    assert made.places == (("app/a.rb", 1), ("app/b.rb", 2))
    assert made.deeds == ("", "reads one of orders", "mails Mailer#note")
    assert [each.tree for each in made.trees] == [(0, 0, 0, 1, 1, 1, 1, 1, 2), (0, 1, 1)]


def test_a_tree_grows_again_with_all_that_is_done_in_a_place_together() -> None:
    mail = an_effect(Kind.MAIL, "Mailer#note", "now", path=(_HERE, _THERE))
    made = forest(a_survey(an_entry(an_effect(path=(_HERE, _THERE)), mail, an_effect(path=(_HERE,)))))
    below = Branch("app/b.rb", 2, ["reads one of orders", "mails Mailer#note"])
    assert branches(made.trees[0].tree, made) == [Branch("app/a.rb", 1, ["reads one of orders"], [below])]


def test_long_trees_end_and_say_how_much_is_left() -> None:
    many = [an_effect(path=(Step("app/a.rb", line),)) for line in range(1, 341)]
    (tree,) = forest(a_survey(an_entry(*many))).trees
    assert (len(tree.tree), tree.more) == (900, 40)
