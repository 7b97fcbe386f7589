"""What is seen on a page, and the science that finds storms, fakes and threats in it: pure, with plain state."""
