"""What is locked and what is known of it -> what is behind, dangerous, in the way, and what to upgrade first."""
