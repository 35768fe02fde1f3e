"""A Gemfile, what it evaluates and the gemspecs it calls for -> what they ask for, read without running any of it."""
