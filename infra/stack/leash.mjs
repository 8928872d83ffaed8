// Loaded into every process that the stack starts: when the stack is gone, however it went, so are they.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
