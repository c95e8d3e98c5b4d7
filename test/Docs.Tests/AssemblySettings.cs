[assembly: DoNotParallelize] // the current folder is the process's
