using DeepML.Notebooks;

// Runs notebooks without a browser: notebooks RUNNER PACKAGES keep|leave NOTEBOOK …
if (args is not [var runner, var packages, "keep" or "leave", _, ..])
{
    Console.Error.WriteLine(
        "usage: notebooks RUNNER PACKAGES keep|leave NOTEBOOK ...: keep writes what the cells have shown into the notebooks");
    return 2;
}
var faults = 0;
foreach (var path in args[3..])
{
    var run = new NotebookRun(Path.GetFullPath(runner), Path.GetFullPath(packages), Path.GetFullPath(path));
    var errors = run.Run(keep: args[2] == "keep");
    Console.WriteLine(errors.Count == 0
        ? $"{Path.GetFileName(path)}: passed in {run.Seconds:F0} s"
        : $"{Path.GetFileName(path)}: failed\n{string.Join('\n', errors)}");
    faults += errors.Count == 0 ? 0 : 1;
}
Console.WriteLine($"notebooks.passed {args.Length - 3 - faults}");
return faults == 0 ? 0 : 1;
