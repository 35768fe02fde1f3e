"""Ruby of a whole project as plain values -> what it declares: classes, models, routes, entry points."""
