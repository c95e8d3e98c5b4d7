namespace DeepML.Bench;

/// <summary>What defaults are held to, and how often they hold it.</summary>
internal sealed class Bars
{
    private readonly SortedDictionary<string, List<(string Result, bool Held)>> _verdicts = [];
    private readonly SortedDictionary<string, List<double[]>> _contests = [];

    /// <summary>Takes note of one result.</summary>
    /// <param name="bar">The bar's name.</param>
    /// <param name="result">Name of the result, told where the bar is broken.</param>
    /// <param name="held">Whether the result passes.</param>
    public void Judge(string bar, string result, bool held) => Of(_verdicts, bar).Add((result, held));

    /// <summary>Takes note of a score and its rivals on one set; one bar for all sets: the mean score is above each rival's.</summary>
    /// <param name="bar">The bar's name.</param>
    /// <param name="score">The score of the network.</param>
    /// <param name="rivals">The scores of the others, in the same order each time.</param>
    public void Contest(string bar, double score, params double[] rivals) => Of(_contests, bar).Add([score, .. rivals]);

    /// <summary>How many results hold each bar, and of how many; those that do not are named on standard error.</summary>
    public IEnumerable<(string Name, double Value)> Summary()
    {
        foreach (var (bar, contests) in _contests)
        {
            var means = Enumerable.Range(0, contests[0].Length).Select(i => contests.Average(c => c[i])).ToArray();
            // NaN for a network that failed is above nothing; a rival that failed is none
            Judge(bar, "the mean", means[1..].Where(double.IsFinite).All(rival => means[0] > rival));
        }
        foreach (var (bar, verdicts) in _verdicts)
        {
            yield return ($"defaults.bars.{bar}.held", verdicts.Count(v => v.Held));
            yield return ($"defaults.bars.{bar}.of", verdicts.Count);
            var broken = verdicts.Where(v => !v.Held).Select(v => v.Result).ToArray();
            if (broken.Length > 0)
                Console.Error.WriteLine($"(defaults.bars.{bar} is not held by {string.Join(", ", broken)})");
        }
    }

    private static List<T> Of<T>(SortedDictionary<string, List<T>> lists, string name)
    {
        if (!lists.TryGetValue(name, out var list))
            lists[name] = list = [];
        return list;
    }
}
