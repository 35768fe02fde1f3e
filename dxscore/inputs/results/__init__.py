"""What test runs have left in files: results of RSpec and JUnit, recorded deprecation warnings. Nothing is run."""
