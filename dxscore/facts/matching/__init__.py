"""Runs the rules' syntax matchers over one Ruby tree: anchors find the places, small tests in Python judge them."""
