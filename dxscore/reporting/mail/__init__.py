"""WeeklyReport -> the week's mail: frozen editions, their text and HTML, and the message around both."""
