using System.Diagnostics;
using System.Globalization;

namespace DeepML.Bench;

/// <summary>Runs learning tasks and prints "name value" a line.</summary>
internal static class QualityBench
{
    public static IEnumerable<string> Names => Catalog.All<IQualityTask>().Select(t => t.Name).Order();

    public static bool Run(string[] names, bool plain)
    {
        var tasks = Catalog.All<IQualityTask>()
            .Where(t => Catalog.IsAskedFor(t.Name, names) || names.Any(n => n.StartsWith(t.Name, StringComparison.Ordinal)))
            .OrderBy(t => t.Name).ToArray();
        foreach (var task in tasks)
        {
            var clock = Stopwatch.StartNew();
            foreach (var (name, value) in task.Run(names))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:G6}"));
            if (!plain)
                Console.Error.WriteLine($"({task.Name}: {clock.Elapsed.TotalSeconds:F0} s)");
        }
        return tasks.Length > 0;
    }
}
