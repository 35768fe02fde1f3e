"""What is known of gems: lockfiles, snapshots, caches and advisory databases -> values of domain and rubygems."""
