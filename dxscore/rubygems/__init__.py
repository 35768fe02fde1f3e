"""What RubyGems and Bundler know: versions, requirements, lockfiles. Knows nothing of dxscore."""
